import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Sms } from '../../../activities/ports/sms.ts';
import { twilioSms } from '../../../providers/twilio/sms.ts';
import { freePort } from '../../../run/ports.ts';
import {
  type ContractServer,
  type Failure,
  patienceOf,
  startContractServer,
} from '../../support/contract-server/contract-server.ts';
import { unsubscribedNumber } from '../../support/contract-server/twilio-contract.ts';

const sms: Sms = {
  key: 'case/reminder-15/sms/1',
  from: 'Lumen',
  to: '+33612345678',
  text: 'Atelier Lumen : merci de nous contacter.',
};
const account = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'secret' };

let server: ContractServer;
beforeAll(async () => {
  server = await startContractServer();
});
afterAll(() => server.stop());
afterEach(() => (server.received as unknown[]).splice(0));

function wayOut(timeoutMs = patienceOf()) {
  return twilioSms({ ...account, baseUrl: server.url, timeoutMs });
}

describe('Twilio, through its own SDK', () => {
  it('hands the text over once, with the callback address', async () => {
    const outcome = await wayOut().send({ ...sms, statusCallbackUrl: 'https://exigible.example/webhooks/twilio' });
    expect(outcome).toMatchObject({ outcome: 'accepted', provider: 'twilio', providerId: server.received[0]?.id });
    expect(server.received).toMatchObject([{ to: sms.to, from: 'Lumen', text: sms.text }]);
    expect(new URLSearchParams(server.calls.at(-1)?.body).get('StatusCallback')).toBe('https://exigible.example/webhooks/twilio');
  });

  const refusals: [string, Partial<Sms>, object][] = [
    ['an invalid number', { to: '0612345678' }, { code: '21211', address: 'invalid' }],
    ['a landline', { to: '+33474000012' }, { code: '21614', address: 'landline' }],
    ['someone who said STOP', { to: unsubscribedNumber }, { code: '21610', address: 'unsubscribed' }],
    ['a sender of ours that is wrong', { from: 'Un expéditeur trop long' }, { code: '21212', address: null }],
    ['an empty text', { text: '' }, { code: '21602', address: null }],
  ];
  it.each(refusals)('refuses %s for good', async (_name, changed, expected) => {
    expect(await wayOut().send({ ...sms, ...changed })).toMatchObject({ outcome: 'refused', provider: 'twilio', ...expected });
    expect(server.received).toHaveLength(0);
  });

  const answers: [string, Failure, object, number][] = [
    [
      '429 with Retry-After',
      { kind: 'answer', status: 429, headers: { 'retry-after': '3' }, body: { code: 20429 } },
      { outcome: 'retry', afterMs: 3_000 },
      0,
    ],
    ['500', { kind: 'answer', status: 500, body: { message: 'oops' } }, { outcome: 'retry', afterMs: null }, 0],
    [
      '401',
      { kind: 'answer', status: 401, body: { code: 20003, message: 'Authenticate' } },
      { outcome: 'refused', code: '20003', address: null },
      0,
    ],
    ['a cut before acceptance', { kind: 'cut-before-acceptance' }, { outcome: 'unknown' }, 0],
    ['a cut after acceptance', { kind: 'cut-after-acceptance' }, { outcome: 'unknown' }, 1],
    ['silence after acceptance', { kind: 'hang-after-acceptance' }, { outcome: 'unknown' }, 1],
  ];
  it.each(answers)('says what %s means', async (_name, failure, expected, received) => {
    server.fail(failure);
    expect(await wayOut(patienceOf(failure)).send(sms)).toMatchObject(expected);
    expect(server.received).toHaveLength(received);
  });

  it('may try again when no connection ever stood', async () => {
    const outcome = await twilioSms({ ...account, baseUrl: `http://127.0.0.1:${await freePort()}` }).send(sms);
    expect(outcome).toMatchObject({ outcome: 'retry', afterMs: null });
  });
});
