import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { approvedContent } from '../../activities/approved-content.ts';
import type { SendOutcome } from '../../activities/ports/outcome.ts';
import { putCreditor } from '../../db/creditors.ts';
import { putDebtor } from '../../db/debtors.ts';
import { evidenceOf } from '../../db/evidence.ts';
import { answersTo, receiveEvent } from '../../db/inbox.ts';
import { cases, messages } from '../../db/schema.ts';
import { heldBy, holdSends, releaseSends } from '../../db/sending-holds.ts';
import { lockCases } from '../../db/stored-cases.ts';
import { tellCase } from '../../db/tell-case.ts';
import { creditorSchema, debtorSchema } from '../../domain/party/party-schema.ts';
import { putCase } from '../api/case-row.ts';
import { giveLogo, png } from '../support/logo.ts';
import { creditor, debtor } from '../support/parties.ts';
import { createSendingWorld, type SendingTrial, type SendingWorld } from '../support/sending.ts';

/** A minute after the trials began. */
const APPROVED_MS = Date.parse('2026-11-16T10:01:00+01:00');

let world: SendingWorld;
beforeAll(async () => {
  world = await createSendingWorld();
});
afterAll(() => world.end());

const typesOf = async ({ db, caseId }: SendingTrial) => (await evidenceOf(db, caseId)).map(({ type }) => type);

describe('what is accepted while the message is composed', () => {
  const at = '2026-11-16T10:00:30+01:00';
  test.each([
    ['a payment', { type: 'payment', id: 'p1', amountCents: 120_000, at, actor: 'bank' }],
    ['a credit note', { type: 'credit-note', id: 'a1', amountCents: 120_000, at, actor: 'billing' }],
    ['a cancellation', { type: 'invoice-cancelled', at, actor: 'billing' }],
    ['a pause', { type: 'pause', at, actor: 'billing' }],
  ] as const)('%s: it does not leave', async (what, fact) => {
    let accepted = false;
    const meanwhile = async () => {
      if (!accepted) await tellCase(world.db, { caseId: sending.caseId, fact });
      accepted = true;
    };
    const sending = await world.begin(`meanwhile-${what.replaceAll(' ', '-')}`, { meanwhile });
    await sending.ask();
    expect(sending.courier.asked).toEqual([]);
    expect(await typesOf(sending)).toEqual(['opened', fact.type, ...(fact.type === 'pause' ? [] : ['closed'])]);
    expect(await sending.row()).toBeUndefined();
  });

  test('a payment in part: what was written does not leave, its thanks are next', async () => {
    let accepted = false;
    const fact = { type: 'payment', id: 'p1', amountCents: 20_000, at, actor: 'bank' } as const;
    const meanwhile = async () => {
      if (!accepted) await tellCase(world.db, { caseId: sending.caseId, fact });
      accepted = true;
    };
    const sending = await world.begin('meanwhile-in-part', { meanwhile });
    await sending.ask();
    expect([await typesOf(sending), sending.courier.asked]).toEqual([['opened', 'payment'], []]);
    sending.act = { do: 'send-note', note: 'payment:p1', template: 'partial-payment-thanks' };
    expect(await sending.send()).toMatchObject({ outcome: 'sent', template: 'partial-payment-thanks', askedCents: null });
    expect(sending.courier.asked).toHaveLength(1);
  });
});

test('an act that the gate reads and that is refused is answered, though the message leaves', async () => {
  const told = { act: 'resolveDispute', payload: { outcome: 'upheld', requestId: 'r' }, at: '2026-11-16T10:00:30+01:00' };
  const meanwhile = async () => {
    const { caseId, creditorId } = sending;
    await receiveEvent(world.db, { eventId: 'act:refused', creditorId, caseId, lane: caseId, kind: 'act', body: told });
  };
  const sending = await world.begin('refused-meanwhile', { meanwhile });
  expect(await sending.send()).toMatchObject({ outcome: 'sent' });
  expect(await answersTo(world.db, ['act:refused'])).toMatchObject({
    'act:refused': { refused: expect.stringContaining('litige') },
  });
});

