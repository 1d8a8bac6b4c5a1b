import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aboutOf, ownWords } from '../../api/answers/about.ts';
import { hearMail } from '../../api/answers/hear.ts';
import { readMail } from '../../api/answers/mail.ts';
import { makeDebtorLink, replyNameOf } from '../../db/debtor-links.ts';
import { putDebtor } from '../../db/debtors.ts';
import { strayMailsOf } from '../../db/stray-mails.ts';
import { debtorSchema } from '../../domain/party/party-schema.ts';
import { outboxMail } from '../../providers/outbox/mail.ts';
import { createOutbox } from '../../providers/outbox/outbox.ts';
import { inboundDoor } from '../../providers/sendgrid/inbound.ts';
import { hearDropped } from '../../run/answer-drop.ts';
import { mail as plain } from '../support/mail.ts';
import { deliveryReport } from '../support/mails.ts';
import { debtor } from '../support/parties.ts';
import { settled } from '../support/written.ts';
import { putCase } from './case-row.ts';
import { type Doors, email, NOW_MS, openDoors } from './doors.ts';

const SECRET = 'a-secret-in-the-address-of-the-door';
const put = async (bytes: Uint8Array) => String(stored.push(bytes));
const stored: Uint8Array[] = [];
const kept: { caseId: string; kind: string; filename: string }[] = [];
let doors: Doors;
beforeAll(async () => {
  doors = await openDoors((deps) => inboundDoor(answerDeps(deps), SECRET));
  for (const [invoiceId, number] of [
    ['i1', 'F2026-0412'],
    ['i2', 'F2026-0420'],
  ] as const)
    await putCase(doors.db, { invoiceId, number, debtorId: debtor.id });
  await putCase(doors.db, {
    invoiceId: 'i3',
    debtorId: debtor.id,
    facts: [{ type: 'close', reason: 'x', at: '2026-11-02T09:00:00+01:00', actor: 'test' }],
  });
  await putDebtor(doors.db, 'c1', debtorSchema.parse({ ...debtor, id: 'd2', email: 'autre@aubertin.example' }));
  await putCase(doors.db, { invoiceId: 'i4', debtorId: 'd2' });
});
afterAll(() => doors.close());
beforeEach(async () => {
  kept.length = 0;
  await doors.forget();
});

function answerDeps(deps: Parameters<Parameters<typeof openDoors>[0]>[0]) {
  const keep = async (caseId: string, kind: string, { filename }: { filename: string }) => {
    kept.push({ caseId, kind, filename });
    return `document-${kept.length}`;
  };
  return { ...deps, keep, put };
}
const hear = (raw: string | Buffer) =>
  hearMail(
    answerDeps({
      db: doors.db,
      clock: () => NOW_MS,
      wake: () => undefined,
      log: { info: () => {}, warn: () => {}, error: () => {} },
    }),
    Buffer.from(raw),
  );
const told = async () => (await doors.heard()) as { payload: { type: string; about?: string; channel: string; cause: string } }[];
const mail = (headers: Record<string, string>, body: string) =>
  `${Object.entries({
    From: 'Inconnu <qui@ailleurs.example>',
    To: 'reponse@exigible.example',
    Subject: 'Re: facture',
    'Message-ID': '<m1@ailleurs.example>',
    ...headers,
  })
    .map(([name, value]) => `${name}: ${value}`)
    .join('\r\n')}\r\n\r\n${body}`;
const fromDebtor = { From: `Compta <${debtor.email.toUpperCase()}>` };

