import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { purge } from '../../db/retention.ts';
import { allocations, bankEntries } from '../../db/schema.ts';
import { camtText } from '../domain/statement/write-camt.ts';
import type { WrittenPayment } from '../domain/statement/write-statement.ts';
import { forgetMoney, importFile, type MoneyWorld, moneyWorld, OURS } from './importing.ts';
import { created, entry, type World } from './world.ts';

let world: World;
let operator: string;
let tell: MoneyWorld['tell'];
beforeAll(async () => {
  ({ world, tell, operator } = await moneyWorld('2026-11-20T12:00:00+01:00'));
  await world.creditor('c2');
});
afterAll(() => world.close());
beforeEach(async () => {
  await forgetMoney(world);
  await tell('bank', entry({ label: 'TRESOR PUBLIC F2026-0412', counterparty: 'DGFIP' }));
});

const opened = () => tell('billing', created({ id: 'inv_1', number: 'F2026-0412' }));
const post = (path: string, body: object = {}, who = operator) => world.call('POST', path, who, body);
const notOurs = (reason = 'remboursement de TVA', who = operator) => post('/unmatched/e1/not-ours', { reason }, who);
const waitAgain = (who = operator) => post('/unmatched/e1/wait-again', {}, who);
const allocate = (amountCents: number) =>
  post('/unmatched/e1/allocate', { allocations: [{ caseId: 'invoice:c1:inv_1', amountCents }] });
const waiting = async () =>
  ((await world.call('GET', '/unmatched', operator)).body as unknown as { entries: { key: string; openCents: number }[] })
    .entries;
const aside = async () =>
  ((await world.call('GET', '/entries?state=not-ours', operator)).body as unknown as { entries: object[] }).entries;
const rowOf = async () => (await world.db.select().from(bankEntries))[0];

test('money that is none of ours waits for nobody: why, who and when is written, and no later invoice takes it', async () => {
  expect((await notOurs()).body).toEqual({ entryKey: 'e1', reason: 'remboursement de TVA' });
  await opened();
  expect(await waiting()).toEqual([]);
  expect(await aside()).toMatchObject([
    {
      key: 'e1',
      asideCents: 120_000,
      aside: { reason: 'remboursement de TVA', at: expect.stringContaining('2026-11-20'), actor: expect.stringMatching(/^key:/) },
      allocations: [],
    },
  ]);
});

test('it waits again as it did, and then an invoice that opens takes it', async () => {
  const before = await rowOf();
  await notOurs();
  expect((await waitAgain()).status).toBe(200);
  expect(await aside()).toEqual([]);
  expect(await rowOf()).toMatchObject({ verdict: 'unmatched', openCents: 120_000, aside: null });
  expect(await rowOf()).toMatchObject({ reasons: [...(before?.reasons ?? []), expect.stringMatching(ASIDE)] });
  expect((await rowOf())?.reasons.join()).not.toContain('TVA');
  expect((await waitAgain()).body).toMatchObject({ detail: 'Cette écriture n’est pas hors factures.' });
  await opened();
  expect(await rowOf()).toMatchObject({ verdict: 'allocated' });
});

const ASIDE = /^mise hors factures par key:\d+ le 20\/11\/2026 .*, remise à rapprocher par key:\d+$/;

test('it is placed at once where its invoice opened meanwhile and it settles that to the cent', async () => {
  await notOurs();
  await opened();
  await waitAgain();
  const reasons = [expect.stringContaining('F2026-0412'), expect.stringMatching(ASIDE)];
  expect(await rowOf()).toMatchObject({ verdict: 'allocated', openCents: 0, reasons: expect.arrayContaining(reasons) });
  expect(await world.db.$count(allocations)).toBe(1);
});

test('where it does not, it says why as things are now', async () => {
  expect((await rowOf())?.reasons).toEqual(['aucune facture ouverte ne correspond']);
  await notOurs();
  await tell('billing', created({ id: 'inv_1', number: 'F2026-0412', totalCents: 130_000 }));
  await waitAgain();
  expect(await rowOf()).toMatchObject({ verdict: 'unmatched', openCents: 120_000 });
  expect((await rowOf())?.reasons).toEqual([
    expect.stringContaining('F2026-0412'),
    'paiement partiel\u00a0: il reste 100,00\u00a0€',
    expect.stringMatching(ASIDE),
  ]);
});

test('what a person took back from an invoice is his to place, though it was none of ours meanwhile', async () => {
  await opened();
  await allocate(120_000);
  await post('/entries/e1/undo');
  await notOurs();
  await waitAgain();
  expect(await rowOf()).toMatchObject({ verdict: 'unmatched', openCents: 120_000 });
});

test('a returned payment is never none of ours: it is given to the payment that it undoes', async () => {
  await opened();
  await tell('bank', entry({ key: 'r1', amountCents: -70_000, reversal: true, label: 'REJET', endToEndId: 'Z-1' }));
  const refused = await post('/unmatched/r1/not-ours', { reason: 'inconnu' });
  expect([refused.status, refused.body.detail]).toEqual([
    409,
    expect.stringContaining('rattachez-la au paiement qu’elle annule'),
  ]);
  expect((await waiting()).map(({ key }) => key)).toContain('r1');
});

