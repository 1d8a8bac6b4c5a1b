import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parisDay } from '../../../domain/calendar/paris.ts';
import type { Case } from '../../../domain/case/case.ts';
import type { Leaving } from '../../../domain/simulate/play.ts';
import type { Story, StoryFact } from '../../../domain/simulate/story.ts';
import { readStory } from '../../../domain/simulate/story-input.ts';
import { requestsOf } from '../../../run/simulate-preview.ts';
import type { MessageData } from '../../../templates/data.ts';
import { speechOf } from '../../../templates/speech.ts';
import { howMany } from '../../support/runner/long.ts';
import { anyLife } from './random-life.ts';
import { anyStory } from './random-story.ts';

/** What is true of one invoice at a moment, reckoned from the story alone, by none of the product's code. */
interface Truth {
  readonly balanceCents: number;
  readonly dueOn: string;
  readonly returned: ReadonlySet<string>;
}

/** Payments of a debtor are divided by the law: here a story tells them for one invoice only, so that the model stays a sum. */
function truthOf(story: Story, invoice: string, at: string): Truth {
  const own = story.invoices.find(({ id }) => id === invoice);
  if (!own) throw new Error(`${invoice} is not in the story`);
  const told = story.facts
    .filter((fact) => Date.parse(fact.at) <= Date.parse(at))
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const [paid, credits, returned] = [new Map<string, [string, number]>(), new Map<string, number>(), new Set<string>()];
  let { dueOn, totalCents } = own;
  for (const fact of told) {
    if (fact.type === 'payment' && !paid.has(fact.id)) paid.set(fact.id, [fact.invoice ?? '', fact.amountCents]);
    if (fact.type === 'payment-reversed' && paid.has(fact.payment)) returned.add(fact.payment);
    if (!isOf(fact, invoice)) continue;
    if (fact.type === 'credit-note' && !credits.has(fact.id)) credits.set(fact.id, fact.amountCents);
    if (fact.type === 'invoice-changed') [dueOn, totalCents] = [fact.dueOn ?? dueOn, fact.totalCents ?? totalCents];
    if (fact.type === 'invoice-cancelled') totalCents = 0;
  }
  const isCancelled = told.some((fact) => fact.type === 'invoice-cancelled' && isOf(fact, invoice));
  const credited = isCancelled ? 0 : [...credits.values()].reduce((sum, cents) => sum + cents, 0);
  const money = [...paid].reduce((sum, [id, [of, cents]]) => sum + (of === invoice && !returned.has(id) ? cents : 0), 0);
  return { balanceCents: totalCents - credited - money, dueOn, returned };
}

function isOf(fact: StoryFact, invoice: string): boolean {
  return 'invoice' in fact && fact.invoice === invoice;
}

const held = (theCase: Case, type: string) =>
  theCase.holds.some((hold) => hold.type === type && !('amountCents' in hold && type === 'dispute' && hold.amountCents !== null));

/** What a demand says contradicts nothing: something is owed and past its day, nothing keeps it, and the sum is at most what is owed. */
function demandIsTrue(story: Story, { at, members, words }: Leaving): void {
  const on = parisDay(Date.parse(at));
  const truths = members.map((member) => ({ member, truth: truthOf(story, member.case.invoice.id, at) }));
  const asked = truths.filter(({ truth }) => on > truth.dueOn);
  const courtesy = 'anchor' in words && words.anchor === 'before-due';
  const charges = 'act' in words && words.act === 'late-charges';
  expect(courtesy || asked.length > 0).toBe(true);
  for (const { member, truth } of truths) {
    expect(truth.balanceCents > 100).toBe(!charges);
    expect(member.case.closed).toBeNull();
    for (const type of ['insolvency', 'dispute', 'promise', 'instalments', 'pause', 'feed-stale'])
      expect(held(member.case, type)).toBe(false);
  }
}

