import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { putBack, takeInHand } from '../../cases/hand.ts';
import { caseRowOf } from '../../db/cases.ts';
import { putCreditor } from '../../db/creditors.ts';
import { waysToDebtor } from '../../db/debtor-standing.ts';
import { putDebtor } from '../../db/debtors.ts';
import { messageId } from '../../db/messages.ts';
import { receiveReport } from '../../db/reports.ts';
import { creditorSchema, debtorSchema } from '../../domain/party/party-schema.ts';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import { putCase } from '../api/case-row.ts';
import { openMemory } from '../support/memory.ts';
import { creditor, openingOf, debtor as person } from '../support/parties.ts';
import { leaving, opened } from '../support/written.ts';

const file = join(import.meta.dirname, '..', '..', 'db', 'migrations', '0025_opted_out_of_email.sql');
const [plan] = shippedPlans as [(typeof shippedPlans)[number]];
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

test('what a debtor does not want is so for his other open cases, and for those that come', async () => {
  const db = await openMemory();
  const { creditorId, debtor } = openingOf('2026-11-06', 0);
  const idOf = (id: string) => `invoice:${creditorId}:${id}`;
  const open = (id: string) =>
    opened(db, { opening: { ...openingOf('2026-11-06', 0, { id }), debtor }, plan }, Date.parse(told.at));
  await putCreditor(db, creditorSchema.parse({ ...creditor, id: creditorId }));
  await putDebtor(db, creditorId, debtorSchema.parse({ ...person, id: debtor.id }));
  await open('first');
  await open('second');
  const key = { caseId: idOf('first'), step: 'reminder-5', channel: 'email', sequence: 1 } as const;
  await leaving(db, key, {
    creditorId,
    debtorId: debtor.id,
    channel: 'email',
    template: 'reminder',
    askedCents: 120_000,
    currency: 'EUR',
    contactOn: '2026-11-03',
    documentId: null,
    sha256: null,
  });
  const report = { provider: 'sendgrid', event: 'e1', message: messageId(key), at: told.at };
  for (let twice = 0; twice < 2; twice += 1) await receiveReport(db, { ...report, fact: { type: 'opt-out', channel: 'email' } });
  const contacts = async (...ids: string[]) => {
    await db.transaction(async (tx) => {
      const hands = await takeInHand(tx, ids.map(idOf), Date.parse(told.at));
      for (const dossier of hands.values()) await putBack(tx, dossier, Date.parse(told.at));
    });
    return Promise.all(ids.map(async (id) => (await caseRowOf(db, idOf(id)))?.state.contact.emailStopped));
  };
  expect(await contacts('first', 'second')).toEqual([true, true]);
  await open('third');
  expect(await contacts('third')).toEqual([true]);
  await db.close();
});

test('how a debtor is reached is what any of his cases knows: what he refused, and the last of what came back from an address he still has', async () => {
  const db = await openMemory();
  const debtorId = 'reached';
  const at = (hour: number) => `2026-11-03T${hour}:00:00+01:00`;
  const bounced = { type: 'message-bounced', channel: 'email', actor: 'sendgrid' } as const;
  const { creditorId } = await putCase(db, {
    debtorId,
    invoiceId: 'silent',
    facts: [{ type: 'opt-out', channel: 'sms', ...told }],
  });
  await putCase(db, { debtorId, invoiceId: 'early', facts: [{ ...bounced, at: at(10) }] });
  await putCase(db, { debtorId, invoiceId: 'late', facts: [{ ...bounced, at: at(11) }] });
  const ways = () => waysToDebtor(db, { creditorId, debtorId });
  const [email, sms] = await ways();
  expect(email).toMatchObject({ channel: 'email', stopped: false });
  expect(Date.parse(email?.bouncedAt ?? '')).toBe(Date.parse(at(11)));
  expect(sms).toEqual({ channel: 'sms', stopped: true, bouncedAt: null });
  await db.execute(sql`update cases set state = jsonb_set(state, '{contact,email}', 'true')`);
  expect((await ways())[0]).toEqual({ channel: 'email', stopped: false, bouncedAt: null });
  await db.close();
});
