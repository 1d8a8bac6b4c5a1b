import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, expect, test } from 'vitest';
import type { Mail } from '../../../activities/ports/mail.ts';
import { readMail } from '../../../api/answers/mail.ts';
import { smtpMail } from '../../../providers/smtp/mail.ts';
import { mail as plain } from '../../support/mail.ts';
import { WAIT_MS } from '../../support/runner/patience.ts';

const mail: Mail = {
  ...plain,
  from: { email: 'relances@lumen.example', name: 'Atelier « Lumen »' },
  replyTo: 'compta@lumen.example',
  to: 'debiteur@aubertin.example',
  subject: 'Facture F2026-0412 échue',
  html: '<p>Bonjour</p>',
  text: 'Bonjour',
  attachments: [{ filename: 'facture.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF-1.7') }],
};

let server: SMTPServer | undefined;
const got: string[] = [];
const closed = () => new Promise<void>((done) => (server ? server.close(done) : done()));
afterEach(async () => {
  got.length = 0;
  await closed();
  server = undefined;
});

async function sent(options: SMTPServerOptions = {}, user = '') {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
      stream.on('end', () => {
        got.push(Buffer.concat(chunks).toString('latin1'));
        done(null);
      });
    },
    ...options,
  });
  server.on('error', () => {});
  const open = server;
  await new Promise<void>((listening) => open.listen(0, '127.0.0.1', listening));
  const { port } = open.server.address() as AddressInfo;
  return smtpMail({ url: `smtp://${user}127.0.0.1:${port}`, timeoutMs: WAIT_MS }).send(mail);
}

const failing = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });

test('a mail that the server took is accepted under an id that an answer to it names, and reads as it was written', async () => {
  const outcome = await sent();
  expect(outcome).toMatchObject({
    outcome: 'accepted',
    provider: 'smtp',
    providerId: expect.stringMatching(/^[0-9a-f]{32}@lumen\.example$/),
  });
  const read = await readMail(Buffer.from(got[0] ?? '', 'latin1'));
  expect(read).toMatchObject({
    from: 'relances@lumen.example',
    to: ['debiteur@aubertin.example'],
    subject: 'Facture F2026-0412 échue',
    text: 'Bonjour',
  });
  expect(read.files.map(({ filename }) => filename)).toEqual(['facture.pdf']);
  expect(got[0]).toContain(outcome.outcome === 'accepted' ? `Message-ID: <${outcome.providerId}>` : 'nothing');
});

test('its id is drawn: who knows our reference cannot answer in its thread or return it', async () => {
  const first = await sent();
  await closed();
  const second = await sent();
  expect([first, second]).toMatchObject([{ outcome: 'accepted' }, { outcome: 'accepted' }]);
  expect(first).not.toMatchObject({ providerId: (second as { providerId: string }).providerId });
});

test.each([
  [
    'an address that is not there',
    { onRcptTo: (_a, _s, done) => done(failing(550, 'no such user')) },
    { outcome: 'refused', code: '550', address: 'invalid' },
  ],
  ['a server that asks to come back', { onRcptTo: (_a, _s, done) => done(failing(451, 'greylisted')) }, { outcome: 'retry' }],
  [
    'a sender that is not wanted',
    { onMailFrom: (_a, _s, done) => done(failing(553, 'not you')) },
    { outcome: 'refused', address: null },
  ],
  [
    'what it says is refused',
    { onData: (stream, _s, done) => void stream.resume().on('end', () => done(failing(554, 'spam'))) },
    { outcome: 'refused', code: '554', address: null },
  ],
  [
    'a full box, told after it',
    { onData: (stream, _s, done) => void stream.resume().on('end', () => done(failing(452, 'full'))) },
    { outcome: 'retry' },
  ],
] as readonly [string, SMTPServerOptions, object][])('%s', async (_name, options, expected) => {
  expect(await sent(options)).toMatchObject(expected);
});

test('a connection that is cut while the mail is taken leaves it in doubt: it is not sent again blindly', async () => {
  const hangUp = () => {
    for (const each of server?.connections ?? []) each.close();
  };
  const cut = { onData: (stream: NodeJS.ReadableStream) => void stream.resume().on('end', hangUp) };
  expect(await sent(cut as SMTPServerOptions)).toMatchObject({ outcome: 'unknown' });
});

test('a wrong password is tried again: nothing left', async () => {
  const refusing: SMTPServerOptions = { allowInsecureAuth: true, onAuth: (_auth, _session, done) => done(failing(535, 'wrong')) };
  expect(await sent(refusing, 'user:wrong@')).toMatchObject({ outcome: 'retry' });
});

test('a server that is not there is tried again', async () => {
  expect(await smtpMail({ url: 'smtp://127.0.0.1:1', timeoutMs: WAIT_MS }).send(mail)).toMatchObject({ outcome: 'retry' });
});
