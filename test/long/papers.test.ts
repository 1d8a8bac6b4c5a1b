import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDocumentPrinter, type DocumentPrinter } from '../../activities/documents/documents.ts';
import { findBrowser } from '../../run/browser.ts';
import { debtorKinds } from '../../templates/engine/wording.ts';
import { loadTemplates } from '../../templates/renderer.ts';
import { sampleHandoff } from '../../templates/sample-handoff.ts';
import { sampleRequest } from '../../templates/samples.ts';
import { failedRules, validatorClassPath } from './verapdf/verapdf.ts';

const templates = loadTemplates();
const letters = (['formal-notice', 'late-charges', 'corrective', 'instalment-agreement'] as const).flatMap((template) =>
  debtorKinds.map((kind) => [`${template} to a ${kind}`, () => templates.letter(sampleRequest(template, kind))] as const),
);
const papers = [...letters, ['file for a lawyer', () => templates.handoffFile(sampleHandoff())] as const];

let printer: DocumentPrinter;
let folder: string;
let classPath: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'exigible-papers-'));
  printer = createDocumentPrinter({ executablePath: findBrowser().executablePath });
  classPath = validatorClassPath(folder);
});
afterAll(async () => {
  await printer.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a paper fails no rule of PDF/A-2b and PDF/UA-1', () => {
  it.each(papers)('%s', async (_name, write) => {
    const { html, title } = write();
    const file = join(folder, 'paper.pdf');
    writeFileSync(file, (await printer.print(html, { title, datedOn: '2026-08-30' })).pdf);
    expect(failedRules(classPath, file, '2b')).toEqual([]);
    expect(failedRules(classPath, file, 'ua1')).toEqual([]);
  });

  it('and the validator finds what is wrong with a file that is none', async () => {
    const file = join(folder, 'plain.pdf');
    writeFileSync(
      file,
      Buffer.from(
        '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>',
      ),
    );
    expect(failedRules(classPath, file, 'ua1').length).toBeGreaterThan(0);
  });
});
