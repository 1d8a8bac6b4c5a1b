import { type Channel, isNoticeChannel, isOutward, lateChargesStepOf, type Plan, stepOf } from '../../plan/plan.ts';
import { balanceCents } from '../balance.ts';
import { type Case, nameOf, recordOf, type StepRecord, type Task, type TaskKind } from '../case.ts';
import { dayOf, type FactOf, type Rules } from '../facts/rule.ts';
import { isCommon } from '../next/common-step.ts';
import { letterToSendAgain } from '../next/letter-again.ts';
import { stepToCome } from '../next/passed-over.ts';
import { isSettledInPrincipal } from '../next/tolerance.ts';
import { isAskedElsewhere } from '../reached.ts';
import { begin, figuresStopped, finishChannel, isSettled, leaveOut, setRecord, settleStep } from '../records.ts';
import { channelNames } from '../show/french.ts';
import { said } from '../show/reasons.ts';
import { letterAgain } from './again.ts';
import { endTask, endTasks, raise, withoutObstacle } from './changes.ts';
import { leaveOutPast } from './late-start.ts';

type StepFact =
  | 'opened'
  | 'sent'
  | 'note-left-out'
  | 'call-due'
  | 'channel-left-out'
  | 'step-left-out'
  | 'approval-asked'
  | 'external-asked'
  | 'external-step'
  | 'approve'
  | 'reject'
  | 'send-unknown'
  | 'send-failed'
  | 'settle-unknown-send'
  | 'decision-opened'
  | 'choose-route'
  | 'handed-over'
  | 'act-now'
  | 'claim-late-charges'
  | 'skip-step'
  | 'change-plan'
  | 'plan-changed'
  | 'task-raised';

