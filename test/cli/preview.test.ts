import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { main } from '../../cli/main.ts';
import { templateIds } from '../../domain/plan/template-ids.ts';
import { putCase } from '../api/case-row.ts';
import { debtorDocument, openWorld, type World } from '../api/world.ts';
import { catchTerminal } from '../support/terminal.ts';

let world: World;
let folder: string;

beforeAll(async () => {
  world = await openWorld();
  world.clock = () => Date.parse('2026-12-20T09:00:00+01:00');
  await world.creditor('c1');
  await world.call('PUT', '/debtors/cus_31', await world.key('c1', 'operator'), debtorDocument);
  await putCase(world.db, { invoiceId: 'a', number: 'F-1' });
  folder = mkdtempSync(join(tmpdir(), 'exigible-preview-'));
  vi.stubEnv('EXIGIBLE_URL', world.url);
  vi.stubEnv('EXIGIBLE_API_KEY', await world.key('c1', 'viewer'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});
const terminal = catchTerminal();

const plain = () => terminal.output.replace(/[\u00a0\u202f]/g, ' ');

describe('preview', () => {
  test('without a template: all of them, and the forms they have', async () => {
    expect(await main(['preview'])).toBe(0);
    expect(terminal.output.trim().split('\n')).toHaveLength(templateIds.length);
    expect(terminal.output).toMatch(/^reminder +e-mail, SMS$/m);
    expect(terminal.output).toMatch(/^formal-notice +e-mail, courrier$/m);
  });

  const texts: [string[], string][] = [
    [['reminder'], 'Objet : Petit rappel : votre facture F&B-2026/0412'],
    [['reminder', '--tone', 'last', '--sample', 'consumer'], 'Dernier rappel'],
    [['reminder', '--channel', 'sms', '--tone', 'firm'], '2 segments, GSM-7'],
    [['formal-notice'], 'nous vous mettons en demeure'],
    [['formal-notice', '--channel', 'email'], 'Copie de notre lettre recommandée'],
    [['formal-notice', '--case', 'invoice:c1:a'], 'Décompte arrêté au 20 décembre 2026'],
  ];
  test.each(texts)('%j: its words', async (argv, words) => {
    expect(await main(['preview', ...argv])).toBe(0);
    expect(plain()).toContain(words);
  });

  test('a page and a PDF, in files', async () => {
    const [html, pdf] = [join(folder, 'notice.html'), join(folder, 'notice.pdf')];
    expect(await main(['preview', 'formal-notice', '--html', html, '--pdf', pdf])).toBe(0);
    expect(terminal.output).toBe(`${html}\n${pdf}\n`);
    expect(readFileSync(html, 'utf8')).toMatch(/^<!doctype html>/);
    expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('what a case never had is said to be invented', async () => {
    expect(await main(['preview', 'promise-confirmation', '--case', 'invoice:c1:a'])).toBe(0);
    expect(terminal.errors).toContain('inventés pour l’aperçu\u00a0: promise.');
  });

  test.each([
    [['preview', 'x'], 'template: reçu « x »'],
    [['preview', 'reminder', '--sample', 'martian'], '--sample: reçu « martian »'],
    [['preview', 'reminder', '--tone', 'loud'], 'loud'],
    [['preview', 'formal-notice', '--channel', 'sms'], 'n’a pas de SMS'],
    [['preview', 'reminder', '--channel', 'sms', '--html', 'never.html'], '--html: un SMS n’est pas une page'],
    [['preview', 'reminder', '--case', 'invoice:c1:zz'], 'le dossier invoice:c1:zz n’existe pas'],
  ])('%j is bad input', async (argv, text) => {
    expect(await main(argv)).toBe(2);
    expect(terminal.errors).toContain(text);
  });
});
