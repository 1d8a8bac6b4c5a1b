import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { eq, sql } from 'drizzle-orm';
import { createApi } from '../api/api.ts';
import { type Database, openDatabase } from '../db/database.ts';
import { keyRingOf, newKeyRing } from '../db/key-ring.ts';
import { addPerson, chooseCreditor, openSession } from '../db/people.ts';
import { seedShippedPlans } from '../db/plans.ts';
import { cases } from '../db/schema.ts';
import { shippedPlans } from '../domain/plan/shipped.ts';
import { loadTemplates } from '../templates/renderer.ts';
import { putCase } from '../test/api/case-row.ts';
import { fakeEngine } from '../test/api/fake-engine.ts';
import { creditorDocument, debtorDocument, quiet } from '../test/api/world.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { operatorSite } from '../web/operator/site.ts';
import { claimOfStoredCase } from '../words/claim.ts';
import { previewOfCase } from '../words/preview.ts';
import { wordingsOn } from '../words/wordings.ts';
import { type BenchOptions, type BenchResult, peakMemoryMb, rounded } from './result.ts';

const [CREDITORS, INVOICES_PER_DEBTOR, WAITING_ONE_IN, VISITS, GOAL_MS] = [40, 5, 500, 40, 100];
const COPIED_AT_ONCE = 2000;
const AT = '2026-11-12T10:00:00+01:00';

/** Pages of a credit controller and of a house of forty creditors, beside `size` open invoices on a real PostgreSQL. */
export async function bench({ size = 100_000 }: BenchOptions): Promise<BenchResult> {
  const postgres = await startPostgres();
  const db = await openDatabase({ url: postgres.url });
  try {
    await seed(db, size);
    const { url, close } = await served(db);
    const pages = await measured(db, url);
    close();
    const [first] = Object.values(pages);
    const worst = Math.max(...Object.values(pages).map(({ p99Ms }) => p99Ms));
    const details = { goal: { p99Ms: GOAL_MS }, invoices: size, creditors: CREDITORS, visits: VISITS, pages };
    const figures = { ours: first?.p99Ms ?? 0, baseline: GOAL_MS, ratio: rounded(worst / GOAL_MS), unit: 'ms (p99 of À faire)' };
    return { name: 'site', ...figures, peakMemoryMb: peakMemoryMb(), details };
  } finally {
    await db.close();
    await postgres.stop();
  }
}

async function measured(db: Database, url: string) {
  const pages: Record<string, { medianMs: number; p99Ms: number }> = {};
  const person = await addPerson(db, { name: 'Anne', role: 'admin', creditors: null });
  const token = await openSession(db, person);
  for (const [who, creditor] of [
    ['one creditor', 'c1'],
    ['all creditors', null],
  ] as const) {
    await chooseCreditor(db, token, creditor);
    const paths = [
      '/a-faire',
      '/dossiers',
      '/dossiers?q=F-77&open=tous',
      '/dossiers/invoice:c1:i1',
      '/chiffres',
      '/sauter?q=F-77',
      '/changes',
    ];
    for (const path of paths) pages[`${path}, ${who}`] = await timesOf(`${url}${path}`, `exigible=${token}`);
  }
  return pages;
}

async function timesOf(url: string, cookie: string) {
  const times: number[] = [];
  for (let visit = 0; visit < VISITS; visit += 1) {
    const beganMs = performance.now();
    const answer = await fetch(url, { headers: { cookie, accept: url.endsWith('/changes') ? '*/*' : 'text/html' } });
    await answer.text();
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    times.push(performance.now() - beganMs);
  }
  times.sort((one, other) => one - other);
  return { medianMs: rounded(times[VISITS / 2] ?? 0), p99Ms: rounded(times.at(-1) ?? 0) };
}

/** One case in two states, as activities write them, then copied under other names. */
async function seed(db: Database, size: number): Promise<void> {
  await seedShippedPlans(db, shippedPlans);
  await putCase(db, { invoiceId: 'quiet' });
  await putCase(db, {
    invoiceId: 'waiting',
    facts: [{ type: 'approval-asked', step: 'formal-notice', at: AT, actor: 'workflow' }],
  });
  for (let from = 1; from <= size; from += COPIED_AT_ONCE)
    for (const waits of [false, true]) await copy(db, from, Math.min(size, from + COPIED_AT_ONCE - 1), waits);
  await db.delete(cases).where(eq(cases.creditorId, 'template'));
  await db.execute(sql`insert into creditors (id, document, version) select 'c' || n, ${creditorDocument}::jsonb || jsonb_build_object('id', 'c' || n, 'name', 'Maison ' || n), 1
    from generate_series(0, ${CREDITORS - 1}) n`);
  await db.execute(sql`insert into debtors (creditor_id, id, document, version)
    select distinct creditor_id, debtor_id, ${debtorDocument}::jsonb || jsonb_build_object('id', debtor_id, 'name', 'Client ' || debtor_id), 1 from cases`);
  await db.execute(sql`analyze`);
}

async function copy(db: Database, from: number, to: number, waits: boolean): Promise<void> {
  const template = waits ? 'invoice:c1:waiting' : 'invoice:c1:quiet';
  const chosen = waits ? sql`n % ${WAITING_ONE_IN} = 0` : sql`n % ${WAITING_ONE_IN} <> 0`;
  await db.execute(sql`insert into cases select (jsonb_populate_record(null::cases, to_jsonb(t) || jsonb_build_object(
      'id', 'invoice:c' || n % ${CREDITORS} || ':i' || n, 'creditor_id', 'c' || n % ${CREDITORS}, 'debtor_id', 'd' || n / ${CREDITORS * INVOICES_PER_DEBTOR},
      'invoice_id', 'i' || n, 'invoice_number', 'F-' || n, 'balance_cents', 10000 + n % 90000, 'due_on', date '2026-11-06' - (n % 150)::int,
      'updated_at', now() - n * interval '1 second',
      'state', t.state || jsonb_build_object('id', 'invoice:c' || n % ${CREDITORS} || ':i' || n, 'creditorId', 'c' || n % ${CREDITORS},
        'invoice', t.state->'invoice' || jsonb_build_object('id', 'i' || n, 'number', 'F-' || n, 'totalCents', 10000 + n % 90000))))).*
    from cases t, generate_series(${from}::int, ${to}::int) n where t.id = ${template} and ${chosen}`);
}

async function served(db: Database): Promise<{ url: string; close: () => void }> {
  const templates = loadTemplates();
  const site = operatorSite({ log: quiet, webUi: null, secure: false });
  const config = { publicUrl: '' };
  const app = createApi({
    db,
    config,
    envelope: keyRingOf(newKeyRing('bench'), 'bench'),
    engine: fakeEngine(db),
    clock: Date.now,
    log: quiet,
    wake: () => undefined,
    uploads: { keep: () => Promise.reject(new Error('no files here')) },
    keep: () => Promise.reject(new Error('no files here')),
    documents: { get: () => Promise.reject(new Error('no files here')) },
    installation: async () => ({ parts: [], senders: [] }),
    seal: () => ({ publicKey: '', signature: '' }),
    doors: [site.doors],
    errorPages: [site.errorPages],
    claimOf: (caseId) => claimOfStoredCase(db, caseId, Date.now()),
    wordings: wordingsOn({ db, templates }),
    previewOf: (caseId, asked) => previewOfCase({ db, templates, clock: Date.now }, caseId, asked),
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  config.publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: config.publicUrl, close: () => server.close() };
}
