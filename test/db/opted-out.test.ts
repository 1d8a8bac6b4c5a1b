import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Dossier } from '../../cases/dossier.ts';
import { putBack, takeInHand } from '../../cases/hand.ts';
import { caseRowOf } from '../../db/cases.ts';
import { putCreditor } from '../../db/creditors.ts';
import { waysToDebtor } from '../../db/debtor-standing.ts';
import { putDebtor } from '../../db/debtors.ts';
import { messageId } from '../../db/messages.ts';
import { type Report, receiveReport } from '../../db/reports.ts';
import { tellCase } from '../../db/tell-case.ts';
import type { Case } from '../../domain/case/case.ts';
import { creditorSchema, debtorSchema } from '../../domain/party/party-schema.ts';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import { putCase } from '../api/case-row.ts';
import { openEmpty } from '../support/databases.ts';
import { creditor, openingOf, debtor as person } from '../support/parties.ts';
import { leaving, opened } from '../support/written.ts';

const file = join(import.meta.dirname, '..', '..', 'db', 'migrations', '0025_opted_out_of_email.sql');
const [plan] = shippedPlans as [(typeof shippedPlans)[number]];
const told = { at: '2026-11-03T09:00:00+01:00', actor: 'sendgrid' };

test('who had refused e-mails under an earlier release has refused them, also where a correction gave his address back', async () => {
  const db = await openEmpty();
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

/** A debtor with two open cases, of which the first wrote him an e-mail; `known` reads the mail of cases until none is left. */
async function written() {
  const db = await openEmpty();
  const { creditorId, debtor } = openingOf('2026-11-06', 0);
  const idOf = (id: string) => `invoice:${creditorId}:${id}`;
  const open = (id: string) =>
    opened(db, { opening: { ...openingOf('2026-11-06', 0, { id }), debtor }, plan }, Date.parse(told.at));
  const correct = (email: string) => putDebtor(db, creditorId, debtorSchema.parse({ ...person, id: debtor.id, email }));
  await putCreditor(db, creditorSchema.parse({ ...creditor, id: creditorId }));
  await correct('compta@ancienne.example');
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
  const hears = (fact: Report['fact'], event = 'e1') => receiveReport(db, { ...report, event, fact });
  const act = (id: string, fact: (dossier: Dossier) => void) =>
    db.transaction(async (tx) => {
      const dossier = (await takeInHand(tx, [idOf(id)], Date.parse(told.at))).get(idOf(id));
      if (!dossier) throw new Error(`no case ${id}`);
      fact(dossier);
      await putBack(tx, dossier, Date.parse(told.at));
    });
  const known = async (...ids: string[]) => {
    for (let look = 0; look < 2; look += 1) for (const id of ids) await act(id, () => {});
    return Promise.all(ids.map(async (id) => (await caseRowOf(db, idOf(id)))?.state));
  };
  return { db, idOf, open, correct, hears, act, known, debtorName: { creditorId, debtorId: debtor.id } };
}

test('what a debtor does not want is so for his other open cases, and for those that come', async () => {
  const { db, open, hears, known } = await written();
  for (let twice = 0; twice < 2; twice += 1) await hears({ type: 'opt-out', channel: 'email' });
  const stopped = async (...ids: string[]) => (await known(...ids)).map((state) => state?.contact.emailStopped);
  expect(await stopped('first', 'second')).toEqual([true, true]);
  await open('third');
  expect(await stopped('third')).toEqual([true]);
  await db.close();
});

const dead = { type: 'message-bounced', channel: 'email' } as const;
const shown = (state: Case | undefined) => [state?.contact.email, state?.tasks.map(({ kind }) => kind)];

test('an address that came back is dead for all cases of its debtor, and one of them asks a person', async () => {
  const { db, open, hears, known, act } = await written();
  for (let twice = 0; twice < 2; twice += 1) await hears(dead);
  expect((await known('first', 'second')).map(shown)).toEqual([
    [false, ['bounce']],
    [false, []],
  ]);
  await open('third');
  expect((await known('third')).map(shown)).toEqual([[false, []]]);
  const lost = { type: 'channel-left-out', step: 'reminder-5', channel: 'email', reason: 'pas d’e-mail', task: true } as const;
  await act('second', (dossier) => dossier.did(lost));
  expect((await known('second')).map(shown)).toEqual([[false, []]]);
  await act('first', (dossier) => dossier.did({ type: 'closed', reason: 'paid' }));
  expect((await known('second', 'third')).map(shown)).toEqual([
    [false, ['bounce']],
    [false, []],
  ]);
  await act('second', (dossier) => dossier.foundOut({ type: 'contact-changed', email: true }, 'key:1'));
  expect((await known('first', 'second', 'third')).map((state) => [state?.contact.email, state?.tasks.length])).toEqual([
    [true, 0],
    [true, 0],
    [true, 0],
  ]);
  await open('fourth');
  expect((await known('fourth')).map(shown)).toEqual([[true, []]]);
  await db.close();
});

test('what comes back late from an address that was corrected meanwhile silences nobody', async () => {
  const { db, open, correct, hears, known, debtorName } = await written();
  await correct('compta@nouvelle.example');
  await hears(dead);
  await open('third');
  const states = await known('first', 'second', 'third');
  expect(states.map(shown)).toEqual([
    [true, []],
    [true, []],
    [true, []],
  ]);
  expect(states[0]?.bounces).toMatchObject([{ channel: 'email', former: true }]);
  expect((await waysToDebtor(db, debtorName))[0]).toMatchObject({ bouncedAt: null });
  await db.close();
});

test('what kept a message back for a while silences its own case alone', async () => {
  const { db, open, hears, known } = await written();
  await hears({ ...dead, passing: true });
  await open('third');
  expect((await known('first', 'second', 'third')).map(shown)).toEqual([
    [false, ['bounce']],
    [true, []],
    [true, []],
  ]);
  await db.close();
});

test('a correction reaches a case that has not yet read that the address is dead', async () => {
  const { db, hears, known, act } = await written();
  await hears(dead);
  await act('first', () => {});
  await act('first', (dossier) => dossier.foundOut({ type: 'contact-changed', email: true }, 'key:1'));
  expect((await known('second')).map(shown)).toEqual([[true, []]]);
  await db.close();
});

test('a case that opens again learns what came back while it was closed', async () => {
  const { db, idOf, hears, known, act } = await written();
  await act('second', (dossier) => dossier.did({ type: 'closed', reason: 'paid' }));
  await hears(dead);
  expect((await known('second')).map(shown)).toEqual([[true, []]]);
  await known('first');
  const payment = { type: 'payment', id: 'p', amountCents: 500, at: told.at, actor: 'bank' } as const;
  await tellCase(db, { caseId: idOf('second'), fact: payment });
  expect((await known('second')).map(shown)).toEqual([[false, []]]);
  await db.close();
});

test('an address that comes back to a closed case is asked for by an open one, and an invoice to come asks where none is', async () => {
  const { db, open, hears, known, act } = await written();
  await act('first', (dossier) => dossier.did({ type: 'closed', reason: 'paid' }));
  await hears(dead);
  expect((await known('first', 'second')).map(shown)).toEqual([
    [false, []],
    [false, ['bounce']],
  ]);
  await act('second', (dossier) => dossier.did({ type: 'closed', reason: 'paid' }));
  await open('third');
  expect((await known('third')).map(shown)).toEqual([[false, ['bounce']]]);
  await db.close();
});

test('how a debtor is reached is what any of his cases knows: what he refused, and the last of what came back from an address he still has', async () => {
  const db = await openEmpty();
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
