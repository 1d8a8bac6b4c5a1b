import type { CivilDate } from '../calendar/civil-date.ts';
import { instantAt } from '../calendar/clock.ts';
import type { Instant } from '../calendar/paris.ts';
import { formatCents } from '../money/cents.ts';
import { type Plan, stepOf } from '../plan/plan.ts';
import type { Act, Next } from './act.ts';
import { balanceCents } from './balance.ts';
import type { Case, Hold, HoldType, Phase, Route, Task } from './case.ts';
import { phaseOf, strongestHold } from './phase.ts';
import type { Reason } from './reason.ts';
import { channelNames, frenchDay, frenchMoment, holdNames, phaseNames, stepName } from './show/french.ts';
import { said } from './show/reasons.ts';

/** A case as everybody sees it: Web UI details, queries, API, command line. */
export interface CaseView {
  readonly caseId: string;
  readonly creditorId: string;
  readonly debtorId: string;
  readonly invoice: {
    readonly id: string;
    readonly number: string;
    readonly dueOn: CivilDate;
    readonly totalCents: number;
    readonly currency: string;
  };
  readonly plan: { readonly id: string; readonly version: number };
  readonly phase: Phase;
  readonly hold: HoldType | 'none';
  readonly holds: readonly Hold[];
  readonly balanceCents: number;
  readonly next: { readonly at: Instant | null; readonly act: ShownAct | null; readonly why: string };
  readonly needsHuman: boolean;
  readonly tasks: readonly Task[];
  readonly route: Route | null;
  readonly closed: Case['closed'];
}

type Shown<A> = A extends Act ? { readonly [K in keyof A]: Reason extends A[K] ? string : A[K] } : never;

/** An act as people and other systems see it: why, in French. */
export type ShownAct = Shown<Act>;

function shownAct(act: Act): ShownAct {
  if (act.do === 'raise-task') return { ...act, context: said(act.context) };
  return 'reason' in act && act.do !== 'close' ? { ...act, reason: said(act.reason) } : act;
}

/** The one view of a case. */
export function viewOf(theCase: Case, plan: Plan, next: Next, nowMs: number): CaseView {
  const { id, number, dueOn, totalCents, currency } = theCase.invoice;
  return {
    caseId: theCase.id,
    creditorId: theCase.creditorId,
    debtorId: theCase.debtor.id,
    invoice: { id, number, dueOn, totalCents, currency },
    plan: { id: plan.id, version: plan.version },
    phase: phaseOf(theCase, plan, nowMs),
    hold: strongestHold(theCase),
    holds: theCase.holds,
    balanceCents: balanceCents(theCase),
    next: { at: next.atMs === null ? null : instantAt(next.atMs), act: next.act && shownAct(next.act), why: said(next.why) },
    needsHuman: theCase.tasks.length > 0,
    tasks: theCase.tasks,
    route: theCase.route?.route ?? null,
    closed: theCase.closed,
  };
}

/** The case in Markdown for the Temporal Web UI: bold labels and lists, which every version renders. */
export function detailsOf(view: CaseView, comes: string, lately: readonly string[]): string {
  const lines = [
    `**Facture ${view.invoice.number}** · ${formatCents(view.balanceCents, view.invoice.currency)} restent dus sur ${formatCents(view.invoice.totalCents, view.invoice.currency)} · échéance ${frenchDay(view.invoice.dueOn)}`,
    `**Étape** : ${phaseNames[view.phase]} · **blocage** : ${view.hold === 'none' ? 'aucun' : holdNames[view.hold]} · plan ${view.plan.id} v${view.plan.version}`,
    `**Ensuite** : ${comes}`,
    ...section(
      'À faire par vous',
      view.tasks.map((task) => `${task.context}${byWhen(task)} → ${remedyOf(task.kind)}`),
    ),
    ...section('Derniers faits', lately),
    ...section('Vous pouvez', view.closed ? [] : samples),
  ];
  return lines.join('\n\n');
}

/** What comes next, in one French sentence. */
export function nextSentence(next: Next, plan: Plan): string {
  if (next.act === null) return said(next.why);
  return `${actName(next.act, plan)} le ${frenchMoment(next.atMs)} (${said(next.why)})`;
}

