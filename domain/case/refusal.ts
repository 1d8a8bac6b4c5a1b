import type { CivilDate } from '../calendar/civil-date.ts';
import { formatCents, sumCents } from '../money/cents.ts';
import { type Plan, stepOf } from '../plan/plan.ts';
import { openCall } from './apply-calls.ts';
import { balanceCents } from './balance.ts';
import { type Case, holdOf, recordOf } from './case.ts';
import type { FactType, OutsideFact } from './fact.ts';
import { frenchDay } from './french.ts';
import { letterLeftOut } from './ladder.ts';
import { isSettled } from './records.ts';

type Told<T extends FactType> = Extract<OutsideFact, { type: T }>;
type Refusals = {
  readonly [T in OutsideFact['type']]?: (theCase: Case, fact: Told<T>, plan: Plan, today: CivilDate) => string | null;
};

/** Facts that a closed case still hears: money moves whatever we decided. */
const heardWhenClosed: readonly FactType[] = [
  'payment',
  'payment-reversed',
  'credit-note',
  'message-taken',
  'message-delivered',
  'message-bounced',
  'opt-out',
  'contact-changed',
  'feed-stale',
  'feed-fresh',
];

/** The sentence by which a fact is refused, or null. What the world merely reports (a payment, a bounce) is never refused. */
export function refusalOf(theCase: Case, fact: OutsideFact, plan: Plan, today: CivilDate): string | null {
  if (theCase.closed && !heardWhenClosed.includes(fact.type)) return 'Le dossier est clos : il n’accepte plus cet acte.';
  const rule = refusals[fact.type] as
    | ((theCase: Case, fact: OutsideFact, plan: Plan, today: CivilDate) => string | null)
    | undefined;
  return rule?.(theCase, fact, plan, today) ?? null;
}

const refusals: Refusals = {
  approve: (c, fact) => noApprovalAsked(c, fact.step),
  reject: (c, fact) => noApprovalAsked(c, fact.step),
  resume: (c) => (holdOf(c, 'pause') ? null : 'Le dossier n’est pas en pause : il n’y a rien à reprendre.'),
  pause: (_c, fact, _plan, today) =>
    fact.until !== undefined && fact.until < today
      ? `La fin de la pause (${frenchDay(fact.until)}) est déjà passée : donner aujourd’hui ou un jour à venir.`
      : null,
  'dispute-opened': (c, fact) => {
    if (balanceCents(c) <= 0) return 'Plus rien n’est dû\u00a0: il n’y a rien à contester.';
    if (holdOf(c, 'dispute')) return 'Un litige est déjà ouvert : le résoudre d’abord.';
    if (fact.amountCents !== undefined && fact.amountCents > balanceCents(c)) {
      return `Le montant contesté dépasse le solde de ${formatCents(balanceCents(c), c.invoice.currency)}.`;
    }
    return null;
  },
  'call-result': (c, fact) => {
    if (openCall(c, fact.step)) return null;
    const step = fact.step === undefined ? '' : ` pour l’étape ${fact.step}`;
    return `Aucun appel n’attend de résultat${step}.`;
  },
  'dispute-resolved': (c) => (holdOf(c, 'dispute') ? null : 'Aucun litige n’est ouvert.'),
  promise: refusePromise,
  instalments: refuseInstalments,
  'notice-event': (c, fact, _plan, today) => {
    if (!c.notice) return 'Aucune lettre recommandée n’est partie : il n’y a pas d’accusé à saisir.';
    if (fact.on < c.notice.postedOn)
      return `La lettre a été postée le ${frenchDay(c.notice.postedOn)} : la date saisie est antérieure.`;
    if (fact.on > today) return `Le ${frenchDay(fact.on)} n’est pas encore passé.`;
    return c.notice.effectiveOn ? `La mise en demeure a déjà pris effet le ${frenchDay(c.notice.effectiveOn)}.` : null;
  },
  'choose-route': refuseRoute,
  'act-now': (c, _fact, plan) => {
    if (balanceCents(c) <= 0) return 'Plus rien n’est dû : il n’y a pas d’étape à avancer.';
    return plan.steps.some((step) => !isSettled(recordOf(c, step.id))) ? null : 'Toutes les étapes du plan sont passées.';
  },
  'skip-step': (c, fact, plan) => {
    const id = fact.step ?? plan.steps.find((step) => !isSettled(recordOf(c, step.id)))?.id;
    const step = id === undefined ? undefined : stepOf(plan, id);
    if (!step) return `Étape inconnue : le plan connaît ${plan.steps.map((candidate) => candidate.id).join(', ')}.`;
    if (isSettled(recordOf(c, step.id))) return `L’étape ${step.id} est déjà terminée.`;
    return step.act === 'letter' ? 'La mise en demeure ne se saute pas : la refuser (reject) si elle ne doit pas partir.' : null;
  },
  'settle-unknown-send': (c, fact) =>
    recordOf(c, fact.step)?.state === 'unknown' ? null : `Aucun envoi au sort inconnu pour l’étape ${fact.step}.`,
  waive: (c) => (c.waived ? 'Il a déjà été renoncé aux intérêts et à l’indemnité.' : null),
  payment: (c, fact) => {
    const known = c.payments.find((payment) => payment.id === fact.id);
    return known && known.amountCents !== fact.amountCents
      ? `Le paiement ${fact.id} est déjà connu pour ${formatCents(known.amountCents, c.invoice.currency)}.`
      : null;
  },
};

