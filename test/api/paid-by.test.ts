import { afterAll, beforeAll, expect, test } from 'vitest';
import { allocations, rememberedPayers } from '../../db/schema.ts';
import { created, debtorDocument, entry, openWorld, type Secrets, type World } from './world.ts';

const HEAD_OFFICE = 'GROUPE AUBERT HOLDING';
let world: World;
let secrets: Secrets;
let operator: string;
beforeAll(async () => {
  world = await openWorld();
  secrets = await world.creditor('c1');
  operator = await world.key('c1', 'operator');
});
afterAll(() => world.close());

const branch = (id: string, more: object = {}) => ({ ...debtorDocument, id, name: `Agence ${id}`, ...more });
const owes = (id: string, debtor: object, totalCents: number) =>
  world.webhook({
    purpose: 'billing',
    creditorId: 'c1',
    secret: secrets.billing,
    event: created({ id, number: `N-${id}`, totalCents }, debtor),
  });
async function pays(key: string, amountCents: number): Promise<string[]> {
  const event = entry({ key, amountCents, counterparty: HEAD_OFFICE, label: 'VIREMENT' });
  await world.webhook({ purpose: 'bank', creditorId: 'c1', secret: secrets.bank, event });
  await world.drain();
  return (await world.db.select().from(allocations)).filter(({ entryKey }) => entryKey === key).map(({ caseId }) => caseId);
}
const payers = async () =>
  (await world.db.select().from(rememberedPayers)).map((row) => `${row.debtorId} ${row.payer} ${row.decidedBy}`);

test('money of a head office is that of the branch whose balance it is, and waits for a person where two branches owe the same', async () => {
  await owes('a', branch('lyon'), 11_100);
  await world.drain();
  expect(await pays('e1', 11_100)).toEqual([]);
  await owes('b', branch('lyon', { paidBy: [HEAD_OFFICE] }), 22_200);
  await world.drain();
  expect(await payers()).toEqual([`lyon ${HEAD_OFFICE} debtor`]);
  expect(await pays('e2', 22_200)).toEqual(['invoice:c1:b']);
  await owes('c', branch('lille', { paidBy: [HEAD_OFFICE] }), 33_300);
  await world.drain();
  expect(await pays('e3', 33_300)).toEqual(['invoice:c1:c']);
  await owes('d', branch('lille', { paidBy: [HEAD_OFFICE] }), 11_100);
  await world.drain();
  expect(await pays('e4', 11_100)).toEqual([]);
});

test('what is no longer told is forgotten, what a person decided is not', async () => {
  await world.db.insert(rememberedPayers).values({ creditorId: 'c1', payer: 'AUBERT SCI', debtorId: 'lyon', decidedBy: 'key:1' });
  await world.call('PUT', '/debtors/lyon', operator, branch('lyon', { paidBy: ['AUBERT FINANCES'] }));
  await world.call('PUT', '/debtors/lille', operator, branch('lille'));
  expect((await payers()).toSorted()).toEqual(['lyon AUBERT FINANCES debtor', 'lyon AUBERT SCI key:1']);
  expect((await world.call('PUT', '/debtors/lyon', operator, branch('lyon', { paidBy: [''] }))).body.errors).toMatchObject([
    { path: '$.paidBy[0]' },
  ]);
});
