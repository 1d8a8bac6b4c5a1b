import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DocumentStore, folderStore } from '../../../activities/files/store.ts';
import { keepDocument } from '../../../activities/letters.ts';
import { caseFiles } from '../../../api/export/case-files.ts';
import { materialOf } from '../../../api/export/material.ts';
import type { PackedFile } from '../../../api/export/zip.ts';
import { caseRowOf } from '../../../db/cases.ts';
import type { Database } from '../../../db/database.ts';
import type { Fact } from '../../../domain/case/facts/fact.ts';
import { leaving, settled } from '../../support/written.ts';
import { putCase } from '../case-row.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
/** The key that seals and signs heads in these tests. */
export const headKey = privateKey;
export const knownKey = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
export const testSeal = (bytes: Uint8Array) => ({
  publicKey: knownKey,
  signature: sign(null, bytes, privateKey).toString('base64'),
});

export const caseId = 'invoice:c1:exported';
const at = '2026-11-12T09:00:00+01:00';

/** A store of its own in a temporary folder. */
export function temporaryStore(): { store: DocumentStore; folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'exigible-export-'));
  return { store: folderStore(folder), folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A case with a reminder by e-mail, a formal notice by post, its receipt, and what the post said of it. */
export async function putWholeCase(db: Database, store: DocumentStore): Promise<void> {
  const kept = { caseId, contentType: 'application/pdf' };
  const letter = await keepDocument(
    { db, store },
    { ...kept, kind: 'formal-notice', filename: 'mise-en-demeure-F-1.pdf' },
    bytes('lettre'),
  );
  const proof = await keepDocument(
    { db, store },
    { ...kept, kind: 'acknowledgement-of-receipt', filename: '../é avis.pdf' },
    bytes('avis'),
  );
  const email = { channel: 'email', to: 'd@x.example', subject: 'Rappel', html: '<p>Bonjour</p>', text: 'Bonjour', joined: [] };
  const wordsSha256 = await store.put(bytes('Par la présente…'));
  const record = { channel: 'registered-letter', to: { line1: '1 rue Haute' }, document: letter.sha256, pages: 1, wordsSha256 };
  const sent = [
    await leave(db, store, 'reminder-5', 'email', 'reminder', email),
    await leave(db, store, 'formal-notice', 'registered-letter', 'formal-notice', record),
  ];
  const outcome = {
    type: 'notice-event',
    outcome: 'received',
    on: '2026-11-12',
    proof: proof.sha256,
    at,
    actor: 'post',
  } as const;
  const delivered = {
    type: 'message-delivered',
    channel: 'email',
    message: `${caseId}/reminder-5/email/1`,
    at,
    actor: 'sendgrid',
  } as const;
  await putCase(db, { invoiceId: 'exported', number: 'F-1', facts: [...sent, delivered, outcome] });
}

/** The files of the export, as the API packs them. */
export async function exported(db: Database, store: DocumentStore): Promise<PackedFile[]> {
  const row = await caseRowOf(db, caseId);
  if (!row) throw new Error('no case');
  const files: PackedFile[] = [];
  for await (const file of caseFiles(await materialOf(db, row), store, testSeal)) files.push(file);
  return files;
}

async function leave(
  db: Database,
  store: DocumentStore,
  step: string,
  channel: 'email' | 'registered-letter',
  template: string,
  record: object,
): Promise<Fact> {
  const sha256 = await store.put(bytes(JSON.stringify(record)));
  const key = { caseId, step, channel, sequence: 1 };
  const about = {
    creditorId: 'c1',
    debtorId: 'cus_31',
    currency: 'EUR',
    channel,
    template,
    contactOn: null,
    askedCents: 120_000,
  };
  await leaving(db, key, { ...about, documentId: null, sha256 });
  const receipt = { provider: 'sendgrid', providerId: `p-${step}` };
  const { id } = await settled(db, key, { state: 'sent', ...receipt, sentAt: at });
  return { type: 'sent', step, channel, template, askedCents: 120_000, message: id, ...receipt, sha256, at, actor: 'case' };
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text);
}
