import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mail } from '../../../activities/ports/mail.ts';
import { outboxMail } from '../../../providers/outbox/mail.ts';
import { createOutbox, type Outbox } from '../../../providers/outbox/outbox.ts';
import { outboxPost } from '../../../providers/outbox/post.ts';
import { outboxSms } from '../../../providers/outbox/sms.ts';
import { mail as plain } from '../../support/mail.ts';

const mail: Mail = {
  ...plain,
  subject: 'Votre facture : échéance',
  html: '<p>Bonjour, <strong>réglez</strong></p>',
  text: 'Bonjour, réglez',
  attachments: [{ filename: 'facture.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF-1.4 contenu') }],
};

let folder: string;
let outbox: Outbox;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exigible-outbox-test-'));
  outbox = createOutbox(folder, () => Date.parse('2026-08-30T09:00:00Z'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function onlyFile(extension: string): Promise<string> {
  const files = (await readdir(folder)).filter(
    (name) => name.endsWith(extension) && name !== 'LISEZMOI.txt' && name !== 'index.txt',
  );
  expect(files).toHaveLength(1);
  return readFile(join(folder, files[0] ?? ''), 'utf8');
}

describe('the outbox', () => {
  it('keeps an e-mail that a mail program opens, with both parts and the attachment', async () => {
    await outboxMail(outbox).send(mail);
    const eml = await onlyFile('.eml');
    expect(eml).toMatch(/^Content-Type: multipart\/mixed/m);
    expect(eml).toMatch(/multipart\/alternative/);
    expect(eml).toMatch(/^To: contact@menuiserie\.example\r?$/m);
    expect(eml).toMatch(/X-Exigible-Message: m-1/i);
    expect(eml).toContain(Buffer.from('%PDF-1.4 contenu').toString('base64'));
  });

  it('lets no subject add a header of its own', async () => {
    await outboxMail(outbox).send({ ...mail, subject: 'Facture\r\nBcc: intrus@example.org' });
    expect(await onlyFile('.eml')).not.toMatch(/^Bcc:/im);
  });

  it('takes the same key once, whatever is asked', async () => {
    const port = outboxMail(outbox);
    const first = await port.send(mail);
    const second = await port.send({ ...mail, subject: 'autre' });
    expect(second).toEqual(first);
    expect(await onlyFile('.eml')).not.toContain('autre');
    expect(await port.find?.(mail.key)).toEqual(first);
    expect((await readFile(join(folder, 'index.txt'), 'utf8')).trim().split('\n')).toHaveLength(1);
  });

  it('knows nothing of a key it never took', async () => {
    expect(await outboxPost(outbox).find('invoice:c1:i9/formal-notice/registered-letter/1', 'registered-letter')).toBeNull();
  });

  it('keeps SMS and letters as files of their own', async () => {
    await outboxSms(outbox).send({ key: 'k1', from: 'Lumen', to: '+33612345678', text: 'Merci de nous contacter.' });
    await outboxPost(outbox).post({
      key: 'k2',
      channel: 'registered-letter',
      title: 'Mise en demeure',
      recipientLines: ['A'],
      senderLines: ['B'],
      senderEmail: 'a@b.example',
      pages: 1,
      pdf: Buffer.from('%PDF-1.4'),
      enclosures: [{ title: 'Facture F-1', pdf: Buffer.from('%PDF-1.7') }],
    });
    expect(await onlyFile('.txt')).toContain('Merci de nous contacter.');
    expect(await onlyFile('k2.pdf')).toBe('%PDF-1.4');
    expect(await onlyFile('k2_piece-1.pdf')).toBe('%PDF-1.7');
  });
});