/** How the steps of the plan come to be sent, left out, or a human's. */
export const stepRules: Rules<StepFact> = {
  opened: leaveOutPast,
  sent: (theCase, fact, plan) => {
    if (fact.step === null) return withoutNote(theCase, fact.note);
    const { step, channel, payBy, as } = fact;
    const ahead = withoutStepsAbove(withoutTrouble(withoutObstacle(theCase, step), step, channel), fact, plan, step);
    const finished = finishChannel(ahead, fact, plan, { step, channel, contact: true, payBy, as });
    const sent = step === lateChargesStepOf(plan).step.id ? endTask(finished, 'late-charges') : finished;
    if (stepOf(plan, step)?.act !== 'letter' || !isNoticeChannel(channel)) return sent;
    return { ...sent, notice: { postedOn: dayOf(fact), outcome: 'posted', effectiveOn: null, effectiveAt: null } };
  },
  'note-left-out': leaveNoteOut,
  'call-due': (theCase, fact, plan) => {
    const called = raise(theCase, fact, 'call', fact.step, 'Appeler le débiteur et noter le résultat.', { step: fact.step });
    return finishChannel(called, fact, plan, { step: fact.step, channel: 'call', contact: false, as: fact.as });
  },
  'channel-left-out': (theCase, fact, plan) => {
    const { step, channel, reason, as } = fact;
    const told =
      fact.task && !isAskedElsewhere(theCase, fact.channel)
        ? raise(theCase, fact, 'missing-contact', `${step}:${channel}`, said(reason), { channel })
        : theCase;
    return finishChannel(told, fact, plan, { step, channel, contact: false, as });
  },
  'step-left-out': (theCase, fact, plan) => {
    const left = leaveOut(withoutObstacle(theCase, fact.step), fact, fact.step, said(fact.reason));
    if (stepOf(plan, fact.step)?.act !== 'letter') return left;
    const context = `La mise en demeure n’est pas partie (${said(fact.reason)})\u00a0: décider de la suite.`;
    return raise(left, fact, 'notice', fact.step, context, { step: fact.step });
  },
  'approval-asked': (theCase, fact) => {
    const asked = fact.content === undefined ? {} : { asked: { content: fact.content, balanceCents: balanceCents(theCase) } };
    const before = recordOf(theCase, fact.step);
    const begun = { ...begin(fact, fact.step, 'awaiting-approval'), sequence: before?.sequence ?? 1 };
    const waiting = setRecord(theCase, { ...begun, ...asked });
    return askApproval(withoutQuestion(waiting, fact.step), fact, before !== undefined && before.state !== 'again');
  },
  'external-asked': (theCase, fact) => {
    const begun = recordOf(theCase, fact.step) ?? begin(fact, fact.step, 'awaiting-external');
    const context = `À confier (${channelNames[fact.channel]})\u00a0: lui remettre notre projet, le décompte et les pièces (export du dossier), puis noter ce qui a vraiment été fait.`;
    const given = setRecord(theCase, { ...begun, state: 'awaiting-external' });
    return raise(given, fact, 'external', fact.step, context, { step: fact.step });
  },
  'external-step': applyExternalStep,
  approve: (theCase, fact) => settleApproval(theCase, fact, 'approved', null),
  reject: (theCase, fact) => settleApproval(theCase, fact, 'left-out', fact.reason ?? 'accord refusé'),
  'send-unknown': (theCase, fact) =>
    doubt(
      theCase,
      fact,
      'unknown-send',
      `Envoi au sort inconnu (${fact.reason})\u00a0: vérifier auprès du prestataire, puis trancher.`,
    ),
  'send-failed': (theCase, fact) =>
    doubt(theCase, fact, 'send-failed', `Envoi impossible (${fact.reason})\u00a0: corriger, puis trancher.`),
  'settle-unknown-send': (theCase, fact, plan) => {
    const settled = endTask(endTask(theCase, 'unknown-send'), 'send-failed');
    const record = recordOf(settled, fact.step);
    if (!record) return settled;
    if (fact.outcome === 'not-sent') return tryAgain(settled, record, plan);
    return finishChannel(settled, fact, plan, { step: fact.step, channel: fact.channel, contact: true });
  },
  'decision-opened': (theCase, fact) => {
    const context = 'Choisir la voie\u00a0: les faits pour et contre chacune sont dans le dossier.';
    return raise(settleStep(theCase, fact, fact.step), fact, 'route', fact.step, context);
  },
  'choose-route': (theCase, fact) => endTask({ ...theCase, route: { route: fact.route, at: fact.at } }, 'route'),
  'handed-over': (theCase, fact) => settleStep(theCase, fact, fact.step),
  'act-now': (theCase, fact, plan) => {
    const { step: named = '', at } = fact;
    const again = letterToSendAgain(theCase, plan, named);
    const step = again ?? stepToCome(theCase, plan, dayOf(fact));
    const ready = again ? letterAgain(theCase, fact, plan, named) : theCase;
    return step ? { ...ready, jump: { step: step.id, at } } : theCase;
  },
  'claim-late-charges': (theCase, fact, plan) => {
    const { step } = lateChargesStepOf(plan);
    const claimed = { ...theCase, jump: { step: step.id, at: fact.at } };
    return step.approval ? claimed : endTask(claimed, 'late-charges');
  },
  'skip-step': (theCase, fact, plan) => {
    const step = fact.step ?? stepToCome(theCase, plan, dayOf(fact))?.id;
    return step ? leaveOut(theCase, fact, step, `laissée de côté\u00a0: ${fact.reason}`) : theCase;
  },
  'change-plan': (theCase) => theCase,
  'plan-changed': withoutPlanTask,
  'task-raised': (theCase, fact) => {
    const { task, key, context, step, channel, chargesCents } = fact;
    const known = task === 'credit' ? creditTold(theCase, chargesCents) : theCase;
    const about = { ...(step === undefined ? {} : { step }), ...(channel === undefined ? {} : { channel }) };
    return raise(known, fact, task, key, said(context), about);
  },
};

/** Another plan was given; where it does not chase the debtor either, that is asked anew. */
function withoutPlanTask(theCase: Case): Case {
  const free = endTask(theCase, 'plan');
  return { ...free, raised: free.raised.filter((name) => !name.startsWith(nameOf('plan', ''))) };
}

