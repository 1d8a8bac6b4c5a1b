import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parisDay } from '../../../domain/calendar/paris.ts';
import type { Case } from '../../../domain/case/case.ts';
import type { Leaving } from '../../../domain/simulate/play.ts';
import { simulate } from '../../../domain/simulate/simulate.ts';
import type { Story, StoryFact } from '../../../domain/simulate/story.ts';
import { readStory } from '../../../domain/simulate/story-input.ts';
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
  expect(courtesy || asked.length > 0).toBe(true);
  for (const { member, truth } of truths) {
    expect(truth.balanceCents).toBeGreaterThan(100);
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

/** How many lives; `EXIGIBLE_STORIES=3000` plays thousands. The seed is the same unless it is given. */
const lives = Number(process.env.EXIGIBLE_STORIES ?? 200);
const seed = Number(process.env.EXIGIBLE_SEED ?? 20261128);

test('no message contradicts its case at the moment it leaves', { timeout: 0 }, () => {
  let messages = 0;
  fc.assert(
    fc.property(anyStory, (document) => {
      const story = readStory(summable(document));
      const left: Leaving[] = [];
      simulate(story, { watch: (leaving) => left.push(leaving) });
      for (const leaving of left) isTrue(story, leaving);
      messages += left.length;
    }),
    { numRuns: lives, seed },
  );
  expect(messages).toBeGreaterThan(5 * lives);
});
