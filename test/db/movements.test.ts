import { Readable } from 'node:stream';
import { fc, test } from '@fast-check/vitest';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { type CopiedTable, copyDatabase, fillDatabase } from '../../db/copy.ts';
import { type Database, openDatabase } from '../../db/database.ts';
import { monthsUntil, openOn } from '../../db/figures.ts';
import { putMovementsTogether, writeMovementsAnew } from '../../db/movements.ts';
import { rowsOf } from '../../db/rows.ts';
import { cases } from '../../db/schema.ts';
import { saveCase } from '../../db/stored-cases.ts';
import { addDays, addMonths, type CivilDate, daysBetween } from '../../domain/calendar/civil-date.ts';
import { dayAt, instantAt, momentAt, msOf } from '../../domain/calendar/clock.ts';
import { apply } from '../../domain/case/apply/apply.ts';
import { balanceCents } from '../../domain/case/balance.ts';
import { type Case, openCase, type Phase } from '../../domain/case/case.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { phaseOf } from '../../domain/case/phase.ts';
import { sumCents } from '../../domain/money/cents.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import { openMemory } from '../support/memory.ts';
import { startPostgres } from '../support/postgres.ts';
import { howMany } from '../support/runner/long.ts';

const plan = shippedPlans[0] as Plan;
const FIRST = '2025-10-01';
const SPAN = 420;
const MIDDAY = 12 * 3600;

/** What happens to an invoice, `days` after the first day; `chance` is what the amounts are made of. */
type Event = (at: string, on: CivilDate, chance: number) => Fact;
const by = { actor: 'test' };
const events: Readonly<Record<string, Event>> = {
  payment: (at, on, chance) => ({ type: 'payment', id: `p${chance % 4}`, amountCents: 1 + chance, on, at, ...by }),
  returned: (at, _on, chance) => ({ type: 'payment-reversed', payment: `p${chance % 4}`, at, ...by }),
  credited: (at, on, chance) => ({ type: 'credit-note', id: `a${chance % 3}`, amountCents: 1 + chance, on, at, ...by }),
  refunded: (at, on, chance) => ({ type: 'refunded', amountCents: 1 + (chance % 500), on, at, ...by }),
  changed: (at, on, chance) => ({ type: 'invoice-changed', dueOn: addDays(on, 20), totalCents: 1 + chance, at, ...by }),
  cancelled: (at) => ({ type: 'invoice-cancelled', at, ...by }),
  asked: (at) => ({ type: 'approval-asked', step: 'formal-notice', at, ...by }),
  refused: (at) => ({ type: 'reject', step: 'formal-notice', at, ...by }),
  posted: (at) => ({
    type: 'sent',
    step: 'formal-notice',
    channel: 'registered-letter',
    template: 'formal-notice',
    askedCents: 0,
    message: '',
    provider: '',
    providerId: '',
    sha256: '',
    at,
    ...by,
  }),
  received: (at, on) => ({ type: 'notice-event', outcome: 'received', on, at, ...by }),
  decided: (at) => ({ type: 'decision-opened', step: 'decision', routes: [], at, ...by }),
  handed: (at) => ({ type: 'handed-over', step: 'handoff', route: 'injonction-de-payer', document: '', sha256: '', at, ...by }),
  closed: (at) => ({ type: 'closed', reason: 'settled', at, ...by }),
  reopened: (at) => ({ type: 'reopened', reason: 'payment-reversed', at, ...by }),
};

const happening = fc.record({
  invoice: fc.nat(5),
  event: fc.constantFrom(...Object.keys(events)),
  days: fc.nat(SPAN),
  told: fc.nat(40),
  chance: fc.nat(150_000),
});
const day = fc.nat(SPAN + 60).map((days) => addDays(FIRST, days));

/** More was paid than owed, the difference was given back, and then the bank took the whole payment back: both are owed. */
const creditGivenBack = [
  { event: 'payment', days: 50 },
  { event: 'refunded', days: 60 },
  { event: 'returned', days: 80 },
].map((each) => ({ invoice: 0, told: 0, chance: 140_000, ...each }));