/** What a note says of its case, by its template. */
const notes: Readonly<Record<string, (truth: Truth, theCase: Case, key: string, on: string) => void>> = {
  'payment-thanks': (truth, _case, key) => {
    expect(truth.balanceCents).toBeLessThanOrEqual(100);
    expect(truth.returned.has(key.slice('payment:'.length))).toBe(false);
  },
  'partial-payment-thanks': (truth, theCase, key) => {
    expect(truth.balanceCents).toBeGreaterThan(100);
    expect(truth.returned.has(key.slice('payment:'.length))).toBe(false);
    expect(theCase.notice).toBeNull();
  },
  'promise-confirmation': (truth, theCase, _key, on) => {
    const promise = theCase.holds.find((hold) => hold.type === 'promise');
    expect(promise?.amountCents).toBeLessThanOrEqual(truth.balanceCents);
    expect((promise?.on ?? '') >= on).toBe(true);
  },
  'instalment-agreement': (truth, theCase) => {
    expect(held(theCase, 'instalments')).toBe(true);
    expect(truth.balanceCents).toBeGreaterThan(0);
  },
  'dispute-receipt': (_truth, theCase) => expect(theCase.holds.some(({ type }) => type === 'dispute')).toBe(true),
  corrective: (_truth, { notice, steps }) => expect(notice ?? steps.find(({ step }) => step === 'late-charges')).toBeTruthy(),
  'missed-instalment': (truth) => expect(truth.balanceCents).toBeGreaterThan(0),
};

function isTrue(story: Story, leaving: Leaving): void {
  const { at, members, words } = leaving;
  if ('act' in words) {
    demandIsTrue(story, leaving);
    return;
  }
  for (const { case: theCase } of members) {
    const note = notes[words.template];
    expect(note, words.template).toBeDefined();
    note?.(truthOf(story, theCase.invoice.id, at), theCase, words.key, parisDay(Date.parse(at)));
  }
}

/** The story without payments of a debtor, whose division is law's and has its own tests. */
function summable<S extends { facts: readonly object[] }>(story: S): S {
  const divided = new Set(
    story.facts.flatMap((fact) => ('debtor' in fact && 'amountCents' in fact && 'id' in fact ? [fact.id] : [])),
  );
  const facts = story.facts.filter(
    (fact) => !('id' in fact && divided.has(fact.id)) && !('payment' in fact && divided.has(fact.payment)),
  );
  return { ...story, facts };
}

type Worded = Awaited<ReturnType<typeof requestsOf>>[number];

const sum = (cents: readonly number[]) => cents.reduce((total, each) => total + each, 0);
const figure = ({ debtor }: MessageData, cents: number, currency: string) => speechOf(debtor.language).amount(cents, currency);

/** What a message says besides: its table, its sum, its dates, and what it recalls. */
function wordsAreTrue(story: Story, { leaving, request }: Worded, before: readonly Worded[]): void {
  const { at, members } = leaving;
  const { data } = request;
  const on = parisDay(Date.parse(at));
  const truths = members.map(({ case: { invoice } }) => ({ invoice, truth: truthOf(story, invoice.id, at) }));
  const currency = truths[0]?.invoice.currency ?? 'EUR';
  const overdue = truths.filter(({ truth }) => on > truth.dueOn);
  expect(data.overdue.map(({ number }) => number).toSorted()).toEqual(overdue.map(({ invoice }) => invoice.number).toSorted());
  for (const { invoice, truth } of truths) {
    const shown = data.invoices.find(({ number }) => number === invoice.number);
    expect(shown?.balance).toBe(figure(data, truth.balanceCents, currency));
    const { holds, withheld } = members.find(({ case: one }) => one.invoice.id === invoice.id)?.case ?? {
      holds: [],
      withheld: null,
    };
    if (shown?.disputed) expect(holds.find(({ type }) => type === 'dispute')).toBeTruthy();
    if (shown?.conceded) expect(withheld).toBeTruthy();
    if (shown?.covered) expect(holds.find(({ type }) => type === 'credit')).toBeTruthy();
    expect(shown?.dueOn).toBe(speechOf(data.debtor.language).day(truth.dueOn));
  }
  expect(data.totals.balance).toBe(figure(data, sum(truths.map(({ truth }) => truth.balanceCents)), currency));
  if (!('act' in leaving.words)) return;
  const asks = overdue.length > 0 ? overdue : truths;
  if (data.asked.what === 'balance')
    expect(data.asked.amountCents).toBeLessThanOrEqual(sum(asks.map(({ truth }) => truth.balanceCents)));
  expect(data.asked.amountCents).toBeGreaterThan(0);
  const cases = members.map((member) => member.case);
  const ids = new Set(asks.map(({ invoice }) => invoice.id));
  const asked = cases.filter(({ invoice }) => ids.has(invoice.id)).map((one) => ({ id: one.invoice.id, case: one }));
  recallsWhatArrived(story, asked, data, before, at);
  if ('claim' in data) expect(data.claim.total).toBe(data.asked.amount);
}

