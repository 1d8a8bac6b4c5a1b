import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { importActivities } from '../../activities/import/index.ts';
import { settleFile } from '../../activities/import/settle-file.ts';
import { allocationsOf } from '../../db/allocations.ts';
import { putDebtor } from '../../db/debtors.ts';
import { allocations, bankEntries } from '../../db/schema.ts';
import { importOf } from '../../db/statement-imports.ts';
import { debtorSchema } from '../../domain/party/party-schema.ts';
import { readStatements } from '../../domain/statement/reader.ts';
import { camtText } from '../domain/statement/write-camt.ts';
import { bytesOf, type WrittenBooking } from '../domain/statement/write-statement.ts';
import { putCase } from './case-row.ts';
import { forgetMoney, handOver, importDeps, importFile, type MoneyWorld, moneyWorld, OURS, runImport } from './importing.ts';
import { created, entry, type World } from './world.ts';

const at = '2026-11-10T09:00:00+01:00';
const caseId = 'invoice:c1:inv_1';

let world: World;
let operator: string;
let tell: MoneyWorld['tell'];
beforeAll(async () => {
  ({ world, tell, operator } = await moneyWorld('2026-11-20T12:00:00+01:00'));
});
afterAll(() => world.close());
beforeEach(async () => {
  await forgetMoney(world);
  await open('inv_1', 'F2026-0412');
});

/** An invoice whose case runs. */
async function open(id: string, number: string, debtor: object = {}): Promise<void> {
  await tell('billing', created({ id, number }, debtor));
}
async function paidBy(change: object): Promise<void> {
  await tell('bank', entry(change));
}
const unmatched = async () =>
  (await world.call('GET', '/unmatched', operator)).body as unknown as { entries: { key: string }[]; credits: object[] };
const told = () =>
  world.engine.calls.flatMap((call) => (call.call === 'signal' ? [{ caseId: call.caseId, ...call.payload }] : []));

describe('money for a case that is paid or closed', () => {
  test('goes to the case by its number, as a surplus: the case knows whether interest takes it', async () => {
    const fact = { type: 'payment', id: 'p', amountCents: 120_000, on: '2026-11-09', at, actor: 'key:1' } as const;
    await putCase(world.db, { invoiceId: 'inv_1', number: 'F2026-0412', facts: [fact] });
    await paidBy({ amountCents: 5_200, label: 'INTERETS F2026-0412' });
    expect(told()).toMatchObject([{ caseId, id: 'e1#1', amountCents: 5_200 }]);
    expect(await allocationsOf(world.db, 'c1', 'e1')).toMatchObject([{ surplus: true }]);
  });

  test('reopens a closed one', async () => {
    await open('inv_3', 'F2026-0414');
    await putCase(world.db, {
      invoiceId: 'inv_3',
      number: 'F2026-0414',
      facts: [{ type: 'closed', reason: 'paid', at, actor: 'case' }],
    });
    world.engine.running.clear();
    await paidBy({ label: 'VIR F2026-0414' });
    expect(world.engine.calls.map(({ call, caseId: id }) => [call, id]).at(-1)).toEqual(['start-again', 'invoice:c1:inv_3']);
  });

  test.each([
    ['digits alone, from somebody else', { number: '20260412' }, { label: 'VIR 20260412', counterparty: 'Autre' }],
    ['a number that resembles it', { number: 'F2026-0412' }, { label: 'VIR F2O26-412' }],
    ['another currency', { number: 'F2026-0412' }, { currency: 'CHF' }],
  ])('%s waits for a human', async (_, { number }, change) => {
    const facts = [{ type: 'payment', id: 'p', amountCents: 120_000, on: '2026-11-09', at, actor: 'key:1' } as const];
    await putCase(world.db, { invoiceId: 'inv_1', number, facts });
    await paidBy({ amountCents: 5_200, ...change });
    expect(told()).toEqual([]);
    expect((await unmatched()).entries).toMatchObject([{ key: 'e1', openCents: 5_200 }]);
  });

  test('what a debtor paid too much is listed until a person gives it back or uses it', async () => {
    const facts = [
      { type: 'payment', id: 'p', amountCents: 121_000, on: '2026-11-09', at, actor: 'bank' } as const,
      { type: 'task-raised', task: 'credit', key: '-1000', context: 'Trop-perçu', at, actor: 'case' } as const,
    ];
    await putCase(world.db, { invoiceId: 'inv_4', number: 'F2026-0415', facts });
    expect((await unmatched()).credits).toEqual([
      { caseId: 'invoice:c1:inv_4', debtorId: 'cus_31', invoiceNumber: 'F2026-0415', currency: 'EUR', creditCents: 1_000 },
    ]);
  });
});

