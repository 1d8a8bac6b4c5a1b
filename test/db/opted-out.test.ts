import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { caseRowOf } from '../../db/cases.ts';
import { putCase } from '../api/case-row.ts';
import { openMemory } from '../support/memory.ts';

const file = join(import.meta.dirname, '..', '..', 'db', 'migrations', '0025_opted_out_of_email.sql');
const told = { at: '2026-11-03T09:00:00+01:00', actor: 'sendgrid' };

test('who had refused e-mails under an earlier release has refused them, also where a correction gave his address back', async () => {
  const db = await openMemory();
  const stopped = await putCase(db, { invoiceId: 'stopped', facts: [{ type: 'opt-out', channel: 'email', ...told }] });
  const silent = await putCase(db, { invoiceId: 'silent', facts: [{ type: 'opt-out', channel: 'sms', ...told }] });
  const back = await putCase(db, { invoiceId: 'back', facts: [{ type: 'message-bounced', channel: 'email', ...told }] });
  await db.execute(sql`update cases set state = state #- '{contact,emailStopped}'`);
  await db.execute(sql`update cases set state = jsonb_set(state, '{contact,email}', 'true') where id = ${stopped.id}`);
  await db.execute(sql.raw(readFileSync(file, 'utf8')));
  const contactOf = async (id: string) => (await caseRowOf(db, id))?.state.contact;
  expect(await contactOf(stopped.id)).toEqual({ email: false, mobile: false, smsStopped: false, emailStopped: true });
  expect(await contactOf(silent.id)).toEqual({ email: true, mobile: false, smsStopped: true, emailStopped: false });
  expect(await contactOf(back.id)).toEqual({ email: false, mobile: false, smsStopped: false, emailStopped: false });
  await db.close();
});
