import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sendgridMail } from '../../../providers/sendgrid/mail.ts';
import { freePort } from '../../../run/ports.ts';
import {
  type ContractServer,
  type Failure,
  patienceOf,
  startContractServer,
} from '../../support/contract-server/contract-server.ts';
import { mail } from '../../support/mail.ts';

let server: ContractServer;
beforeAll(async () => {
  server = await startContractServer();
});
afterAll(() => server.stop());
afterEach(() => (server.received as unknown[]).splice(0));

function wayOut(timeoutMs = patienceOf()) {
  return sendgridMail({ apiKey: 'SG.test', eu: true, baseUrl: `${server.url}/`, timeoutMs });
}

describe('SendGrid, through its own SDK', () => {
  it('hands the message over once, with its attachment and our opaque id', async () => {
    const outcome = await wayOut().send(mail);
    expect(outcome).toMatchObject({ outcome: 'accepted', provider: 'sendgrid', providerId: server.received[0]?.id });
    expect(server.received).toEqual([
      {
        provider: 'sendgrid',
        id: server.received[0]?.id,
        to: mail.to,
        from: mail.from.email,
        subject: mail.subject,
        text: mail.text,
        attachments: ['%PDF-1.4'],
        customArgs: { message: 'm-1' },
      },
    ]);
  });

  it('carries the picture that its page names as an inline part, beside what is attached', async () => {
    const logo = { filename: 'logo.png', contentType: 'image/png', content: Buffer.from('logo'), cid: 'logo@exigible' };
    const shown = { ...mail, html: '<img src="cid:logo@exigible">', attachments: [...mail.attachments, logo] };
    expect(await wayOut().send(shown)).toMatchObject({ outcome: 'accepted' });
    expect(server.received[0]?.attachments).toEqual(['%PDF-1.4', 'logo']);
    expect(await wayOut().send({ ...shown, attachments: mail.attachments })).toMatchObject({ outcome: 'refused' });
  });

  const answers: [string, Failure, object, number][] = [
    [
      '429 with Retry-After',
      { kind: 'answer', status: 429, headers: { 'retry-after': '7' } },
      { outcome: 'retry', afterMs: 7_000 },
      0,
    ],
    ['429 without it', { kind: 'answer', status: 429 }, { outcome: 'retry', afterMs: null }, 0],
    ['500', { kind: 'answer', status: 500 }, { outcome: 'retry', afterMs: null }, 0],
    ['503', { kind: 'answer', status: 503 }, { outcome: 'retry' }, 0],
    ['408', { kind: 'answer', status: 408 }, { outcome: 'unknown' }, 0],
    [
      '401',
      { kind: 'answer', status: 401, body: { errors: [{ message: 'bad key' }] } },
      { outcome: 'refused', code: '401', reason: 'bad key', address: null },
      0,
    ],
    ['413', { kind: 'answer', status: 413 }, { outcome: 'refused', code: '413', address: null }, 0],
    ['a cut before acceptance', { kind: 'cut-before-acceptance' }, { outcome: 'unknown' }, 0],
    ['a cut after acceptance', { kind: 'cut-after-acceptance' }, { outcome: 'unknown' }, 1],
    ['silence after acceptance', { kind: 'hang-after-acceptance' }, { outcome: 'unknown' }, 1],
  ];
  it.each(answers)('says what %s means', async (_name, failure, expected, received) => {
    server.fail(failure);
    expect(await wayOut(patienceOf(failure)).send(mail)).toMatchObject(expected);
    expect(server.received).toHaveLength(received);
  });

  it('refuses an address for good, and says that the address is at fault', async () => {
    expect(await wayOut().send({ ...mail, to: 'nowhere' })).toMatchObject({
      outcome: 'refused',
      code: '400',
      address: 'invalid',
    });
  });

  it('may try again when no connection ever stood', async () => {
    const closed = `http://127.0.0.1:${await freePort()}/`;
    const outcome = await sendgridMail({ apiKey: 'SG.test', eu: false, baseUrl: closed }).send(mail);
    expect(outcome).toMatchObject({ outcome: 'retry', afterMs: null });
  });

  it('keeps two fits apart', async () => {
    const other = await startContractServer();
    const [first, second] = [wayOut(), sendgridMail({ apiKey: 'SG.other', eu: false, baseUrl: `${other.url}/` })];
    await Promise.all([first.send(mail), second.send({ ...mail, to: 'autre@menuiserie.example' })]);
    expect([server.received.map((message) => message.to), other.received.map((message) => message.to)]).toEqual([
      [mail.to],
      ['autre@menuiserie.example'],
    ]);
    await other.stop();
  });
});
