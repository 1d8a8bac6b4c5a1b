import { type CivilDate, earlier } from '../calendar/civil-date.ts';
import type { Nature } from '../deadlines/deadline.ts';
import { PRESCRIPTION_ARTICLES, prescriptionOf } from '../deadlines/prescription.ts';
import { formatCents } from '../money/cents.ts';
import { euroSums, sumsText } from './limit.ts';
import type { RoutesInput, Verdict } from './route.ts';
import type { Situation } from './situation.ts';
import { day, type Rule, remark, unknown, unknownSum, verdict, yesOrNo } from './verdict.ts';

/** What is not due cannot be claimed (C. civ. 1305-2). */
export function exigible(situation: Situation): Verdict {
  const { dueCents, sums, input } = situation;
  const [rule, article] = ['Créance exigible', 'C. civ. 1305-2'];
  if (dueCents === null) return unknownSum(rule, article, situation);
  if (dueCents === 0) return verdict(false, rule, article, 'rien n’est échu et impayé');
  const owed = `${formatCents(dueCents, input.claim.currency)} échus et impayés, indemnité forfaitaire non comprise`;
  return verdict(true, rule, article, owed, dueCents === sums?.amountCents ? 'for' : 'to-confirm');
}

/** An insolvency stops every action for an earlier claim (C. com. L622-21); what is born after it is paid at its term (L622-17). */
export function noInsolvency({ insolvent, input: { claim } }: Situation): Verdict | null {
  if (!insolvent) return null;
  const openedOn = claim.insolvency?.openedOn ?? '';
  const opened = `procédure collective ouverte le ${day(openedOn)}`;
  const later = claim.invoices.filter(({ issuedOn }) => issuedOn !== undefined && issuedOn >= openedOn);
  const numbers = later.map(({ number }) => number).join(', ');
  const born = `facture émise après (${numbers})\u00a0: non arrêtée si elle est née pour les besoins de la procédure, L622-17`;
  if (later.length === claim.invoices.length)
    return remark('Créance née après l’ouverture', 'C. com. L622-17', `${opened}\u00a0; ${born}`, 'to-confirm');
  const fact = later.length === 0 ? opened : `${opened}\u00a0; ${born}`;
  return verdict(false, 'Arrêt des poursuites individuelles', 'C. com. L622-21', fact);
}

/** Limitation is a defence of the debtor: it is shown and closes nothing here, since most interruptions are not in the input (C. com. L110-4; C. conso. L218-2; loi 68-1250). */
export function notTimeBarred({ input }: Situation): Verdict {
  const nature = natureOf(input);
  if (nature === 'public') return publicLimitation(input);
  const asked = { kind: 'prescription', dueOn: oldest(input), asOf: input.asOf } as const;
  const { lastDayOn, timeBarred } = prescriptionOf({ ...asked, nature: nature ?? LONGEST });
  if (nature === null && !timeBarred) return NATURE_UNKNOWN;
  const fact = `dernier jour utile de la plus ancienne échéance\u00a0: ${day(lastDayOn)}, sauf achèvement antérieur, suspension ou interruption`;
  const article = nature === null ? NATURE_ARTICLES : PRESCRIPTION_ARTICLES[nature];
  if (!timeBarred) return remark('Prescription', article, fact, 'for');
  const barred = opposable(nature === null ? 'prescrite quelle que soit sa nature' : 'prescrite', fact);
  return remark('Prescription', `${article} ; C. civ. 2247`, barred, 'against');
}

/** It is the debtor who raises it (C. civ. 2247). */
function opposable(barred: string, fact: string): string {
  return `${barred}\u00a0: le débiteur peut l’opposer\u00a0; ${fact}`;
}

/** Of the natures of a debt of a business, one that is barred last. */
const LONGEST = 'services';

const NATURE_ARTICLES = 'C. com. L110-4, L133-6';

const NATURE_UNKNOWN: Verdict = {
  open: true,
  reason: {
    rule: 'Prescription',
    article: NATURE_ARTICLES,
    fact: 'nature de la créance\u00a0: non renseignée (un an pour un transport, cinq ans sinon)',
    says: 'to-confirm',
    missing: ['nature'],
  },
};

/** The kind of the debtor decides for consumers and public bodies; for a business the nature is told, never supposed. */
function natureOf({ debtor, nature }: RoutesInput): Nature | null {
  if (debtor.kind === 'business') return nature ?? null;
  return debtor.kind;
}

