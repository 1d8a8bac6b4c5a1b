import { addDays } from '../domain/calendar/civil-date.ts';
import { dayAt, instantAt, midnightOf } from '../domain/calendar/clock.ts';
import type { Act } from '../domain/case/act.ts';
import { apply } from '../domain/case/apply/apply.ts';
import { type Case, openCase } from '../domain/case/case.ts';
import { factOfAct } from '../domain/case/fact-act.ts';
import type { InsideFact } from '../domain/case/facts/fact.ts';
import { next } from '../domain/case/next/next.ts';
import { aloneInTheWorld } from '../domain/case/world.ts';
import { type Plan, stepOf } from '../domain/plan/plan.ts';
import { shippedPlans } from '../domain/plan/shipped.ts';
import { simulate } from '../domain/simulate/simulate.ts';
import type { Story, StoryFact, StoryInvoice } from '../domain/simulate/story.ts';
import { rehearse } from '../rehearsal/rehearse.ts';
import { quietRuntime } from '../run/worker.ts';
import { type BenchOptions, type BenchResult, peakMemoryMb, rounded } from './result.ts';

const FROM = '2026-01-01T08:00:00+01:00';
const UNTIL = '2026-12-31';
const FIRST_DUE = '2026-01-31';
const INVOICES_PER_DEBTOR = 4;
/** One invoice in three is paid, late. */
const PAID_EVERY = 3;

/** Lives of invoices over a year per second (`size` invoices, 10 000 unless told), beside the planner and its rules called alone, case by case. */
export function bench({ size, engine }: BenchOptions): Promise<BenchResult> {
  return engine ? onEngine(size ?? 40) : Promise.resolve(onPlanner(size ?? 10_000));
}

/** Lives per minute through the real workflow on the time-skipping server (40 invoices unless told), beside the same lives in the simulator. */
async function onEngine(size: number): Promise<BenchResult> {
  const story = storyOf(size);
  quietRuntime('ERROR', (line) => process.stderr.write(line));
  const started = performance.now();
  const played = await rehearse(story);
  const seconds = (performance.now() - started) / 1000;
  const [simulation, pureSeconds] = timed(() => simulate(story));
  const [ours, baseline] = [Math.round((size / seconds) * 60), Math.round((size / pureSeconds) * 60)];
  const same = JSON.stringify(played) === JSON.stringify(simulation);
  return {
    name: 'simulate',
    ours,
    baseline,
    ratio: ours / baseline,
    unit: 'lives/min over a year',
    peakMemoryMb: peakMemoryMb(),
    details: {
      engine: true,
      invoices: size,
      debtors: story.debtors.length,
      rows: played.timeline.length,
      seconds: rounded(seconds),
      same,
    },
  };
}

function onPlanner(size: number): BenchResult {
  const story = storyOf(size);
  const [simulation, seconds] = timed(() => simulate(story));
  const [acts, aloneSeconds] = timed(() => story.invoices.reduce((sum, invoice) => sum + livedAlone(story, invoice), 0));
  const [ours, baseline] = [Math.round(size / seconds), Math.round(size / aloneSeconds)];
  const rows = simulation.timeline.length;
  return {
    name: 'simulate',
    ours,
    baseline,
    ratio: rounded(ours / baseline),
    unit: 'lives/s over a year',
    peakMemoryMb: peakMemoryMb(),
    details: { invoices: size, debtors: story.debtors.length, rows, seconds: rounded(seconds), actsAlone: acts },
  };
}

function timed<T>(work: () => T): [T, number] {
  const started = performance.now();
  const result = work();
  return [result, (performance.now() - started) / 1000];
}

function storyOf(size: number): Story {
  const plan = shippedPlans.find(({ id }) => id === 'default-b2b');
  if (!plan) throw new Error('the default plan is not shipped');
  const debtors = Array.from({ length: Math.ceil(size / INVOICES_PER_DEBTOR) }, (_, index) => ({
    id: `d${index}`,
    kind: 'business' as const,
    department: '75',
    email: 'compta@debiteur.example',
    mobile: '+33600000000',
  }));
  const invoices = Array.from({ length: size }, (_, index) => invoiceOf(index, debtors.length));
  const creditor = { id: 'c1', kind: 'company' as const, terms: {} };
  return { plan, from: FROM, until: UNTIL, creditor, debtors, invoices, facts: invoices.flatMap(paidLate) };
}

function invoiceOf(index: number, debtors: number): StoryInvoice {
  const dueOn = addDays(FIRST_DUE, (index * 7) % 300);
  return {
    id: `i${index}`,
    number: `F-${index}`,
    debtor: `d${index % debtors}`,
    totalCents: 120_000 + index,
    currency: 'EUR',
    issuedOn: addDays(dueOn, -30),
    dueOn,
  };
}

function paidLate({ id, dueOn, totalCents }: StoryInvoice, index: number): StoryFact[] {
  if (index % PAID_EVERY !== 0) return [];
  const at = instantAt(midnightOf(addDays(dueOn, 10 + (index % 25))) + 15 * 3_600_000);
  return [{ at, type: 'payment', id: `p${index}`, invoice: id, amountCents: totalCents }];
}

/** One life with nobody else in the world: only `next` and `apply`. Answers how many acts it took. */
function livedAlone({ plan, creditor }: Story, invoice: StoryInvoice): number {
  const { id, number, currency, totalCents, dueOn } = invoice;
  const dates = { issuedOn: null, dueOn, serviceCompletedOn: null };
  const opening = {
    creditorId: creditor.id,
    debtor: { id: invoice.debtor, kind: 'business' as const, segment: null, department: '75' },
    invoice: { id, number, currency, totalCents, vatCents: null, ...dates },
    contact: { email: true, mobile: true },
  };
  let nowMs = midnightOf(addDays(dueOn, -30));
  let theCase = openCase(opening, instantAt(nowMs));
  for (let acts = 0; ; acts += 1) {
    const { act, atMs } = next(theCase, plan, nowMs, aloneInTheWorld);
    if (act === null || dayAt(atMs) > UNTIL) return acts;
    nowMs = Math.max(nowMs, atMs);
    theCase = done(theCase, plan, act, nowMs);
  }
}

function done(theCase: Case, plan: Plan, act: Act, nowMs: number): Case {
  const fact = factOf(plan, act);
  return apply(theCase, { ...fact, at: instantAt(nowMs), actor: 'bench' }, plan);
}

function factOf(plan: Plan, act: Act): InsideFact {
  if (act.do === 'ask-approval') return { type: 'approval-asked', step: act.step };
  if (act.do === 'raise-task') return factOfAct(act);
  if (act.do !== 'send') throw new Error(`a life alone never comes to ${act.do}`);
  if (act.channel === 'call') return { type: 'call-due', step: act.step };
  const step = stepOf(plan, act.step);
  const template = step && 'template' in step ? step.template : '';
  const trace = { askedCents: 0, message: '', provider: '', providerId: '', sha256: '' };
  return { type: 'sent', step: act.step, channel: act.channel, template, ...trace };
}
