import { afterAll, beforeAll, expect, test } from 'vitest';
import { approvedContent } from '../../activities/approved-content.ts';
import { putCreditor } from '../../db/creditors.ts';
import type { Database } from '../../db/database.ts';
import { putDebtor } from '../../db/debtors.ts';
import { storedCase } from '../../db/stored-cases.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { creditorSchema, debtorSchema } from '../../domain/party/party-schema.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import { openEmpty } from '../support/databases.ts';
import { creditor, debtor, openingOf } from '../support/parties.ts';
import { opened, written } from '../support/written.ts';

const at = '2026-11-20T10:00:00+01:00';
const NOW_MS = Date.parse(at);
const [shipped] = shippedPlans;
let db: Database;

beforeAll(async () => {
  db = await openEmpty();
  await putCreditor(db, creditorSchema.parse(creditor));
  await putDebtor(db, 'c1', debtorSchema.parse({ ...debtor, id: 'd-own' }));
});
afterAll(() => db.close());

async function invoiced(id: string, dueOn: string, plan: Plan): Promise<void> {
  const opening = openingOf(dueOn, 0, { id });
  await opened(db, { opening: { ...opening, debtor: { ...opening.debtor, id: 'd-own' } }, plan }, NOW_MS);
}

async function contentFor(id: string): Promise<string> {
  const live = await storedCase(db, `invoice:c1:${id}`);
  return live ? approvedContent(db, live, 'formal-notice', NOW_MS) : expect.fail('a case');
}

const pay = (id: string, cents: number) => {
  const paid: Fact = { type: 'payment', id: `p-${id}-${cents}`, amountCents: cents, on: '2026-11-19', at, actor: 'bank' };
  return written(db, `invoice:c1:${id}`, [paid], NOW_MS);
};

test('the notice that speaks for all invoices of a debtor is approved with all of them: what changes in one is asked again', async () => {
  if (!shipped) throw new Error('no plan is shipped');
  const together: Plan = { ...shipped, together: 'debtor' };
  for (const id of ['a1', 'a2']) await invoiced(id, '2026-09-01', together);
  const first = await contentFor('a1');
  expect(await contentFor('a1')).toBe(first);
  await pay('a2', 10_000);
  const paid = await contentFor('a1');
  expect(paid).not.toBe(first);
  await invoiced('a3', '2026-09-02', together);
  const joined = await contentFor('a1');
  expect(joined).not.toBe(paid);
  await invoiced('a4', '2027-01-01', together);
  expect(await contentFor('a1')).toBe(joined);
});

test('a notice of its own invoice alone does not care for the others', async () => {
  if (!shipped) throw new Error('no plan is shipped');
  for (const id of ['b1', 'b2']) await invoiced(id, '2026-09-01', shipped);
  const first = await contentFor('b1');
  await pay('b2', 10_000);
  expect(await contentFor('b1')).toBe(first);
});

test('what a letter costs to post is no part of what is approved: who says it is not asked again', async () => {
  if (!shipped) throw new Error('no plan is shipped');
  await invoiced('c1', '2026-09-01', shipped);
  const first = await contentFor('c1');
  await putCreditor(db, creditorSchema.parse({ ...creditor, postage: { registeredLetterCents: 642, letterCents: 152 } }));
  expect(await contentFor('c1')).toBe(first);
  await putCreditor(db, creditorSchema.parse({ ...creditor, phone: '+33388000001' }));
  expect(await contentFor('c1')).not.toBe(first);
});