describe('an attempt that outlived its time', () => {
  /** A provider whose first call is frozen before it takes anything, and goes on when it is thawed. */
  const frozen = () => {
    const taken: string[] = [];
    let [thaw, isCalled]: [() => void, () => void] = [() => undefined, () => undefined];
    const thawed = new Promise<void>((resolve) => (thaw = resolve));
    const called = new Promise<void>((resolve) => (isCalled = resolve));
    let calls = 0;
    const deliver = async (id: string): Promise<SendOutcome> => {
      calls += 1;
      if (calls === 1) {
        isCalled();
        await thawed;
      }
      taken.push(id);
      return { outcome: 'accepted', provider: 'fake', providerId: `n${taken.length}`, at: '2026-11-16T09:01:00Z' };
    };
    return { taken, called, thaw: () => thaw(), courier: { provider: 'fake', deliver, find: async () => null } };
  };

  test('thawed beside its retry: never two messages, and what a person was asked stays asked', async () => {
    const provider = frozen();
    const sending = await world.begin('frozen', { courier: provider.courier, deadlineMs: 200 });
    const first = sending.ask();
    await provider.called;
    await first;
    expect(await sending.row()).toMatchObject({ state: 'unknown' });
    await sending.ask();
    provider.thaw();
    await sending.ask();
    expect(provider.taken).toHaveLength(1);
    expect((await typesOf(sending)).filter((type) => type === 'sent')).toEqual([]);
    expect(await sending.row()).toMatchObject({ state: 'unknown', providerId: null });
  });

  test('while it may be in its call, no other is made', async () => {
    const provider = frozen();
    const sending = await world.begin('in-its-call', { courier: provider.courier });
    const first = sending.ask();
    await provider.called;
    await expect(sending.ask()).rejects.toMatchObject({ type: 'AnotherAttempt' });
    provider.thaw();
    await first;
    expect(provider.taken).toHaveLength(1);
    expect(await typesOf(sending)).toEqual(['opened', 'sent']);
  });
});

test('what a person holds does not leave until he releases it', async () => {
  const sending = await world.begin('held');
  await holdSends(world.db, sending.creditorId, 'relecture');
  const answer = await sending.ask();
  expect(answer).toMatchObject({ standing: { view: { next: { why: expect.stringContaining('relecture') } } } });
  expect(sending.courier.asked).toEqual([]);
  expect(await releaseSends(world.db, sending.creditorId)).toBe(true);
  expect([await heldBy(world.db, sending.creditorId), (await sending.send()).outcome]).toEqual([null, 'sent']);
});

