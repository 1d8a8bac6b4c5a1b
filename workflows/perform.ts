import { ActivityFailure, isCancellation, log, patched, proxyActivities } from '@temporalio/workflow';
import type {
  DocumentActivities,
  PrintedDocument,
  RecordActivities,
  SendActivities,
  SendResult,
  Unprintable,
} from '../activities/activities.ts';
import type { Act } from '../domain/case/act.ts';
import { type Route, recordOf } from '../domain/case/case.ts';
import type { InsideFact } from '../domain/case/fact.ts';
import { channelNames } from '../domain/case/french.ts';
import { type Channel, type LetterStep, stepOf } from '../domain/plan/plan.ts';
import type { Story } from './story.ts';

const { readWorld, listRoutes, passCredit } = proxyActivities<RecordActivities>({
  taskQueue: 'recovery',
  startToCloseTimeout: '30 seconds',
  summary: 'Lecture du dossier',
});
const { printLetter, printNote, printHandoff } = proxyActivities<DocumentActivities>({
  taskQueue: 'documents',
  summary: 'Impression du dossier',
  startToCloseTimeout: '2 minutes',
  retry: { maximumInterval: '1 minute' },
});

const GLANCE_MS = 1000;

type Performer<D extends Act['do']> = (story: Story, act: Extract<Act, { do: D }>) => Promise<void> | void;

/** Does the one thing the planner named, and tells the case what came of it. */
export async function perform(story: Story, act: Act): Promise<void> {
  const performer = performers[act.do] as Performer<Act['do']>;
  await performer(story, act);
}

const performers: { readonly [D in Act['do']]: Performer<D> } = {
  send: (story, act) => sendStep(story, act.step, act.channel),
  'send-note': (story, act) => sendNote(story, act.note, act.template),
  'leave-note-out': (story, act) => story.did({ type: 'note-left-out', note: act.note, reason: act.reason }),
  'leave-channel-out': (story, act) =>
    story.did({ type: 'channel-left-out', step: act.step, channel: act.channel, reason: act.reason, task: act.task }),
  'ask-external': askExternal,
  'leave-step-out': (story, act) => story.did({ type: 'step-left-out', step: act.step, reason: act.reason }),
  'ask-approval': askApproval,
  'open-decision': async (story, act) => {
    const routes = await listRoutes({ caseId: story.case.id, nowMs: Date.now() });
    story.did({ type: 'decision-opened', step: act.step, routes });
  },
  'hand-over': (story, act) => handOver(story, act.step, act.route),
  'end-hold': (story, act) => story.did({ type: 'hold-ended', hold: act.hold, reason: act.reason }),
  'hold-credit': (story, { amountCents }) => story.did({ type: 'credit-held', amountCents }),
  'pass-credit': async (story, { do: _do, ...use }) => {
    const passed = await passCredit({ caseId: story.case.id, ...use, nowMs: Date.now() });
    const { id, to } = use;
    if ('refused' in passed) story.did({ type: 'credit-returned', id, to, reason: passed.refused });
    else story.did({ type: 'credit-passed', id, to, ...passed });
  },
  'break-promise': (story, act) =>
    story.did({ type: 'promise-broken', promisedCents: act.promisedCents, paidCents: act.paidCents }),
  'ask-instalment': askInstalment,
  'lapse-instalments': (story) => story.did({ type: 'instalments-lapsed' }),
  'raise-task': (story, act) => story.did({ type: 'task-raised', task: act.kind, key: act.key, context: act.context }),
  close: (story, { do: _do, ...ending }) => story.did({ type: 'closed', ...ending }),
};

async function sendStep(story: Story, step: string, channel: Channel): Promise<void> {
  if (channel === 'call') return story.did({ type: 'call-due', step });
  const document = await letterFor(story, step, channel);
  if (document && 'outcome' in document) return tellResult(story, step, channel, document);
  const sequence = recordOf(story.case, step)?.sequence ?? 1;
  const request = { caseId: story.case.id, step, channel, sequence, nowMs: Date.now(), ...(document ? { document } : {}) };
  const result = await attempt(channelNames[channel], step, request);
  tellResult(story, step, channel, result);
  if (result.outcome === 'not-now') await glance(story, result);
}

type NotNow = Extract<SendResult, { outcome: 'not-now' }>;