describe('whose answer it is', () => {
  test('the address that it was sent to comes first, then the message that it answers, then a sender who is one debtor alone', async () => {
    const token = await makeDebtorLink(doors.db, 'c1', 'd2');
    await hear(mail({ ...fromDebtor, To: `reponse+${replyNameOf(token)}@exigible.example` }, 'Bonjour'));
    expect((await told()).map(({ payload }) => payload.type)).toEqual(['debtor-wrote']);
    expect(kept.map(({ caseId }) => caseId)).toEqual(['invoice:c1:i4']);
    await doors.forget();
    await settled(doors.db, email, { state: 'sent', provider: 'sendgrid', providerId: 'sg-short-id' });
    await hear(mail({ From: 'perso@gmail.example', 'In-Reply-To': '<sg-short-id.filter0001@ismtpd.example>' }, 'Bonjour'));
    expect(await told()).toHaveLength(2);
    await doors.forget();
    await hear(mail(fromDebtor, 'Bonjour'));
    expect(await told()).toHaveLength(2);
  });

  test('an address of answers says nothing of the link and opens nothing', async () => {
    const token = await makeDebtorLink(doors.db, 'c1', 'd2');
    expect(replyNameOf(token)).toMatch(/^[0-9a-f]{24}$/);
    expect(replyNameOf(token)).not.toContain(token.slice(0, 6));
  });

  test('a number that it names decides among the invoices; a closed one hears nothing', async () => {
    await hear(mail({ ...fromDebtor, Subject: 'Facture F2026-0420' }, 'Bonjour'));
    expect(kept.map(({ caseId }) => caseId)).toEqual(['invoice:c1:i2']);
  });

  test('a stranger’s mail changes nothing, and waits for a person; a machine’s is let go', async () => {
    expect(await hear(mail({}, 'Bonjour, déjà payé'))).toBe('unknown');
    expect(await hear(mail({}, 'Bonjour, déjà payé'))).toBe('unknown');
    expect(await hear(mail({ 'Auto-Submitted': 'auto-replied' }, 'absent'))).toBe('unknown');
    expect([await told(), kept]).toEqual([[], []]);
    const waiting = await strayMailsOf(doors.db, null, 9);
    expect(waiting.map(({ sender, subject, creditorId }) => [sender, subject, creditorId])).toEqual([
      ['qui@ailleurs.example', 'Re: facture', null],
    ]);
    expect(String(stored[0])).toContain('Bonjour, déjà payé');
  });

  test('the same mail twice is told once', async () => {
    const raw = mail({ ...fromDebtor, Subject: 'F2026-0420' }, 'Bonjour');
    await hear(raw);
    await hear(raw);
    expect(await told()).toHaveLength(1);
  });
});

describe('a return', () => {
  const report = (action: string, returned: readonly string[]) =>
    deliveryReport([`Action: ${action}`, 'Status: 5.1.1'], returned);
  test('is told to the case of the message that came back, and to no other', async () => {
    await settled(doors.db, email, { state: 'sent', provider: 'sendgrid', providerId: 'sg-own' });
    await hear(report('failed', ['Message-ID: <sg-own.filter01@ismtpd.example>']));
    expect((await told()).map(({ payload }) => payload)).toMatchObject([
      { type: 'message-bounced', channel: 'email', step: 'reminder-5', sequence: 1, reason: 'avis de non-remise (5.1.1)' },
    ]);
    expect(kept.map(({ caseId, kind }) => [caseId, kind])).toEqual([['invoice:c1:i1', 'mail-bounce']]);
  });

  test('of an e-mail of the outbox is known by its Message-ID, and so is an answer to it; nobody makes one up', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'exigible-outbox-'));
    const port = outboxMail(createOutbox(folder, () => NOW_MS));
    const taken = await port.send(plain);
    const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.eml'));
    const [, id = ''] = /^message-id: (<.+>)\r$/im.exec(readFileSync(join(folder, file), 'utf8')) ?? [];
    const providerId = taken.outcome === 'accepted' ? taken.providerId : '';
    await settled(doors.db, email, { state: 'sent', provider: 'outbox', providerId });
    await hear(report('failed', [`Message-ID: ${id}`]));
    await hear(mail({ From: 'perso@gmail.example', 'In-Reply-To': id }, 'Pourquoi ?'));
    expect((await told()).map(({ payload }) => payload.type).slice(0, 2)).toEqual(['message-bounced', 'debtor-wrote']);
    expect(await port.find?.(plain.key)).toEqual(taken);
    const other = await outboxMail(createOutbox(mkdtempSync(join(tmpdir(), 'exigible-outbox-')), () => NOW_MS)).send(plain);
    expect(other).not.toMatchObject({ providerId });
    rmSync(folder, { recursive: true });
  });

  test('that a stranger makes up of our own ids changes nothing; a delay holds nothing', async () => {
    await settled(doors.db, email, { state: 'sent', provider: 'sendgrid', providerId: 'sg-own' });
    await hear(
      report('failed', [
        'X-Exigible-message: invoice:c1:i1/reminder-5/email/1',
        'Message-ID: <invoice:c1:i1/reminder-5/email/1>',
      ]),
    );
    await hear(report('delayed', ['Message-ID: <sg-own.filter01@ismtpd.example>']));
    expect(await told()).toEqual([]);
  });
});

