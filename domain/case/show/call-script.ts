import { type CivilDate, daysBetween } from '../../calendar/civil-date.ts';
import { formatCents } from '../../money/cents.ts';
import type { Plan } from '../../plan/plan.ts';
import type { ActName } from '../acts/index.ts';
import { uncontestedCents } from '../balance.ts';
import { type Case, type SpokenCause, spokenCauses } from '../case.ts';
import type { Fact } from '../facts/fact.ts';
import { causeNames, counted, frenchDay, frenchInstant, sumWith } from './french.ts';
import { sentenceOf } from './sentences.ts';

/** What a call is about: the case, whose it is, and what the debtor owes besides. */
export interface Called {
  readonly theCase: Case;
  readonly plan: Plan;
  readonly creditorName: string;
  readonly debtorName: string;
  readonly mobile: string | null;
  readonly phone: string | null;
  /** His overdue invoices in the currency of the case, this one included, less what is disputed; cents. */
  readonly overdue: { readonly invoices: number; readonly cents: number };
  /** What happened, the newest first. */
  readonly lately: readonly Fact[];
  readonly today: CivilDate;
}

/** What whoever calls has before him, in French. */
export interface CallScript {
  readonly who: { readonly name: string; readonly mobile: string | null; readonly phone: string | null };
  /** The first words: whoever answers hears of a debt only once he said who he is. */
  readonly opening: string;
  readonly sums: readonly string[];
  readonly history: readonly string[];
  readonly obtain: readonly string[];
  /** What he may answer, what to obtain then, and the act that notes it. */
  readonly causes: readonly {
    readonly cause: SpokenCause;
    readonly name: string;
    readonly obtain: string;
    readonly act: ActName;
  }[];
}

const answers: { readonly [C in SpokenCause]: readonly [act: ActName, obtain: string] } = {
  forgot: ['recordPromise', 'un virement aujourd’hui, ou son jour'],
  'never-received': ['recordCallResult', 'l’adresse exacte, et le jour du règlement une fois la facture renvoyée'],
  'signatory-away': ['recordPromise', 'le jour de son retour, ou qui peut signer à sa place'],
  'wrong-invoice': ['openDispute', 'la ligne et le montant, et le règlement du reste'],
  dispute: ['openDispute', 'le motif, le montant, une pièce, et le règlement du reste'],
  difficulty: ['agreeInstalments', 'des dates et des montants, le premier versement tout de suite'],
};

/** What moves to remember: demands, words given and broken, answers. */
const telling: ReadonlySet<Fact['type']> = new Set([
  'sent',
  'payment',
  'promise',
  'promise-broken',
  'instalments',
  'instalment-missed',
  'dispute-opened',
  'dispute-resolved',
  'debtor-wrote',
  'call-result',
  'visit-result',
]);
const MOST_HISTORY = 8;

/** The script of a call: who, what, how much, what happened, what to obtain. Pure. */
export function callScript(called: Called): CallScript {
  const { theCase, plan, creditorName, debtorName, mobile, phone, overdue, lately, today } = called;
  const { number, currency, dueOn, totalCents } = theCase.invoice;
  const [asked, late] = [formatCents(uncontestedCents(theCase), currency), daysBetween(dueOn, today)];
  const lived = { plans: [plan], steps: theCase.steps };
  const since = late > 0 ? `échue depuis ${counted(late, 'jour')}` : `à régler le ${frenchDay(dueOn)}`;
  return {
    who: { name: debtorName, mobile, phone },
    opening: `Bonjour, je vous appelle pour ${creditorName}. ${asksFor(theCase, debtorName)} – Puis, à cette personne seule\u00a0: c’est au sujet de la facture ${number} de ${formatCents(totalCents, currency)}, ${since}.`,
    sums: [
      `${asked} à demander pour cette facture`,
      ...(overdue.invoices > 1
        ? [`${sumWith(overdue.cents, currency, 'échu')} en tout, sur ${counted(overdue.invoices, 'facture')}`]
        : []),
    ],
    history: lately
      .filter(({ type }) => telling.has(type))
      .slice(0, MOST_HISTORY)
      .map((fact) => `${frenchInstant(fact.at).slice(0, 10)}\u00a0: ${sentenceOf(fact, currency, lived)}`),
    obtain: obtainable(lately),
    causes: spokenCauses.map((cause) => {
      const [act, obtain] = answers[cause];
      return { cause, name: causeNames[cause], obtain, act };
    }),
  };
}

/** Who must be at the other end before anything is said: nobody else hears of what somebody owes. */
function asksFor({ debtor }: Case, name: string): string {
  if (debtor.kind === 'consumer') return `Suis-je bien en ligne avec ${name}\u00a0?`;
  return `Est-ce bien vous qui suivez les règlements chez ${name}\u00a0?`;
}

/** A word that was broken once is not enough a second time. */
function obtainable(lately: readonly Fact[]): string[] {
  const wasBroken = lately.some(({ type }) => type === 'promise-broken' || type === 'instalment-missed');
  return [
    wasBroken
      ? 'Un premier règlement aujourd’hui\u00a0: une parole n’a pas été tenue'
      : 'Un jour et un montant, pas «\u00a0bientôt\u00a0»',
    'La cause du retard, parmi celles qui suivent',
    'Qui suit les règlements, et son adresse',
    'Rien de la dette à quelqu’un d’autre que le débiteur ou qui le représente',
  ];
}
