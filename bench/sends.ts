import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { folderStore } from '../activities/files/store.ts';
import { couriersOf } from '../activities/ports/couriers.ts';
import { send } from '../activities/send.ts';
import { openDossier } from '../cases/open.ts';
import { moveFeed } from '../db/bank.ts';
import { putCreditor } from '../db/creditors.ts';
import { type Database, openDatabase } from '../db/database.ts';
import { putDebtor } from '../db/debtors.ts';
import { toInstant } from '../domain/calendar/paris.ts';
import { openCase } from '../domain/case/case.ts';
import { creditorSchema, debtorSchema } from '../domain/party/party-schema.ts';
import { createOutbox } from '../providers/outbox/outbox.ts';
import { outboxWays } from '../providers/outbox/ways.ts';
import { sendgridMail } from '../providers/sendgrid/mail.ts';
import { loadTemplates } from '../templates/renderer.ts';
import { type ContractServer, startContractServer } from '../test/support/contract-server/contract-server.ts';
import { creditor, debtor } from '../test/support/parties.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { ENTERED_MS, mailErrand, NOW_MS, TODAY } from '../test/support/sender/acts.ts';
import { createComposer } from '../words/compose.ts';
import { perSecond } from './at-once.ts';
import { processorOf } from './processor.ts';
import { type BenchOptions, type BenchResult, peakMemoryMb, rounded } from './result.ts';

/** As many as the sends worker has in hand at once. */
const IN_FLIGHT = 10;

/**
 * E-mails per second through the whole sending activity (case read, written, reserved, gate, SendGrid, completed) beside the bare SDK
 * handing over the same messages to the same contract server. `size`: messages per arm.
 */
export async function bench({ size = 1000 }: BenchOptions): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'exigible-bench-'));
  const [server, postgres] = await Promise.all([startContractServer(), startPostgres()]);
  try {
    const onPostgres = await world({ url: postgres.url }, server, join(folder, 'a'));
    const onPglite = await world({ dataDir: join(folder, 'pglite') }, server, join(folder, 'b'));
    await onPostgres.activities('warm', Math.ceil(size / 5));
    await onPostgres.bare(Math.ceil(size / 5));
    const costing = processorOf({ database: postgres.pid });
    const before = await onPostgres.bare(size);
    const run = await onPostgres.ready('run', size);
    const own = await costing(size, () => countingQueries(run));
    const bare = await costing(size, () => onPostgres.bare(size));
    const [ours, after] = [own.result.result, bare.result];
    const embedded = await onPglite.activities('run', Math.ceil(size / 2));
    await Promise.all([onPostgres.db.close(), onPglite.db.close()]);
    const baseline = (before + after) / 2;
    const details = {
      size,
      inFlight: IN_FLIGHT,
      bareSdkPerSecond: [rounded(before), rounded(after)],
      processorMs: { ours: own.processorMs, bareSdk: bare.processorMs },
      roundTripsPerEmail: rounded(own.result.queries / size),
      pglitePerSecond: rounded(embedded),
    };
    return {
      name: 'sends',
      ours: rounded(ours),
      baseline: rounded(baseline),
      ratio: rounded(ours / baseline),
      unit: 'e-mails/s',
      peakMemoryMb: peakMemoryMb(),
      details,
    };
  } finally {
    await Promise.all([server.stop(), postgres.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Counts what is asked of PostgreSQL meanwhile, BEGIN and COMMIT not counted. */
async function countingQueries<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly queries: number }> {
  const query = Reflect.get(pg.Client.prototype, 'query') as (...asked: unknown[]) => unknown;
  let queries = 0;
  pg.Client.prototype.query = function counted(this: pg.Client, ...asked: unknown[]) {
    const [first] = asked;
    const text = typeof first === 'string' ? first : String((first as { text?: string } | undefined)?.text ?? '');
    if (!/^(begin|commit)/i.test(text)) queries += 1;
    return Reflect.apply(query, this, asked);
  } as never;
  try {
    return { result: await work(), queries };
  } finally {
    pg.Client.prototype.query = query as never;
  }
}

/** A database with its debtors, and the two ways to hand messages over; each answers with messages per second. */
export async function world(where: { url: string } | { dataDir: string }, server: ContractServer, folder: string) {
  const db = await openDatabase(where);
  const store = folderStore(join(folder, 'documents'));
  const outbox = createOutbox(join(folder, 'outbox'), Date.now);
  const mail = sendgridMail({ apiKey: 'SG.test', eu: false, baseUrl: `${server.url}/` });
  const ways = { ...outboxWays(outbox, store), mail };
  const deps = { db, store, couriers: couriersOf(ways), composer: createComposer(db, loadTemplates()), clock: () => NOW_MS };
  await putCreditor(db, creditorSchema.parse(creditor));
  await moveFeed(db, creditor.id, creditor.iban, TODAY);
  return {
    db,
    async activities(name: string, count: number): Promise<number> {
      return (await this.ready(name, count))();
    },
    /** Opens as many cases; what it answers with sends the message of each. */
    async ready(name: string, count: number): Promise<() => Promise<number>> {
      const ids = Array.from({ length: count }, (_, index) => `${name}-${index}`);
      await putDebtors(db, ids);
      for (const id of ids) await openDossier(db, mailErrand(id).opening, ENTERED_MS);
      const one = async (index: number) => {
        const { todo } = mailErrand(ids[index] ?? '');
        const answer = await send(deps, todo);
        if (answer.over || answer.standing.revision < 2) throw new Error(`${todo.caseId} did not leave`);
      };
      return () => perSecond(count, one, IN_FLIGHT);
    },
    async bare(count: number): Promise<number> {
      const { opening, todo } = mailErrand('bare');
      await putDebtors(db, ['bare']);
      const live = { case: openCase(opening.opening, toInstant(ENTERED_MS)), plan: opening.plan };
      const request = { caseId: todo.caseId, step: 'courtesy', channel: 'email', sequence: 1, nowMs: NOW_MS } as const;
      const composed = await deps.composer.compose(live, request, NOW_MS);
      if (composed.kind !== 'email') throw new Error('no e-mail');
      const from = { email: creditor.email, name: creditor.name };
      return perSecond(
        count,
        async (index) => {
          const key = `bare-${index}`;
          const message = {
            key,
            from,
            replyTo: creditor.email,
            to: composed.to,
            ...composed.email,
            attachments: [],
            customArgs: { message: key },
          };
          if ((await mail.send(message)).outcome !== 'accepted') throw new Error('refused');
        },
        IN_FLIGHT,
      );
    },
  };
}

async function putDebtors(db: Database, ids: readonly string[]): Promise<void> {
  for (const id of ids) await putDebtor(db, creditor.id, debtorSchema.parse({ ...debtor, id: `d-${id}` }));
}