function refuseRoute(c: Case, _fact: Told<'choose-route'>, plan: Plan): string | null {
  if (letterLeftOut(c, plan)) return 'La mise en demeure n’est pas partie\u00a0: aucune voie ne s’ouvre sans elle.';
  const decision = plan.steps.find((step) => step.act === 'decision');
  if (decision && recordOf(c, decision.id)?.state !== 'sent') {
    return 'Il est trop tôt pour choisir la voie\u00a0: la mise en demeure et son délai viennent d’abord.';
  }
  const handoff = plan.steps.find((step) => step.act === 'handoff');
  return c.route && handoff && recordOf(c, handoff.id) ? 'Le dossier est déjà transmis.' : null;
}

function noApprovalAsked(c: Case, step: string | undefined): string | null {
  const waiting = c.steps.find((record) => record.state === 'awaiting-approval');
  if (!waiting) return 'Aucun envoi n’attend votre accord.';
  return step !== undefined && step !== waiting.step
    ? `C’est l’étape ${waiting.step} qui attend votre accord, pas ${step}.`
    : null;
}

function refusePromise(c: Case, fact: Told<'promise'>, _plan: Plan, today: CivilDate): string | null {
  if (fact.on < today) return `La date promise (${frenchDay(fact.on)}) est déjà passée.`;
  if (c.timeBarredOn !== null && fact.on > c.timeBarredOn)
    return `La date promise dépasse la prescription (${frenchDay(c.timeBarredOn)}).`;
  if (balanceCents(c) <= 0) return 'Plus rien n’est dû : il n’y a rien à promettre.';
  return fact.amountCents > balanceCents(c)
    ? `Le montant promis dépasse le solde de ${formatCents(balanceCents(c), c.invoice.currency)}.`
    : null;
}

function refuseInstalments(c: Case, fact: Told<'instalments'>, _plan: Plan, today: CivilDate): string | null {
  const total = sumCents(fact.schedule.map((instalment) => instalment.amountCents));
  if (total !== balanceCents(c)) {
    return `L’échéancier fait ${formatCents(total, c.invoice.currency)} : il doit faire le solde, ${formatCents(balanceCents(c), c.invoice.currency)}.`;
  }
  const days = fact.schedule.map((instalment) => instalment.on);
  if (days.some((on, index) => on <= (days[index - 1] ?? ''))) return 'Les dates de l’échéancier doivent se suivre.';
  if (days.some((on) => on < today)) return 'Une date de l’échéancier est déjà passée.';
  const last = days.at(-1) ?? '';
  return c.timeBarredOn !== null && last > c.timeBarredOn
    ? `L’échéancier dépasse la prescription (${frenchDay(c.timeBarredOn)}).`
    : null;
}
