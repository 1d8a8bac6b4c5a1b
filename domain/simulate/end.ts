import { balanceCents } from '../case/balance.ts';
import { phaseOf, strongestHold } from '../case/phase.ts';
import { closingNames, frenchDay } from '../case/show/french.ts';
import { calledStep, nextSentence } from '../case/show/next-sentence.ts';
import type { Actor } from './desk.ts';
import type { Play } from './play.ts';
import type { End, StoryInvoice } from './story.ts';

/** Where an invoice stands when the story ends. */
export function endOf(play: Play, invoice: StoryInvoice): End {
  const actor = play.actors.get(invoice.id);
  if (!actor) return notEntered(invoice);
  play.refresh(actor);
  return {
    invoice: invoice.id,
    phase: phaseOf(actor.case, actor.plan, play.nowMs),
    hold: strongestHold(actor.case),
    balanceCents: balanceCents(actor.case),
    reason: [whatNext(actor), ...leftOut(actor)].join('\u00a0; '),
  };
}

function notEntered({ id, totalCents, issuedOn }: StoryInvoice): End {
  const reason = `facture pas encore émise${issuedOn === undefined ? '' : ` (le ${frenchDay(issuedOn)})`}`;
  return { invoice: id, phase: 'not-due', hold: 'none', balanceCents: totalCents, reason };
}

function whatNext({ case: { closed }, plan, shown }: Actor): string {
  return closed ? `dossier clos\u00a0: ${closingNames[closed.reason]}` : nextSentence(shown, plan);
}

function leftOut({ case: theCase, plan }: Actor): string[] {
  return theCase.steps
    .filter((record) => record.state === 'left-out')
    .map((record) => `étape «\u00a0${calledStep(plan, record.step)}\u00a0» laissée de côté\u00a0: ${record.reason}`);
}