/** What people call a step of a plan. */
export function calledStep(plan: Plan, id: string): string {
  const step = stepOf(plan, id);
  return step ? stepName(step) : id;
}

function actName(act: Act, plan: Plan): string {
  switch (act.do) {
    case 'send':
      return `${calledStep(plan, act.step)} par ${channelNames[act.channel]}`;
    case 'ask-external':
      return `${calledStep(plan, act.step)} à confier (${channelNames[act.channel]})`;
    case 'ask-approval':
      return `demande d’accord (${calledStep(plan, act.step)})`;
    case 'open-decision':
      return 'examen des voies';
    case 'hand-over':
      return 'remise du dossier';
    case 'end-hold':
      return `fin du blocage (${holdNames[act.hold]})`;
    case 'hold-credit':
      return 'crédit du client';
    case 'pass-credit':
      return 'affectation du crédit';
    case 'break-promise':
      return 'échéance de la promesse';
    case 'ask-instalment':
    case 'lapse-instalments':
      return 'suite de l’échéancier';
    case 'raise-task':
      return 'rappel à l’opérateur';
    case 'leave-channel-out':
    case 'leave-step-out':
      return `étape «\u00a0${calledStep(plan, act.step)}\u00a0» laissée de côté`;
    case 'send-note':
    case 'leave-note-out':
      return 'confirmation au débiteur';
    case 'close':
      return 'clôture';
  }
}

function section(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`**${title}**`, items.map((item) => `- ${item}`).join('\n')];
}

/** The acts that settle a task of that kind, as Markdown. */
export function remedyOf(kind: Task['kind']): string {
  return remedies[kind] ?? '`close`';
}

function byWhen({ dueOn }: Task): string {
  return dueOn === undefined ? '' : ` (au plus tard le ${frenchDay(dueOn)})`;
}

const remedies: Partial<Record<Task['kind'], string>> = {
  approval: '`approve` `{}` ou `reject` `{"reason":"…"}`',
  call: '`recordPromise`, `openDispute`, `agreeInstalments` ou `recordCallResult` `{"outcome":"no-answer"}`',
  visit:
    '`recordVisit` `{"on":"2026-11-20","outcome":"met","report":"…"}`, ou `recordPromise`, `openDispute`, `agreeInstalments`',
  'unknown-send': '`settleUnknownSend` `{"step":"…","channel":"email","outcome":"sent"}`',
  'send-failed': '`settleUnknownSend` `{"step":"…","channel":"email","outcome":"not-sent"}`',
  'missing-contact': '`correctContact` `{}`',
  bounce: '`correctContact` `{}`',
  external: '`recordExternalStep` `{"who":"Me …","on":"2026-11-20","reference":"…"}` ou `reject`',
  'small-rest': '`close` `{"reason":"…"}`',
  receipt: '`recordLetterOutcome` `{"outcome":"received","on":"2026-11-20"}`',
  route: '`chooseRoute` `{"route":"injonction-de-payer"}`',
  'late-charges': '`claimLateCharges` `{}`, `waive` `{}` ou `recordPayment`',
  credit: '`useCredit` `{"to":"…"}` ou `refunded` `{}`',
  dispute: '`resolveDispute` `{"outcome":"rejected"}`',
  'payment-announced': '`recordPayment` ou `resume` `{}`',
  answer:
    '`answerDebtor` `{"text":"…"}`, `recordPromise`, `agreeInstalments`, `openDispute`, `recordPayment`, ou `resume` `{}` une fois répondu',
  plan: '`changePlan` `{"plan":"…"}` : un plan qui s’applique, ou `close`',
  'e-invoice': '`resume` `{}` une fois la facture corrigée, ou `close`',
};

const samples = [
  '`recordPayment` `{"id":"virement-1","amountCents":120000}`',
  '`pause` `{"until":"2026-12-15","reason":"…"}` puis `resume` `{}`',
  '`actNow` `{}` · `skipStep` `{"reason":"…"}` · `close` `{"reason":"…"}`',
];
