import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { run as runMatch } from '../../cli/match.ts';
import { run as runStatement } from '../../cli/statement.ts';
import { entry, invoice } from '../domain/matching/ledger-of.ts';
import { refusedFiles, unreadableFiles } from '../support/bad-files.ts';

type Run = (args: { file: string; json: boolean }) => Promise<number>;

/** Runs a command and gives back its exit code and what it wrote. */
async function ran(run: Run, file: string, json: boolean): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  const noted = (stream: 'out' | 'err') => (text: unknown) => {
    written[stream] += String(text);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(noted('out'));
  vi.spyOn(process.stderr, 'write').mockImplementation(noted('err'));
  const code = await run({ file, json });
  vi.restoreAllMocks();
  return { code, ...written };
}

async function withFile<T>(content: string | Uint8Array, use: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'exigible-cli-'));
  try {
    await writeFile(join(folder, 'input'), content);
    return await use(join(folder, 'input'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function fixturePath(name: string): string {
  return fileURLToPath(new URL(`../fixtures/statements/${name}`, import.meta.url));
}

afterEach(() => vi.restoreAllMocks());

describe('statement', () => {
  it('prints the document of the contract, fields in its order, and nothing else', async () => {
    const { code, out, err } = await ran(runStatement, fixturePath('camt.053.001.08.xml'), true);
    const read = JSON.parse(out);
    expect([code, err]).toEqual([0, '']);
    expect(Object.keys(read)).toEqual(['statements', 'warnings']);
    expect(Object.keys(read.statements[0])).toEqual([
      'format',
      'id',
      'account',
      'currency',
      'openingCents',
      'closingCents',
      'balances',
      'entries',
    ]);
    const fields = [
      'key',
      'bookedOn',
      'valueOn',
      'amountCents',
      'currency',
      'status',
      'reversal',
      'endToEndId',
      'references',
      'counterparty',
      'label',
    ];
    for (const each of read.statements[0].entries) expect(Object.keys(each)).toEqual(fields);
  });

  it('prints a table for a person', async () => {
    const { code, out } = await ran(runStatement, fixturePath('cfonb-latin1.txt'), false);
    expect(code).toBe(0);
    for (const text of ['les soldes concordent', '1\u202f200,00\u00a0€', 'Café du Port', 'retour']) expect(out).toContain(text);
  });

  it('says the warnings and still answers 0', async () => {
    const { code, out } = await ran(runStatement, fixturePath('camt.054.001.02-prefixed.xml'), false);
    expect([code, out.includes('Attention\u00a0: Relevé N-1')]).toEqual([0, true]);
  });

  it.each(Object.entries(unreadableFiles))('%s: exit 2, where and why, nothing half-printed', async (_, { bytes, says }) => {
    const { code, out, err } = await withFile(bytes, (file) => ran(runStatement, file, false));
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(says);
    expect(err).toContain('le redemander à la banque, ou corriger cet endroit');
    const { errors } = JSON.parse((await withFile(bytes, (file) => ran(runStatement, file, true))).out);
    expect(errors.map(({ path, message }: { path: string; message: string }) => `${path}: ${message}`)).toEqual([err.trim()]);
  });

  it.each(Object.entries(refusedFiles).filter(([name]) => name.includes('add up')))(
    '%s: read, said by a warning, exit 1',
    async (_, { bytes }) => {
      const { code, out } = await withFile(bytes, (file) => ran(runStatement, file, true));
      expect(code).toBe(1);
      const { statements, warnings } = JSON.parse(out);
      expect(statements).toMatchObject([{ balances: 'disagree', closingCents: 250_001 }]);
      expect(warnings).toEqual([expect.stringContaining('il faut redemander le fichier à la banque')]);
    },
  );

  it('a file that is not there: exit 2', async () => {
    const { code, err } = await ran(runStatement, fixturePath('nowhere.xml'), false);
    expect(code).toBe(2);
    expect(err).toContain('est introuvable');
  });
});

describe('match', () => {
  const input = JSON.stringify({
    invoices: [invoice('1')],
    entries: [entry({ label: 'F-2026-0001' }), entry({ key: 'e2', amountCents: -1 })],
  });

  it('prints the bare list of the contract', async () => {
    const { code, out } = await withFile(input, (file) => ran(runMatch, file, true));
    const results = JSON.parse(out);
    expect(code).toBe(0);
    expect(Object.keys(results[0])).toEqual(['key', 'verdict', 'allocations', 'reasons', 'candidates']);
    expect(results).toMatchObject([
      { key: 'e1', verdict: 'matched', allocations: [{ invoice: '1', amountCents: 120_000 }] },
      { key: 'e2', verdict: 'not-a-payment' },
    ]);
  });

  it('prints a table for a person', async () => {
    const { out } = await withFile(input, (file) => ran(runMatch, file, false));
    expect(out).toContain('imputé');
    expect(out).toContain('2 écritures\u00a0: 1 imputée, 0 à décider, 0 sans facture, 1 hors paiement');
  });

  it('takes the entries that statement prints', async () => {
    const read = JSON.parse((await ran(runStatement, fixturePath('camt.053.001.08.xml'), true)).out);
    const document = JSON.stringify({ invoices: [invoice('1', { number: 'F2026-0412' })], entries: read.statements[0].entries });
    const { out } = await withFile(document, (file) => ran(runMatch, file, true));
    expect(JSON.parse(out).map((result: { verdict: string }) => result.verdict)).toEqual([
      'matched',
      'none',
      'none',
      'not-a-payment',
      'none',
    ]);
  });

  it.each([
    ['not JSON', '{', 'ce n’est pas un document JSON'],
    ['an unknown field', '{"invoices": [], "entries": [], "extra": 1}', '$.extra'],
  ])('%s: exit 2', async (_, content, says) => {
    const { code, err } = await withFile(content, (file) => ran(runMatch, file, false));
    expect(code).toBe(2);
    expect(err).toContain(says);
  });
});
