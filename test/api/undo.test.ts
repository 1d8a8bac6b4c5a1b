import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { bankEntries, rememberedPayers } from '../../db/schema.ts';
import { sentenceOf } from '../../domain/case/show/sentences.ts';
import { forgetMoney, type MoneyWorld, moneyWorld } from './importing.ts';
import { created, entry, type World } from './world.ts';

const caseId = 'invoice:c1:inv_1';

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
  await tell('billing', created({ id: 'inv_1', number: 'F2026-0412' }));
  await tell('billing', created({ id: 'inv_2', number: 'F2026-0413' }));
  world.engine.calls.length = 0;
});

const paid = (change: object = {}) => tell('bank', entry({ amountCents: 120_000, label: 'VIR F2026-0412', ...change }));
const undo = (key = 'e1', who = operator) => world.call('POST', `/entries/${key}/undo`, who, {});
const told = () =>
  world.engine.calls.flatMap((call) =>
    call.call === 'signal' && call.name !== 'ring' ? [{ caseId: call.caseId, ...call.payload }] : [],
  );

test('money that a rule placed is taken back: its case hears it, and it waits whole for a person', async () => {
  await paid();
  expect((await undo()).status).toBe(200);
  await world.drain();
  expect(told()).toMatchObject([
    { caseId, id: 'e1#1', amountCents: 120_000 },
    { caseId, payment: 'e1#1', cause: 'undo:e1' },
  ]);
  const { body } = await world.call('GET', '/unmatched', operator);
  expect(body).toMatchObject({ entries: [{ key: 'e1', openCents: 120_000 }] });
  expect((await undo()).status).toBe(409);
});

test('it is given to another case then, under a payment of its own', async () => {
  await paid();
  await undo();
  const to = { allocations: [{ caseId: 'invoice:c1:inv_2', amountCents: 120_000 }] };
  expect((await world.call('POST', '/unmatched/e1/allocate', operator, to)).status).toBe(200);
  await world.drain();
  expect(told().at(-1)).toMatchObject({ caseId: 'invoice:c1:inv_2', id: 'e1#2' });
  const { body } = await world.call('GET', '/entries', operator);
  expect(body).toMatchObject({
    entries: [
      {
        key: 'e1',
        allocations: [
          { invoiceNumber: 'F2026-0412', reversed: true },
          { invoiceNumber: 'F2026-0413', reversed: false },
        ],
      },
    ],
  });
});

test('a payer whose name was kept for the wrong debtor is forgotten with it', async () => {
  await paid({ label: 'VIR', counterparty: 'M DUPOND', amountCents: 77_700 });
  const to = { allocations: [{ caseId, amountCents: 77_700 }] };
  await world.call('POST', '/unmatched/e1/allocate', operator, to);
  expect(await world.db.$count(rememberedPayers)).toBe(1);
  await undo();
  expect(await world.db.$count(rememberedPayers)).toBe(0);
});

test('what the bank took back, what was never placed, and what is another’s, is refused', async () => {
  await paid();
  const { status: strangers } = await undo('e1', await world.key('c2', 'operator'));
  expect(strangers).toBe(404);
  expect((await undo('never')).status).toBe(404);
  expect((await undo('e1', await world.key('c1', 'viewer'))).status).toBe(403);
  await world.db.update(bankEntries).set({ verdict: 'reversed' });
  expect((await undo()).body).toMatchObject({ detail: expect.stringContaining('déjà repris') });
});

test('the timeline does not blame the bank for what a person undid', () => {
  const fact = { type: 'payment-reversed', payment: 'e1#1', at: '2026-11-20T12:00:00+01:00', actor: 'person:1' } as const;
  expect(sentenceOf({ ...fact, cause: 'undo:e1' }, 'EUR')).toBe('Paiement retiré\u00a0: il n’était pas pour cette facture');
  expect(sentenceOf(fact, 'EUR')).toBe('Paiement rejeté par la banque');
});

test('lists go page by page, each entry once', async () => {
  for (let index = 0; index < 5; index += 1)
    await paid({ key: `p${index}`, amountCents: 100 + index, bookedOn: index < 3 ? '2026-11-09' : null });
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const at: string = cursor === null ? '' : `&cursor=${cursor}`;
    const { body } = await world.call('GET', `/entries?limit=2${at}`, operator);
    const page = body as unknown as { entries: { key: string }[]; next: string | null };
    seen.push(...page.entries.map(({ key }) => key));
    cursor = page.next;
  } while (cursor !== null);
  expect(seen).toHaveLength(5);
  expect(new Set(seen).size).toBe(5);
  expect((await world.call('GET', '/entries?cursor=x', operator)).status).toBe(400);
});
