import { Worker } from '@temporalio/worker';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { putDebtor } from '../../db/debtors.ts';
import { messagesOfCase } from '../../db/messages.ts';
import { setRun } from '../../db/stored-cases.ts';
import { debtorSchema } from '../../domain/party/party-schema.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import { sendgridMail } from '../../providers/sendgrid/mail.ts';
import { twilioSms } from '../../providers/twilio/sms.ts';
import {
  type ContractServer,
  type Failure,
  patienceOf,
  startContractServer,
} from '../support/contract-server/contract-server.ts';
import { unsubscribedNumber } from '../support/contract-server/twilio-contract.ts';
import { bundledOnce, createWorld, type Life, type World } from '../support/life.ts';
import { creditor, debtor, openingOf } from '../support/parties.ts';

let world: World;
let server: ContractServer;
beforeAll(async () => {
  server = await startContractServer();
  const mail = sendgridMail({ apiKey: 'SG.test', eu: false, baseUrl: `${server.url}/`, timeoutMs: patienceOf() });
  const sms = twilioSms({ accountSid: `AC${'0'.repeat(32)}`, authToken: 'secret', baseUrl: server.url, timeoutMs: patienceOf() });
  world = await createWorld({ ways: { mail, sms } });
});
afterAll(async () => {
  await world?.end();
  await server?.stop();
});
afterEach(async () => {
  server.failAlways(null);
  for (const life of lives.splice(0)) await life.act('close', { reason: 'fin du test' }).catch(() => undefined);
  for (const list of [server.received, server.calls]) (list as unknown[]).splice(0);
});

const MAIL = /mail\/send/;
const down: Failure = { kind: 'answer', status: 500 };

const lives: Life[] = [];
const shipped = (id: string) => shippedPlans.find((plan) => plan.id === id) as Plan;
const [b2b, inSeconds] = [shipped('default-b2b'), shipped('demo')];
/** The default plan, whose messages leave at any hour: what is tried again is not stopped by the end of a morning. */
const atAnyHour: Plan = {
  ...b2b,
  sending: { days: 'any', email: { from: '00:00', to: '24:00' }, sms: { from: '00:00', to: '24:00' } },
};

/** A case whose courteous note is due within six days; the next step leaves ten days after that. */
async function begin(id: string, plan: Plan | string = atAnyHour): Promise<Life> {
  const life = await world.begin(openingOf(await world.today(), 10, { id }), plan);
  lives.push(life);
  return life;
}

const asked = (life: Life) => server.calls.filter(({ body }) => body.includes(life.id)).length;
const reached = (life: Life) =>
  server.received.map(({ customArgs }) => customArgs.message ?? '').filter((message) => message.startsWith(`${life.id}/`));
const tasksOf = async (life: Life) => (await life.view()).tasks.map(({ kind }) => kind);

async function isAlive(life: Life): Promise<void> {
  expect((await life.handle.describe()).status.name).toBe('RUNNING');
  const workflowBundle = await bundledOnce();
  await Worker.runReplayHistory({ workflowBundle }, await life.history(), life.id);
}

describe('SendGrid is down', () => {
  test('500 for an hour: tried again every five minutes at the latest, then the debtor has his message, once', async () => {
    const life = await begin('down-an-hour');
    server.failAlways(down);
    while (asked(life) === 0) await life.pass('1 hour');
    await life.pass('1 hour');
    expect(asked(life)).toBeGreaterThan(15);
    expect([reached(life), await tasksOf(life)]).toEqual([[], []]);
    server.failAlways(null);
    await life.pass('6 minutes');
    expect(reached(life)).toEqual([`${life.id}/courtesy/email/1`]);
    expect((await messagesOfCase(world.db, life.id)).map(({ state }) => state)).toEqual(['sent']);
    await isAlive(life);
  });

  test('500 for days: a human is told, it is tried again each day by itself, and leaves once when it is back', async () => {
    const life = await begin('down-for-days', 'default-b2b');
    server.failAlways(down);
    while (asked(life) === 0) await life.pass('1 hour');
    await life.pass('1 day');
    expect(await tasksOf(life)).toEqual(['send-failed']);
    expect((await life.view()).tasks[0]?.context).toContain('sendgrid a répondu 500');
    server.failAlways(null);
    await life.pass('4 days');
    expect(reached(life)).toEqual([`${life.id}/courtesy/email/1`]);
    expect(await tasksOf(life)).toEqual([]);
    await isAlive(life);
  });

  test('500 for a whole day at any hour: given up, and what a human settles as not sent leaves then', async () => {
    const life = await world.begin(openingOf(await world.today(), -3, { id: 'given-up' }), inSeconds);
    lives.push(life);
    server.failAlways(down);
    await life.pass('2 days');
    expect(await tasksOf(life)).toEqual(['unknown-send']);
    server.failAlways(null);
    await life.act('settleUnknownSend', { step: 'courtesy', channel: 'email', outcome: 'not-sent' });
    await life.pass('1 minute');
    expect(reached(life)[0]).toBe(`${life.id}/courtesy/email/2`);
    await isAlive(life);
  });

  test('429 with Retry-After: not one call before the provider said so', async () => {
    const life = await begin('busy');
    server.fail({ kind: 'answer', status: 429, headers: { 'retry-after': '1800' }, at: MAIL });
    while (asked(life) === 0) await life.pass('1 hour');
    const before = asked(life);
    await life.pass('2 hours');
    expect([before <= 2, asked(life)]).toEqual([true, 2]);
    expect(reached(life)).toEqual([`${life.id}/courtesy/email/1`]);
    await isAlive(life);
  });

  test('400 for ever: one try, a human, nothing more of that step', async () => {
    const life = await begin('refused');
    server.failAlways({ kind: 'answer', status: 400, body: { errors: [{ message: 'bad content', field: 'content' }] } });
    await life.pass('8 days');
    expect(asked(life)).toBe(1);
    expect(await tasksOf(life)).toEqual(['send-failed']);
    expect((await life.view()).tasks[0]?.context).toContain('bad content');
    await isAlive(life);
  });

  test('paid while it was down: nothing but thanks leaves when it is back', async () => {
    const life = await begin('paid-meanwhile');
    server.failAlways(down);
    while (asked(life) === 0) await life.pass('1 hour');
    await life.signal('paymentReceived', { id: 'p1', amountCents: 120_000, actor: 'bank' });
    server.failAlways(null);
    await life.pass('3 days');
    expect(reached(life)).toEqual([`${life.id}/note:payment:p1/email/1`]);
  });
});

