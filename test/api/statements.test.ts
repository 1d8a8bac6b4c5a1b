import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { feedFreshness } from '../../db/bank.ts';
import { allocations, bankEntries, inbox, statementImports } from '../../db/schema.ts';
import { camtText } from '../domain/statement/write-camt.ts';
import { cfonbText } from '../domain/statement/write-cfonb.ts';
import { bytesOf, type WrittenBooking, type WrittenPayment, type WrittenStatement } from '../domain/statement/write-statement.ts';
import { refusedFiles, unreadableFiles } from '../support/bad-files.ts';
import { forgetMoney, type Hear, handOver, importFile, moneyWorld, OURS, runImport } from './importing.ts';
import { created, entry, type World } from './world.ts';

const caseId = 'invoice:c1:inv_1';

let world: World;
let operator: string;
let hear: Hear;

beforeAll(async () => {
  ({ world, hear, operator } = await moneyWorld('2026-11-20T12:00:00+01:00'));
});
afterAll(() => world.close());
beforeEach(async () => {
  await forgetMoney(world);
  await invoice();
  await invoice({ id: 'inv_2', number: 'F2026-0413', totalCents: 30000, vatCents: 5000 });
  await world.drain();
  world.engine.calls.length = 0;
});

const invoice = (change: object = {}, debtor: object = {}) => hear('billing', created(change, debtor));
const webhook = (event: unknown, id: string) => hear('bank', event, { id });
/** What cases were told; that the end of a file rings those who waited for it is told in test/workflows/import-wait. */
const told = () =>
  world.engine.calls
    .map((call) => (call.call === 'signal' ? { caseId: call.caseId, name: call.name, ...call.payload } : call))
    .filter((call) => !('name' in call && call.name === 'ring'));

function statement(bookings: readonly WrittenBooking[], id = 'S1'): WrittenStatement {
  return { ...OURS, id, openingOn: '2026-11-10', openingCents: 100_000, bookings };
}
function booked(payment: Partial<WrittenPayment> = {}, on = '2026-11-12'): WrittenBooking {
  return { on, payments: [{ amountCents: 120_000, payer: 'Menuiserie Aubert', text: 'F2026-0412', ...payment }] };
}
function camt(bookings: readonly WrittenBooking[], message: '053' | '054' = '053', id = 'S1'): Uint8Array {
  return bytesOf(camtText({ message, version: 8 }, [statement(bookings, id)]));
}
function cfonb(bookings: readonly WrittenBooking[]): Uint8Array {
  return Buffer.from(cfonbText(statement(bookings)), 'latin1');
}

