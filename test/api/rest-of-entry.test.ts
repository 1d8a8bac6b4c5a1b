import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { putCase } from './case-row.ts';
import { forgetMoney, type MoneyWorld, moneyWorld } from './importing.ts';
import { created, entry, type World } from './world.ts';

let world: World;
let operator: string;
let tell: MoneyWorld['tell'];
beforeAll(async () => {
  ({ world, tell, operator } = await moneyWorld('2026-11-20T12:00:00+01:00'));
});
afterAll(() => world.close());
beforeEach(() => forgetMoney(world));

interface Candidate {
  readonly invoiceNumber: string;
  readonly amountCents: number;
  readonly reasons: readonly string[];
  readonly borneOut: boolean;
}

const candidates = async () =>
  ((await world.call('GET', '/unmatched/e1/candidates', operator)).body as unknown as { candidates: Candidate[] }).candidates;
const opened = (id: string, totalCents: number) => tell('billing', created({ id, number: id, totalCents, vatCents: 0 }));
const place = (invoice: string, amountCents: number) =>
  world.call('POST', '/unmatched/e1/allocate', operator, { allocations: [{ caseId: `invoice:c1:${invoice}`, amountCents }] });

test('of an entry that was placed in part, what is left is offered to whom it settles, and to whom it went before', async () => {
  await tell('bank', entry({ amountCents: 124_850, counterparty: undefined, label: 'VIREMENT' }));
  await opened('PART', 124_850);
  await opened('WHOLE', 124_851);
  expect((await place('WHOLE', 100_000)).status).toBe(200);
  const [best, ...others] = await candidates();
  expect(best).toMatchObject({ invoiceNumber: 'WHOLE', amountCents: 24_850, borneOut: true });
  expect(best?.reasons).toContain('a déjà reçu une part de cette écriture');
  expect(others.flatMap(({ reasons }) => reasons)).not.toContain('montant égal au solde');
});

test('money that waits is told beside the invoice that it may well pay: by what it writes or who paid, else by the exact amount', async () => {
  for (const [id, totalCents] of Object.entries({ EXACT: 124_850, '4877': 300_000, OTHER: 500_000 })) {
    await opened(id, totalCents);
    await putCase(world.db, { invoiceId: id, number: id, totalCents });
  }
  const from = { counterparty: undefined, label: 'VIREMENT' };
  await tell('bank', entry({ key: 'e1', amountCents: 124_850, bookedOn: '2026-11-18', ...from }));
  await tell('bank', entry({ key: 'e2', amountCents: 124_850, bookedOn: '2026-11-19', ...from, label: 'FACTURE 4877' }));
  await tell('bank', entry({ key: 'e3', amountCents: 77_700, bookedOn: '2026-11-19', ...from }));
  const likely = async (id: string) =>
    (await world.call('GET', `/cases/${encodeURIComponent(`invoice:c1:${id}`)}/likely-money`, operator)).body;
  const waits = { openCents: 124_850, currency: 'EUR' };
  expect(await likely('EXACT')).toEqual({ entry: { key: 'e1', bookedOn: '2026-11-18', ...waits } });
  expect(await likely('4877')).toEqual({ entry: { key: 'e2', bookedOn: '2026-11-19', ...waits } });
  expect(await likely('OTHER')).toEqual({ entry: null });
});

test('an invoice of which exactly that is left says so', async () => {
  await tell('bank', entry({ amountCents: 124_850, counterparty: undefined, label: 'VIREMENT' }));
  await opened('FIRST', 124_860);
  await opened('OTHER', 24_850);
  await place('FIRST', 100_000);
  const found = await candidates();
  expect(found.map(({ invoiceNumber, amountCents }) => [invoiceNumber, amountCents])).toEqual([
    ['FIRST', 24_850],
    ['OTHER', 24_850],
  ]);
  expect(found[1]?.reasons).toEqual(['montant égal au solde']);
  expect(found[1]?.borneOut).toBe(false);
});

test('what was taken back from an invoice says nothing for it', async () => {
  await tell('bank', entry({ amountCents: 124_850, counterparty: undefined, label: 'VIREMENT' }));
  await opened('BACK', 200_000);
  await place('BACK', 100_000);
  expect((await world.call('POST', '/entries/e1/undo', operator, {})).status).toBe(200);
  expect(await candidates()).toEqual([]);
});
