import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Router } from 'express';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { messageId } from '../../../db/messages.ts';
import { postDoor } from '../../../providers/maileva/door.ts';
import { outboxKeys, reportBounce, reportLetter, reportMail, reportSms } from '../../../providers/outbox/reports.ts';
import { sendgridDoor } from '../../../providers/sendgrid/door.ts';
import { twilioDoor } from '../../../providers/twilio/door.ts';
import { type Doors, email, letter, openDoors, outbox, sms } from '../../api/doors.ts';
import { settled } from '../../support/written.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'exigible-outbox-keys-'));
const keys = outboxKeys(dataDir);

let doors: Doors;
beforeAll(async () => {
  doors = await openDoors((given) => {
    const deps = { ...given, clock: Date.now };
    const lookAt = () => Promise.reject(new Error('the outbox is not asked'));
    return Router().use(
      sendgridDoor({ ...deps, signers: [{ provider: 'outbox', publicKey: keys.mailPublicKey }] }),
      twilioDoor(
        Object.defineProperty(
          { ...deps, signers: [{ provider: 'outbox', authToken: keys.smsToken }], publicUrl: '' },
          'publicUrl',
          { get: () => doors.url },
        ),
      ),
      postDoor({ ...deps, secrets: [keys.postSecret], maileva: null, lookAt }),
    );
  }, outbox);
});
afterEach(() => doors.forget());
afterAll(async () => {
  await doors.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const running = () => ({ apiUrl: doors.url, dataDir });

test('the outbox reports on every channel through the doors of the real providers, with keys of its own', async () => {
  await reportMail(running(), messageId(email), 'delivered');
  await reportBounce(running(), email.caseId, email.step);
  await reportSms(running(), messageId(sms), 'delivered');
  await reportSms(running(), messageId(sms), 'undelivered', '30006');
  await reportLetter(running(), messageId(letter), 'received', '2026-11-19');
  expect(await doors.types()).toEqual([
    'message-delivered',
    'message-bounced',
    'message-delivered',
    'message-bounced',
    undefined,
  ]);
  expect((await doors.heard()).at(-1)).toMatchObject({
    signal: 'letterEvent',
    payload: { outcome: 'received', on: '2026-11-19' },
  });
});

test('a folder keeps its keys, and another folder has others', () => {
  expect(outboxKeys(dataDir)).toEqual(keys);
  const other = mkdtempSync(join(tmpdir(), 'exigible-outbox-keys-'));
  expect(Object.values(outboxKeys(other)).filter((key) => Object.values(keys).includes(key))).toEqual([]);
  rmSync(other, { recursive: true, force: true });
});

test('what is signed with the keys of another folder is refused', async () => {
  const other = mkdtempSync(join(tmpdir(), 'exigible-outbox-keys-'));
  const forger = { apiUrl: doors.url, dataDir: other };
  await expect(reportMail(forger, messageId(email), 'bounce')).rejects.toThrow('401');
  await expect(reportSms(forger, messageId(sms), 'delivered')).rejects.toThrow('401');
  await expect(reportLetter(forger, messageId(letter), 'received', '2026-11-19')).rejects.toThrow('401');
  expect(await doors.heard()).toEqual([]);
  rmSync(other, { recursive: true, force: true });
});

test('the outbox says nothing of what a real provider took', async () => {
  for (const act of [email, sms, letter])
    await settled(doors.db, act, { state: 'sent', provider: 'a real one', providerId: 'x' });
  await reportBounce(running(), email.caseId, email.step);
  await reportSms(running(), messageId(sms), 'undelivered', '30006');
  await reportLetter(running(), messageId(letter), 'received', '2026-11-19');
  expect([await doors.heard(), doors.logged.length]).toEqual([[], 3]);
  for (const act of [email, sms, letter]) await settled(doors.db, act, { state: 'sent', provider: 'outbox' });
});