/** An invoice that a common step spoke for is at that step: the ones above are left out, and nobody need approve it by itself any more. */
function withoutStepsAbove(theCase: Case, fact: FactOf<'sent'>, plan: Plan, id: string): Case {
  const step = stepOf(plan, id);
  if (!step || !isCommon(plan, step)) return theCase;
  const above = plan.steps.slice(0, plan.steps.indexOf(step)).filter((earlier) => isOutward(earlier));
  const open = above.filter((earlier) => !isSettled(recordOf(theCase, earlier.id)));
  const left = open.reduce((ahead, earlier) => leaveOut(ahead, fact, earlier.id, SPOKEN_FOR), theCase);
  return { ...left, tasks: left.tasks.filter(({ kind, key }) => !(kind === 'approval' && key === id)) };
}

const SPOKEN_FOR = 'comprise dans un envoi commun à plusieurs factures';

/** Its provider took it after all. */
function withoutTrouble(theCase: Case, step: string, channel: Channel): Case {
  const key = troubleKey(step, channel);
  return { ...theCase, tasks: theCase.tasks.filter((task) => !(task.kind === 'send-failed' && task.key === key)) };
}

/** The one task that tells of a provider who does not take a channel of a step. */
export function troubleKey(step: string, channel: Channel): string {
  return `provider:${step}:${channel}`;
}

/** The credit that is told takes the place of the one told before; what late charges took of it goes with it. */
function creditTold(theCase: Case, chargesCents: number | undefined): Case {
  return { ...endTask(theCase, 'credit'), ...(chargesCents === undefined ? {} : { creditChargesCents: chargesCents }) };
}

/** A notice that asked too much is corrected by post where there is no e-mail: a person's. */
function leaveNoteOut(theCase: Case, fact: FactOf<'note-left-out'>): Case {
  const note = theCase.notes.find(({ key }) => key === fact.note);
  const corrects = theCase.notice !== null && note !== undefined && corrective.includes(note.template);
  const left = withoutNote(theCase, fact.note);
  if (!corrects || theCase.contact.email) return left;
  const why = note.fact?.about === 'return' ? CONFIRMED_TOO_MUCH : ASKED_TOO_MUCH;
  return raise(left, fact, 'notice', `corrective:${fact.note}`, `${why}${TO_POST}`);
}

const corrective: readonly string[] = ['corrective', 'partial-payment-thanks'];
const ASKED_TOO_MUCH = 'La mise en demeure demandait plus que ce qui reste dû';
const CONFIRMED_TOO_MUCH = 'Un règlement confirmé au débiteur n’est plus compté';
const TO_POST =
  ', et le débiteur n’a pas d’e-mail utilisable\u00a0: lui poster la lettre de rectification (aperçu du dossier, modèle «\u00a0rectification\u00a0»).';

function withoutNote(theCase: Case, key: string | undefined): Case {
  return { ...theCase, notes: theCase.notes.filter((note) => note.key !== key) };
}

/** Nobody knows whether it left: nothing more of that step leaves before a human settles it. */
function doubt(theCase: Case, fact: FactOf<'send-unknown'> | FactOf<'send-failed'>, kind: TaskKind, context: string): Case {
  const record = recordOf(theCase, fact.step) ?? begin(fact, fact.step, 'unknown');
  const key = `${fact.step}:${fact.channel}:${fact.at}`;
  const { step, channel } = fact;
  const doubtful = setRecord(theCase, { ...record, ...figuresStopped(record), state: 'unknown' });
  return raise(doubtful, fact, kind, key, context, { step, channel });
}

/** Nobody is sent to a debtor who has paid, nor asked whether something may leave: what waits for somebody is taken back, and asked again if the money returns. */
export function withoutPurpose(theCase: Case, plan: Plan): Case {
  if (!isSettledInPrincipal(theCase, plan)) return theCase;
  const waiting = theCase.steps.filter((record) => waitsFor[record.state] && stepOf(plan, record.step)?.act !== 'late-charges');
  if (waiting.length === 0) return theCase;
  const asked = waiting.map(({ step, state }) => nameOf(waitsFor[state] ?? 'approval', step));
  const free = waiting.reduce((left, { step }) => withoutObstacle(left, step), theCase);
  const back = endTasks(free, ({ kind, key }) => asked.includes(nameOf(kind, key)));
  return {
    ...back,
    steps: back.steps.filter((record) => !waiting.includes(record)),
    raised: back.raised.filter((name) => !asked.includes(name)),
  };
}

