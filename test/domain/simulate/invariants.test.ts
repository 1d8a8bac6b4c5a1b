import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysBetween } from '../../../domain/calendar/civil-date.ts';
import { uncontestedCents } from '../../../domain/case/balance.ts';
import { type Case, recordOf, type StepRecord, type TaskKind } from '../../../domain/case/case.ts';
import { durationDays } from '../../../domain/plan/duration.ts';
import { simulate } from '../../../domain/simulate/simulate.ts';
import type { Row, Simulation, Story } from '../../../domain/simulate/story.ts';
import { readStory } from '../../../domain/simulate/story-input.ts';
import { anyStory } from './random-story.ts';

/** What must hold of every story whatever its plan and facts. */
function always(rule: (story: Story, simulation: Simulation) => void): void {
  const property = fc.property(anyStory, (input) => {
    const story = readStory(input);
    rule(story, simulate(story));
  });
  fc.assert(property, { numRuns: 60 });
}

/** The same, of each case before and after each fact. */
function watched(rule: (before: Case, after: Case) => void): void {
  const property = fc.property(anyStory, (input) => {
    const known = new Map<string, Case>();
    const carry = (after: Case) => {
      const before = known.get(after.id);
      if (before) rule(before, after);
      known.set(after.id, after);
      return after;
    };
    simulate(readStory(input), { carry });
  });
  fc.assert(property, { numRuns: 60 });
}

const isOutward = (row: Row) => (row.act === 'message' || row.act === 'letter') && row.step !== null;
const rowsFor = (timeline: readonly Row[], invoice: string) => timeline.filter((row) => row.invoices.includes(invoice));

/** Days on which a message or a letter of a step left to a debtor. */
function contactDays(story: Story, timeline: readonly Row[], debtor: string): string[] {
  const own = new Set(story.invoices.filter((invoice) => invoice.debtor === debtor).map(({ id }) => id));
  const days = timeline
    .filter((row) => isOutward(row) && row.invoices.some((id) => own.has(id)))
    .map((row) => row.at.slice(0, 10));
  return [...new Set(days)];
}

/** The fewest days between a contact and the one so many after it. */
function shortestDistance(days: readonly string[], apart: number): number {
  return Math.min(...days.slice(apart).map((on, index) => daysBetween(days[index] ?? on, on)));
}

/** What a step waits for, and the task that asks it. */
const asking: Partial<Record<StepRecord['state'], TaskKind>> = {
  'awaiting-approval': 'approval',
  'awaiting-external': 'external',
  unknown: 'unknown-send',
};

