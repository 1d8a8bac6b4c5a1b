import { afterAll, beforeAll, expect, test } from 'vitest';
import { caseActivities } from '../../activities/index.ts';
import type { TypedActs } from '../../activities/record.ts';
import { putCreditor } from '../../db/creditors.ts';
import type { Database } from '../../db/database.ts';
import { putDebtor } from '../../db/debtors.ts';
import { evidenceOf } from '../../db/evidence.ts';
import { type ActName, actNames, acts } from '../../domain/case/acts/index.ts';
import { creditorSchema, debtorSchema } from '../../domain/party/party-schema.ts';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import { openEmpty } from '../support/databases.ts';
import { creditor, debtor, openingOf } from '../support/parties.ts';
import { opened } from '../support/written.ts';

const NOW_MS = Date.parse('2026-11-20T10:00:00+01:00');
const [plan] = shippedPlans;
let db: Database;

beforeAll(async () => {
  db = await openEmpty();
  await putCreditor(db, creditorSchema.parse(creditor));
});
afterAll(() => db.close());

/** What somebody who opened the engine's own screen typed into a fresh case; answers with what came of it, what the case does by itself left out. */
async function typedInto(id: string, name: ActName, typed: TypedActs) {
  if (!plan) throw new Error('no plan is shipped');
  const opening = openingOf('2026-11-06', 0, { id });
  await putDebtor(db, 'c1', debtorSchema.parse({ ...debtor, id: opening.debtor.id }));
  await opened(db, { opening, plan }, NOW_MS);
  const bell = { id: `typed:${name}:1`, name, typed: acts[name].sample as Readonly<Record<string, unknown>> };
  const caseId = `invoice:c1:${id}`;
  const { answers } = await caseActivities({ db, clock: () => NOW_MS, typed }).record({
    caseId,
    run: 1,
    nowMs: NOW_MS,
    isLong: false,
    bells: [bell],
  });
  const told = (await evidenceOf(db, caseId)).filter(({ actor }) => actor !== 'case');
  const facts = told.map(({ type, actor }) => ({ type, actor }));
  return { answer: JSON.stringify(answers[bell.id]), facts };
}

const NOBODY = 'ici, personne n’est connu';
/** Stops, resumes and notes; all else approves, waives, moves money, weighs in law or changes an address. */
const mayBeTyped: readonly string[] = [
  'pause',
  'resume',
  'openDispute',
  'resolveDispute',
  'recordPromise',
  'recordCallResult',
  'actNow',
  'skipStep',
  'changePlan',
  'close',
];

test.each(actNames.filter((name) => !mayBeTyped.includes(name)))(
  '%s is refused to whom nobody knows, and changes nothing',
  async (name) => {
    const { answer, facts } = await typedInto(name, name, 'harmless');
    expect(answer).toContain(NOBODY);
    expect(facts).toHaveLength(1);
  },
);

test.each(actNames.filter((name) => mayBeTyped.includes(name)))(
  '%s is heard, as what was typed into the screen of the engine',
  async (name) => {
    const { answer, facts } = await typedInto(name, name, 'harmless');
    expect(answer).not.toContain(NOBODY);
    for (const { actor } of facts.slice(1)) expect(actor).toBe('écran du moteur');
  },
);

test('no approver’s act may be typed, and beside an engine of one’s own none at all', async () => {
  expect(mayBeTyped.filter((name) => acts[name as ActName].mayAct === 'approver')).toEqual([]);
  expect(await typedInto('own', 'pause', 'refused')).toMatchObject({
    answer: expect.stringContaining(NOBODY),
    facts: [{ type: 'opened' }],
  });
});