describe('a summary that was none of ours', () => {
  const told = (message: '053' | '054', id: string, payments: readonly WrittenPayment[]) => {
    const statement = { ...OURS, id, openingOn: '2026-11-09', openingCents: 0, bookings: [{ on: '2026-11-10', payments }] };
    return importFile(world, operator, new TextEncoder().encode(camtText({ message, version: 8 }, [statement])));
  };
  const details: WrittenPayment[] = [
    { amountCents: 50_000, payer: 'X', text: 'F2026-0413' },
    { amountCents: 70_000, payer: 'Y', text: 'F2026-0414' },
  ];
  const rows = () => world.db.select().from(bankEntries).orderBy(bankEntries.amountCents);
  beforeEach(async () => {
    await world.db.delete(bankEntries);
    await tell('billing', created({ id: 'inv_2', number: 'F2026-0413', totalCents: 50_000, vatCents: 0 }));
    await tell('billing', created({ id: 'inv_3', number: 'F2026-0414', totalCents: 70_000, vatCents: 0 }));
    await told('053', 'S1', [{ amountCents: 120_000 }]);
  });

  test.each([false, true])('gives way to its details which find their invoices (put aside: %s)', async (isAside) => {
    const [summary] = await rows();
    if (isAside) await post(`/unmatched/${encodeURIComponent(summary?.key ?? '')}/not-ours`, { reason: 'remise de cartes' });
    await told('054', 'S2', details);
    expect((await rows()).map(({ verdict, aside: kept }) => [verdict, kept])).toEqual([
      ['allocated', null],
      ['allocated', null],
      ['repeated', null],
    ]);
    const told054 = 'dite autrement par un autre relevé';
    const reasons = isAside ? [told054, expect.stringMatching(/^mise hors factures par key:\d+ le 20\/11\/2026/)] : [told054];
    expect((await rows()).at(-1)).toMatchObject({ key: summary?.key, openCents: 0, reasons });
    expect(await world.db.$count(allocations)).toBe(2);
  });

  test('stays so beside details that find none', async () => {
    const [summary] = await rows();
    await post(`/unmatched/${encodeURIComponent(summary?.key ?? '')}/not-ours`, { reason: 'remise de cartes' });
    await told('054', 'S2', [
      { amountCents: 50_000, payer: 'X', text: 'A' },
      { amountCents: 70_000, payer: 'Y', text: 'B' },
    ]);
    expect(await rows()).toMatchObject([{ verdict: 'not-ours', aside: { reason: 'remise de cartes' } }]);
  });
});

test('of two hands the later is refused in words, and told the way back', async () => {
  await notOurs();
  await tell('billing', created({ id: 'inv_1', number: 'F2026-0412', totalCents: 130_000 }));
  const refused = await allocate(120_000);
  expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('remettez-la d’abord à rapprocher')]);
  expect((await post('/entries/e1/undo')).status).toBe(409);
  await waitAgain();
  expect((await allocate(120_000)).status).toBe(200);
  const late = await notOurs();
  expect([late.status, late.body.detail]).toEqual([409, expect.stringContaining('elle en a une, défaites-la d’abord')]);
});

test('an entry that waits is read by its key; one that does not, or that is of somebody else, is not', async () => {
  const read = (who = operator) => world.call('GET', '/unmatched/e1', who);
  expect((await read()).body).toEqual((await waiting())[0]);
  expect((await read(await world.key('c2', 'viewer'))).status).toBe(404);
  await notOurs();
  expect((await read()).status).toBe(404);
});

test('what is left of money that was placed in part may be none of ours', async () => {
  await opened();
  await world.db.update(bankEntries).set({ verdict: 'unmatched', openCents: 20_000 });
  expect((await notOurs('caution')).status).toBe(200);
  expect(await aside()).toMatchObject([{ amountCents: 120_000, asideCents: 20_000 }]);
  await waitAgain();
  expect(await waiting()).toMatchObject([{ openCents: 20_000 }]);
});

test('the bank takes back what was none of ours as any other money, by its return too', async () => {
  await notOurs();
  await tell('bank', entry({ label: 'TRESOR PUBLIC F2026-0412' }, 'bank.transaction.reversed'));
  expect(await rowOf()).toMatchObject({ verdict: 'reversed', openCents: 0, aside: null });
  await tell('bank', entry({ key: 'e2', amountCents: 5_000, label: 'ERREUR', endToEndId: 'X-1' }));
  await post('/unmatched/e2/not-ours', { reason: 'erreur de la banque' });
  await tell('bank', entry({ key: 'e3', amountCents: -5_000, reversal: true, label: 'REJET', endToEndId: 'X-1' }));
  expect(await waiting()).toEqual([]);
});

test('the same money told again does not wait again', async () => {
  await notOurs();
  await tell('bank', entry({ label: 'TRESOR PUBLIC F2026-0412', counterparty: 'DGFIP' }));
  expect(await waiting()).toEqual([]);
  expect(await world.db.$count(bankEntries)).toBe(1);
});

test('a reason is needed, an operator, and an entry of one’s own creditor', async () => {
  for (const reason of ['', '   ', 'x'.repeat(201)]) expect((await notOurs(reason)).status).toBe(400);
  const [viewer, stranger] = [await world.key('c1', 'viewer'), await world.key('c2', 'operator')];
  expect([(await notOurs('x', viewer)).status, (await waitAgain(viewer)).status]).toEqual([403, 403]);
  expect([(await notOurs('x', stranger)).status, (await waitAgain(stranger)).status]).toEqual([404, 404]);
});

test('the reason goes with the words of the entry once the books are no longer kept', async () => {
  await notOurs();
  await purge(world.db, '2099-01-01T00:00:00+01:00');
  expect(await rowOf()).toMatchObject({ verdict: 'not-ours', aside: { reason: null } });
});