describe('whatever the plan and the facts', () => {
  test('a step leaves at most once by each channel', () =>
    always((story, { timeline }) => {
      for (const { id } of story.invoices) {
        const alone = (row: Row) => row.act === 'letter' || story.plan.grouping === 'none';
        const sent = rowsFor(timeline, id)
          .filter((row) => isOutward(row) && row.step !== 'missed-instalment' && alone(row))
          .map((row) => `${row.step} ${row.channel}`);
        expect(new Set(sent).size).toBe(sent.length);
      }
    }));

  test('a step that is settled stays settled, and its channels stay done', () =>
    watched((before, after) => {
      for (const record of before.steps.filter(({ state }) => state === 'sent'))
        expect(recordOf(after, record.step)).toEqual(record);
      for (const record of before.steps.filter(({ state }) => state === 'leaving'))
        expect(recordOf(after, record.step)?.done).toEqual(expect.arrayContaining([...record.done]));
    }));

  test('never more contact days with a debtor than gap and cap allow', () =>
    always((story, { timeline }) => {
      const { gap, contactCap } = story.plan;
      const cap = contactCap ?? { contacts: 1, per: 'P0D' };
      for (const { id } of story.debtors) {
        const days = contactDays(story, timeline, id);
        expect(shortestDistance(days, 1)).toBeGreaterThanOrEqual(durationDays(gap));
        expect(shortestDistance(days, cap.contacts)).toBeGreaterThanOrEqual(durationDays(cap.per));
      }
    }));

  test('nothing asks for money while held, closed, paid or disputed', () =>
    watched((before, after) => {
      const contacts = (theCase: Case) =>
        theCase.steps.filter(({ contact, step }) => contact && !step.startsWith('missed-')).length;
      if (contacts(after) === contacts(before)) return;
      expect(before.closed).toBeNull();
      expect(uncontestedCents(before)).toBeGreaterThan(0);
      const whole = before.holds.filter(
        (hold) => hold.type !== 'credit' && (hold.type !== 'dispute' || hold.amountCents === null),
      );
      expect(whole).toEqual([]);
    }));

  test('an open case that waits for a person asks him', () =>
    watched((_before, { closed, steps, tasks }) => {
      const waiting = closed ? [] : steps.flatMap(({ step, state }) => (asking[state] ? [`${asking[state]} ${step}`] : []));
      const asked = tasks.map(({ kind, step, key }) => `${kind} ${step ?? key}`);
      for (const one of waiting) expect(asked).toContain(one);
    }));

  test('every message asks for something', () =>
    always((_story, { timeline }) => {
      for (const row of timeline.filter(isOutward)) expect(row.askedCents).toBeGreaterThan(0);
    }));

  test('the letter and the decision precede the handoff', () =>
    always((story, { timeline }) => {
      for (const { id } of story.invoices) {
        const acts = rowsFor(timeline, id).map((row) => row.act);
        const handoff = acts.indexOf('handoff');
        if (handoff === -1) continue;
        expect(acts.slice(0, handoff)).toContain('letter');
        expect(acts.slice(0, handoff)).toContain('decision');
        expect(acts.filter((act) => act === 'handoff')).toHaveLength(1);
      }
    }));

  test('the balance is the invoice less credit notes and payments', () =>
    always((story, { end }) => {
      const cancelled = new Set(story.facts.flatMap((fact) => (fact.type === 'invoice-cancelled' ? [fact.invoice] : [])));
      for (const { invoice, balanceCents } of end) {
        if (cancelled.has(invoice) || story.facts.some((fact) => fact.type === 'payment' && fact.debtor !== undefined)) continue;
        expect(balanceCents).toBe(120_000 - creditedTo(story, invoice) - paidTo(story, invoice));
      }
    }));

  test('a run cut after any fact and carried through JSON goes on the same', () =>
    always((story, simulation) => {
      expect(simulate(story, { carry: (theCase) => JSON.parse(JSON.stringify(theCase)) as Case })).toEqual(simulation);
    }));

  test('never two currencies in one message, and every row is inside the story', () =>
    always((story, { timeline }) => {
      const currencies = new Map(story.invoices.map(({ id, currency }) => [id, currency]));
      for (const row of timeline) {
        expect(row.at >= story.from && row.at.slice(0, 10) <= story.until).toBe(true);
        if (row.askedCents !== null) expect(new Set(row.invoices.map((id) => currencies.get(id))).size).toBe(1);
      }
    }));
});

function creditedTo(story: Story, invoice: string): number {
  const notes = new Map<string, number>();
  for (const fact of byTime(story))
    if (fact.type === 'credit-note' && fact.invoice === invoice && !notes.has(fact.id)) notes.set(fact.id, fact.amountCents);
  return [...notes.values()].reduce((sum, cents) => sum + cents, 0);
}

/** Payments by id, told once, less those that came back after they were told. */
function paidTo(story: Story, invoice: string): number {
  const paid = new Map<string, number>();
  const returned = new Set<string>();
  for (const fact of byTime(story)) {
    if (fact.type === 'payment' && !paid.has(fact.id)) paid.set(fact.id, fact.invoice === invoice ? fact.amountCents : 0);
    if (fact.type === 'payment-reversed' && paid.has(fact.payment)) returned.add(fact.payment);
  }
  return [...paid].reduce((sum, [id, cents]) => (returned.has(id) ? sum : sum + cents), 0);
}

function byTime({ facts }: Story): Story['facts'] {
  return facts.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
