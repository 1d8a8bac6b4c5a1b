import { describe, expect, test } from 'vitest';
import { published } from '../support/contract-server/published.ts';

const mail = {
  personalizations: [{ to: [{ email: 'a@b.example' }], custom_args: { message: 'm1' } }],
  from: { email: 'c@d.example', name: 'Lumen' },
  reply_to: { email: 'c@d.example' },
  subject: 'Rappel',
  content: [{ type: 'text/plain', value: 'Bonjour' }],
};
const sms = { To: '+33612345678', From: 'Lumen', Body: 'Bonjour', StatusCallback: 'https://exigible.example/webhooks/twilio' };
const message = { sid: `SM${'0'.repeat(32)}`, account_sid: `AC${'0'.repeat(32)}`, to: sms.To, from: sms.From, status: 'queued' };

describe('the contract server holds both sides to what the providers publish', () => {
  test('what we send is as published', () => {
    expect(published('sendgrid-mail-send').requestFault(mail)).toBeNull();
    expect(published('twilio-messages').requestFault(sms)).toBeNull();
  });

  test.each<[string, 'sendgrid-mail-send' | 'twilio-messages', object, RegExp]>([
    ['an e-mail to nobody', 'sendgrid-mail-send', { ...mail, personalizations: undefined }, /personalizations/],
    ['an e-mail with a field of our own', 'sendgrid-mail-send', { ...mail, customArgs: {} }, /customArgs is not published/],
    [
      'custom arguments for all as an object',
      'sendgrid-mail-send',
      { ...mail, custom_args: { a: 'b' } },
      /custom_args must be string/,
    ],
    ['content without a type', 'sendgrid-mail-send', { ...mail, content: [{ value: 'Bonjour' }] }, /type/],
    ['a text without its number', 'twilio-messages', { From: 'Lumen', Body: 'Bonjour' }, /To/],
    ['a text with a misspelt field', 'twilio-messages', { ...sms, StatusCallbackUrl: 'x' }, /StatusCallbackUrl is not published/],
  ])('%s is found', (_name, operation, body, says) => {
    expect(published(operation).requestFault(JSON.parse(JSON.stringify(body)))).toMatch(says);
  });

  test.each<[string, 'sendgrid-mail-send' | 'twilio-messages', { status: number; body?: object }]>([
    ['a body with 202', 'sendgrid-mail-send', { status: 202, body: {} }],
    ['errors that are no list', 'sendgrid-mail-send', { status: 400, body: { errors: 'wrong' } }],
    ['a status that Twilio has not', 'twilio-messages', { status: 201, body: { ...message, status: 'lost' } }],
    ['an id of another kind', 'twilio-messages', { status: 201, body: { ...message, sid: 'm1' } }],
  ])('%s is no answer of theirs', (_name, operation, answer) => {
    expect(() => published(operation).checked(answer)).toThrow(operation);
  });

  test('what the contract server answers is one of theirs', () => {
    const errors = [{ message: 'wrong', field: 'from' }];
    for (const answer of [{ status: 202 }, { status: 400, body: { errors } }, { status: 401, body: { errors } }])
      expect(published('sendgrid-mail-send').checked(answer)).toBe(answer);
    expect(published('twilio-messages').checked({ status: 201, body: message }).status).toBe(201);
  });
});