describe('after an outage', () => {
  const NOW_MS = Date.parse('2026-11-16T10:00:00+01:00');
  const hoursAgo = (hours: number) => new Date(NOW_MS - hours * 3_600_000).toISOString();

  /** A message that is so late, beside others of its creditor that are as late; `usual` left on each of two days before. */
  async function late(name: string, { hours, others, usual = 0 }: { hours: number; others: number; usual?: number }) {
    const sending = await world.begin(name);
    const { creditorId, caseId } = sending;
    const dueAt = hoursAgo(hours);
    for (let nth = 0; nth < others; nth += 1)
      await putCase(world.db, { creditorId, invoiceId: `late-${nth}`, debtorId: `d-${nth}` });
    await world.db.update(cases).set({ nextActAt: dueAt }).where(eq(cases.creditorId, creditorId));
    const about = { creditorId, debtorId: 'd', currency: 'EUR', channel: 'email', template: 'reminder', state: 'sent' } as const;
    const left = [30, 60].flatMap((ago) =>
      Array.from({ length: usual }, (_, nth) => ({ ...about, id: `${caseId}/${ago}/${nth}`, sentAt: hoursAgo(ago) })),
    );
    if (left.length > 0) await world.db.insert(messages).values(left);
    return sending;
  }

  test('more than a usual day’s sends wait behind one hold, which a person releases once', async () => {
    const sending = await late('backlog', { hours: 30, others: 24, usual: 21 });
    const answer = await sending.ask();
    expect(answer).toMatchObject({ standing: { view: { next: { why: expect.stringContaining('25 envois en retard') } } } });
    expect(sending.courier.asked).toEqual([]);
    expect(await heldBy(world.db, sending.creditorId)).toContain('un jour ordinaire en compte 21');
    expect(await releaseSends(world.db, sending.creditorId)).toBe(true);
    await world.db
      .update(cases)
      .set({ nextActAt: hoursAgo(30) })
      .where(eq(cases.creditorId, sending.creditorId));
    expect((await sending.send()).outcome).toBe('sent');
    expect(await heldBy(world.db, sending.creditorId)).toBeNull();
  });

  test.each([
    ['as many as on a usual day', { hours: 30, others: 24, usual: 25 }],
    ['few', { hours: 30, others: 19 }],
    ['late by hours', { hours: 11, others: 24 }],
  ])('%s leave by themselves', async (name, how) => {
    const sending = await late(name.replaceAll(' ', '-'), how);
    expect((await sending.send()).outcome).toBe('sent');
    expect(await heldBy(world.db, sending.creditorId)).toBeNull();
  });
});

describe('an approval is of what was read', () => {
  /** One message that somebody approved as it then was. */
  async function approved(name: string) {
    const sending = await world.begin(name);
    const { db, caseId } = sending;
    const stored = await db.transaction((tx) => lockCases(tx, [caseId]));
    const own = stored[0] ?? expect.fail('a case');
    const content = await approvedContent(db, own, 'courtesy', APPROVED_MS);
    sending.hear({ type: 'approval-asked', step: 'courtesy', content });
    sending.hear({ type: 'approve', step: 'courtesy', content });
    return { sending, content, debtorId: own.case.debtor.id };
  }

  test('unchanged it leaves', async () => {
    const { sending } = await approved('approved-same');
    expect((await sending.send()).outcome).toBe('sent');
  });

  test.each([
    [
      'another account',
      (creditorId: string, _: string) =>
        putCreditor(world.db, creditorSchema.parse({ ...creditor, id: creditorId, iban: 'FR7630004001230000123456705' })),
    ],
    [
      'another signatory',
      (creditorId: string, _: string) =>
        putCreditor(
          world.db,
          creditorSchema.parse({ ...creditor, id: creditorId, signatory: { name: 'Luc Roy', capacity: 'gérant' } }),
        ),
    ],
    [
      'another logo',
      (creditorId: string, _: string) => giveLogo(world.db, { put: async () => 'digest' }, creditorId, png(30, 10)),
    ],
    [
      'another registered office',
      (creditorId: string, id: string) =>
        putDebtor(
          world.db,
          creditorId,
          debtorSchema.parse({ ...debtor, id, registeredOffice: { ...debtor.registeredOffice, line1: '1 rue Neuve' } }),
        ),
    ],
    [
      'another e-mail',
      (creditorId: string, id: string) =>
        putDebtor(world.db, creditorId, debtorSchema.parse({ ...debtor, id, email: 'autre@aubertin.example' })),
    ],
  ])('%s: nothing leaves, and it is asked again for what it now is', async (what, change) => {
    const { sending, content, debtorId } = await approved(`approved-${what.replaceAll(' ', '-')}`);
    await change(sending.creditorId, debtorId);
    const answer = await sending.ask();
    expect(answer).toMatchObject({
      standing: { view: { tasks: [{ kind: 'approval', key: 'courtesy', context: expect.stringContaining('de nouveau') }] } },
    });
    const types = (await typesOf(sending)).filter((type) => type !== 'contact-changed');
    expect([sending.courier.asked, types]).toEqual([[], ['opened', 'approval-asked', 'approve', 'approval-asked']]);
    expect(JSON.stringify(answer)).not.toContain(content);
  });
});
