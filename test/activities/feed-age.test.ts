import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isStale, tellIfFresh } from '../../cases/feed-age.ts';
import { moveFeed } from '../../db/bank.ts';
import type { Database } from '../../db/database.ts';
import { inbox } from '../../db/schema.ts';
import { parisInstant } from '../../domain/calendar/paris.ts';
import { type Case, openCase } from '../../domain/case/case.ts';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import { openEmpty } from '../support/databases.ts';
import { creditor, openingOf } from '../support/parties.ts';

const plan = shippedPlans.find(({ id }) => id === 'default-b2b') ?? expect.fail('default-b2b is shipped');
const friday = '2026-11-20';
const noonOf = (on: string) => parisInstant(on, 12 * 3600);
const held: Case = { ...openCase(openingOf(friday, 10), '2026-11-20T08:00:00+01:00'), holds: [{ type: 'feed-stale' }] };

let db: Database;
beforeAll(async () => {
  db = await openEmpty();
});
afterAll(() => db.close());

test('a feed that never spoke is stale', () => expect(isStale(null, plan, noonOf(friday))).toBe(true));

describe('three working days after the last word of the bank', () => {
  beforeAll(() => moveFeed(db, creditor.id, creditor.iban, friday));
  const days: [on: string, stale: boolean][] = [
    ['2026-11-20', false],
    ['2026-11-23', false],
    ['2026-11-25', false],
    ['2026-11-26', true],
  ];
  test.each(days)('%s: stale %s', (on, stale) => expect(isStale(friday, plan, noonOf(on))).toBe(stale));

  test('a case held by the feed after it became fresh is told by its own record, once per moment', async () => {
    await tellIfFresh(db, held, plan, noonOf('2026-11-23'));
    await tellIfFresh(db, held, plan, noonOf('2026-11-23'));
    expect(await db.select({ caseId: inbox.caseId, body: inbox.body }).from(inbox)).toMatchObject([
      { caseId: held.id, body: { signal: 'debtorFact', payload: { type: 'feed-fresh' } } },
    ]);
  });

  test('a feed that is still stale tells nothing', async () => {
    await db.delete(inbox);
    await tellIfFresh(db, held, plan, noonOf('2026-11-27'));
    expect(await db.select().from(inbox)).toEqual([]);
  });
});