function opened(invoice: number): Case {
  const issuedOn = addDays(FIRST, invoice * 37);
  return openCase(
    {
      creditorId: `c${invoice % 2}`,
      debtor: { id: 'd1', kind: 'business', segment: null, department: '67' },
      invoice: {
        id: `i${invoice}`,
        number: `F-${invoice}`,
        currency: invoice === 5 ? 'CHF' : 'EUR',
        totalCents: 100_000,
        vatCents: null,
        issuedOn: invoice === 4 ? null : issuedOn,
        dueOn: addDays(issuedOn, 30),
        serviceCompletedOn: null,
      },
      contact: { email: true, mobile: false },
    },
    // Late in the evening of Paris it is still the day before in UTC, and early in the morning too.
    instantAt(momentAt(addDays(issuedOn, 2), 1800)),
  );
}

/** The case with nothing in it that came after a day: what a person would have counted that evening, with what is known now. */
function asOf(theCase: Case, on: CivilDate): Case | null {
  const { invoice, enteredAt, closed, notice } = theCase;
  if (theCase.cancelled || (invoice.issuedOn ?? dayAt(msOf(enteredAt))) > on) return null;
  const until = <T extends { readonly on: CivilDate }>(list: readonly T[]) => list.filter((each) => each.on <= on);
  const isReceived = notice?.effectiveOn != null && notice.effectiveOn <= on;
  return {
    ...theCase,
    payments: until(theCase.payments),
    creditNotes: until(theCase.creditNotes),
    creditUses: until(theCase.creditUses ?? []),
    steps: until(theCase.steps),
    notice:
      notice && notice.postedOn <= on
        ? { ...notice, effectiveOn: isReceived ? notice.effectiveOn : null }
        : isReceived
          ? notice
          : null,
    closed: closed && dayAt(msOf(closed.at)) <= on ? closed : null,
  };
}

function bandOf(late: number): string {
  return late <= 0 ? 'not-due' : late <= 30 ? '1-30' : late <= 60 ? '31-60' : late <= 90 ? '61-90' : 'over-90';
}

type Lines = Readonly<Record<string, readonly [cents: number, count: number]>>;

function naive(known: readonly Case[], on: CivilDate): { ageing: Lines; phases: Lines } {
  const [ageing, phases]: Record<string, [number, number]>[] = [{}, {}];
  for (const theCase of known) {
    const then = asOf(theCase, on);
    if (!then || then.closed || balanceCents(then) <= 0) continue;
    const { currency, dueOn } = then.invoice;
    const phase: Phase = phaseOf(then, plan, momentAt(on, MIDDAY));
    for (const [lines, key] of [
      [ageing, bandOf(daysBetween(dueOn, on))],
      [phases, phase],
    ] as const) {
      const [cents, count] = lines?.[`${currency} ${key}`] ?? [0, 0];
      if (lines) lines[`${currency} ${key}`] = [cents + balanceCents(then), count + 1];
    }
  }
  return { ageing: ageing ?? {}, phases: phases ?? {} };
}

function naiveMonths(known: readonly Case[], on: CivilDate): Lines {
  const since = `${addMonths(`${on.slice(0, 7)}-01`, -12)}`;
  const moved = known.flatMap((theCase) => {
    const { invoice, enteredAt, payments, cancelled } = theCase;
    const born = invoice.issuedOn ?? dayAt(msOf(enteredAt));
    const sold = cancelled ? [] : [{ invoice, on: born, sold: invoice.totalCents, got: 0 }];
    return [
      ...sold,
      ...payments.filter(({ reversed }) => !reversed).map((each) => ({ invoice, on: each.on, sold: 0, got: each.amountCents })),
    ];
  });
  const within = moved.filter((each) => each.on <= on && each.on >= since);
  const keys = [...new Set(within.map((each) => `${each.invoice.currency} ${each.on.slice(0, 7)}`))];
  const sums = keys.map((key) => {
    const own = within.filter((each) => `${each.invoice.currency} ${each.on.slice(0, 7)}` === key);
    return [key, [sumCents(own.map(({ sold }) => sold)), sumCents(own.map(({ got }) => got))] as const] as const;
  });
  return Object.fromEntries(sums.filter(([, [sold, got]]) => sold !== 0 || got !== 0));
}

async function kept(db: Database, creditors: readonly string[] | null, on: CivilDate) {
  const [{ ageing, phases }, months] = [await openOn(db, creditors, on), await monthsUntil(db, creditors, on)];
  return {
    ageing: Object.fromEntries(ageing.map((each) => [`${each.currency} ${each.band}`, [each.openCents, each.invoices]])),
    phases: Object.fromEntries(phases.map((each) => [`${each.currency} ${each.phase}`, [each.openCents, each.cases]])),
    months: Object.fromEntries(
      months.map((each) => [`${each.currency} ${each.month}`, [each.invoicedCents, each.collectedCents]]),
    ),
  };
}

