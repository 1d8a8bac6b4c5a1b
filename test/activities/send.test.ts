import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { putDebtor } from '../../db/debtors.ts';
import { receiveEvent, setAsideInbox } from '../../db/inbox.ts';
import { inbox, statementImports } from '../../db/schema.ts';
import type { ImportState } from '../../db/statement-imports.ts';
import { tellCase } from '../../db/tell-case.ts';
import { debtorSchema } from '../../domain/party/party-schema.ts';
import { debtor } from '../support/parties.ts';
import { type Answer, accepted, createSendingWorld, type SendingTrial, type SendingWorld } from '../support/sending.ts';

let world: SendingWorld;
beforeAll(async () => {
  world = await createSendingWorld();
});
afterAll(() => world.end());

const refused = (address: 'invalid' | 'unsubscribed' | null): Answer => ({
  outcome: 'refused',
  provider: 'fake',
  code: '400',
  reason: 'adresse refusée',
  address,
});
const retry = (afterMs: number | null): Answer => ({ outcome: 'retry', afterMs, reason: 'fake a répondu 500' });
const lost: Answer = { outcome: 'unknown', reason: 'réponse perdue' };

describe('what the provider answers is what the case is told and what the row remembers', () => {
  const outcomes: [name: string, answer: Answer, told: object, row: object][] = [
    ['accepted', accepted('x'), { outcome: 'sent' }, { state: 'sent', provider: 'fake', providerId: 'p-x' }],
    ['wrong-address', refused('invalid'), { outcome: 'refused', address: 'invalid' }, { state: 'refused' }],
    ['unsubscribed', refused('unsubscribed'), { outcome: 'refused', address: 'unsubscribed' }, { state: 'refused' }],
    ['bad-request', refused(null), { outcome: 'refused', address: null, reason: 'adresse refusée' }, { state: 'refused' }],
    ['lost-answer', lost, { outcome: 'unknown', reason: 'réponse perdue' }, { state: 'unknown' }],
  ];
  test.each(outcomes)('%s', async (name, answer, told, row) => {
    const sending = await world.begin(name);
    sending.courier.answers.push(answer);
    expect(await sending.send()).toMatchObject(told);
    expect(await sending.row()).toMatchObject(row);
    expect(sending.courier.asked).toHaveLength(1);
  });

  test('the trace names the sum, the digest and the provider’s own id', async () => {
    const sending = await world.begin('trace');
    expect(await sending.send()).toMatchObject({
      outcome: 'sent',
      step: 'courtesy',
      channel: 'email',
      template: 'courtesy-note',
      askedCents: 120_000,
      message: 'invoice:cr-trace:trace/courtesy/email/1',
      provider: 'fake',
      providerId: 'p-invoice:cr-trace:trace/courtesy/email/1',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });
});

describe('a provider that is down is tried again', () => {
  test('500 for long, then 200: every failure asks for another try, the debtor gets one message', async () => {
    const sending = await world.begin('down');
    sending.courier.answers.push(retry(null), retry(null), retry(null));
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await expect(sending.send()).rejects.toMatchObject({ type: 'ProviderUnavailable', nonRetryable: false });
      expect(await sending.row()).toMatchObject({ state: 'released', reason: 'fake a répondu 500' });
    }
    expect(await sending.send()).toMatchObject({ outcome: 'sent' });
    expect(await sending.row()).toMatchObject({ state: 'sent', reason: null });
  });

  test('429 with Retry-After: the next try waits as long as the provider asks', async () => {
    const sending = await world.begin('busy');
    sending.courier.answers.push(retry(7000));
    await expect(sending.send()).rejects.toMatchObject({ nextRetryDelay: 7000 });
  });

  test('paid while the provider was down: the next try sends nothing', async () => {
    const sending = await world.begin('paid-while-down');
    sending.courier.answers.push(retry(null));
    await expect(sending.send()).rejects.toThrow('500');
    sending.hear({ type: 'payment', id: 'p1', amountCents: 120_000 });
    expect(await sending.send()).toMatchObject({ outcome: 'not-now' });
    expect(sending.courier.asked).toHaveLength(1);
  });
});

describe('an act that got somewhere is never begun again', () => {
  const answers: [name: string, answer: Answer][] = [
    ['again-sent', accepted('x')],
    ['again-refused', refused(null)],
    ['again-unknown', lost],
  ];
  test.each(answers)('%s: a second attempt tells nothing more and sends nothing', async (name, answer) => {
    const sending = await world.begin(name);
    sending.courier.answers.push(answer);
    expect((await sending.send()).outcome).not.toBe('not-now');
    expect((await sending.send()).outcome).toBe('not-now');
    expect(sending.courier.asked).toHaveLength(1);
  });

  test('what was sent stays sent when the case or the address changed before the second attempt', async () => {
    const sending = await world.begin('sent-then-changed');
    await sending.send();
    const { email: _, ...without } = debtor;
    await putDebtor(sending.db, 'cr-sent-then-changed', debtorSchema.parse({ ...without, id: 'd-sent-then-changed' }));
    expect((await sending.send()).outcome).toBe('not-now');
    expect(await sending.row()).toMatchObject({ state: 'sent' });
  });
});

describe('a crash between the reservation and the answer', () => {
  const crashes: [name: string, findable: boolean, crash: 'taken' | 'never-asked', told: object, asked: number][] = [
    ['asked-and-taken', true, 'taken', { outcome: 'sent' }, 1],
    ['asked-and-not-taken', true, 'never-asked', { outcome: 'sent' }, 1],
    ['mute-and-taken', false, 'taken', { outcome: 'unknown', reason: 'arrêt pendant l’envoi' }, 1],
    ['mute-and-not-taken', false, 'never-asked', { outcome: 'unknown', reason: 'arrêt pendant l’envoi' }, 0],
  ];
  test.each(crashes)('%s: the debtor has one message or a human is asked', async (name, findable, crash, told, asked) => {
    const sending = await world.begin(name, { findable });
    sending.courier.answers.push({ crash });
    await expect(sending.send()).rejects.toThrow('the process died');
    expect(await sending.row()).toMatchObject({ state: 'leaving' });
    expect(await sending.send()).toMatchObject(told);
    expect(sending.courier.asked).toHaveLength(asked);
  });

  test('paid before the restart, and the provider never had it: the gate is read again and nothing leaves', async () => {
    const sending = await world.begin('paid-before-restart');
    sending.courier.answers.push({ crash: 'never-asked' });
    await expect(sending.send()).rejects.toThrow('the process died');
    sending.hear({ type: 'payment', id: 'p1', amountCents: 120_000 });
    expect(await sending.send()).toMatchObject({ outcome: 'not-now' });
    expect(sending.courier.asked).toEqual([]);
    expect(await sending.row()).toMatchObject({ state: 'released' });
  });

  test('what leaves after the restart is what the evidence holds the digest of', async () => {
    const sending = await world.begin('digest-after-restart');
    sending.courier.answers.push({ crash: 'never-asked' });
    await expect(sending.send()).rejects.toThrow('the process died');
    const before = await sending.row();
    sending.hear({ type: 'payment', id: 'p1', amountCents: 20_000 });
    sending.hear({ type: 'note-left-out', note: 'payment:p1', reason: 'test' });
    expect(await sending.send()).toMatchObject({ outcome: 'sent', askedCents: 100_000 });
    expect((await sending.row())?.sha256).not.toBe(before?.sha256);
  });
});

test('taken, and the disk of the evidence is full: the next attempt finds out at once, and sends nothing', async () => {
  const sending = await world.begin('disk-full');
  await sending.db.execute(sql`create function no_space() returns trigger language plpgsql
    as $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`);
  await sending.db.execute(sql`create trigger no_space before insert on evidence for each row execute function no_space()`);
  sending.courier.answers.push({ crash: 'taken' });
  await expect(sending.send()).rejects.toThrow('the process died');
  await expect(sending.send()).rejects.toThrow();
  await sending.db.execute(sql`drop trigger no_space on evidence`);
  expect(await sending.send()).toMatchObject({ outcome: 'sent' });
  expect(sending.courier.asked).toHaveLength(1);
});

describe('the gate is read again at the instant of sending', () => {
  const bankNews = { lane: 'bank', kind: 'bank-entry', body: {} };
  const gates: [name: string, close: (sending: SendingTrial) => unknown, told: string][] = [
    ['paid', (s) => s.hear({ type: 'payment', id: 'p1', amountCents: 120_000 }), 'not-now'],
    ['credited', (s) => s.hear({ type: 'credit-note', id: 'a1', amountCents: 120_000 }), 'not-now'],
    ['cancelled', (s) => s.hear({ type: 'invoice-cancelled' }), 'not-now'],
    ['on-hold', (s) => s.hear({ type: 'pause', reason: 'accord' }), 'not-now'],
    ['disputed', (s) => s.hear({ type: 'dispute-opened' }), 'not-now'],
    ['closed', (s) => s.hear({ type: 'close', reason: 'test' }), 'not-now'],
    ['payment-in-its-mail', (s) => tellPayment(s), 'not-now'],
    ['money-not-matched-yet', (s) => tell(s, { caseId: null, ...bankNews }), 'not-now'],
    ['bank-file-coming-in', (s) => takeFile(s, 'waiting'), 'not-now'],
    ['bank-file-being-settled', (s) => takeFile(s, 'settling'), 'not-now'],
    ['bank-file-settled', (s) => takeFile(s, 'done'), 'sent'],
    ['fine', () => {}, 'sent'],
    ['news-of-another-case', (s) => tell(s, { caseId: 'invoice:other:other', ...bankNews }), 'sent'],
    ['news-set-aside', tellAside, 'sent'],
  ];
  test.each(gates)('%s', async (name, close, told) => {
    const sending = await world.begin(name);
    await close(sending);
    expect(await sending.send()).toMatchObject({ outcome: told });
    expect(sending.courier.asked).toHaveLength(told === 'sent' ? 1 : 0);
    expect((await sending.row())?.state).toBe(told === 'sent' ? 'sent' : undefined);
  });

  const feeds: [name: string, feedThroughOn: string | null, told: string][] = [
    ['feed-of-today', '2026-11-16', 'sent'],
    ['feed-three-working-days-old', '2026-11-10', 'sent'],
    ['feed-four-working-days-old', '2026-11-09', 'feed-stale'],
    ['feed-that-never-spoke', null, 'feed-stale'],
  ];
  test.each(feeds)('%s', async (name, feedThroughOn, told) => {
    const sending = await world.begin(name, { feedThroughOn });
    expect(await sending.send()).toMatchObject({ outcome: told });
    expect(sending.courier.asked).toHaveLength(told === 'sent' ? 1 : 0);
  });

  test('thanks that state a balance wait for a fresh feed', async () => {
    const sending = await world.begin('thanks', { feedThroughOn: null });
    sending.hear({ type: 'payment', id: 'p1', amountCents: 20_000 });
    sending.act = { do: 'send-note', note: 'payment:p1', template: 'partial-payment-thanks' };
    expect(await sending.send()).toMatchObject({ outcome: 'feed-stale' });
    expect(sending.courier.asked).toHaveLength(0);
  });

  test('an address that is missing at the instant of sending is said, and nothing is reserved', async () => {
    const sending = await world.begin('no-address');
    const { email: _, ...without } = debtor;
    await putDebtor(sending.db, 'cr-no-address', debtorSchema.parse({ ...without, id: 'd-no-address' }));
    expect(await sending.send()).toMatchObject({ outcome: 'no-address' });
    expect(await sending.row()).toBeUndefined();
  });
});

async function takeFile({ db, creditorId }: SendingTrial, state: ImportState): Promise<void> {
  const given = { id: `import:${creditorId}`, creditorId, sha256: 'x', bytes: 1, filename: null, accounts: [] };
  await db.insert(statementImports).values({ ...given, state, statements: [], warnings: [] });
}

async function tell({ db, creditorId }: SendingTrial, news: { caseId: string | null; lane: string; kind: string; body: object }) {
  await receiveEvent(db, { eventId: `news:${creditorId}`, creditorId, ...news });
}

/** A payment that was accepted and that the case has not read yet. */
function tellPayment({ db, caseId }: SendingTrial): Promise<unknown> {
  return tellCase(db, {
    caseId,
    fact: { type: 'payment', id: 'p1', amountCents: 120_000, at: '2026-11-16T09:00:00+01:00', actor: 'bank' },
  });
}

async function tellAside(sending: SendingTrial): Promise<void> {
  const { caseId, creditorId } = sending;
  await tell(sending, { caseId, lane: caseId, kind: 'signal', body: {} });
  const [row] = await sending.db.select().from(inbox).where(eq(inbox.creditorId, creditorId));
  await setAsideInbox(sending.db, row?.sequence ?? 0, 'à voir');
}

describe('a send in doubt that a person settles', () => {
  test.each([
    ['sent', { state: 'sent', sentAt: expect.stringContaining('2026-11-16 09:05:00') }],
    ['not-sent', { state: 'released', reason: 'tranché\u00a0: pas parti' }],
  ] as const)('as %s is so in the books too', async (outcome, row) => {
    const sending = await world.begin(`settled-${outcome}`);
    sending.courier.answers.push(lost);
    await sending.send();
    expect(await sending.row()).toMatchObject({ state: 'unknown' });
    sending.hear({ type: 'settle-unknown-send', step: 'courtesy', channel: 'email', outcome, at: '2026-11-16T10:05:00+01:00' });
    await sending.send();
    expect(await sending.row()).toMatchObject(row);
  });
});