describe('a file handed over', () => {
  test('is read whole, settled, told to its case under the import’s name, and shown', async () => {
    const answer = await handOver(world, operator, camt([booked()]), '?filename=releve.xml');
    expect(answer).toMatchObject({
      status: 202,
      body: { importId: expect.stringMatching(/^import:c1:[0-9a-f]{32}$/), state: 'waiting' },
    });
    const { importId } = answer.body as unknown as { importId: string };
    await world.drain();
    expect(world.engine.imports).toEqual([importId]);
    expect(await world.db.select({ kind: inbox.kind }).from(inbox)).toEqual([{ kind: 'statement' }]);
    await runImport(world, importId);
    await world.drain();
    expect(told()).toMatchObject([
      { caseId, name: 'paymentReceived', amountCents: 120_000, on: '2026-11-12', actor: 'bank', cause: importId },
    ]);
    expect(await world.db.select().from(inbox)).toEqual([]);
    const seen = await world.call('GET', `/statements/${encodeURIComponent(importId)}`, operator);
    expect(seen.body).toMatchObject({
      importId,
      state: 'done',
      filename: 'releve.xml',
      problem: null,
      progress: { settled: 1, bookings: 1 },
      statements: [
        {
          id: 'S1',
          account: OURS.iban,
          openingCents: 100_000,
          closingCents: 220_000,
          balances: 'agree',
          fresh: 1,
          allocated: 1,
          known: 0,
        },
      ],
    });
    expect(await feedFreshness(world.db, 'c1')).toBe('2026-11-12');
  });

  test.each([
    ['CFONB', cfonb],
    ['camt', camt],
  ])('%s with characters that no database holds or that turn the eye is read all the same', async (format, write) => {
    const odd = format === 'CFONB' ? '\u0000\u0007' : '\u202e';
    const texts = { payer: `Menuiserie${odd}Aubert`, text: `F2026-0412${odd}`, endToEndId: `E2E${odd}1`, reference: `R${odd}1` };
    const { body } = await handOver(world, operator, write([booked(texts)]));
    const { importId } = body as unknown as { importId: string };
    await world.drain();
    expect((await runImport(world, importId)).state).toBe('done');
    await world.drain();
    expect(told()).toMatchObject([{ caseId, name: 'paymentReceived', amountCents: 120_000 }]);
    expect(JSON.stringify(await world.db.select().from(bankEntries))).not.toMatch(/\\u0000|\\u0007|\u202e/);
  });

  test('another creditor’s key sees nothing of it, a viewer hands nothing over', async () => {
    await world.creditor('c2');
    const { body } = await handOver(world, operator, camt([booked()]));
    const path = `/statements/${encodeURIComponent((body as unknown as { importId: string }).importId)}`;
    expect((await world.call('GET', path, await world.key('c2', 'operator'))).status).toBe(404);
    expect((await handOver(world, await world.key('c1', 'viewer'), camt([booked()]))).status).toBe(403);
  });

  test.each(Object.entries(unreadableFiles))('400 at once, with where: %s', async (_, { bytes, says }) => {
    const { status, body } = await handOver(world, operator, bytes);
    const { errors } = body as unknown as { errors: { path: string; message: string }[] };
    expect([status, errors.map(({ path, message }) => `${path}: ${message}`)]).toEqual([400, [expect.stringContaining(says)]]);
    expect(await world.db.select().from(inbox)).toEqual([]);
    expect(await world.db.select().from(statementImports)).toEqual([]);
  });

  test('a fault behind the first megabyte is said by the import, and nothing of the good part counts', async () => {
    const many = Array.from({ length: 4000 }, (_, index) => booked({ amountCents: 100 + index, text: `X${index}` }));
    const bytes = camt([booked(), ...many]);
    expect(bytes.length).toBeGreaterThan(1_100_000);
    const progress = await importFile(world, operator, bytes.subarray(0, 1_100_000));
    expect(progress).toMatchObject({
      state: 'refused',
      settled: 0,
      problem: { kind: 'bad-input', errors: [{ path: expect.stringMatching(/^ligne /) }] },
    });
    expect(await world.db.select().from(bankEntries)).toEqual([]);
    expect(await feedFreshness(world.db, 'c1')).toBeNull();
    expect(told()).toEqual([]);
  });

  test.each(Object.entries(refusedFiles))('refused with the reason: %s', async (_, { bytes, says }) => {
    const progress = await importFile(world, operator, bytes);
    expect(progress).toMatchObject({
      state: 'refused',
      settled: 0,
      problem: { kind: 'refused', detail: expect.stringContaining(says) },
    });
    expect(await world.db.select().from(bankEntries)).toEqual([]);
    expect(await world.db.select().from(inbox)).toEqual([]);
    expect(await feedFreshness(world.db, 'c1')).toBeNull();
  });

  test('an account that the sender names becomes known; a refused file may be handed over again', async () => {
    const other = bytesOf(
      camtText({ message: '053', version: 8 }, [{ ...statement([booked()]), iban: 'FR7630004001230000123456705' }]),
    );
    expect((await importFile(world, operator, other)).state).toBe('refused');
    expect((await importFile(world, operator, other, { query: '?account=FR7630004001230000123456705' })).state).toBe('done');
    const next = bytesOf(
      camtText({ message: '053', version: 8 }, [{ ...statement([], 'S2'), iban: 'FR7630004001230000123456705' }]),
    );
    expect((await importFile(world, operator, next)).state).toBe('done');
    expect(told()).toHaveLength(1);
  });
});

