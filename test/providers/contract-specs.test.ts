import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Mail } from '../../activities/ports/mail.ts';
import type { Sms } from '../../activities/ports/sms.ts';
import { sendgridMail } from '../../providers/sendgrid/mail.ts';
import { twilioSms } from '../../providers/twilio/sms.ts';
import type { Answer, Call } from '../support/contract-server/contract.ts';
import { type ContractServer, startContractServer } from '../support/contract-server/contract-server.ts';
import { type PublishedName, published } from '../support/contract-server/published.ts';
import { mail as plain } from '../support/mail.ts';

const mail: Mail = {
  ...plain,
  attachments: [
    ...plain.attachments,
    { filename: 'bon.png', contentType: 'image/png', content: Buffer.from([0x89, 0x50, 0x4e, 0x47]) },
  ],
  customArgs: { message: 'm-1', case: 'c-1' },
};
const sms: Sms = {
  key: 'case/reminder-15/sms/1',
  from: 'Lumen',
  to: '+33612345678',
  text: 'Atelier Lumen : merci de nous contacter.',
  statusCallbackUrl: 'https://exigible.example/webhooks/twilio?message=m-1',
};
const accountSid = `AC${'0'.repeat(32)}`;
const operations = { mail: published('sendgrid-mail-send'), sms: published('twilio-messages') };

let server: ContractServer;
beforeAll(async () => {
  server = await startContractServer();
});
afterAll(() => server.stop());

const sendMail = (changed: Partial<Mail> = {}) =>
  sendgridMail({ apiKey: 'SG.test', eu: true, baseUrl: `${server.url}/` }).send({ ...mail, ...changed });
const sendSms = (changed: Partial<Sms> = {}) =>
  twilioSms({ accountSid, authToken: 'secret', baseUrl: server.url }).send({ ...sms, ...changed });

function lastExchange(): { call: Call; answer: Answer } {
  const [call, answer] = [server.calls.at(-1), server.answers.at(-1)];
  if (!call || !answer) throw new Error('nothing was exchanged');
  return { call, answer };
}

describe('an e-mail through the SDK', () => {
  test('leaves as published, with all that it carries, and is taken as published', async () => {
    expect(await sendMail()).toMatchObject({ outcome: 'accepted' });
    const { call, answer } = lastExchange();
    const body = JSON.parse(call.body) as object;
    expect(call.headers['content-type']).toBe(operations.mail.media);
    expect(operations.mail.requestFault(body)).toBeNull();
    expect(body).toMatchObject({
      personalizations: [{ to: [{ email: mail.to }], custom_args: mail.customArgs }],
      reply_to: { email: mail.replyTo },
      content: [
        { type: 'text/plain', value: mail.text },
        { type: 'text/html', value: mail.html },
      ],
      attachments: mail.attachments.map(({ filename, contentType: type }) => ({ filename, type, disposition: 'attachment' })),
    });
    expect(operations.mail.checked(answer)).toMatchObject({ status: 202, headers: { 'x-message-id': expect.any(String) } });
  });

  test('is refused as published', async () => {
    expect(await sendMail({ to: 'nowhere' })).toMatchObject({ outcome: 'refused', code: '400' });
    expect(operations.mail.checked(lastExchange().answer)).toMatchObject({ status: 400, body: { errors: [{}] } });
  });

  test.each([
    ['without a key', 401, { method: 'POST', body: '{}' }],
    ['read in the place of sent', 405, { method: 'GET' }],
    ['sent to nobody', 400, { method: 'POST', body: '{}', headers: { authorization: 'Bearer SG.test' } }],
  ])('%s is answered as published: %d', async (_name, status, init) => {
    const response = await fetch(`${server.url}/v3/mail/send`, init);
    const body = (await response.json()) as object;
    expect(operations.mail.checked({ status: response.status, body })).toMatchObject({ status, body: { errors: [{}] } });
  });
});

