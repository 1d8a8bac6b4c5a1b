import type { Database } from '../db/database.ts';
import { storedCase } from '../db/stored-cases.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { uncontestedCents } from '../domain/case/balance.ts';
import { type Case, holdOf, type LiveCase } from '../domain/case/case.ts';
import { moneyOf } from '../domain/case/debtor/payment.ts';
import { Refusal } from '../domain/fault.ts';
import { languageOf } from '../domain/party/language.ts';
import type { ShownLogo } from '../domain/party/logo.ts';
import { isOutward, lateChargesStepOf, type OutwardStep, type Tone } from '../domain/plan/plan.ts';
import type { TemplateId } from '../domain/plan/template-ids.ts';
import type { MessageRequest } from '../templates/data.ts';
import { type Preview, previewOf } from '../templates/preview.ts';
import type { Templates } from '../templates/renderer.ts';
import { sampleRequest } from '../templates/samples.ts';
import { booksOf } from './books.ts';
import { heldLogo, type LogoDeps, withLogo } from './logo.ts';
import { messageData, type NoteAsked, noteData, type Telling } from './message-data.ts';
import { inFrench, type Parties, partiesOf } from './parties.ts';
import { spokenFor } from './spoken-for.ts';
import { type Shares, type StepMessage, stepMessage } from './step-message.ts';

export interface PreviewDeps extends LogoDeps {
  readonly db: Database;
  readonly templates: Templates;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** Which message to look at; without a tone, that of the plan's step, else the friendly one. */
export interface PreviewRequest {
  readonly template: TemplateId;
  readonly tone?: Tone;
}

/** A message of a case, and what it asks for each of the cases that leave with it. */
export interface CasePreview extends Preview {
  readonly shares: Shares;
}

/** A message as it would be written for a recorded case today; nothing leaves. Throws `Refusal` where the law lets nobody ask. */
export async function previewOfCase(deps: PreviewDeps, caseId: string, asked: PreviewRequest): Promise<CasePreview> {
  const live = await storedCase(deps.db, caseId);
  if (!live) throw new Error(`${caseId} was never recorded`);
  const parties = await partiesOf(deps.db, live.case);
  const preview = await previewTo(deps, live, parties, asked);
  if (languageOf(parties.debtor.language) === 'fr') return preview;
  return { ...preview, letter: (await previewTo(deps, live, inFrench(parties), asked)).letter };
}

async function previewTo(deps: PreviewDeps, live: LiveCase, parties: Parties, asked: PreviewRequest): Promise<CasePreview> {
  const steps = [...live.plan.steps.filter(isOutward), lateChargesStepOf(live.plan).step];
  const step = steps.find(({ template }) => template === asked.template);
  const logo = await heldLogo(deps, live.case.creditorId);
  if (step) {
    const { request, shares } = await writtenStep(deps, live, parties, { ...step, ...toneOf(asked) });
    return { ...previewOf(deps.templates, withLogo(request, logo)), shares };
  }
  return notePreview(deps, live, parties, asked, logo);
}

async function writtenStep(
  { db, clock }: PreviewDeps,
  live: LiveCase,
  parties: Parties,
  step: OutwardStep,
): Promise<StepMessage> {
  const nowMs = clock();
  const others = await spokenFor(db, live, step, nowMs);
  const message = await stepMessage(booksOf(db), live, parties, step, parisDay(nowMs), others);
  if (!('outcome' in message)) return message;
  throw new Refusal(message.outcome === 'refused' ? message.reason : `taux du semestre ${message.semester} inconnus`);
}

function toneOf({ tone }: PreviewRequest): Pick<PreviewRequest, 'tone'> {
  return tone === undefined ? {} : { tone };
}

/** What a note speaks of, and the note under whose name the case knows it; null when it never happened. */
interface Subject {
  readonly fields: readonly string[];
  readonly nameIn: (theCase: Case) => NoteAsked | null;
}

const payment: Subject = {
  fields: ['payment'],
  nameIn: ({ payments }) => named(payments.at(-1), (paid) => ({ key: '', money: moneyOf(paid) })),
};
const schedule: Subject = {
  fields: ['instalments', 'agreement'],
  nameIn: (theCase) => named(holdOf(theCase, 'instalments')?.schedule[0], ({ on }) => ({ key: '', missedOn: on })),
};

const subjects: { readonly [T in TemplateId]?: Subject } = {
  'payment-thanks': payment,
  'partial-payment-thanks': payment,
  'credit-notice': { fields: ['credit'], nameIn: () => null },
  'dispute-receipt': { fields: ['dispute'], nameIn: (theCase) => named(holdOf(theCase, 'dispute'), () => ({ key: '' })) },
  'promise-confirmation': { fields: ['promise'], nameIn: (theCase) => named(holdOf(theCase, 'promise'), () => ({ key: '' })) },
  'payment-announcement': {
    fields: ['announced'],
    nameIn: ({ notes }) =>
      named(
        notes.findLast(({ fact }) => fact?.about === 'announcement'),
        ({ key }) => ({ key }),
      ),
  },
  answer: { fields: ['answer'], nameIn: () => null },
  'instalment-agreement': schedule,
  'missed-instalment': { ...schedule, fields: [...schedule.fields, 'missed'] },
  'formal-notice': { fields: ['claim', 'previousReminders', 'deadline'], nameIn: () => null },
};

function named<T>(fact: T | undefined, nameOf: (fact: T) => NoteAsked): NoteAsked | null {
  return fact === undefined ? null : nameOf(fact);
}

function notePreview(
  deps: PreviewDeps,
  live: LiveCase,
  parties: Parties,
  asked: PreviewRequest,
  logo: ShownLogo | null,
): CasePreview {
  const askedCents = uncontestedCents(live.case);
  const telling: Telling = { live, parties, on: parisDay(deps.clock()), askedCents, what: 'balance', payBy: null };
  const { fields, nameIn } = subjects[asked.template] ?? { fields: [], nameIn: () => ({ key: '' }) };
  const name = nameIn(live.case);
  const sample = Object.entries(sampleRequest(asked.template, parties.debtor.kind).data);
  const invented = name === null ? fields : [];
  const data = {
    ...Object.fromEntries(sample.filter(([name]) => invented.includes(name) || name === 'ended')),
    ...(name === null ? messageData(telling) : noteData(asked.template, telling, name)),
  };
  return { ...previewOf(deps.templates, withLogo({ ...asked, data } as MessageRequest, logo), invented), shares: {} };
}