/**
 * The gate said no. For a reason that may pass at once (news on its way to the case): look again after a moment, not in a circle.
 * For another invoice of the debtor that goes first: when that has left, and meanwhile the case says so.
 */
async function glance(story: Story, { untilMs, why }: NotNow): Promise<void> {
  const again = { act: null, atMs: Date.now() + GLANCE_MS, why: 'nouveau contrôle avant envoi' };
  await (untilMs === undefined ? story.waitFor(again) : story.yieldUntil({ act: null, atMs: untilMs, why: why ?? '' }));
}

/** A letter is printed on the day it leaves, so that its figures are those of that day; its copy by e-mail joins what was posted. */
async function letterFor(story: Story, step: string, channel: Channel): Promise<PrintedDocument | Unprintable | null> {
  const letter = stepOf(story.plan, step);
  if (letter?.act !== 'letter' || channel === 'email') return null;
  return await printLetter.executeWithOptions(
    { summary: `Mise en demeure ${story.case.invoice.number} (${channelNames[channel]})` },
    [{ caseId: story.case.id, step, nowMs: Date.now() }],
  );
}

/** A provider that is down is tried again for a day; then a human is asked. The case never dies of it. */
async function attempt(what: string, step: string, request: Parameters<SendActivities['send']>[0]): Promise<SendResult> {
  const { send } = proxyActivities<SendActivities>({
    taskQueue: 'sends',
    summary: `${step} · ${what}`,
    startToCloseTimeout: '1 minute',
    scheduleToCloseTimeout: '1 day',
    retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '5 minutes' },
  });
  try {
    return await send(request);
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    log.warn('send given up', { step, cause: error.cause?.message });
    return { outcome: 'unknown', reason: 'le prestataire ne répond pas' };
  }
}

type Teller<O> = (
  story: Story,
  act: { readonly step: string; readonly channel: Channel },
  result: Extract<SendResult, { outcome: O }>,
) => void;

function tellResult(story: Story, step: string, channel: Channel, result: SendResult): void {
  const tell = tellers[result.outcome] as Teller<SendResult['outcome']>;
  tell(story, { step, channel }, result);
}

/** What each outcome of a send means to the case. */
const tellers: { readonly [O in SendResult['outcome']]: Teller<O> } = {
  sent: (story, _act, { trace, payBy, as }) =>
    story.did({ type: 'sent', ...trace, ...(payBy === undefined ? {} : { payBy }), ...(as === undefined ? {} : { as }) }),
  'not-now': (story, act, { world, trouble }) => {
    story.world = world;
    if (trouble !== undefined && isStillToLeave(story, act)) story.did(troubleOf(act, trouble));
  },
  'no-address': (story, act, { reason }) => story.did({ type: 'channel-left-out', ...act, reason, task: true }),
  refused: tellRefused,
  unknown: (story, act, { reason }) => story.did({ type: 'send-unknown', ...act, reason }),
  'feed-stale': (story) => story.told({ type: 'feed-stale' }, { actor: 'case' }),
  'rate-missing': (story, _act, { semester }) => story.told({ type: 'rate-missing', semester }, { actor: 'case' }),
};

/** Its hour has passed, not its reason: it will be tried again by itself. */
function isStillToLeave(story: Story, { step, channel }: { step: string; channel: Channel }): boolean {
  const { act } = story.next();
  return act?.do === 'send' && act.step === step && act.channel === channel;
}

function troubleOf(
  { step, channel }: { step: string; channel: Channel },
  trouble: string,
): Extract<InsideFact, { type: 'task-raised' }> {
  const context = `Envoi impossible jusqu’ici (${trouble})\u00a0: il sera retenté de lui-même, vérifier le prestataire.`;
  return { type: 'task-raised', task: 'send-failed', key: `provider:${step}:${channel}`, context };
}

/** A wrong address is a fact of the debtor and the next channel takes over; any other refusal is a human's. */
function tellRefused(
  story: Story,
  act: { step: string; channel: Channel },
  { address, reason }: Extract<SendResult, { outcome: 'refused' }>,
): void {
  const { channel } = act;
  if (address === null || (channel !== 'email' && channel !== 'sms')) story.did({ type: 'send-failed', ...act, reason });
  else if (address === 'unsubscribed') story.told({ type: 'opt-out', channel }, { actor: 'provider' });
  else story.told({ type: 'message-bounced', channel, reason }, { actor: 'provider' });
}

