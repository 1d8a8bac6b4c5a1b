import { spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PackedFile } from '../../../api/export/zip.ts';
import type { Database } from '../../../db/database.ts';
import { digestOf, type EvidenceRow } from '../../../db/evidence-chain.ts';
import { makeHead } from '../../../db/evidence-heads.ts';
import type { Head } from '../../../db/head-proof.ts';
import { openEmpty } from '../../support/databases.ts';
import { putCase } from '../case-row.ts';
import { caseId, exported, headKey, knownKey, putWholeCase, temporaryStore, testSeal } from './exported.ts';

/** Files of an export that sum up the others, and are in no list. */
const SUMMARIES = 4;

let db: Database;
let files: PackedFile[];
let head: Head;
let folder: string;
const kept = temporaryStore();
beforeAll(async () => {
  db = await openEmpty();
  await putCase(db, { invoiceId: 'before' });
  await putWholeCase(db, kept.store);
  for (const invoiceId of ['x1', 'x2', 'x3']) await putCase(db, { invoiceId });
  head = await makeHead(db, { key: headKey, at: '2026-11-28T08:00:00.000+01:00', reason: 'day' });
  files = await exported(db, kept.store);
  folder = mkdtempSync(join(tmpdir(), 'exigible-verifier-'));
});
afterAll(async () => {
  await db.close();
  kept.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Lays the export in an empty folder, does something to it there, and runs its procedure as a process of its own. */
function verdictOf(tamper: (at: string) => void, ...args: string[]): { status: number | null; said: string } {
  const at = laidOut();
  tamper(at);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['verifier.mjs', ...args], {
    cwd: at,
    encoding: 'utf8',
    env: {},
  });
  return { status, said: `${stdout}${stderr}` };
}

function write(path: string, bytes: Uint8Array | string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

function chainIn(at: string): EvidenceRow[] {
  return readFileSync(join(at, 'preuves.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as EvidenceRow);
}

/** Rewrites the chain, and the digest of its file with it: whoever forges one forges the other. */
function forge(change: (rows: EvidenceRow[]) => EvidenceRow[]): (at: string) => void {
  return (at) => {
    const text = change(chainIn(at))
      .map((row) => `${JSON.stringify(row)}\n`)
      .join('');
    write(join(at, 'preuves.jsonl'), text);
    relist(at, 'preuves.jsonl');
  };
}

function relist(at: string, path: string): void {
  const list = join(at, 'empreintes.txt');
  write(list, readFileSync(list, 'utf8').replace(new RegExp(`^[0-9a-f]{64}(?=  ${path}$)`, 'm'), digestAt(at, path)));
}

function summarise(at: string, change: object): void {
  const path = join(at, 'dossier.json');
  write(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...change }));
}

/** The rows with the nth (from 1) turned into others. */
function nth(n: number, change: (row: EvidenceRow) => EvidenceRow[]): (rows: EvidenceRow[]) => EvidenceRow[] {
  return (rows) => rows.flatMap((row, index) => (index === n - 1 ? change(row) : [row]));
}

const tell = (row: EvidenceRow): EvidenceRow => ({ ...row, fact: { ...row.fact, askedCents: 1 } });
const sealed = (row: EvidenceRow): EvidenceRow => ({ ...row, digest: digestOf(row) });
const named = (at: string, folderName: string, part: string) =>
  `${folderName}/${readdirSync(join(at, folderName)).find((name) => name.includes(part)) ?? part}`;

describe('the procedure of an export, on a machine without the product', () => {
  test('an export as it left is whole, also against the digest or the key that was told apart', () => {
    const last = chainIn(laidOut()).at(-1)?.digest ?? '';
    const said = [
      `INTACT : 5 preuves, ${files.length - SUMMARIES} fichiers, empreinte finale ${last}`,
      `Sceau de la clé ${knownKey}`,
      `Preuves n° 1 à 5 sous la tête n° 1 du ${head.at}, empreinte ${head.digest}, remise à : aucun témoin\n`,
    ].join('\n');
    for (const known of [[], [last], [knownKey]]) expect(verdictOf(() => undefined, ...known)).toEqual({ status: 0, said });
  });

  const chains: [string, (rows: EvidenceRow[]) => EvidenceRow[], string][] = [
    ['changed', nth(2, (row) => [tell(row)]), 'le contenu de la preuve n° 2 ne correspond plus'],
    ['changed with its digest', nth(2, (row) => [sealed(tell(row))]), 'la preuve n° 3 ne suit pas'],
    ['another actor', nth(3, (row) => [{ ...row, actor: 'key:9' }]), 'le contenu de la preuve n° 3'],
    ['deleted', nth(3, () => []), 'la preuve n° 3 manque'],
    ['first deleted', nth(1, () => []), 'la preuve n° 1 manque'],
    ['reordered', (rows) => [rows[0], rows[2], rows[1], ...rows.slice(3)].flatMap((row) => row ?? []), 'la preuve n° 2 manque'],
    ['inserted twice', nth(2, (row) => [row, row]), 'la preuve n° 2 est en double'],
    [
      'inserted and renumbered',
      nth(2, (row) => [row, sealed({ ...row, sequence: 3, previousDigest: row.digest })]),
      'la preuve n° 3 est en double',
    ],
    ['truncated', (rows) => rows.slice(0, -1), 'la chaîne compte 4 preuves alors que le dossier en a enregistré 5'],
    ['emptied', () => [], 'la chaîne compte 0 preuves'],
    [
      'of another case',
      (rows) => rows.map((row) => sealed({ ...row, caseId: 'invoice:c1:other' })),
      'la preuve n° 1 ne suit pas',
    ],
  ];
  test.each(chains)('evidence %s: named', (_, change, why) => {
    const { status, said } = verdictOf(forge(change));
    expect(said).toContain(`ROMPU : ${why}`);
    expect(status).toBe(1);
  });

  /** Whoever has the program, and not the key of the creditor, can seal again with a key of his own. */
  const sealedAgain = (at: string) => {
    const text = ['dossier.json', 'empreintes.txt', 'tete.json'].map((path) => `${digestAt(at, path)}  ${path}\n`).join('');
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    const signature = sign(null, Buffer.from(text), privateKey).toString('base64');
    write(join(at, 'sceau.json'), JSON.stringify({ sealed: text, publicKey: key, signature }));
  };

  test('a chain cut together with its count breaks the seal, and sealed again it shows against what was told apart', () => {
    const whole = chainIn(laidOut());
    const cut = (at: string) => {
      forge((rows) => rows.slice(0, -1))(at);
      summarise(at, { entries: 4, headDigest: whole[3]?.digest });
    };
    expect(verdictOf(cut)).toMatchObject({ status: 1, said: expect.stringContaining('dossier.json ne correspond plus') });
    const again = (at: string) => {
      cut(at);
      sealedAgain(at);
    };
    expect(verdictOf(again, knownKey)).toMatchObject({ status: 1, said: expect.stringContaining('autre clé') });
    expect(verdictOf(again, whole[4]?.digest ?? '')).toMatchObject({
      status: 1,
      said: expect.stringContaining('l’empreinte finale est'),
    });
    expect(verdictOf(again)).toMatchObject({
      status: 1,
      said: expect.stringContaining('la tête signée parle d’une autre chaîne'),
    });
  });

  const summaries: [string, (at: string) => void, string][] = [
    [
      'the chronology changed in the list too',
      (at) => {
        write(join(at, 'chronologie.txt'), 'autre');
        relist(at, 'chronologie.txt');
      },
      'empreintes.txt ne correspond plus',
    ],
    ['the number of the invoice', (at) => summarise(at, { invoice: 'F-2' }), 'dossier.json ne correspond plus'],
    ['a foreign file', (at) => write(join(at, 'pieces/aveu.pdf'), '%PDF-'), 'le fichier pieces/aveu.pdf n’est pas de ce dossier'],
    ['a seal that covers less', (at) => resealed(at, ['empreintes.txt', 'tete.json']), 'dossier.json n’est pas de ce dossier'],
    ['a seal without the list', (at) => resealed(at, ['dossier.json', 'tete.json']), 'empreintes.txt n’est pas de ce dossier'],
    ['a seal that was changed', (at) => edited(at, 'sceau.json', { signature: knownKey }), 'le sceau est faux'],
    [
      'a head of a later day',
      (at) => {
        edited(at, 'tete.json', { head: { ...head, at: '2020-01-01T00:00:00.000+01:00' } });
        resealed(at, ['dossier.json', 'empreintes.txt', 'tete.json']);
      },
      'le contenu de la tête signée ne correspond plus',
    ],
    [
      'another path to the head',
      (at) => {
        edited(at, 'tete.json', { path: [] });
        resealed(at, ['dossier.json', 'empreintes.txt', 'tete.json']);
      },
      'le chemin ne mène pas',
    ],
    [
      'a signature of the head',
      (at) => {
        edited(at, 'tete.json', { head: { ...head, signature: testSeal(Buffer.from('x')).signature } });
        resealed(at, ['dossier.json', 'empreintes.txt', 'tete.json']);
      },
      'la signature de la tête est fausse',
    ],
  ];
  test.each(summaries)('%s: named', (_, tamper, why) => {
    expect(verdictOf(tamper)).toMatchObject({ status: 1, said: expect.stringContaining(why) });
  });

  const pieces: [string, (at: string) => string, (at: string, path: string) => void, string][] = [
    [
      'a letter changed',
      (at) => named(at, 'pieces', 'mise-en-demeure'),
      (at, path) => write(join(at, path), 'autre'),
      'ne correspond plus',
    ],
    [
      'a letter changed in the list too',
      (at) => named(at, 'pieces', 'mise-en-demeure'),
      changeAndRelist,
      'que cite messages/02-registered-letter-formal-notice.json, manque',
    ],
    [
      'a receipt changed in the list too',
      (at) => named(at, 'pieces', 'avis'),
      changeAndRelist,
      'que cite la preuve n° 5, manque',
    ],
    [
      'a message changed in the list too',
      (at) => named(at, 'messages', 'email-reminder.json'),
      changeAndRelist,
      'que cite la preuve n° 2, manque',
    ],
    [
      'the words of a letter deleted',
      (at) => named(at, 'messages', 'formal-notice.txt'),
      (at, path) => rmSync(join(at, path)),
      'formal-notice.txt',
    ],
    [
      'the chronology changed',
      () => 'chronologie.txt',
      (at, path) => write(join(at, path), 'autre'),
      'chronologie.txt ne correspond plus',
    ],
  ];
  test.each(pieces)('%s: named', (_, find, tamper, why) => {
    const { status, said } = verdictOf((at) => tamper(at, find(at)));
    expect(said).toContain('ROMPU : ');
    expect(said).toContain(why);
    expect(status).toBe(1);
  });

  test('its digests are written as sha256sum reads them', () => {
    const list = readFileSync(join(laidOut(), 'empreintes.txt'), 'utf8');
    expect(list).toMatch(/^(?:[0-9a-f]{64} {2}[\w./-]+\n)+$/);
    expect(list.trim().split('\n')).toHaveLength(files.length - SUMMARIES);
  });
});

describe('what an export says to a reader', () => {
  const text = (path: string) => Buffer.from(files.find((file) => file.path === path)?.bytes ?? []).toString();

  test('paths hold no surprise, whatever a document is called', () => {
    expect(files.map(({ path }) => path)).toContain('pieces/02-e-avis.pdf');
    for (const { path } of files) expect(path).toMatch(/^([a-z]+\/)?[A-Za-z0-9][A-Za-z0-9._-]*$/);
  });

  test('the facts in French, the receipts, the message as it left', () => {
    expect(text('chronologie.txt')).toContain('1. 02/11/2026 09:00\u00a0: Dossier ouvert sous le plan «\u00a0');
    const [email] = text('messages.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    const reports = [{ sequence: 4, type: 'message-delivered', actor: 'sendgrid' }];
    expect(email).toMatchObject({
      step: 'reminder-5',
      provider: 'sendgrid',
      providerId: 'p-reminder-5',
      file: 'messages/01-email-reminder.json',
      reports,
    });
    expect(text('messages/01-email-reminder.html')).toBe('<p>Bonjour</p>');
    expect(text('messages/02-registered-letter-formal-notice.txt')).toBe('Par la présente…');
  });

  test('the procedure is explained, file by file', () => {
    for (const path of [
      'preuves.jsonl',
      'empreintes.txt',
      'dossier.json',
      'tete.json',
      'sceau.json',
      'verifier.mjs',
      'chronologie.txt',
    ]) {
      expect(text('VERIFIER.md')).toContain(`\`${path}\``);
    }
    expect(text('VERIFIER.md')).toContain('RFC 8785');
  });

  test('a document that the store lost is named, and the procedure stops at the evidence that cites it', async () => {
    const poorer = await exported(db, { ...kept.store, get: () => Promise.reject(new Error('lost')) });
    const summary = JSON.parse(Buffer.from(poorer.find(({ path }) => path === 'dossier.json')?.bytes ?? []).toString()) as object;
    expect(summary).toMatchObject({
      caseId,
      entries: 5,
      missing: expect.arrayContaining([expect.stringMatching(/^[0-9a-f]{64}$/)]),
    });
    const all = files;
    files = poorer;
    expect(verdictOf(() => undefined)).toMatchObject({
      status: 1,
      said: expect.stringContaining('que cite la preuve n° 2, manque'),
    });
    files = all;
  });
});

function digestAt(at: string, path: string): string {
  return createHash('sha256')
    .update(readFileSync(join(at, path)))
    .digest('hex');
}

/** Sealed with the right key over these alone: as if the product had left something out. */
function resealed(at: string, paths: readonly string[]): void {
  const sealed = paths.map((path) => `${digestAt(at, path)}  ${path}\n`).join('');
  write(join(at, 'sceau.json'), JSON.stringify({ sealed, ...testSeal(Buffer.from(sealed)) }));
}

function edited(at: string, path: string, change: object): void {
  write(join(at, path), JSON.stringify({ ...JSON.parse(readFileSync(join(at, path), 'utf8')), ...change }));
}

function changeAndRelist(at: string, path: string): void {
  write(join(at, path), '{"autre":true}');
  relist(at, path);
}

/** The export in a folder, as it left. */
function laidOut(): string {
  const at = mkdtempSync(join(folder, 'case-'));
  for (const { path, bytes } of files) write(join(at, path), bytes);
  return at;
}
