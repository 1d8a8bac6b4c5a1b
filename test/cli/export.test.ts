import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { main } from '../../cli/main.ts';
import { unpack } from '../../cli/unpack.ts';
import { documents } from '../../db/schema.ts';
import { putCase } from '../api/case-row.ts';
import { caseId as exportedCase, putWholeCase, temporaryStore } from '../api/export/exported.ts';
import { openWorld, type World } from '../api/world.ts';
import { catchTerminal } from '../support/terminal.ts';

let world: World;
let folder: string;
let kept: ReturnType<typeof temporaryStore>;

beforeAll(async () => {
  kept = temporaryStore();
  world = await openWorld({ documents: kept.store });
  folder = mkdtempSync(join(tmpdir(), 'exigible-export-'));
  await putCase(world.db, { invoiceId: 'a', number: 'F/1 é' });
  const handedOver = {
    type: 'handed-over',
    step: 'handoff',
    route: 'injonction-de-payer',
    document: 'doc-1',
    sha256: 'ab'.repeat(32),
  } as const;
  await putCase(world.db, { invoiceId: 'lost', facts: [{ ...handedOver, at: '2026-11-10T09:00:00+01:00', actor: 'case' }] });
  const lost = {
    id: 'doc-1',
    caseId: 'invoice:c1:lost',
    kind: 'formal-notice',
    filename: 'lettre.pdf',
    contentType: 'application/pdf',
  };
  await world.db.insert(documents).values({ ...lost, bytes: 9, sha256: 'ab'.repeat(32) });
  vi.stubEnv('EXIGIBLE_URL', world.url);
  vi.stubEnv('EXIGIBLE_API_KEY', await world.key('c1', 'viewer'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
  kept.remove();
});
const terminal = catchTerminal();

describe('export', () => {
  test('a folder that its own procedure finds whole, and the digest to tell apart', async () => {
    const out = join(folder, 'dossier');
    expect(await main(['export', 'invoice:c1:a', '--out', out])).toBe(0);
    const digest = /: ([0-9a-f]{64})$/m.exec(terminal.output)?.[1] ?? '';
    const { stdout, status } = spawnSync(process.execPath, ['verifier.mjs', digest], { cwd: out, encoding: 'utf8' });
    expect({ stdout, status }).toEqual({ stdout: expect.stringMatching(/^INTACT : 1 preuves/), status: 0 });
  });

  test('a ZIP with the same files', async () => {
    const out = join(folder, 'dossier.zip');
    expect(await main(['export', 'invoice:c1:a', '--out', out, '--json'])).toBe(0);
    const said = JSON.parse(terminal.output) as { files: number };
    expect(said).toMatchObject({ out, entries: 1, missing: [], headDigest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const files = unpack(readFileSync(out));
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['VERIFIER.md', 'verifier.mjs', 'preuves.jsonl', 'dossier.json']),
    );
    expect(files).toHaveLength(said.files);
  });

  test('a document that the store lost: the rest is written, the loss is said', async () => {
    expect(await main(['export', 'invoice:c1:lost', '--out', join(folder, 'lost')])).toBe(1);
    expect(terminal.output).toContain(`Document perdu ou modifié dans le dépôt\u00a0: ${'ab'.repeat(32)}`);
    expect(readFileSync(join(folder, 'lost', 'chronologie.txt'), 'utf8')).toContain('Dossier ouvert');
  });

  test.each([
    [['export', 'invoice:c1:zz', '--out', 'never'], 'le dossier invoice:c1:zz n’existe pas'],
    [['export', 'invoice:c2:a', '--out', 'never'], 'le dossier invoice:c2:a n’existe pas'],
    [['export', 'invoice:c1:a', '--out', tmpdir()], 'existe déjà'],
  ])('%j is bad input', async (argv, text) => {
    expect(await main(argv)).toBe(2);
    expect(terminal.errors).toContain(text);
  });

  test('what was handed over, with its exhibits, once it was', async () => {
    expect(await main(['export', 'invoice:c1:a', '--court', '--out', join(folder, 'pieces')])).not.toBe(0);
    expect(terminal.errors).toContain('pas encore été remis');
  });

  test('verify --documents recomputes what the evidence cites', async () => {
    expect(await main(['verify', 'invoice:c1:a', '--documents'])).toBe(0);
    expect(await main(['verify', 'invoice:c1:lost'])).toBe(0);
    terminal.output = '';
    expect(await main(['verify', '--documents', '--json'])).toBe(1);
    expect(JSON.parse(terminal.output)).toMatchObject({
      ok: false,
      firstBroken: { caseId: 'invoice:c1:lost', sequence: 2, why: expect.stringContaining('la pièce abab') },
    });
  });

  test('verify --documents follows a message to its letter, its words and what was joined', async () => {
    await putWholeCase(world.db, kept.store);
    expect(await main(['verify', exportedCase, '--documents'])).toBe(0);
    for (const text of ['lettre', 'Par la présente…', 'avis']) {
      const file = fileHolding(kept.folder, text);
      writeFileSync(file, `${text} changée`);
      terminal.output = '';
      expect(await main(['verify', exportedCase, '--documents'])).toBe(1);
      expect(terminal.output).toMatch(/^Chaîne rompue dans invoice:c1:exported\s: la pièce [0-9a-f]{64}, que cite .*, manque/);
      writeFileSync(file, text);
    }
    expect(await main(['verify', exportedCase, '--documents'])).toBe(0);
  });

  test('the API names the archive after the invoice', async () => {
    const answer = await world.call('GET', '/cases/invoice%3Ac1%3Aa/export', world.adminKey);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/zip');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename=dossier-F-1-e.zip');
  });
});

/** The stored document of those bytes, which may be written from now on. */
function fileHolding(where: string, text: string): string {
  const files = readdirSync(where, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ name, parentPath }) => join(parentPath, name));
  const found = paths.find((path) => readFileSync(path, 'utf8') === text);
  if (found === undefined) throw new Error(`no document holds ${text}`);
  chmodSync(found, 0o600);
  return found;
}
