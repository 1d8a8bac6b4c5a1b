import { ApplicationFailure, setHandler } from '@temporalio/workflow';
import { parisDay } from '../domain/calendar/paris.ts';
import { type ActName, actFaults, actNames, actText, factOf, refusalOf } from '../domain/case/acts/index.ts';
import type { OutsideFact, Told } from '../domain/case/fact.ts';
import { isNews } from '../domain/case/facts/hearing.ts';
import type { CaseView } from '../domain/case/view.ts';
import * as messages from './messages.ts';
import type { Story } from './story.ts';

/** Registers every handler of a case, before its first await. Handlers only record and wake; the loop decides. */
export function listen(story: Story): void {
  listenToMachines(story);
  for (const name of actNames) listenToHumans(story, name);
  setHandler(messages.stateQuery, () => ({ case: story.case, plan: story.plan, view: story.view(), rest: story.rest }), {
    description: 'Le dossier entier.',
  });
  setHandler(messages.claimQuery, () => story.world.claim ?? null, { description: 'Le décompte, tel qu’au dernier fait écrit.' });
  setHandler(messages.nextQuery, () => story.view().next, { description: 'La prochaine action et sa date.' });
}

/** Signals are never refused and never throw: a signal that throws would kill the case. */
function listenToMachines(story: Story): void {
  setHandler(messages.paymentReceived, (fact) => hear(story, { type: 'payment', ...fact }));
  setHandler(messages.paymentReversed, (fact) => hear(story, { type: 'payment-reversed', ...fact }));
  setHandler(messages.invoiceChanged, (fact) => hear(story, fact));
  setHandler(messages.messageEvent, (fact) => hear(story, fact));
  setHandler(messages.letterEvent, (fact) => hear(story, { type: 'notice-event', ...fact }));
  setHandler(messages.debtorFact, (fact) => hear(story, fact));
}

function hear(story: Story, told: OutsideFact & Partial<Told>): void {
  const { at, actor, cause, ...fact } = told;
  if (!isNews(story.case, fact)) return;
  story.told(fact, {
    actor: actor ?? 'machine',
    ...(at === undefined ? {} : { at }),
    ...(cause === undefined ? {} : { cause }),
  });
}

/** An update sent from the Web UI with an empty box carries nothing: it reads as `{}`. */
function listenToHumans(story: Story, name: ActName): void {
  setHandler(messages.updateOf(name), (payload = {}) => answer(story, factOf(name, payload), payload), {
    description: actText(name),
    validator: (payload = {}) => validate(story, name, payload),
  });
}

function validate(story: Story, name: ActName, payload: unknown): void {
  const faults = actFaults(name, payload);
  if (faults.length > 0) throw refusal(faults.map(({ path, message }) => `${path} : ${message}`).join(' · '), 'BadInput');
  const sentence = refusalOf(story.case, factOf(name, payload as Record<string, unknown>), story.plan, parisDay(Date.now()));
  if (sentence) throw refusal(sentence, 'Refusal');
}

/** What an operator reads is the sentence alone: where it was thrown tells him nothing. */
function refusal(sentence: string, type: string): ApplicationFailure {
  const failure = ApplicationFailure.nonRetryable(sentence, type);
  failure.stack = '';
  return failure;
}

function answer(story: Story, fact: OutsideFact, payload: Record<string, unknown>): CaseView {
  if (fact.type === 'change-plan')
    story.wantedPlan = { plan: fact.plan, ...(fact.version === undefined ? {} : { version: fact.version }) };
  const { operator, requestId } = payload as messages.UpdateExtras;
  story.told(fact, { actor: operator ?? 'operator', ...(requestId === undefined ? {} : { cause: requestId }) });
  return story.view();
}