describe('absences and returns are told apart', () => {
  test.each([
    ['a machine that says so', { 'Auto-Submitted': 'auto-replied' }, 'auto'],
    ['an old autoreply', { 'X-Autoreply': 'yes' }, 'auto'],
    ['a French absence', { Subject: 'Réponse automatique : facture' }, 'auto'],
    ['a French absence, encoded', { Subject: '=?iso-8859-1?Q?R=E9ponse_automatique_=3A_facture?=' }, 'auto'],
    ['an English one', { Subject: 'Out of Office: Jane' }, 'auto'],
    ['a person', { 'Auto-Submitted': 'no' }, 'answer'],
    ['a person who writes of his absence', { Subject: 'Re: votre réponse automatique' }, 'answer'],
    ['a mailer daemon', { From: 'MAILER-DAEMON@mx.example' }, 'bounce'],
    ['a delivery report', { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b' }, 'bounce'],
    ['a read receipt', { 'Content-Type': 'multipart/report; report-type=disposition-notification; boundary=b' }, 'auto'],
  ])('%s', async (_name, headers, sort) => {
    const body = 'Content-Type' in headers ? '--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n' : 'Je suis absent.';
    expect((await readMail(Buffer.from(mail(headers, body)))).sort).toBe(sort);
  });

  test('an absence is kept and holds nothing; a return marks the address', async () => {
    expect(await hear(mail({ ...fromDebtor, Subject: 'F2026-0420', 'Auto-Submitted': 'auto-replied' }, 'absent'))).toBe('auto');
    expect([await told(), kept.map(({ kind }) => kind)]).toEqual([[], ['mail-auto']]);
    const token = await makeDebtorLink(doors.db, 'c1', 'd2');
    await hear(
      mail({ From: 'mailer-daemon@mx.example', To: `reponse+${replyNameOf(token)}@exigible.example` }, '550 no such user'),
    );
    expect((await told()).map(({ payload }) => payload)).toMatchObject([{ type: 'message-bounced', channel: 'email' }]);
  });
});

const html = 'Content-Type: text/html; charset=utf-8';
const part = (headers: string, body: string) => `--b\r\n${headers}\r\n\r\n${body}\r\n`;
const multipart = { 'MIME-Version': '1.0', 'Content-Type': 'multipart/mixed; boundary=b' };

describe('mails as people send them', () => {
  test.each([
    ['plain', {}, 'Nous avons déjà payé.', 'déjà payé'],
    [
      'HTML alone',
      { 'Content-Type': 'text/html; charset=utf-8' },
      '<p>Nous <b>contestons</b></p><script>alert(1)</script><img src="https://evil.example/t.gif">',
      'contestons',
    ],
    ['a wrong charset', { 'Content-Type': 'text/plain; charset=x-unknown' }, 'Merci', 'Merci'],
    [
      'latin-1',
      { 'Content-Type': 'text/plain; charset=iso-8859-1', 'Content-Transfer-Encoding': 'quoted-printable' },
      'r=E9gl=E9',
      'réglé',
    ],
    [
      'base64',
      { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Transfer-Encoding': 'base64' },
      Buffer.from('Échéancier ?').toString('base64'),
      'Échéancier',
    ],
    [
      'several parts and a calendar',
      multipart,
      `${part('Content-Type: text/plain; charset=utf-8', 'Rendez-vous')}${part('Content-Type: text/calendar', 'BEGIN:VCALENDAR')}--b--`,
      'Rendez-vous',
    ],
    [
      'a winmail.dat',
      multipart,
      `${part('Content-Type: text/plain', 'Voir la piece')}${part('Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Disposition: attachment; filename=winmail.dat', 'x')}--b--`,
      'Voir la piece',
    ],
    ['a part that is cut: the mail is kept whole, a person reads it', multipart, part(html, '<p>coupé</p>'), ''],
    ['nothing at all', {}, '', ''],
  ])('%s', async (_name, headers, body, words) => {
    const read = await readMail(Buffer.from(mail(headers, body)));
    expect(read.text).toContain(words);
    expect(read.text).not.toMatch(/<|alert/);
    expect(read.files).toEqual([]);
  });

  test('what is joined is kept when it is a PDF or a picture by its first bytes, under a plain name', async () => {
    const attached = (name: string, bytes: string) =>
      part(
        `Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="${name}"`,
        Buffer.from(bytes).toString('base64'),
      );
    const raw = mail(
      { ...multipart, ...fromDebtor, Subject: 'F2026-0420' },
      `${part('Content-Type: text/plain', 'virement effectué')}${attached('../../preuve <1>.exe', '%PDF-1.4 x')}${attached('facture.pdf', '<html>')}--b--`,
    );
    await hear(raw);
    expect(kept.map(({ kind, filename }) => [kind, filename.replace(/-[0-9a-f]{8}/, '')])).toEqual([
      ['debtor-mail', 'answer.eml'],
      ['debtor-proof', 'preuve-1.pdf'],
    ]);
    expect((await told())[0]?.payload.about).toBe('paid');
  });

  test('thirty megabytes are read', async () => {
    const body = `${part('Content-Type: text/plain', 'gros')}${part('Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64', Buffer.alloc(20_000_000, 65).toString('base64'))}--b--`;
    expect((await readMail(Buffer.from(mail(multipart, body)))).text).toContain('gros');
  });
});

describe('what it seems to be about', () => {
  test.each([
    ['STOP', 'stop'],
    ['Bonjour, nous avons déjà réglé cette facture le 3.', 'paid'],
    ['Le virement a été fait hier', 'paid'],
    ['Nous contestons cette facture', 'dispute'],
    ['Nous n’avons jamais reçu la marchandise', 'dispute'],
    ['Est-il possible de payer en trois fois ?', 'instalments'],
    ['Nous paierons fin décembre', 'promise'],
    ['Merci de m’appeler au bureau', 'call-me'],
    ['Elle ne travaille plus ici', 'contact'],
    ['Pouvez-vous renvoyer la facture ?', 'question'],
    ['', 'question'],
  ])('%s: %s', (words, about) => {
    expect(aboutOf(words)).toBe(about);
  });

  test.each([
    ['Bonjour,\nPayé.\n\nLe mar. 3 nov. 2026 à 10:00, Atelier Lumen a écrit :\n> nous contestons', 'Bonjour,\nPayé.'],
    ['Payé.\n-----Message d’origine-----\nDe : x', 'Payé.'],
    ['Paid\n\nOn Tue, Nov 3, 2026 at 10:00 AM Lumen wrote:\n> STOP', 'Paid'],
    ['Payé\n-- \nLa direction, service contentieux et litiges', 'Payé'],
    ['> tout est cité', '> tout est cité'],
  ])('words of his own in %j', (text, own) => {
    expect(ownWords(text)).toBe(own);
  });
});

test('mails that are dropped into a folder are heard as those of the door, each once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'exigible-drop-'));
  writeFileSync(join(folder, 'b.eml'), mail({ ...fromDebtor, Subject: 'F2026-0420' }, 'Nous contestons'));
  mkdirSync(join(folder, 'a.eml'));
  const deps = answerDeps({
    db: doors.db,
    clock: () => NOW_MS,
    wake: () => undefined,
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
  expect([await hearDropped(deps, folder), await hearDropped(deps, folder)]).toEqual([1, 0]);
  expect(readdirSync(folder).toSorted()).toEqual(['a.eml.failed', 'b.eml.heard']);
  expect((await told())[0]?.payload.about).toBe('dispute');
  rmSync(folder, { recursive: true });
});

describe('the door', () => {
  const post = (secret: string, fields: Record<string, string | Blob>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    return fetch(`${doors.url}/webhooks/sendgrid/inbound/${secret}`, { method: 'POST', body: form });
  };

  test('takes a raw mail from who knows its address', async () => {
    const raw = mail(
      { ...fromDebtor, Subject: 'F2026-0420', 'Content-Type': 'text/plain; charset=utf-8' },
      'Nous avons déjà payé, été compris',
    );
    expect((await post(SECRET, { email: raw, to: 'x' })).status).toBe(204);
    expect((await told()).map(({ payload }) => payload)).toMatchObject([
      { type: 'debtor-wrote', channel: 'email', about: 'paid', actor: 'inbound' },
    ]);
  });

  test.each([
    ['a wrong secret', 'b'.repeat(30), { email: 'x' }, 401],
    ['no raw mail', SECRET, { text: 'Bonjour' }, 400],
  ])('%s is refused', async (_name, secret, fields, status) => {
    expect((await post(secret, fields)).status).toBe(status);
    expect(await told()).toEqual([]);
  });

  test('no form is refused', async () => {
    const answer = await fetch(`${doors.url}/webhooks/sendgrid/inbound/${SECRET}`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(415);
  });
});