test.each<[name: string, text: string, segments: string]>([
  ['in GSM-7', sms.text, '1'],
  ['in GSM-7, in two segments', 'é'.repeat(161), '2'],
  ['in UCS-2', 'Réglez s’il vous plaît.', '1'],
  ['in UCS-2, in two segments', 'ê'.repeat(71), '2'],
  ['in UCS-2, with a sign of two units', 'Merci 👍', '1'],
])('a text %s leaves through the SDK as published and is answered in full', async (_name, text, segments) => {
  expect(await sendSms({ text })).toMatchObject({ outcome: 'accepted' });
  const { call, answer } = lastExchange();
  const form = Object.fromEntries(new URLSearchParams(call.body));
  expect(call.headers['content-type']).toBe(operations.sms.media);
  expect(operations.sms.requestFault({ ...form })).toBeNull();
  expect(form).toEqual({ From: sms.from, To: sms.to, Body: text, StatusCallback: sms.statusCallbackUrl });
  expect(operations.sms.checked(answer)).toMatchObject({ status: 201, body: { body: text, num_segments: segments } });
  expect(Object.keys(answer.body ?? {}).sort()).toEqual(operations.sms.fields(201).sort());
});

describe('what strays is found', () => {
  const request = { mail: {}, sms: {} };
  let message: object;
  beforeAll(async () => {
    await sendMail();
    request.mail = JSON.parse(lastExchange().call.body) as object;
    await sendSms();
    request.sms = Object.fromEntries(new URLSearchParams(lastExchange().call.body));
    message = lastExchange().answer.body ?? {};
  });

  test.each<[string, 'mail' | 'sms', object, RegExp]>([
    ['an e-mail to nobody', 'mail', { personalizations: undefined }, /'personalizations'/],
    ['a field of our own', 'mail', { customArgs: {} }, /\/customArgs is not published/],
    ['a field of our own, deep inside', 'mail', { from: { email: 'a@b.example', label: 'A' } }, /\/from\/label is not published/],
    ['custom arguments for all as an object', 'mail', { custom_args: { a: 'b' } }, /custom_args must be string/],
    ['a number for a text', 'mail', { subject: 12 }, /subject must be string/],
    ['content without a type', 'mail', { content: [{ value: 'Bonjour' }] }, /'type'/],
    ['a disposition of another kind', 'mail', { attachments: [{ content: 'YQ==', filename: 'a', disposition: 'x' }] }, /allowed/],
    ['a text without its number', 'sms', { To: undefined }, /'To'/],
    ['a misspelt field', 'sms', { StatusCallbackUrl: 'https://a.example' }, /StatusCallbackUrl is not published/],
    ['an address that is none', 'sms', { StatusCallback: '/webhooks/twilio' }, /format "uri"/],
    ['a service of another kind', 'sms', { MessagingServiceSid: `SM${'0'.repeat(32)}` }, /pattern/],
  ])('in a request: %s', (_name, operation, changed, says) => {
    const strayed = JSON.parse(JSON.stringify({ ...request[operation], ...changed })) as object;
    expect(operations[operation].requestFault(strayed)).toMatch(says);
  });

  test.each<[string, PublishedName, number, object | undefined]>([
    ['a body with 202', 'sendgrid-mail-send', 202, {}],
    ['a refusal without a body', 'sendgrid-mail-send', 400, undefined],
    ['errors that are no list', 'sendgrid-mail-send', 400, { errors: 'wrong' }],
    ['a status that Twilio has not', 'twilio-messages', 201, { status: 'lost' }],
    ['an id of another kind', 'twilio-messages', 201, { sid: 'm1' }],
    ['a day written otherwise', 'twilio-messages', 201, { date_created: '2026-08-30T09:00:00Z' }],
    ['a number of segments as a number', 'twilio-messages', 201, { num_segments: 1 }],
    ['a field that Twilio has not', 'twilio-messages', 201, { segments: '1' }],
  ])('in an answer: %s', (_name, operation, status, changed) => {
    const body = operation === 'twilio-messages' ? { ...message, ...changed } : changed;
    expect(() => published(operation).checked({ status, ...(body && { body }) })).toThrow(`${operation} ${status}`);
  });
});