/** Which task asks for what a step waits for; of an accord that was given it is over. */
const waitsFor: Readonly<Partial<Record<StepRecord['state'], TaskKind>>> = {
  'awaiting-external': 'external',
  'awaiting-approval': 'approval',
  approved: 'approval',
};

/** What somebody else did in his own name settles the step that was given to him; an act served by a commissaire takes effect that day. */
function applyExternalStep(theCase: Case, fact: FactOf<'external-step'>, plan: Plan): Case {
  const waiting = externalStep(theCase, fact.step);
  const step = waiting && stepOf(plan, waiting.step);
  if (!waiting || !step || !isOutward(step)) return theCase;
  const done = { ...waiting, state: 'leaving' as const, at: fact.at, on: fact.on, contact: true, done: step.channels };
  const settled = endTask(settleStep(setRecord(theCase, done), fact, step.id), 'external');
  if (step.act !== 'letter') return settled;
  const served = step.channels.includes('commissaire-de-justice') ? fact.on : null;
  const effectiveOn = fact.effectiveOn ?? served;
  const outcome = effectiveOn === null ? 'posted' : 'received';
  return { ...settled, notice: { postedOn: fact.on, outcome, effectiveOn, effectiveAt: effectiveOn && fact.at } };
}

/** The step that somebody else was given: that one, else the first. */
export function externalStep({ steps }: Case, step?: string): StepRecord | undefined {
  return steps.find((record) => record.state === 'awaiting-external' && (step === undefined || step === record.step));
}

function settleApproval(
  theCase: Case,
  fact: FactOf<'approve'> | FactOf<'reject'>,
  state: 'approved' | 'left-out',
  reason: string | null,
): Case {
  const waiting = theCase.steps.find(
    (record) => isAsked(record, state) && (fact.step === undefined || fact.step === record.step),
  );
  if (!waiting) return theCase;
  const answered = setRecord(theCase, { ...waiting, state, at: fact.at, on: dayOf(fact), reason });
  const settled = endTask(endTask(answered, 'approval'), 'external');
  if (state === 'approved') return settled;
  return raise(
    withoutObstacle(settled, waiting.step),
    fact,
    'notice',
    waiting.step,
    'Étape refusée\u00a0: décider de la suite du dossier.',
    { step: waiting.step },
  );
}

/** The question names the content that it is about; asked again, it says that it is. */
function askApproval(theCase: Case, fact: FactOf<'approval-asked'>, isAgain: boolean): Case {
  const context = isAgain
    ? 'À relire de nouveau\u00a0: ce que vous avez lu a changé, ou votre accord a plus de cinq jours ouvrés. Rien ne part sans vous.'
    : 'À relire puis approuver ou refuser\u00a0: rien ne part sans vous.';
  const raised = raise(theCase, fact, 'approval', fact.step, context, { step: fact.step });
  if (fact.content === undefined) return raised;
  const { content } = fact;
  const isQuestion = ({ kind, key }: Task) => kind === 'approval' && key === fact.step;
  return { ...raised, tasks: raised.tasks.map((task) => (isQuestion(task) ? { ...task, content } : task)) };
}

function withoutQuestion(theCase: Case, step: string): Case {
  return {
    ...theCase,
    tasks: theCase.tasks.filter((task) => !(task.kind === 'approval' && task.key === step)),
    raised: theCase.raised.filter((name) => name !== nameOf('approval', step)),
  };
}

/** What was given to somebody else can still be taken back. */
function isAsked({ state }: StepRecord, answer: 'approved' | 'left-out'): boolean {
  return state === 'awaiting-approval' || (answer === 'left-out' && state === 'awaiting-external');
}

/** Tried again as another act; a step that failed before anybody approved it asks for that first. */
function tryAgain(theCase: Case, record: StepRecord, plan: Plan): Case {
  const step = stepOf(plan, record.step);
  const needsApproval = step !== undefined && 'approval' in step && step.approval;
  if (!needsApproval || theCase.raised.includes(nameOf('approval', record.step))) {
    return setRecord(theCase, { ...record, state: 'leaving', sequence: record.sequence + 1 });
  }
  return setRecord(theCase, { ...record, state: 'again', sequence: record.sequence + 1 });
}