/** A service of the year before is lost a year before its invoice; the written demand that is known interrupts (loi 68-1250, arts. 1 and 2). */
function publicLimitation(input: RoutesInput): Verdict {
  const { asOf, notice } = input;
  const completedOn = input.claim.invoices.map(({ issuedOn, dueOn }) => issuedOn ?? dueOn).toSorted()[0];
  const startOn = earlier(oldest(input), completedOn ?? oldest(input));
  const demands = notice && notice.effectiveOn <= asOf ? [{ on: notice.effectiveOn }] : [];
  const endFrom = (dueOn: CivilDate) => prescriptionOf({ kind: 'prescription', nature: 'public', dueOn, demands, asOf });
  const own = endFrom(startOn);
  const yearBefore = Number(startOn.slice(0, 4)) - 1;
  const before = endFrom(`${yearBefore}-12-31`);
  const fact = `dernier jour utile de la plus ancienne facture\u00a0: ${day(own.lastDayOn)}, ou ${day(before.lastDayOn)} pour une prestation achevée en ${yearBefore}\u00a0; une demande écrite de paiement interrompt le délai`;
  const rule = 'Prescription quadriennale';
  if (own.timeBarred) return remark(rule, PRESCRIPTION_ARTICLES.public, opposable('prescrite', fact), 'against');
  return remark(rule, PRESCRIPTION_ARTICLES.public, fact, before.timeBarred ? 'to-confirm' : 'for');
}

function oldest({ claim, asOf }: RoutesInput): CivilDate {
  return claim.invoices.map((invoice) => invoice.dueOn).toSorted()[0] ?? asOf;
}

/** A formal notice is expected by judges and required by no text here (C. civ. 1344). */
export function formalNotice({ input }: Situation): Verdict {
  const effectiveOn = input.notice?.effectiveOn ?? input.claim.formalNotice?.effectiveOn;
  const [rule, article] = ['Mise en demeure', 'C. civ. 1344'];
  if (effectiveOn === undefined || effectiveOn > input.asOf)
    return remark(rule, article, 'aucune mise en demeure connue', 'to-confirm');
  return remark(rule, article, `mise en demeure produisant effet le ${day(effectiveOn)}`, 'for');
}

/** Connected claims add up; others are looked at one by one (CPC 35). */
export function connectedClaims(situation: Situation): Verdict | null {
  const count = situation.input.connected?.length ?? 0;
  if (count === 0) return null;
  const rule = 'Créances connexes additionnées';
  const sums = euroSums(situation);
  if (sums === null) return unknownSum(rule, 'CPC 35', situation);
  const others = count === 1 ? 'une autre créance' : `${count} autres créances`;
  return remark(
    rule,
    'CPC 35',
    `${others} contre le même débiteur\u00a0: ${sumsText(sums)}\u00a0; sans connexité, chacune seule`,
    'to-confirm',
  );
}

/** The collectivities of the Pacific have their own courts and procedures: nothing here is theirs. */
export function localLaw({ pacific, department }: Situation): Verdict | null {
  if (!pacific) return null;
  return verdict(
    false,
    'Droit local des collectivités du Pacifique',
    'loi organique 99-209 du 19 mars 1999 ; loi organique 2004-192 du 27 février 2004 ; loi 61-814 du 29 juillet 1961',
    `débiteur établi en ${department}\u00a0: procédures locales, à demander à un avocat du ressort`,
  );
}

/** A French court or procedure against a debtor abroad rests on a clause or on the place of performance (CPC 42, 46, 1406; Reg. (EU) 1215/2012). */
export function frenchDebtor({ country }: Situation): Verdict | null {
  if (country === null) return null;
  const article = 'CPC 42, 46, 1406 ; règlement (UE) 1215/2012';
  return unknown('Débiteur à l’étranger', article, ['jurisdiction'], `pays du débiteur\u00a0: ${country}\u00a0; `);
}

/** Contracts of public bodies belong to the administrative court (CCP L6). */
export function privateDebtor({ input }: Situation): Verdict | null {
  return input.debtor.kind === 'public'
    ? verdict(false, 'Juge administratif', 'CCP L6', 'débiteur\u00a0: personne publique')
    : null;
}

/** A contest closes none of these: it says what will follow, under the article of the route. */
export function contestShown(article: string): Rule {
  return ({ disputed }) => {
    if (disputed === null) return { ...unknown('Contestation', article, ['disputed']), open: true };
    return remark('Contestation', article, contestText(disputed), disputed ? 'against' : 'for');
  };
}

/** A dispute closes the route; nobody's word on it leaves it unsettled. */
export function undisputed(rule: string, article: string, { disputed }: Situation): Verdict {
  if (disputed === null) return unknown(rule, article, ['disputed']);
  return verdict(!disputed, rule, article, contestText(disputed));
}

function contestText(disputed: boolean): string {
  return `créance contestée\u00a0: ${yesOrNo(disputed)}`;
}
