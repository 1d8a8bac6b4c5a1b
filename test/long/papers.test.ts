import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDocumentPrinter, type DocumentPrinter } from '../../activities/documents/documents.ts';
import { fitted, logoIn } from '../../domain/party/logo.ts';
import { debtorKinds } from '../../domain/plan/plan.ts';
import { findBrowser } from '../../run/browser.ts';
import { loadTemplates } from '../../templates/renderer.ts';
import { sampleCommonHandoff, sampleHandoff } from '../../templates/sample-handoff.ts';
import { sampleRequest } from '../../templates/samples.ts';
import { withLogo } from '../../words/logo.ts';
import { photograph, png } from '../support/logo.ts';
import { failedRules, validatorClassPath } from './verapdf/verapdf.ts';

const templates = loadTemplates();
const letters = (['formal-notice', 'late-charges', 'corrective', 'instalment-agreement'] as const).flatMap((template) =>
  debtorKinds.map((kind) => [`${template} to a ${kind}`, () => templates.letter(sampleRequest(template, kind))] as const),
);
const files = [
  ['file for a lawyer', () => templates.handoffFile(sampleHandoff())],
  ['file of several invoices', () => templates.handoffFile(sampleCommonHandoff())],
] as const;
const logos = [
  ['letter under a logo that lets the paper through', { contentType: 'image/png', bytes: png(600, 200) }],
  ['letter under a logo that is a photograph', { contentType: 'image/jpeg', bytes: photograph }],
] as const;
const headed = logos.map(([name, { contentType, bytes }]) => {
  const src = `data:${contentType};base64,${bytes.toString('base64')}`;
  const logo = { src, ...fitted(logoIn(bytes)) };
  return [name, () => templates.letter(withLogo(sampleRequest('formal-notice', 'business'), logo))] as const;
});
const papers = [...letters, ...headed, ...files];

let folder: string;
let classPath: string;
const printed = new Map<string, string>();
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exigible-papers-'));
  classPath = validatorClassPath(folder);
  const printer: DocumentPrinter = createDocumentPrinter({ executablePath: findBrowser().executablePath });
  for (const [name, write] of papers) {
    const { html, title } = write();
    const file = join(folder, `${name.replaceAll(' ', '-')}.pdf`);
    writeFileSync(file, (await printer.print(html, { title, datedOn: '2026-08-30' })).pdf);
    printed.set(name, file);
  }
  await printer.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(['2b', 'ua1'] as const)('no paper fails a rule of the flavour %s', (flavour) => {
  const failed = failedRules(classPath, [...printed.values()], flavour);
  for (const [name, file] of printed) expect({ name, failed: failed.get(file) }).toEqual({ name, failed: [] });
});

it('the validator finds what a page as Chromium prints it lacks', () => {
  const file = join(folder, 'plain.pdf');
  const [paper = ''] = printed.values();
  writeFileSync(
    file,
    readFileSync(paper).toString('latin1').replace('/Metadata', '/NoMetaXX').replaceAll('/Lang', '/NoLg'),
    'latin1',
  );
  expect(
    failedRules(classPath, [file], 'ua1')
      .get(file)
      ?.map(({ clause }) => clause),
  ).toContain('7.1');
});
