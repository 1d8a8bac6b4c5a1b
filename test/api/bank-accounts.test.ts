import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { entriesOf } from '../../db/bank.ts';
import { allocations, bankAccountNames, debtors } from '../../db/schema.ts';
import { camtText } from '../domain/statement/write-camt.ts';
import { bytesOf } from '../domain/statement/write-statement.ts';
import { creditor, debtor } from '../support/parties.ts';
import { importFile, MONEY, OURS } from './importing.ts';
import { created, entry, openWorld, type World } from './world.ts';

const NAME = 'acc-7f0c/00012345678';
const TODAY = '2026-11-20';

let world: World;
let secrets: { billing: string; bank: string };
let key: string;

beforeAll(async () => {
  world = await openWorld();
  world.clock = () => Date.parse(`${TODAY}T09:00:00Z`);
  secrets = await world.creditor('c1', { iban: creditor.iban, bankAccounts: [] });
  key = await world.key('c1', 'operator');
});
afterAll(() => world.close());

beforeEach(async () => {
  for (const table of [...MONEY, debtors, bankAccountNames]) await world.db.delete(table);
  await open('a', 'F-2026-10', '2026-10-31');
});

async function open(id: string, number: string, dueOn: string): Promise<void> {
  const event = created({ id, number, dueOn, totalCents: 120_000 }, { id: debtor.id, name: debtor.name });
  expect((await hear('billing', event)).status).toBe(202);
  await world.drain();
}

function hear(purpose: 'billing' | 'bank', event: object) {
  return world.webhook({ purpose, creditorId: 'c1', secret: secrets[purpose], event, atMs: world.clock() });
}

async function tell(change: object, type?: string): Promise<void> {
  const event = entry(
    { account: NAME, key: 'w1', bookedOn: TODAY, label: 'VIREMENT', counterparty: debtor.name, ...change },
    type,
  );
  expect((await hear('bank', { ...event, timestamp: `${TODAY}T09:00:00Z` })).status).toBe(202);
  await world.drain();
}

const file = () =>
  bytesOf(
    camtText({ message: '053', version: 8 }, [
      {
        ...OURS,
        id: 'S1',
        openingOn: '2026-11-19',
        openingCents: 0,
        bookings: [{ on: TODAY, payments: [{ amountCents: 120_000, payer: debtor.name, text: 'VIREMENT' }] }],
      },
    ]),
  );
const name = (account: string, named = NAME, by = key) =>
  world.call('PUT', `/accounts/${encodeURIComponent(named)}`, by, { account });
const given = async () => (await world.db.select().from(allocations)).map(({ caseId, amountCents }) => [caseId, amountCents]);

describe('an account that nobody knows', () => {
  test('allocates nothing, moves no feed, and waits where people look', async () => {
    await tell({});
    expect(await given()).toEqual([]);
    expect((await world.call('GET', '/accounts', key)).body).toEqual({
      accounts: [{ account: creditor.iban, throughOn: null, names: [] }],
      unknown: [NAME],
    });
    const { entries } = (await world.call('GET', '/unmatched', key)).body;
    expect(entries).toMatchObject([{ key: 'w1', account: NAME, openCents: 120_000, reasons: [expect.stringContaining(NAME)] }]);
  });

  test('is placed by nobody’s hand before it is named', async () => {
    await tell({});
    const answer = await world.call('POST', '/unmatched/w1/allocate', key, {
      allocations: [{ caseId: 'invoice:c1:a', amountCents: 120_000 }],
    });
    expect([answer.status, answer.body.detail]).toEqual([409, expect.stringContaining('exigible accounts name')]);
  });

  test('that says it was asked is heard of, and the feed stays as it was', async () => {
    const data = { account: NAME, through: TODAY };
    expect((await hear('bank', { type: 'bank.feed.checked', timestamp: `${TODAY}T09:00:00Z`, data })).status).toBe(202);
    await world.drain();
    expect((await world.call('GET', '/accounts', key)).body).toMatchObject({ accounts: [{ throughOn: null }], unknown: [NAME] });
  });

  test.each(['undone before it is named', 'announced, then undone'])('%s: nothing comes of it', async (how) => {
    await tell({}, how.startsWith('announced') ? 'bank.transaction.pending' : 'bank.transaction.booked');
    await tell({}, 'bank.transaction.deleted');
    expect((await name(creditor.iban)).body).toMatchObject({ settled: 0 });
    expect([await given(), (await entriesOf(world.db, 'c1', ['w1']))[0]?.verdict]).toEqual([[], 'reversed']);
  });
});

describe('an account under two names', () => {
  test('the same money counts once, and leaves the next invoice alone', async () => {
    await tell({});
    expect((await name(creditor.iban)).body).toEqual({ name: NAME, account: creditor.iban, settled: 1 });
    expect(await given()).toEqual([['invoice:c1:a', 120_000]]);
    await open('b', 'F-2026-11', '2026-11-30');
    await importFile(world, key, file());
    await tell({ key: 'w2', bookedOn: '2026-11-21', amountCents: 7, label: 'AUTRE', counterparty: 'Autre' });
    expect(await given()).toEqual([['invoice:c1:a', 120_000]]);
    expect((await world.call('GET', '/accounts', key)).body).toMatchObject({
      accounts: [{ account: creditor.iban, throughOn: TODAY, names: [NAME] }],
      unknown: [],
    });
  });

  test('named after both had spoken: what counted under the name is known under the account', async () => {
    await name(NAME);
    await tell({});
    expect(await given()).toEqual([['invoice:c1:a', 120_000]]);
    expect((await name(`${creditor.iban}`)).status).toBe(200);
    await open('b', 'F-2026-11', '2026-11-30');
    await importFile(world, key, file());
    expect(await given()).toEqual([['invoice:c1:a', 120_000]]);
  });

  test('an IBAN with spaces and small letters is the same', async () => {
    await tell({ account: 'fr76 3000 6000 0112 3456 7890 189' });
    expect(await given()).toEqual([['invoice:c1:a', 120_000]]);
  });

  test('a file of the name is refused until it is said whose it is', async () => {
    const foreign = { ...OURS, iban: 'DE89370400440532013000' };
    const bytes = bytesOf(
      camtText({ message: '053', version: 8 }, [{ ...foreign, id: 'S', openingOn: TODAY, openingCents: 0, bookings: [] }]),
    );
    const problem = { kind: 'refused', detail: expect.stringContaining('--of IBAN'), errors: [] };
    expect(await importFile(world, key, bytes)).toMatchObject({ state: 'refused', problem });
    await name(creditor.iban, foreign.iban);
    expect(await importFile(world, key, bytes)).toMatchObject({ state: 'done' });
  });
});

describe('bad input', () => {
  test.each([
    ['an account that nobody knows', { account: 'FR7630004001230000123456705' }, '$.account'],
    ['no account', {}, '$.account'],
    ['another field', { account: creditor.iban, iban: 'x' }, '$.iban'],
  ])('%s', async (_, body, path) => {
    const answer = await world.call('PUT', `/accounts/${encodeURIComponent(NAME)}`, key, body);
    expect([answer.status, answer.body.errors.map((fault) => fault.path)]).toEqual([400, [path]]);
  });

  test('a viewer names nothing', async () => {
    expect((await name(creditor.iban, NAME, await world.key('c1', 'viewer'))).status).toBe(403);
  });
});