describe('a case that is over while an act of its is still tried', () => {
  test('closed by a person: it waits for the act to end, holds up no other case meanwhile, and ends with it', async () => {
    const life = await begin('closed-meanwhile');
    server.failAlways(down);
    while (asked(life) === 0) await life.pass('1 hour');
    await life.act('close', { reason: 'réglé entre associés' });
    const other = await begin('beside');
    expect([(await life.view()).phase, (await other.view()).phase]).toEqual(['closed', 'not-due']);
    expect((await life.handle.describe()).status.name).toBe('RUNNING');
    server.failAlways(null);
    await life.pass('6 minutes');
    expect([(await life.handle.describe()).status.name, reached(life)]).toEqual(['COMPLETED', []]);
  });

  test('taken over by another run of it: this one ends once its act does', async () => {
    const life = await begin('replaced-meanwhile');
    server.failAlways(down);
    while (asked(life) === 0) await life.pass('1 hour');
    await setRun(world.db, life.id, 99);
    await life.signal('paymentReceived', { id: 'p1', amountCents: 500, actor: 'bank' });
    expect((await life.handle.describe()).status.name).toBe('RUNNING');
    await life.pass('6 minutes');
    expect([(await life.handle.describe()).status.name, reached(life)]).toEqual(['COMPLETED', []]);
  });
});

describe('an answer that never came', () => {
  const lost = async (id: string) => {
    const life = await begin(id);
    server.fail({ kind: 'cut-after-acceptance', at: MAIL });
    await life.pass('8 days');
    expect(await tasksOf(life)).toEqual(['unknown-send']);
    expect(reached(life)).toHaveLength(1);
    return life;
  };
  const about = (life: Life) => ({ channel: 'email', message: `${life.id}/courtesy/email/1`, step: 'courtesy', sequence: 1 });

  test.each(['message-taken', 'message-delivered'])('%s settles it: no human is needed, nothing leaves twice', async (type) => {
    const life = await lost(`lost-${type}`);
    await life.signal('messageEvent', { type, ...about(life), actor: 'sendgrid' });
    await life.pass('1 day');
    expect(await tasksOf(life)).toEqual([]);
    expect((await messagesOfCase(world.db, life.id)).map(({ state }) => state)).toEqual(['sent']);
    expect(reached(life)).toHaveLength(1);
    await life.pass('14 days');
    expect(reached(life).map((message) => message.split('/')[1])).toEqual(['courtesy', 'reminder-5']);
    await isAlive(life);
  });

  test('an event about another try settles nothing', async () => {
    const life = await lost('lost-other-try');
    await life.signal('messageEvent', { type: 'message-delivered', ...about(life), sequence: 2, actor: 'sendgrid' });
    await life.pass('1 day');
    expect(await tasksOf(life)).toEqual(['unknown-send']);
  });
});

describe('a refusal for good goes on by the next channel the same day', () => {
  const reminders: [name: string, change: object, messages: readonly string[], facts: readonly string[]][] = [
    ['a landline', { mobile: '+33474000012' }, ['email'], ['message-bounced']],
    ['somebody who said STOP', { mobile: unsubscribedNumber }, ['email'], ['opt-out']],
  ];
  test.each(reminders)('%s', async (name, change, messages, facts) => {
    const id = name.replaceAll(' ', '-');
    const life = await world.begin(openingOf(await world.today(), -12, { id }), atAnyHour);
    lives.push(life);
    await putDebtor(world.db, creditor.id, debtorSchema.parse({ ...debtor, id: `d-${id}`, ...change }));
    await life.pass('14 days');
    const step = reached(life).filter((message) => message.includes('/reminder-15/'));
    expect(step.map((message) => message.split('/')[2])).toEqual(messages);
    expect((await life.facts()).filter((type) => type === 'message-bounced' || type === 'opt-out')).toEqual(facts);
    expect(server.received.filter(({ provider }) => provider === 'twilio')).toEqual([]);
    await isAlive(life);
  });
});
