import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { signatureOf } from '../../../api/webhooks/signature.ts';
import { messageId } from '../../../db/messages.ts';
import { postDoor } from '../../../providers/maileva/door.ts';
import { type Doors, letter, NOW_MS, openDoors } from '../../api/doors.ts';
import { type Callback, mailevaCallback } from '../../support/contract-server/callbacks.ts';
import { settled } from '../../support/written.ts';

const SECRET = Buffer.from('secret-of-the-outbox').toString('base64');
const CREDENTIALS = 'exigible:a-long-enough-password';
const message = messageId(letter);
const looked: string[][] = [];
let maileva: 'answers' | 'is down' = 'answers';

let doors: Doors;
beforeAll(async () => {
  const lookAt = async (...about: string[]) => {
    if (maileva === 'is down') throw new Error('ECONNREFUSED');
    looked.push(about);
  };
  doors = await openDoors((deps) => postDoor({ ...deps, secrets: [SECRET], maileva: CREDENTIALS, lookAt }));
});
afterEach(async () => {
  looked.length = 0;
  maileva = 'answers';
  await doors.forget();
});
afterAll(() => doors.close());

const data = { message, outcome: 'received', on: '2026-11-19' };

function report(change: object = {}, id = 'letter_1', secret = SECRET): Callback {
  const body = JSON.stringify({ type: 'letter.event', timestamp: '2026-11-19T15:00:00Z', data: { ...data, ...change } });
  const timestamp = String(NOW_MS / 1000);
  const signature = signatureOf(secret, id, timestamp, Buffer.from(body));
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  return { path: '/webhooks/post', headers, body };
}

describe('a signed report of the outbox', () => {
  test('is told to the case of the letter, once', async () => {
    await settled(doors.db, letter, { state: 'sent', provider: 'outbox' });
    for (let delivery = 0; delivery < 2; delivery += 1) expect(await doors.tell(report())).toBe(201);
    const payload = {
      outcome: 'received',
      on: '2026-11-19',
      at: '2026-11-19T16:00:00+01:00',
      actor: 'outbox',
      cause: 'letter_1',
    };
    expect(await doors.heard()).toEqual([{ signal: 'letterEvent', payload }]);
    await settled(doors.db, letter, { state: 'sent', provider: 'maileva' });
  });

  const refusals: [name: string, callback: Callback, status: number][] = [
    ['another secret', report({}, 'x', Buffer.from('forged').toString('base64')), 401],
    ['another body', { ...report(), body: report().body.replace('received', 'refused') }, 401],
    ['an outcome nobody knows', report({ outcome: 'lost' }), 400],
    ['a day that does not exist', report({ on: '2026-02-30' }), 400],
    ['a field nobody knows', report({ name: 'x' }), 400],
  ];
  test.each(refusals)('is refused with %s', async (_name, callback, status) => {
    expect(await doors.tell(callback)).toBe(status);
    expect(await doors.heard()).toEqual([]);
  });

  test('about an unknown letter is accepted and logged', async () => {
    expect(await doors.tell(report({ message: 'invoice:c1:none/formal-notice/registered-letter/1' }))).toBe(201);
    expect(await doors.heard()).toEqual([]);
    expect(doors.logged).toEqual([[{ provider: 'outbox', event: 'letter_1' }, 'a report about an unknown message']]);
  });
});

describe('a notification of Maileva', () => {
  const sending = 'sending-registered-letter';
  const notification = mailevaCallback(CREDENTIALS, sending, 'ON_DEPOSIT_PROOF_RECEIVED');

  test('makes us look at the sending it names', async () => {
    expect(await doors.tell(notification)).toBe(201);
    expect(looked).toEqual([[sending, message]]);
  });

  test('about a recipient names its sending by its address', async () => {
    const body = notification.body.replace(`"resource_id":"${sending}"`, '"resource_id":"recipient-1"');
    expect(body).not.toBe(notification.body);
    await doors.tell({ ...notification, body });
    expect(looked).toEqual([[sending, message]]);
  });

  test('is answered so that it comes again when Maileva does not answer us', async () => {
    maileva = 'is down';
    expect(await doors.tell(notification)).toBe(500);
  });

  test('about a sending that is not ours is accepted and logged', async () => {
    expect(await doors.tell(mailevaCallback(CREDENTIALS, 'other', 'ON_STATUS_ACCEPTED'))).toBe(201);
    expect(looked).toEqual([]);
    expect(doors.logged).toHaveLength(1);
  });

  test.each([
    ['other credentials', mailevaCallback('exigible:guess', sending, 'X')],
    ['none', { ...notification, headers: {} }],
  ])('is refused with %s', async (_name, callback) => {
    expect(await doors.tell(callback)).toBe(401);
    expect(looked).toEqual([]);
  });
});
