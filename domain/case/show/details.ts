import type { Plan } from '../../plan/plan.ts';
import { shortDigest } from '../../short-digest.ts';
import type { Task } from '../case.ts';
import type { CaseView } from '../view.ts';
import { balanceOfInvoice, frenchDay, holdNames, phaseNames } from './french.ts';

/** The case in Markdown for the Temporal Web UI: bold labels and lists, which every version renders. */
export function detailsOf(view: CaseView, plan: Plan, comes: string, lately: readonly string[]): string {
  const lines = [
    `**Facture ${view.invoice.number}** · ${balanceOfInvoice(view)} · échéance ${frenchDay(view.invoice.dueOn)}`,
    `**Étape** : ${phaseNames[view.phase]} · **blocage** : ${view.hold === 'none' ? 'aucun' : holdNames[view.hold]} · plan «\u00a0${plan.name}\u00a0» v${plan.version}`,
    `**Ensuite** : ${comes}`,
    ...section(
      'À faire par vous',
      view.tasks.map((task) => `${task.context}${byWhen(task)} → ${remedyOf(task)}`),
    ),
    ...section('Derniers faits', lately),
    ...section('Vous pouvez', view.closed ? [] : samples),
  ];
  return lines.join('\n\n');
}

function section(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`**${title}**`, items.map((item) => `- ${item}`).join('\n')];
}

/** The acts that settle a task of that kind, as Markdown. */
export function remedyOf({ kind, content }: Pick<Task, 'kind' | 'content'>): string {
  const remedy = remedies[kind] ?? '`close`';
  return content === undefined
    ? remedy
    : remedy.replace('`approve` `{}`', `\`approve\` \`{"content": "${shortDigest(content)}"}\``);
}

function byWhen({ dueOn }: Task): string {
  return dueOn === undefined ? '' : ` (au plus tard le ${frenchDay(dueOn)})`;
}

const remedies: Partial<Record<Task['kind'], string>> = {
  approval: '`approve` `{}` ou `reject` `{"reason":"…"}`',
  call: '`recordPromise`, `openDispute`, `agreeInstalments` ou `recordCallResult` `{"outcome":"no-answer"}`',
  'promise-broken':
    '`recordCallResult` `{"outcome":"no-commitment"}`, `recordPromise`, `agreeInstalments`, `openDispute`, ou `recordCallResult` `{"outcome":"not-made"}`',
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
  'credit-note':
    'établir l’avoir dans la facturation, qui le dira ; `resolveDispute` `{"outcome":"rejected"}` s’il n’en vient pas ; ou `close` `{"reason":"…"}`',
  dispute: '`resolveDispute` `{"outcome":"rejected"}` ; `answerDebtor` `{"text":"…"}` pour lui écrire',
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
