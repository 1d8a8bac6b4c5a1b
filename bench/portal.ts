import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import express from 'express';
import { hearMail } from '../api/answers/hear.ts';
import { debtorDesk } from '../api/debtor/desk.ts';
import type { KeptFile } from '../api/debtor/kept-file.ts';
import { putCreditor } from '../db/creditors.ts';
import { type Database, openDatabase } from '../db/database.ts';
import { makeDebtorLink } from '../db/debtor-links.ts';
import { putDebtor } from '../db/debtors.ts';
import { inbox } from '../db/schema.ts';
import { creditorSchema, debtorSchema } from '../domain/party/party-schema.ts';
import { putCase } from '../test/api/case-row.ts';
import { fakeEngine } from '../test/api/fake-engine.ts';
import { quiet } from '../test/api/world.ts';
import { deliveryReport, mailOf } from '../test/support/mails.ts';
import { creditor, debtor } from '../test/support/parties.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { debtorSite } from '../web/debtor/site.ts';
import { type BenchOptions, type BenchResult, peakMemoryMb, percentilesOf, rounded } from './result.ts';

const [READERS, LOOKS, OPENINGS, MAILS, OF_MANY_MS] = [16, 640, 20, 400, 1_000];
const PDF: KeptFile = { filename: 'facture.pdf', contentType: 'application/pdf', bytes: Buffer.alloc(120_000, '%PDF-1.7 ') };

/**
 * The page of a debtor on a real PostgreSQL: that of one with `size` invoices beside the second in which it must open, that of one with
 * three and its PDF while sixteen read at once, and inbound mails until the case has them in its lane.
 */
export async function bench({ size = 5_000 }: BenchOptions): Promise<BenchResult> {
  const postgres = await startPostgres();
  const db = await openDatabase({ url: postgres.url });
  try {
    const links = await seed(db, size);
    const { url, close } = await served(db);
    const large = percentilesOf(await timesOf(OPENINGS, 1, `${url}/d/${links.large}`));
    const page = percentilesOf(await timesOf(LOOKS, READERS, `${url}/d/${links.small}`));
    const pdf = percentilesOf(await timesOf(LOOKS, READERS, `${url}/d/${links.small}/invoices/small-1.pdf`));
    close();
    const mailsPerSecond = await heardPerSecond(db);
    const details = { goal: { largeMs: OF_MANY_MS }, invoices: size, readers: READERS, large, page, pdf, mailsPerSecond };
    const ratio = rounded(large.p99Ms / OF_MANY_MS);
    const figures = { ours: large.p99Ms, baseline: OF_MANY_MS, ratio, unit: 'ms (p99 of the largest account)' };
    return { name: 'portal', ...figures, peakMemoryMb: peakMemoryMb(), details };
  } finally {
    await db.close();
    await postgres.stop();
  }
}

async function seed(db: Database, size: number): Promise<{ large: string; small: string }> {
  await putCreditor(db, creditorSchema.parse(creditor));
  for (const id of ['large', 'small'])
    await putDebtor(db, creditor.id, debtorSchema.parse({ ...debtor, id, email: `${id}@aubert.example` }));
  await putCase(db, { creditorId: creditor.id, invoiceId: 'large-1', debtorId: 'large' });
  for (const invoiceId of ['small-1', 'small-2', 'small-3'])
    await putCase(db, { creditorId: creditor.id, invoiceId, debtorId: 'small', number: `F2026-${invoiceId}` });
  await db.execute(sql`insert into cases select (jsonb_populate_record(c, jsonb_build_object(
      'id', c.id || n, 'invoice_id', 'large-' || n, 'invoice_number', 'F-' || n, 'due_on', c.due_on - (n % 300)::int))).*
    from cases c, generate_series(2, ${size}::int) n where c.debtor_id = 'large'`);
  await db.execute(sql`analyze`);
  const link = (id: string) => makeDebtorLink(db, creditor.id, id);
  return { large: await link('large'), small: await link('small') };
}

async function served(db: Database): Promise<{ url: string; close: () => void }> {
  const nobody = () => Promise.reject(new Error('nothing is kept here'));
  const invoiceFile = () => Promise.resolve(PDF);
  const told = { db, engine: fakeEngine(db), clock: Date.now, log: quiet, wake: () => undefined };
  const deps = { ...told, keep: nobody, documents: { get: nobody }, invoiceFile };
  const limits = { looks: 1_000_000, answers: 1_000_000, wrongLinks: 1_000_000 };
  const server = express()
    .use(debtorSite(debtorDesk(deps), limits))
    .listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

/** How long each of `count` requests took, `readers` at a time. */
async function timesOf(count: number, readers: number, url: string): Promise<number[]> {
  const times: number[] = [];
  const read = async () => {
    for (let nth = 0; nth < count / readers; nth += 1) {
      const began = performance.now();
      const answer = await fetch(url);
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: readers }, read));
  return times;
}

/** Answers of the small debtor, one in ten a delivery report of nothing known, each with its own bytes. */
async function heardPerSecond(db: Database): Promise<number> {
  const keep = async (caseId: string, kind: string) => `${caseId}/${kind}`;
  const put = () => Promise.resolve('');
  const deps = { db, clock: Date.now, wake: () => undefined, log: quiet, keep, put };
  const mails = Array.from({ length: MAILS }, (_, nth) =>
    nth % 10 === 0
      ? deliveryReport(['Action: failed', 'Status: 5.1.1'], [`Message-ID: <${nth}@ailleurs.example>`])
      : mailOf({ From: 'small@aubert.example', Subject: 'F2026-small-1' }, `Nous avons réglé, réponse ${nth}.`),
  );
  const began = performance.now();
  for (const mail of mails) await hearMail(deps, mail);
  const seconds = (performance.now() - began) / 1000;
  const told = (await db.select().from(inbox)).length;
  if (told < MAILS * 0.9) throw new Error(`${told} of ${MAILS} mails were told`);
  return rounded(MAILS / seconds);
}
