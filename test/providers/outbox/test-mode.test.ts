import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../../config.ts';
import { documentStore } from '../../../run/document-store.ts';
import { outboxFolder, sendersOf, wayOut } from '../../../run/providers.ts';

const mail = {
  key: 'm1',
  from: { email: 'compta@lemoine.example', name: 'Atelier Lemoine' },
  replyTo: 'compta@lemoine.example',
  to: 'client@aubert.example',
  subject: 'Facture F-1',
  html: '<html><body class="x"><p>Bonjour</p></body></html>',
  text: 'Bonjour',
  attachments: [],
  customArgs: {},
};

test('in the test mode an e-mail goes to oneself alone, under a banner, and is written down as a test', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'exigible-test-mode-'));
  const keys = { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 't', TWILIO_FROM: '+33612345678' };
  const config = readConfig({ EXIGIBLE_TEST_TO: 'moi@lemoine.example', ...keys });
  const ways = await wayOut(config, dataDir, documentStore(config, dataDir));
  expect(sendersOf(ways).map(({ provider }) => provider)).toEqual(['essai', 'outbox', 'outbox']);
  expect(await ways.mail.send(mail)).toMatchObject({ outcome: 'accepted', provider: 'essai' });
  const [file = ''] = readdirSync(outboxFolder(dataDir), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.eml'),
  );
  const eml = readFileSync(join(outboxFolder(dataDir), file), 'utf8');
  expect(/^To: (.*)$/m.exec(eml)?.[1]).toContain('moi@lemoine.example');
  expect(/^Subject: (.*)$/m.exec(eml)?.[1]).toContain('[Essai]');
  expect(eml.split('\r\n\r\n')[0]).not.toContain('client@aubert.example');
  expect(eml).toContain('client@aubert.example');
  expect(await ways.mail.find?.('m1')).toMatchObject({ provider: 'essai' });
});