/** The message that asks for a missed instalment; without an address a human is asked instead. */
async function askInstalment(story: Story, { on, missingCents }: Extract<Act, { do: 'ask-instalment' }>): Promise<void> {
  const note = { key: `missed-instalment:${on}`, template: 'missed-instalment', askedCents: missingCents };
  const request = { caseId: story.case.id, step: null, note, channel: 'email', sequence: 1, nowMs: Date.now() } as const;
  const result = story.case.contact.email ? await attempt('e-mail', note.template, request) : null;
  if (result?.outcome === 'not-now') return await glance(story, result);
  if (result?.outcome === 'feed-stale') return story.told({ type: 'feed-stale' }, { actor: 'case' });
  if (result?.outcome === 'sent') story.did({ type: 'sent', ...result.trace });
  story.did({ type: 'instalment-missed', on, missingCents, asked: result?.outcome === 'sent' });
}

async function sendNote(story: Story, key: string, template: string): Promise<void> {
  const note = { key, template };
  const document = await agreementFor(story, note);
  const request = { caseId: story.case.id, step: null, note, channel: 'email', sequence: 1, nowMs: Date.now() } as const;
  const result = await attempt('e-mail', template, document ? { ...request, document } : request);
  if (result.outcome === 'sent') return story.did({ type: 'sent', ...result.trace });
  if (result.outcome === 'not-now') return await glance(story, result);
  if (result.outcome === 'feed-stale') return story.told({ type: 'feed-stale' }, { actor: 'case' });
  story.did({ type: 'note-left-out', note: key, reason: 'reason' in result ? result.reason : result.outcome });
}

/** The agreement on instalments goes with its confirmation, to be signed; where it cannot be printed, somebody is told and the confirmation leaves. */
async function agreementFor(story: Story, note: { key: string; template: string }): Promise<PrintedDocument | null> {
  if (note.template !== 'instalment-agreement' || !patched('agreement-joined')) return null;
  const summary = `Accord de règlement échelonné ${story.case.invoice.number}`;
  const printed = await printNote.executeWithOptions({ summary }, [{ caseId: story.case.id, note, nowMs: Date.now() }]);
  if (!('outcome' in printed)) return printed;
  const reason = 'reason' in printed ? printed.reason : printed.outcome;
  story.did({
    type: 'task-raised',
    task: 'notice',
    key: `unprintable:${note.key}`,
    context: `Accord écrit impossible (${reason}).`,
  });
  return null;
}

async function askApproval(story: Story, act: Extract<Act, { do: 'ask-approval' }>): Promise<void> {
  const step = stepOf(story.plan, act.step);
  if (step && isLetter(step) && !(await canBeAsked(story, step))) return;
  story.did({ type: 'approval-asked', step: act.step });
}

/** A letter is printed before anybody approves it. False: a missing rate holds the case; what a human must put right is shown beside the question. */
async function canBeAsked(story: Story, step: LetterStep): Promise<boolean> {
  const channel = step.channels[0] ?? 'registered-letter';
  const document = await letterFor(story, step.id, channel);
  if (!document || !('outcome' in document)) return true;
  if (document.outcome === 'rate-missing') {
    tellResult(story, step.id, channel, document);
    return false;
  }
  const context = `La mise en demeure ne peut pas partir (${document.reason}).`;
  story.did({ type: 'task-raised', task: 'notice', key: `unprintable:${step.id}`, context });
  return true;
}

/** Somebody else acts in his own name: our draft is printed for him where it can be, and a person gives it to him. */
async function askExternal(story: Story, { step, channel }: Extract<Act, { do: 'ask-external' }>): Promise<void> {
  const draft = await letterFor(story, step, channel);
  const document = draft && !('outcome' in draft) ? { document: draft.document } : {};
  story.did({ type: 'external-asked', step, channel, ...document });
}

function isLetter(step: { readonly act: string }): step is LetterStep {
  return step.act === 'letter';
}

async function handOver(story: Story, step: string, route: Route): Promise<void> {
  const printed = await printHandoff({ caseId: story.case.id, route, nowMs: Date.now() });
  story.did({ type: 'handed-over', step, route, document: printed.document, sha256: printed.sha256 });
}

/** Reads the debtor's contacts and open invoices again: a threshold may have been reached by another invoice. */
export async function lookAgain(story: Story): Promise<void> {
  story.world = await readWorld({ caseId: story.case.id, nowMs: Date.now() });
}
