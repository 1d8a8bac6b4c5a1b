import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fetchPdf } from '../../../activities/files/invoice-file.ts';
import { joinInvoice, joinProofs } from '../../../activities/files/join-invoice.ts';
import { printHandoff } from '../../../activities/handoff.ts';
import { courtFile, hasCourtFile } from '../../../api/export/court-file.ts';
import { materialOf } from '../../../api/export/material.ts';
import type { PackedFile } from '../../../api/export/zip.ts';
import { caseRowOf } from '../../../db/cases.ts';
import { putCreditor } from '../../../db/creditors.ts';
import type { Database } from '../../../db/database.ts';
import { putDebtor } from '../../../db/debtors.ts';
import { invoices } from '../../../db/schema.ts';
import { storedCase } from '../../../db/stored-cases.ts';
import { creditorSchema, debtorSchema } from '../../../domain/party/party-schema.ts';
import { loadTemplates } from '../../../templates/renderer.ts';
import { openEmpty } from '../../support/databases.ts';
import { creditor, debtor } from '../../support/parties.ts';
import { WAIT_MS } from '../../support/runner/patience.ts';
import { written } from '../../support/written.ts';
import { caseId, putWholeCase, temporaryStore } from './exported.ts';

const TLS = join(import.meta.dirname, '..', '..', 'fixtures', 'tls');
const [key, cert] = ['key.pem', 'cert.pem'].map((name) => readFileSync(join(TLS, name), 'utf8')) as [string, string];
const kept = temporaryStore();
let db: Database;
let server: Server;
const visits: string[] = [];

/** Billing's own server: two of its files can be had. */
beforeAll(async () => {
  db = await openEmpty();
  server = createServer({ key, cert }, (request, response) => {
    const path = request.url ?? '';
    visits.push(path);
    if (path.includes('perdu')) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'application/pdf' }).end(`%PDF-1.7 ${path}`);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  await putCreditor(db, creditorSchema.parse(creditor));
  await putDebtor(db, 'c1', debtorSchema.parse({ ...debtor, id: 'cus_31' }));
  await putWholeCase(db, kept.store);
  const url = (path: string) => `https://localhost:${(server.address() as AddressInfo).port}/${path}.pdf`;
  const proofs = [
    { kind: 'delivery-note', url: url('bl-1') },
    { kind: 'delivery-note', url: url('bl-2') },
    { kind: 'order', url: url('perdu') },
  ];
  const document = { id: 'exported', number: 'F-1', documentUrl: url('facture'), proofs };
  await db.insert(invoices).values({ creditorId: 'c1', id: 'exported', debtorId: 'cus_31', document, version: 1 });
});
afterAll(async () => {
  await db.close();
  kept.remove();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const NOW_MS = Date.parse('2026-11-20T10:00:00+01:00');
const limits = { allows: () => true, timeoutMs: WAIT_MS, largestBytes: 1_000_000, ca: cert };

async function handOver(): Promise<void> {
  const joining = { db, store: kept.store, warn: () => undefined, fetch: (url: string) => fetchPdf(url, limits) };
  const live = await storedCase(db, caseId);
  if (!live) throw new Error('no case');
  const print = (html: string) => Promise.resolve({ pdf: Buffer.from(`%PDF-1.7 ${html}`), pages: 1 });
  const { document, sha256 } = await printHandoff(
    {
      db,
      clock: () => 0,
      templates: loadTemplates(),
      printer: { print, close: () => Promise.resolve() },
      store: kept.store,
      invoice: (theCase) => joinInvoice(joining, theCase),
      proofs: (theCase) => joinProofs(joining, theCase),
    },
    { members: [live], route: 'injonction-de-payer', nowMs: NOW_MS },
  );
  const handedOver = { type: 'handed-over', step: 'handoff', route: 'injonction-de-payer', document, sha256 } as const;
  await written(db, caseId, [{ ...handedOver, at: '2026-11-20T10:00:00+01:00', actor: 'case' }], NOW_MS);
}

async function material() {
  const row = await caseRowOf(db, caseId);
  if (!row) throw new Error('no case');
  return materialOf(db, row);
}

async function packed(): Promise<PackedFile[]> {
  const files: PackedFile[] = [];
  for await (const file of courtFile(await material(), kept.store)) files.push(file);
  return files;
}

describe('the file for a court', () => {
  test('is none before the case is handed over', async () => expect(hasCourtFile(await material())).toBe(false));

  test('holds every exhibit of its bordereau under its number, fetched once and kept', async () => {
    await handOver();
    await handOver();
    const files = await packed();
    expect(files.map(({ path }) => path)).toEqual([
      'dossier-F-1.pdf',
      'dossier-F-1.json',
      'pieces/01-F-1.pdf',
      'pieces/02-Bon-de-livraison-F-1.pdf',
      'pieces/03-Bon-de-livraison-F-1.pdf',
      'pieces/05-E-mail-Rappel.txt',
      'pieces/05-E-mail-Rappel.json',
      expect.stringMatching(/^pieces\/06-Mise-en-demeure.*json$/),
      expect.stringMatching(/^pieces\/07-.*avis/),
      'bordereau.txt',
    ]);
    expect(visits.filter((path) => path === '/facture.pdf')).toHaveLength(1);
    expect(Buffer.from(files[3]?.bytes ?? []).toString()).toBe('%PDF-1.7 /bl-1.pdf');
    expect(Buffer.from(files[4]?.bytes ?? []).toString()).toBe('%PDF-1.7 /bl-2.pdf');
  });

  test('says each file and its digest, and what is still to be joined', async () => {
    const files = await packed();
    const bordereau = Buffer.from(files.at(-1)?.bytes ?? []).toString();
    expect(bordereau).toContain('1. Facture F-1\n   pieces/01-F-1.pdf (SHA-256 ');
    expect(bordereau).toContain('4. Bon de commande (à joindre)\n   À JOINDRE\n');
    for (const [, path, digest] of bordereau.matchAll(/^ {3}(pieces\/\S+) \(SHA-256 ([0-9a-f]{64})\)$/gm)) {
      const exhibit = files.filter((file) => file.path.replace(/\.\w+$/, '') === path?.replace(/\.\w+$/, ''));
      const digests = exhibit.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex'));
      expect(digests).toContain(digest);
    }
    const words = files.find(({ path }) => path === 'pieces/05-E-mail-Rappel.txt');
    expect(Buffer.from(words?.bytes ?? []).toString()).toBe('À\u00a0: d@x.example\nObjet\u00a0: Rappel\n\nBonjour\n');
  });
});