const addressOf = { email: 'email', sms: 'mobile' } as const;
const inTime = (a: StoryFact, b: StoryFact) => Date.parse(a.at) - Date.parse(b.at);

/** The moments, up to one, at which a channel of a debtor was told not to work although it was thought to. */
function bouncesOf(story: Story, debtor: string, channel: 'email' | 'sms', at: string): string[] {
  let works = story.debtors.find(({ id }) => id === debtor)?.[addressOf[channel]] !== undefined;
  const told = story.facts.filter((fact) => 'debtor' in fact && fact.debtor === debtor && Date.parse(fact.at) <= Date.parse(at));
  return told.toSorted(inTime).flatMap((fact) => {
    const worked = works;
    if (fact.type === 'contact-changed' && fact[addressOf[channel]] !== undefined) works = true;
    if (fact.type === 'opt-out' && fact.channel === 'email' && channel === 'email') works = false;
    if (fact.type !== 'message-bounced' || fact.channel !== channel) return [];
    works = false;
    return worked ? [fact.at] : [];
  });
}

/** What was sent before about an invoice and may have arrived: a bounce is of the last message of its channel. */
function arrived(story: Story, { id, case: theCase }: Asked, before: readonly Worded[], at: string): readonly Worded[] {
  const debtor = story.invoices.find((invoice) => invoice.id === id)?.debtor ?? '';
  const sent = before.filter(
    ({ leaving: { words, members } }) =>
      ('act' in words || words.askedCents !== undefined) && members.some((member) => member.case.invoice.id === id),
  );
  const isBefore = (one: Worded, moment: string) => Date.parse(one.leaving.at) <= Date.parse(moment);
  const back = (['email', 'sms'] as const).flatMap((channel) =>
    bouncesOf(story, debtor, channel, at).map((moment) =>
      sent.findLast((one) => one.leaving.channel === channel && isBefore(one, moment)),
    ),
  );
  const lost = theCase.notice?.outcome === 'unknown-address' ? 'registered-letter' : null;
  return sent.filter((one) => !back.includes(one) && one.leaving.channel !== lost);
}

interface Asked {
  readonly id: string;
  readonly case: Case;
}

function recallsWhatArrived(
  story: Story,
  asked: readonly Asked[],
  data: MessageData,
  before: readonly Worded[],
  at: string,
): void {
  const told = new Map(asked.map((one) => [one, arrived(story, one, before, at)]));
  const all = new Set([...told.values()].flat());
  expect(data.writtenBefore).toBe([...told.values()].every((sent) => sent.length > 0));
  expect(data.previousReminders).toHaveLength(all.size);
  const parts = [...all].filter((sent) => ![...told.values()].every((own) => own.includes(sent)));
  expect(data.previousReminders.filter(({ about }) => about !== undefined)).toHaveLength(parts.length);
}

/** Every message of a life, as it leaves and as it is worded. */
async function lifeIsTrue(document: Parameters<typeof summable>[0]): Promise<number> {
  const story = readStory(summable(document));
  const worded = await requestsOf(story);
  for (const [index, one] of worded.entries()) {
    isTrue(story, one.leaving);
    wordsAreTrue(story, one, worded.slice(0, index));
  }
  return worded.length;
}

/** How many lives: `EXIGIBLE_LIVES=20000` plays more; the seed is that of every test. */
const lives = Number(process.env.EXIGIBLE_LIVES ?? howMany({ shortly: 60, long: 2_500 }));

test.each([
  ['whatever happens', anyStory],
  ['with the fates of real invoices', anyLife],
] as const)(
  'no message contradicts its case at the moment it leaves, %s',
  { timeout: 0 },
  async (_name, life: fc.Arbitrary<object>) => {
    let messages = 0;
    await fc.assert(
      fc.asyncProperty(life, async (document) => {
        messages += await lifeIsTrue(document as Parameters<typeof summable>[0]);
      }),
      { numRuns: lives },
    );
    expect(messages).toBeGreaterThan(3 * lives);
  },
);
