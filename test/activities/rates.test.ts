import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { enterRates } from '../../db/rates.ts';
import { inbox } from '../../db/schema.ts';
import { storedCase } from '../../db/stored-cases.ts';
import type { Case } from '../../domain/case/case.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { routeLines } from '../../domain/routes/routes-of-case.ts';
import { routesOfLiveCase } from '../../words/routes.ts';
import { openingOf } from '../support/parties.ts';
import { FIRST_UNSHIPPED, testRatesOf } from '../support/test-rates.ts';
import { opened, written } from '../support/written.ts';
import { type Desk, openDesk, planOfKind } from './desk.ts';

const at = '2027-02-01T09:00:00+01:00';
const nowMs = Date.parse(at);
const held: Fact = { type: 'rate-missing', semester: FIRST_UNSHIPPED, at, actor: 'case' };
const paid: Fact = { type: 'payment', id: 'p1', amountCents: 120_000, on: '2027-01-15', at, actor: 'bank' };
const closed: Fact = { type: 'closed', reason: 'paid', at, actor: 'case' };
const reopened: Fact = { type: 'reopened', reason: 'un paiement a été rejeté', at, actor: 'bank' };

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.close());
beforeEach(async () => void (await desk.db.delete(inbox)));

const caseIdOf = (id: string) => `invoice:c1:${id}`;
const told = async () => (await desk.db.select().from(inbox)).map(({ caseId }) => caseId);

async function open(id: string): Promise<void> {
  const opening = openingOf('2026-11-22', 10, { id });
  const debtor = { ...opening.debtor, id: 'd-business' };
  await opened(
    desk.db,
    { opening: { ...opening, debtor }, plan: planOfKind('business') },
    Date.parse('2026-11-22T09:00:00+01:00'),
  );
}

const record = (id: string, facts: readonly Fact[], atMs = nowMs) => written(desk.db, caseIdOf(id), facts, atMs);

test('before the semester is entered, a hold is recorded and the figures stop on the last day that is known', async () => {
  await open('early');
  const lastKnown = await record('early', [], Date.parse('2026-12-31T12:00:00+01:00'));
  expect((await record('early', [held])).claim).toEqual({ ...lastKnown.claim, asOf: '2027-02-01', status: 'rate-missing' });
  expect(await told()).toEqual([]);
});

test('after it, the hold that comes too late is told at once, and the figures are known', async () => {
  expect(await enterRates(desk.db, testRatesOf(FIRST_UNSHIPPED), { actor: 'key:1', at })).toEqual([caseIdOf('early')]);
  await desk.db.delete(inbox);
  await open('late');
  const { claim } = await record('late', [held]);
  expect(await told()).toEqual([caseIdOf('late')]);
  expect(claim?.totalCents).toBeGreaterThan(120_000);
});

test('a case that was closed when its semester was entered hears it as it opens again', async () => {
  await open('closed');
  await record('closed', [held, paid, closed]);
  await desk.db.delete(inbox);
  await record('closed', [reopened], nowMs + 60_000);
  expect(await told()).toEqual([caseIdOf('closed')]);
});

test('what the law leaves open is listed from the case and its parties', async () => {
  await open('routes');
  const { routes } = await routesOfLiveCase(desk.db, (await storedCase(desk.db, caseIdOf('routes')))?.case as Case, '2027-02-01');
  expect(routeLines(routes)).toEqual([
    expect.stringMatching(/^injonction de payer\u00a0: voie ouverte en droit, \d points à confirmer$/),
    expect.stringMatching(/^recouvrement simplifié/),
    expect.stringMatching(/^référé-provision/),
    expect.stringMatching(/^assignation au fond/),
  ]);
});