describe('each entry counts once', () => {
  const detailed: WrittenBooking = {
    on: '2026-11-12',
    servicerReference: 'SVC-7',
    payments: [
      { amountCents: 120_000, text: 'F2026-0412' },
      { amountCents: 30_000, text: 'F2026-0413' },
    ],
  };
  const summary: WrittenBooking = { ...detailed, payments: [{ amountCents: 150_000, text: 'REMISE' }] };
  const files: Readonly<Record<string, () => Uint8Array>> = {
    '053': () => camt([booked()]),
    '053 under another id': () => camt([booked()], '053', 'S9'),
    '054': () => camt([booked()], '054'),
    CFONB: () => cfonb([booked()]),
    'overlapping period': () => camt([booked(), booked({ amountCents: 7, text: 'AUTRE' }, '2026-11-13')], '053', 'S3'),
  };

  test.each(Object.keys(files).flatMap((first) => Object.keys(files).map((second) => [first, second] as const)))(
    '%s, then %s',
    async (first, second) => {
      for (const name of [first, second, first]) await importFile(world, operator, (files[name] ?? expect.fail())());
      expect(told()).toMatchObject([{ caseId, amountCents: 120_000 }]);
    },
  );

  const event = entry({ account: OURS.iban, key: 'w1', bookedOn: '2026-11-12', counterparty: 'MENUISERIE AUBERT' });

  test.each(['file first', 'webhook first'])(
    'a webhook and a file of the same money, %s; the webhook’s key still undoes it',
    async (order) => {
      const acts = [() => importFile(world, operator, camt([booked()])), () => webhook(event, 'evt_1').then(() => world.drain())];
      for (const act of order === 'file first' ? acts : acts.reverse()) await act();
      expect(told()).toMatchObject([{ caseId, name: 'paymentReceived', amountCents: 120_000 }]);
      await webhook({ ...event, type: 'bank.transaction.deleted' }, 'evt_2');
      await world.drain();
      expect(told().slice(1)).toMatchObject([{ caseId, name: 'paymentReversed' }]);
    },
  );

  test.each(['file first', 'webhook first'])(
    'two invoices of one amount paid by one payer on one day, %s: the second waits for a person, and is not lost',
    async (order) => {
      const other = { ...event, data: { ...event.data, key: 'w2', label: 'VIR SEPA F2026-0413' } };
      const acts = [() => importFile(world, operator, camt([booked()])), () => webhook(other, 'evt_9').then(() => world.drain())];
      for (const act of order === 'file first' ? acts : acts.reverse()) await act();
      const { entries } = (await world.call('GET', '/unmatched', operator)).body;
      expect(entries).toMatchObject([{ amountCents: 120_000, reasons: [expect.stringContaining('sous un autre numéro')] }]);
    },
  );

  test('genuine twins count twice, whatever tells them again', async () => {
    const twin = booked({ amountCents: 60_000 });
    for (const bytes of [camt([twin], '054'), camt([twin, twin]), cfonb([twin, twin])]) await importFile(world, operator, bytes);
    expect(told()).toMatchObject([{ amountCents: 60_000 }, { amountCents: 60_000 }]);
  });

  test.each(['summary first', 'details first'])(
    'a batch and its details, %s: the invoices of the details are paid',
    async (order) => {
      const both = [camt([summary]), camt([detailed], '054')];
      for (const bytes of order === 'summary first' ? both : both.reverse()) await importFile(world, operator, bytes);
      expect(told()).toMatchObject([
        { caseId, amountCents: 120_000 },
        { caseId: 'invoice:c1:inv_2', amountCents: 30_000 },
      ]);
      expect((await world.call('GET', '/unmatched', operator)).body.entries).toEqual([]);
    },
  );

  test('pending is known and settles nothing; it settles once it is booked', async () => {
    expect(await importFile(world, operator, camt([{ ...booked(), pending: true }], '054'))).toMatchObject({
      statements: [{ counts: { pending: 1, fresh: 0 } }],
    });
    expect(told()).toEqual([]);
    await importFile(world, operator, camt([booked()]));
    expect(told()).toMatchObject([{ caseId, amountCents: 120_000 }]);
  });
});