describe('money above the price of an invoice that was paid late', () => {
  const paid = (amountCents: number) => ({ type: 'payment', id: 'p', amountCents, on: '2026-11-09', at, actor: 'bank' }) as const;
  const raised = { type: 'task-raised', task: 'credit', key: 'k', context: 'Trop-perçu', at, actor: 'case' } as const;
  const body = async (path: string) => (await world.call('GET', path, operator)).body as unknown as Record<string, object[]>;

  beforeEach(async () => {
    await putDebtor(world.db, 'c1', debtorSchema.parse({ id: 'd', kind: 'business', name: 'D' }));
    await putCase(world.db, {
      invoiceId: 'c',
      number: 'F-C',
      debtorId: 'd',
      facts: [paid(127_350), { ...raised, chargesCents: 5_449 }],
    });
    await putCase(world.db, { invoiceId: 'n', number: 'F-N', debtorId: 'd', facts: [paid(124_556)] });
  });

  test.each([
    ['Rapprochement', '/unmatched', 'credits', [1_901]],
    ['the client', '/debtors/d/standing', 'sums', [1_901]],
    ['the list of cases', '/search?debtor=d&sort=due', 'cases', [1_901, 0]],
    ['the list of tasks', '/tasks?debtor=d', 'tasks', [1_901]],
  ])('is a credit only as far as interest and indemnity leave it: %s', async (_, path, list, cents) => {
    expect((await body(path))[list]?.map((line) => (line as { creditCents: number }).creditCents)).toEqual(cents);
  });

  test.each([
    ['c', 1_901],
    ['n', 0],
  ])('and a case says so beside its face balance: %s', async (id, creditCents) => {
    expect(await body(`/cases/invoice:c1:${id}`)).toMatchObject({ balanceCents: expect.any(Number), creditCents });
  });
});

test('a case whose late charges are claimed does not say that nothing is owed any more', async () => {
  const facts = [
    { type: 'payment', id: 'p', amountCents: 120_000, on: '2026-11-09', at, actor: 'bank' } as const,
    { type: 'claim-late-charges', at, actor: 'key:1' } as const,
  ];
  await putCase(world.db, { invoiceId: 'claimed', number: 'F-R', facts });
  const { next } = (await world.call('GET', '/cases/invoice:c1:claimed', operator)).body as unknown as {
    next: { act: object; why: string };
  };
  expect(next.act).toMatchObject({ do: 'send', step: 'late-charges' });
  expect(next.why).not.toContain('plus rien n’est dû');
});

