import { isOutward, type Plan, stepOf } from '../../plan/plan.ts';
import { namesDigest } from '../../short-digest.ts';
import { externalStep } from '../apply/steps.ts';
import { balanceCents, paidCents } from '../balance.ts';
import { type Case, recordOf } from '../case.ts';
import { askableFrom } from '../debtor/asked.ts';
import { letterToSendAgain } from '../next/letter-again.ts';
import { stepToCome } from '../next/passed-over.ts';
import { isSettledInPrincipal } from '../next/tolerance.ts';
import { isSettled } from '../records.ts';
import { channelNames, frenchDay, stepName } from '../show/french.ts';
import { calledStep } from '../show/next-sentence.ts';
import { choice, idOf, maybe, text, whole } from './field.ts';
import { heldBack } from './held-back.ts';
import { act } from './operator-act.ts';

/** What is done with the steps of the plan, and with the plan itself. */
export const stepActs = {
  approve: act({
    fact: 'approve',
    label: 'Approuver l’envoi',
    text: 'Approuver l’envoi qui attend votre accord.',
    mayAct: 'approver',
    fields: { step: maybe(idOf('step', 'Étape')), content: maybe(text('Empreinte de ce qui fut lu')) },
    sample: { content: '3f9a12ab34cd' },
    refuse: (theCase, fact, plan) =>
      nothingToAskFor(theCase, plan) ?? noApprovalAsked(theCase, plan, fact.step) ?? otherContent(theCase, fact.content),
  }),
  reject: act({
    fact: 'reject',
    label: 'Refuser l’envoi',
    text: 'Refuser l’envoi qui attend votre accord.',
    mayAct: 'operator',
    fields: { step: maybe(idOf('step', 'Étape')), reason: maybe(text('Motif')) },
    sample: { reason: 'client à rappeler d’abord' },
    refuse: (theCase, fact, plan) => (externalStep(theCase, fact.step) ? null : noApprovalAsked(theCase, plan, fact.step)),
  }),
  actNow: act({
    fact: 'act-now',
    label: 'Avancer une étape',
    text: 'Avancer à maintenant la prochaine étape, ou refaire une mise en demeure refusée, laissée de côté ou revenue («\u00a0step\u00a0» la nomme)\u00a0; ce qui demande un accord l’attend.',
    mayAct: 'operator',
    mayBeTyped: true,
    fields: { step: maybe(idOf('letter', 'Lettre à refaire')) },
    sample: {},
    refuse: (theCase, fact, plan, today) => {
      if (balanceCents(theCase) <= 0) return 'Plus rien n’est dû : il n’y a pas d’étape à avancer.';
      const [again, comes] = [letterToSendAgain(theCase, plan, fact.step ?? ''), stepToCome(theCase, plan, today)];
      const step = again ?? comes;
      if (!step) return 'Toutes les étapes du plan sont passées.';
      if (fact.step !== undefined && fact.step !== step.id)
        return `L’étape ${fact.step} n’est ni la prochaine, ni une lettre à refaire.`;
      const held = heldBack(theCase, plan, step, today);
      if (held !== null) return held;
      const from = isOutward(step) ? askableFrom(theCase, step) : today;
      return from > today
        ? `Rien n’est réclamé avant l’échéance\u00a0: cette étape peut partir à partir du ${frenchDay(from)}.`
        : null;
    },
  }),
  skipStep: act({
    fact: 'skip-step',
    label: 'Passer une étape',
    text: 'Passer une étape (la prochaine si «\u00a0step\u00a0» manque).',
    mayAct: 'operator',
    mayBeTyped: true,
    fields: { step: maybe(idOf('step', 'Étape')), reason: text('Motif') },
    sample: { step: 'reminder-15', reason: 'déjà vu au téléphone' },
    refuse: (theCase, fact, plan, today) => {
      const step = fact.step === undefined ? stepToCome(theCase, plan, today) : stepOf(plan, fact.step);
      if (!step) return `Étape inconnue : le plan connaît ${plan.steps.map(({ id }) => id).join(', ')}.`;
      if (isSettled(recordOf(theCase, step.id))) return `L’étape «\u00a0${stepName(step)}\u00a0» est déjà terminée.`;
      return step.act === 'letter' ? 'La mise en demeure ne se saute pas : la refuser si elle ne doit pas partir.' : null;
    },
  }),
  settleUnknownSend: act({
    fact: 'settle-unknown-send',
    label: 'Trancher un envoi incertain',
    text: 'Trancher un envoi au sort inconnu, ou impossible : non parti, il repart, comme un autre envoi.',
    mayAct: 'operator',
    onceClosed: true,
    fields: {
      step: idOf('step', 'Étape'),
      channel: choice('Canal', channelNames),
      outcome: choice('Sort', { sent: 'parti', 'not-sent': 'non parti\u00a0: il repart' }),
    },
    sample: { step: 'reminder-15', channel: 'email', outcome: 'sent' },
    refuse: (theCase, fact, plan) =>
      recordOf(theCase, fact.step)?.state === 'unknown'
        ? null
        : `Aucun envoi au sort inconnu pour l’étape «\u00a0${calledStep(plan, fact.step)}\u00a0».`,
  }),
  changePlan: act({
    fact: 'change-plan',
    label: 'Changer de plan',
    text: 'Changer de plan de relance.',
    mayAct: 'operator',
    mayBeTyped: true,
    fields: { plan: idOf('plan', 'Plan'), version: maybe(whole('Version')) },
    sample: { plan: 'strategic-customer' },
  }),
};

/** Who approves names what he read, by its digest or by how that begins; a question of an earlier release has none. */
function otherContent(theCase: Case, content: string | undefined): string | null {
  const asked = theCase.steps.find((record) => record.state === 'awaiting-approval')?.asked;
  if (content === undefined)
    return asked === undefined
      ? null
      : 'Nommez ce que vous avez lu\u00a0: «\u00a0content\u00a0», l’empreinte que montrent la tâche (exigible tasks, exigible case) et GET /cases/{caseId}, tasks[].content.';
  return asked !== undefined && namesDigest(content, asked.content)
    ? null
    : 'Ce qui attend votre accord a changé depuis que vous l’avez lu\u00a0: relisez-le, puis approuvez.';
}

/** Once the invoice is settled, nothing leaves that an accord could be about, but what claims late charges. */
function nothingToAskFor(theCase: Case, plan: Plan): string | null {
  const waiting = theCase.steps.find(({ state }) => state === 'awaiting-approval');
  const isOfCharges = waiting !== undefined && stepOf(plan, waiting.step)?.act === 'late-charges';
  if (isOfCharges || !isSettledInPrincipal(theCase, plan)) return null;
  return `${paidCents(theCase) > 0 ? 'La facture est payée' : 'Plus rien n’est dû'}\u00a0: rien ne partira.`;
}

function noApprovalAsked(theCase: Case, plan: Plan, step: string | undefined): string | null {
  const waiting = theCase.steps.find((record) => record.state === 'awaiting-approval');
  if (!waiting) return 'Aucun envoi n’attend votre accord.';
  return step !== undefined && step !== waiting.step
    ? `C’est l’étape «\u00a0${calledStep(plan, waiting.step)}\u00a0» qui attend votre accord, pas «\u00a0${calledStep(plan, step)}\u00a0».`
    : null;
}