describe('money that goes back', () => {
  const returned = (on = '2026-11-13') => booked({ amountCents: -120_000, returned: true, endToEndId: 'E2E-1' }, on);
  const paid = booked({ endToEndId: 'E2E-1' });
  const names = () => told().map((call) => ('name' in call ? call.name : call.call));

  test.each<[string, () => Uint8Array[]]>([
    ['in one file', () => [camt([paid, returned()])]],
    ['in one CFONB file', () => [cfonb([paid, returned()])]],
    ['in the next file', () => [camt([paid]), camt([returned()], '053', 'S2')]],
    ['in a file that comes before that of the payment', () => [camt([returned()], '053', 'S2'), camt([paid])]],
  ])('%s: what was paid is owed again, and the next transfer pays it', async (_, bytes) => {
    for (const file of bytes()) await importFile(world, operator, file);
    expect(names()).toEqual(['paymentReceived', 'paymentReversed']);
    await importFile(world, operator, camt([booked({ endToEndId: 'E2E-2' }, '2026-11-14')], '053', 'S5'));
    expect(names()).toEqual(['paymentReceived', 'paymentReversed', 'paymentReceived']);
    expect((await world.call('GET', '/unmatched', operator)).body.entries).toEqual([]);
  });

  test('paid, returned and paid again in one file', async () => {
    const file = camt([paid, returned(), booked({ endToEndId: 'E2E-2' }, '2026-11-14')]);
    const counts = { allocated: 2, notPayments: 1, returned: 1 };
    expect(await importFile(world, operator, file)).toMatchObject({ statements: [{ counts }] });
    expect(names()).toEqual(['paymentReceived', 'paymentReversed', 'paymentReceived']);
  });

  test('without an end-to-end id the invoice number tells; two alike payments wait for a human, who says which', async () => {
    const half = booked({ amountCents: 60_000 });
    const back = booked({ amountCents: -60_000, returned: true }, '2026-11-13');
    await importFile(world, operator, camt([half, half, back]));
    expect(names()).toEqual(['paymentReceived', 'paymentReceived']);
    const [waiting] = (await world.call('GET', '/unmatched', operator)).body.entries as { key: string; amountCents: number }[];
    expect(waiting).toMatchObject({ amountCents: -60_000 });
    const [paid] = await world.db.select({ key: allocations.entryKey }).from(allocations).orderBy(allocations.entryKey);
    const path = `/unmatched/${encodeURIComponent(waiting?.key ?? '')}/allocate`;
    expect((await world.call('POST', path, operator, { undoes: 'nothing' })).status).toBe(400);
    expect((await world.call('POST', path, operator, { undoes: paid?.key })).status).toBe(200);
    await world.drain();
    expect(told().at(-1)).toMatchObject({ name: 'paymentReversed', payment: `${paid?.key}#1` });
    expect((await world.call('GET', '/unmatched', operator)).body.entries).toEqual([]);
  });

  test('our own transfer that comes back is no customer', async () => {
    await importFile(world, operator, camt([booked({ returned: true, payer: 'Fournisseur' })]));
    expect(told()).toEqual([]);
    expect(await world.db.select({ verdict: bankEntries.verdict }).from(bankEntries)).toEqual([{ verdict: 'not-a-payment' }]);
  });
});
