import type { Dossier } from '../cases/dossier.ts';
import type { Outward } from '../domain/case/act.ts';
import type { Channel } from '../domain/plan/plan.ts';
import type { Tagged } from '../domain/table.ts';
import type { Unwritten } from '../words/message.ts';

type Step = { readonly step: string; readonly channel: Channel };
type Told = Exclude<Unwritten['outcome'], 'rate-missing'>;
type OutcomeOf<O extends Told> = Tagged<Unwritten, 'outcome', O>;
type Teller<O extends Told> = (dossier: Dossier, step: Step, outcome: OutcomeOf<O>) => void;

/** Tells a case that an act of it did not leave, or may have, and why. */
export function tellOutcome(dossier: Dossier, act: Outward, outcome: Unwritten): void {
  if (outcome.outcome === 'rate-missing') dossier.foundOut({ type: 'rate-missing', semester: outcome.semester }, 'case');
  else if (act.do === 'send-note') dossier.did({ type: 'note-left-out', note: act.note, reason: outcome.reason });
  else if (act.do === 'ask-instalment')
    dossier.did({ type: 'instalment-missed', on: act.on, missingCents: act.missingCents, asked: false });
  else tellStep(dossier, { step: act.step, channel: act.channel }, outcome);
}

function tellStep<O extends Told>(dossier: Dossier, step: Step, outcome: OutcomeOf<O>): void {
  tellers[outcome.outcome](dossier, step, outcome);
}

/** What each outcome of a step means to the case. */
const tellers: { readonly [O in Told]: Teller<O> } = {
  'no-address': (dossier, step, { reason }) => dossier.did({ type: 'channel-left-out', ...step, reason, task: true }),
  unknown: (dossier, step, { reason }) => dossier.did({ type: 'send-unknown', ...step, reason }),
  refused: tellRefused,
};

/** A wrong address is a fact of the debtor and the next channel takes over; any other refusal is a human's. */
function tellRefused(dossier: Dossier, step: Step, { address, reason }: OutcomeOf<'refused'>): void {
  const { channel, step: id } = step;
  if (address === null || (channel !== 'email' && channel !== 'sms')) dossier.did({ type: 'send-failed', ...step, reason });
  else if (address === 'unsubscribed') dossier.foundOut({ type: 'opt-out', channel }, 'provider');
  else dossier.foundOut({ type: 'message-bounced', channel, step: id, reason }, 'provider');
}
