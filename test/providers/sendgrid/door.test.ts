import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { messageId } from '../../../db/messages.ts';
import { sendgridDoor } from '../../../providers/sendgrid/door.ts';
import { type Doors, email, NOW_MS, openDoors } from '../../api/doors.ts';
import { sendgridCallbacks } from '../../support/contract-server/callbacks.ts';
import { settled } from '../../support/written.ts';

const sendgrid = sendgridCallbacks();
/** Key, signature and body of the vendor's own tests (sendgrid-nodejs, eventwebhook). */
const vendorKey =
  'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==';
const message = messageId(email);
const about = { channel: 'email', message, step: 'reminder-5', sequence: 1 };

let doors: Doors;
let nowMs = NOW_MS;
beforeAll(async () => {
  doors = await openDoors((deps) =>
    sendgridDoor({
      ...deps,
      clock: () => nowMs,
      signers: [sendgrid.publicKey, vendorKey].map((publicKey) => ({ provider: 'sendgrid', publicKey })),
    }),
  );
});
afterEach(async () => {
  nowMs = NOW_MS;
  await doors.forget();
});
afterAll(() => doors.close());

function event(kind: string, more: object = {}): object {
  return { email: 'x@y.example', event: kind, sg_event_id: `e-${kind}`, timestamp: NOW_MS / 1000, message, ...more };
}

const facts: [name: string, told: object, fact: object][] = [
  ['delivered', event('delivered'), { type: 'message-delivered' }],
  [
    'bounce',
    event('bounce', { type: 'bounce', reason: '550 5.1.1 <jean.dupont@y.example>: no such user' }),
    { type: 'message-bounced', reason: 'refusé (550 5.1.1)' },
  ],
  ['bounce without a code', event('bounce', { type: 'bounce' }), { type: 'message-bounced', reason: 'refusé' }],
  [
    'a block',
    event('bounce', { type: 'blocked', reason: '550 listed', status: '5.7.1' }),
    { type: 'message-bounced', reason: 'bloqué par le serveur du destinataire (550)', passing: true },
  ],
  ['dropped, bounced before', event('dropped', { reason: 'Bounced Address' }), { type: 'message-bounced', reason: 'refusé' }],
  ['dropped, unsubscribed', event('dropped', { reason: 'Unsubscribed Address' }), { type: 'opt-out', undelivered: true }],
  ['dropped, complained before', event('dropped', { reason: 'Spam Reporting Address' }), { type: 'opt-out', undelivered: true }],
  ['a complaint', event('spamreport'), { type: 'opt-out' }],
  ['unsubscribe', event('unsubscribe'), { type: 'opt-out' }],
  ['group_unsubscribe', event('group_unsubscribe', { asm_group_id: 1 }), { type: 'opt-out' }],
];
test.each(facts)('%s is told to the case, without a word that names anybody', async (_name, told, fact) => {
  expect(await doors.tell(sendgrid.events([told], NOW_MS))).toBe(204);
  const [heard] = (await doors.heard()) as { signal: string; payload: object }[];
  expect(heard).toEqual({
    signal: 'messageEvent',
    payload: { ...fact, ...about, at: expect.any(String), actor: 'sendgrid', cause: expect.stringMatching(/^e-/) },
  });
});

test('events in any order, twice and mixed with ones that mean nothing: each is heard once', async () => {
  const told = [event('delivered'), event('open'), event('processed'), event('delivered'), event('click')];
  for (let delivery = 0; delivery < 2; delivery += 1) expect(await doors.tell(sendgrid.events(told, NOW_MS))).toBe(204);
  expect(await doors.types()).toEqual(['message-delivered']);
});

test.each<[state: 'sent' | 'unknown' | 'leaving', heard: string[]]>([
  ['sent', []],
  ['unknown', ['message-taken']],
  ['leaving', ['message-taken']],
])('that the provider took a message is news only while nobody knew: %s', async (state, heard) => {
  if (state !== 'leaving') await settled(doors.db, email, { state });
  expect(await doors.tell(sendgrid.events([event('processed'), event('open')], NOW_MS))).toBe(204);
  expect(await doors.types()).toEqual(heard);
});

test('an event about an unknown message is accepted, logged without personal data, and changes nothing', async () => {
  const told = [event('bounce', { message: 'invoice:c1:other/reminder-5/email/1', reason: '550 <jean@y.example>' })];
  expect(await doors.tell(sendgrid.events(told, NOW_MS))).toBe(204);
  expect(await doors.heard()).toEqual([]);
  expect(doors.logged).toEqual([[{ provider: 'sendgrid', event: 'e-bounce' }, 'a report about an unknown message']]);
});

test('an event without our reference changes nothing', async () => {
  expect(await doors.tell(sendgrid.events([event('bounce', { message: undefined })], NOW_MS))).toBe(204);
  expect(await doors.heard()).toEqual([]);
});

describe('who may speak', () => {
  const good = sendgrid.events([event('bounce')], NOW_MS);
  const forgeries: [name: string, change: object][] = [
    ['another body', { body: good.body.replace('bounce', 'spamreport') }],
    ['the same body written anew', { body: JSON.stringify(JSON.parse(good.body)) }],
    ['another key', sendgridCallbacks().events([event('bounce')], NOW_MS)],
    ['no signature', { headers: { 'x-twilio-email-event-webhook-timestamp': String(NOW_MS / 1000) } }],
    ['no timestamp', { headers: { ...good.headers, 'x-twilio-email-event-webhook-timestamp': '' } }],
    ['an old one', sendgrid.events([event('bounce')], NOW_MS - 3_600_000)],
  ];
  test.each(forgeries)('%s is refused', async (_name, change) => {
    expect(await doors.tell({ ...good, ...change })).toBe(401);
    expect(await doors.heard()).toEqual([]);
  });

  test('the vendor’s own signature is accepted over its own bytes', async () => {
    nowMs = 1_600_112_502_000;
    const body = `${JSON.stringify([
      {
        email: 'hello@world.com',
        event: 'dropped',
        reason: 'Bounced Address',
        sg_event_id: 'ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA',
        sg_message_id: 'LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0',
        'smtp-id': '<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>',
        timestamp: 1_600_112_492,
      },
    ])}\r\n`;
    const headers = {
      'x-twilio-email-event-webhook-signature':
        'MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=',
      'x-twilio-email-event-webhook-timestamp': '1600112502',
    };
    expect(await doors.tell({ path: '/webhooks/sendgrid', headers, body })).toBe(204);
    expect(await doors.tell({ path: '/webhooks/sendgrid', headers, body: body.replace('world', 'earth') })).toBe(401);
  });

  test.each([
    ['no JSON', '{'],
    ['no list', '{}'],
    ['an event without an id', '[{"event":"bounce","timestamp":1}]'],
  ])('a signed body that is %s is refused', async (_name, body) => {
    const signed = sendgrid.sign(body, NOW_MS);
    expect(await doors.tell(signed)).toBe(400);
  });
});