describe('a human’s choice', () => {
  const other = { id: 'cus_32', name: 'Garage Martin' };
  const placed = (key: string, id: string, amountCents: number) =>
    world.call('POST', `/unmatched/${key}/allocate`, operator, { allocations: [{ caseId: id, amountCents }] });

  test('is remembered for that payer’s name, and still guesses nothing', async () => {
    await putCase(world.db, { invoiceId: 'inv_1', number: 'F2026-0412' });
    await paidBy({ amountCents: 20_000, counterparty: 'HOLDING MERCURE', label: 'VIREMENT' });
    expect((await placed('e1', caseId, 20_000)).status).toBe(200);
    await paidBy({ key: 'e2', amountCents: 30_000, counterparty: 'Holding Mercure', label: 'VIREMENT' });
    expect((await unmatched()).entries).toMatchObject([{ key: 'e2' }]);
    await paidBy({ key: 'e3', amountCents: 100_000, counterparty: 'Mercure Holding SAS', label: 'VIREMENT' });
    expect(told().at(-1)).toMatchObject({ caseId, id: 'e3#1', amountCents: 100_000 });
  });

  test('for several debtors at once names nobody', async () => {
    await open('inv_9', 'F2026-0900', other);
    await putCase(world.db, { invoiceId: 'inv_1', number: 'F2026-0412' });
    await putCase(world.db, { invoiceId: 'inv_9', number: 'F2026-0900', debtorId: other.id });
    await paidBy({ amountCents: 50_000, counterparty: 'Affacturage', label: 'VIREMENT' });
    const shares = [
      { caseId, amountCents: 20_000 },
      { caseId: 'invoice:c1:inv_9', amountCents: 30_000 },
    ];
    expect((await world.call('POST', '/unmatched/e1/allocate', operator, { allocations: shares })).status).toBe(200);
    await paidBy({ key: 'e2', amountCents: 100_000, counterparty: 'Affacturage', label: 'VIREMENT' });
    expect((await unmatched()).entries).toMatchObject([{ key: 'e2' }]);
  });
});

describe('an import that is killed', () => {
  const many = (count: number): WrittenBooking[] =>
    Array.from({ length: count }, (_, index) => ({
      on: '2026-11-12',
      payments: [{ amountCents: 1 + index, text: `X${index}` }],
    }));
  const bytes = () =>
    bytesOf(
      camtText({ message: '053', version: 8 }, [
        { ...OURS, id: 'S', openingOn: '2026-11-11', openingCents: 0, bookings: many(2500) },
      ]),
    );
  const handed = async () => ((await handOver(world, operator, bytes())).body as unknown as { importId: string }).importId;
  const figures = async (importId: string) => ({
    entries: await world.db.$count(bankEntries),
    allocations: await world.db.$count(allocations),
    ...(await importOf(world.db, importId)),
  });

  test('between two batches goes on where it stopped, and counts everything once', async () => {
    const importId = await handed();
    await runImport(world, importId, { turnMs: 0 });
    expect(await figures(importId)).toMatchObject({
      state: 'done',
      settled: 2500,
      entries: 2500,
      statements: [{ counts: { fresh: 2500, known: 0 } }],
    });
  });

  test('inside a batch leaves nothing of it; two attempts at once never settle the same batch', async () => {
    const importId = await handed();
    const { db, uploads, clock } = world;
    const { sha256 } = (await importOf(db, importId)) ?? expect.fail('an import');
    const activities = importActivities(importDeps(world, { turnMs: 0 }));
    await activities.readStatement({ importId });
    const dies = async function* () {
      let parts = 0;
      for await (const part of readStatements(uploads.read(sha256))) {
        parts += 1;
        if (parts > 1500) throw new Error('killed');
        yield part;
      }
    };
    const killed = settleFile({ db, clock }, importId, dies(), Number.POSITIVE_INFINITY);
    await expect(killed).rejects.toThrow('killed');
    expect(await figures(importId)).toMatchObject({ state: 'settling', settled: 1000, entries: 1000 });
    await Promise.allSettled([activities.settleStatement({ importId }), activities.settleStatement({ importId })]);
    await runImport(world, importId);
    const counts = { fresh: 2500, known: 0 };
    expect(await figures(importId)).toMatchObject({ state: 'done', settled: 2500, entries: 2500, statements: [{ counts }] });
  });

  test('the same file while it runs, and after it, is the same import', async () => {
    const importId = await handed();
    expect(await handed()).toBe(importId);
    await runImport(world, importId);
    expect(await handed()).toBe(importId);
    expect((await importFile(world, operator, bytes())).state).toBe('done');
    expect(await world.db.$count(bankEntries)).toBe(2500);
  });
});
