import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RecordFacts } from '../../activities/activities.ts';
import { recordActivities } from '../../activities/index.ts';
import { enterRates } from '../../db/rates.ts';
import { inbox } from '../../db/schema.ts';
import type { Fact } from '../../domain/case/fact.ts';
import { openingOf } from '../support/parties.ts';
import { FIRST_UNSHIPPED, testRatesOf } from '../support/test-rates.ts';
import { type Desk, openDesk, planOfKind } from './desk.ts';

const at = '2027-02-01T09:00:00+01:00';
const nowMs = Date.parse(at);
const held: Fact = { type: 'rate-missing', semester: FIRST_UNSHIPPED, at, actor: 'case' };
const paid: Fact = { type: 'payment', id: 'p1', amountCents: 120_000, on: '2027-01-15', at, actor: 'bank' };
const closed: Fact = { type: 'closed', reason: 'paid', at, actor: 'case' };
const reopened: Fact = { type: 'reopened', reason: 'un paiement a été rejeté', at, actor: 'bank' };

let desk: Desk;
let activities: ReturnType<typeof recordActivities>;
beforeAll(async () => {
  desk = await openDesk();
  activities = recordActivities({ db: desk.db, clock: () => nowMs });
});
afterAll(() => desk.db.close());
beforeEach(async () => void (await desk.db.delete(inbox)));

const caseIdOf = (id: string) => `invoice:c1:${id}`;
const told = async () => (await desk.db.select().from(inbox)).map(({ caseId }) => caseId);

async function record(id: string, firstSequence: number, facts: readonly Fact[]) {
  const opening = openingOf('2026-11-22', 10, { id });
  const debtor = { ...opening.debtor, id: 'd-business' };
  const first: Partial<RecordFacts> =
    firstSequence === 1
      ? { opening: { case: { ...opening, debtor }, enteredAt: '2026-11-22T09:00:00+01:00' }, plan: planOfKind('business') }
      : {};
  return activities.recordFacts({ caseId: caseIdOf(id), firstSequence, facts, nextActAt: null, ...first });
}

test('before the semester is entered, a hold is recorded and the late charges are not known', async () => {
  expect((await record('early', 1, [held])).lateChargesCents).toBeNull();
  expect(await told()).toEqual([]);
});

test('after it, the hold that comes too late is told at once, and the late charges are known', async () => {
  expect(await enterRates(desk.db, testRatesOf(FIRST_UNSHIPPED), { actor: 'key:1', at })).toEqual([caseIdOf('early')]);
  await desk.db.delete(inbox);
  const world = await record('late', 1, [held]);
  expect(await told()).toEqual([caseIdOf('late')]);
  expect(world.lateChargesCents).toBeGreaterThan(120_000);
});

test('the same facts recorded twice are told once', async () => {
  await record('late', 1, [held]);
  expect(await told()).toEqual([]);
});

test('a case that was closed when its semester was entered hears it as it opens again', async () => {
  await record('closed', 1, [held, paid, closed]);
  await desk.db.delete(inbox);
  await record('closed', 4, [reopened]);
  expect(await told()).toEqual([caseIdOf('closed')]);
});

test('what the law leaves open is listed from the case and its parties', async () => {
  await record('routes', 1, [paid]);
  expect(await activities.listRoutes({ caseId: caseIdOf('routes'), nowMs })).toEqual([
    expect.stringMatching(/^injonction de payer\u00a0: voie ouverte en droit, \d points à confirmer$/),
    expect.stringMatching(/^recouvrement simplifié/),
    expect.stringMatching(/^référé-provision/),
    expect.stringMatching(/^assignation au fond/),
  ]);
});
