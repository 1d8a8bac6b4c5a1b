import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bringForward } from '../../cases/bring-forward.ts';
import { openDossier } from '../../cases/open.ts';
import { putCreditor } from '../../db/creditors.ts';
import type { Database } from '../../db/database.ts';
import { putDebtor } from '../../db/debtors.ts';
import { cases, inbox } from '../../db/schema.ts';
import { addDays } from '../../domain/calendar/civil-date.ts';
import { parisDay } from '../../domain/calendar/paris.ts';
import { creditorSchema, debtorSchema } from '../../domain/party/party-schema.ts';
import { parsePlan } from '../../domain/plan/plan-document.ts';
import { aheadText } from '../../run/migrate.ts';
import { openEmpty } from '../support/databases.ts';
import { creditor, debtor, openingOf } from '../support/parties.ts';

/** The product sleeps by the clock of its database. */
const NOW_MS = Date.now();
const plan = (delay: string) =>
  parsePlan({
    id: 'slow',
    version: 1,
    name: 'Lent',
    steps: [{ id: 'r', act: 'message', anchor: 'after-due', delay, channels: ['email'], template: 'reminder' }],
  });
let db: Database;
beforeAll(async () => {
  db = await openEmpty();
  await putCreditor(db, creditorSchema.parse(creditor));
  await putDebtor(db, creditor.id, debtorSchema.parse(debtor));
});
afterAll(() => db.close());

const ids = Array.from({ length: 53 }, (_, index) => `f${String(index).padStart(3, '0')}`);
const caseOf = (id: string) => `invoice:${creditor.id}:${id}`;
const rung = async () =>
  (await db.select().from(inbox)).map(({ eventId, kind }) => [kind, eventId.split(':').slice(0, 4).join(':')]);

test('a release that has a sleeping case act earlier rings it, once, and says so before; whoever sleeps rightly sleeps on', async () => {
  for (const id of ids) {
    const opening = openingOf(addDays(parisDay(NOW_MS), -1), 30, { id });
    await openDossier(db, { opening, plan: plan('P40D'), actor: 'billing' }, NOW_MS);
  }
  expect(await bringForward(db, NOW_MS)).toEqual({ asleep: 53, forward: [], unread: [] });
  expect(await rung()).toEqual([]);
  for (const id of ['f000', 'f051'])
    await db
      .update(cases)
      .set({ plan: plan('P3D') })
      .where(eq(cases.id, caseOf(id)));
  await db
    .update(cases)
    .set({ plan: plan('P60D') })
    .where(eq(cases.id, caseOf('f001')));
  await db
    .update(cases)
    .set({ state: sql`jsonb_set(state, '{invoice,dueOn}', '"garbage"')` })
    .where(eq(cases.id, caseOf('f002')));
  const dry = await bringForward(db, NOW_MS, true);
  expect(dry).toMatchObject({
    asleep: 53,
    forward: [{ caseId: caseOf('f000') }, { caseId: caseOf('f051') }],
    unread: [caseOf('f002')],
  });
  expect(aheadText(dry, true).join('\n')).toMatch(/2 seraient réveillés[\s\S]*f000[\s\S]* au lieu de [\s\S]*f002/);
  expect(await rung()).toEqual([]);
  for (const _twice of [1, 2]) await bringForward(db, NOW_MS);
  expect(await rung()).toEqual([
    ['ring', `forward:${caseOf('f000')}`],
    ['ring', `forward:${caseOf('f051')}`],
  ]);
});