let db: Database;
beforeAll(async () => {
  db = await openMemory();
});
afterAll(() => db.close());

/** Lives several invoices, each fact stored as activities do; now and then the ledger is put together. */
async function lived(
  what: readonly { invoice: number; event: string; days: number; told: number; chance: number }[],
): Promise<Case[]> {
  await db.delete(cases);
  await putMovementsTogether(db);
  const known = [0, 1, 2, 3, 4, 5].map(opened);
  const store = (theCase: Case) =>
    saveCase(db, { case: theCase, plan, revision: 0, run: 1, nextActAt: null }, momentAt(FIRST, MIDDAY));
  for (const theCase of known) await store(theCase);
  for (const { invoice, event, days, told, chance } of what) {
    const on = addDays(FIRST, days);
    const fact = events[event]?.(instantAt(momentAt(addDays(on, told), 1800)), on, chance);
    const before = known[invoice];
    if (!fact || !before) continue;
    known[invoice] = apply(before, fact, plan);
    await store(known[invoice]);
    if (chance % 7 === 0) await putMovementsTogether(db);
  }
  return known;
}

describe('The ledger of movements', () => {
  test.prop([fc.array(happening, { maxLength: 25 }), fc.array(day, { minLength: 1, maxLength: 6 })], {
    numRuns: howMany({ shortly: 60, long: 2000 }),
    examples: [[creditGivenBack, [addDays(FIRST, 70), addDays(FIRST, 90)]]],
  })('says of any past day what the cases say, whatever happened to them', async (what, days) => {
    const known = await lived(what);
    for (const on of days)
      for (const creditors of [null, ['c1']]) {
        const own = known.filter(({ creditorId }) => creditors === null || creditors.includes(creditorId));
        expect([on, await kept(db, creditors, on)]).toEqual([on, { ...naive(own, on), months: naiveMonths(own, on) }]);
      }
  });

  test('is put together to one row for each key, and to none where nothing is left', async () => {
    await lived([
      { invoice: 0, event: 'payment', days: 50, told: 0, chance: 20_000 },
      { invoice: 0, event: 'returned', days: 60, told: 0, chance: 20_000 },
    ]);
    await putMovementsTogether(db);
    const [{ count } = { count: -1 }] = await rowsOf<{ count: number }>(db, sql`select count(*)::int as count from movements`);
    expect(count).toBe(6);
    await db.delete(cases);
    await putMovementsTogether(db);
    expect(await rowsOf(db, sql`select * from movements`)).toEqual([]);
  });

  test('is there after the return of a copy that was made before there was one', async () => {
    const known = await lived([{ invoice: 2, event: 'payment', days: 90, told: 3, chance: 30_000 }]);
    const older: CopiedTable[] = [];
    await copyDatabase(db, async ({ table, rows }) => {
      const all: (readonly string[])[] = [];
      for await (const some of rows) all.push(some);
      if (table !== 'movements') older.push({ table, rows: Readable.from(all) });
    });
    const other = await openMemory();
    await fillDatabase(other, Readable.from(older));
    const on = addDays(FIRST, 200);
    expect(await kept(other, null, on)).toEqual({ ...naive(known, on), months: naiveMonths(known, on) });
    await other.close();
  });

  test('is the same when it is written anew from the cases', async () => {
    const known = await lived([
      { invoice: 1, event: 'posted', days: 80, told: 0, chance: 1 },
      { invoice: 2, event: 'payment', days: 90, told: 3, chance: 30_000 },
    ]);
    await writeMovementsAnew(db);
    const on = addDays(FIRST, 200);
    expect(await kept(db, null, on)).toEqual({ ...naive(known, on), months: naiveMonths(known, on) });
  });
});

test('Those who put the ledger together at once, while cases move, lose nothing', async () => {
  const postgres = await startPostgres();
  const shared = await openDatabase({ url: postgres.url });
  try {
    const known = Array.from({ length: 60 }, (_, invoice) => opened(invoice));
    await Promise.all([
      ...known.map((theCase) => saveCase(shared, { case: theCase, plan, revision: 0, run: 1, nextActAt: null }, 0)),
      ...known.map(() => putMovementsTogether(shared)),
    ]);
    const on = addDays(FIRST, SPAN);
    expect((await kept(shared, null, on)).ageing).toEqual(naive(known, on).ageing);
  } finally {
    await shared.close();
    await postgres.stop();
  }
});
