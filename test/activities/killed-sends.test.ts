import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderStore } from '../../activities/files/store.ts';
import { moveFeed } from '../../db/bank.ts';
import { putCreditor } from '../../db/creditors.ts';
import { type Database, openDatabase } from '../../db/database.ts';
import { putDebtor } from '../../db/debtors.ts';
import { messages } from '../../db/schema.ts';
import { creditorSchema, debtorSchema } from '../../domain/party/party-schema.ts';
import { customIdOf } from '../../providers/maileva/post.ts';
import { type ContractServer, startContractServer } from '../support/contract-server/contract-server.ts';
import { randomFrom } from '../support/killer.ts';
import { creditor, debtor } from '../support/parties.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { howMany } from '../support/runner/long.ts';
import { seed } from '../support/runner/seed.ts';
import { ENTERED_MS, type Errand, letterErrand, mailErrand, TODAY } from '../support/sender/acts.ts';
import { createSenders, type Senders } from '../support/sender/senders.ts';
import { opened, written } from '../support/written.ts';

const KILLS = howMany({ shortly: 25, long: 100 });
/** Providers take a message at once and answer later: a process killed meanwhile never hears it. */
const ANSWERS_AFTER_MS = 25;
/** A process dies up to so many calls after its start, and up to so long after the last of them. */
const [CALLS, MOMENT_MS] = [16, 50];
const LANES = 8;
/** Enough that there is always something in flight. */
const [MAILS, LETTERS] = [12 * KILLS, 4 * KILLS];

const folder = mkdtempSync(join(tmpdir(), 'exigible-killed-'));
const errands = [
  ...Array.from({ length: MAILS }, (_, index) => `mail-${index}`),
  ...Array.from({ length: LETTERS }, (_, index) => `letter-${index}`),
];
const outcomes = new Map<string, string>();

let postgres: Postgres;
let db: Database;
let server: ContractServer;
let senders: Senders;

beforeAll(async () => {
  [postgres, server] = await Promise.all([startPostgres(), startContractServer(ANSWERS_AFTER_MS)]);
  db = await openDatabase({ url: postgres.url });
  await putCreditor(db, creditorSchema.parse(creditor));
  await moveFeed(db, creditor.id, creditor.iban, TODAY);
  for (const id of errands) await putDebtor(db, creditor.id, debtorSchema.parse({ ...debtor, id: `d-${id}` }));
  const letter = await folderStore(folder).put(Buffer.from('%PDF-1.7 une lettre'));
  for (const id of errands) await open(id.startsWith('letter') ? letterErrand(id, letter) : mailErrand(id));
  senders = await createSenders({ databaseUrl: postgres.url, providerUrl: server.url, store: folder, letter, lanes: LANES });
});
afterAll(async () => {
  await senders?.stop();
  await db?.close();
  await server?.stop();
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test(`a process killed ${KILLS} times between reservation, call and completion (EXIGIBLE_SEED=${seed})`, async () => {
  const random = randomFrom(seed);
  for (let kill = 0; kill < KILLS; kill += 1) {
    const left = errands.filter((id) => !outcomes.has(id)).sort(() => random() - 0.5);
    expect(left.length).toBeGreaterThan(LANES);
    for (const [id, outcome] of await senders.work(left, () => momentAfter(random() * CALLS, random() * MOMENT_MS)))
      outcomes.set(id, outcome);
  }
  const interrupted = await stateOf('leaving');
  expect(interrupted.length).toBeGreaterThan(0);
  const rest = errands.filter((id) => !outcomes.has(id) && interrupted.some((row) => row.includes(`:${id}/`)));
  for (const [id, outcome] of await senders.work(rest)) outcomes.set(id, outcome);
});

test('no debtor received twice; whoever received nothing is a human’s, or was never begun', async () => {
  const received = server.received.map(({ customArgs }) => customArgs.message ?? '');
  const twice = received.filter((reference, index) => received.indexOf(reference) !== index);
  expect(twice).toEqual([]);
  const [sent, unknown, reserved] = [await stateOf('sent'), await stateOf('unknown'), await stateOf('leaving')];
  const reached = new Set(received);
  expect(sent.filter((id) => !reached.has(referenceOf(id)))).toEqual([]);
  expect(received.filter((reference) => ![...sent, ...unknown].some((id) => referenceOf(id) === reference))).toEqual([]);
  expect(reserved).toEqual([]);
});

test('the kills fell where they hurt: some sends are a human’s, and every letter was found again', async () => {
  const unknown = await stateOf('unknown');
  expect(unknown.length).toBeGreaterThan(KILLS / 10);
  expect(unknown.filter((id) => id.includes(':letter-'))).toEqual([]);
  const reached = new Set(server.received.map(({ customArgs }) => customArgs.message));
  expect(unknown.some((id) => reached.has(id))).toBe(true);
  expect([...outcomes.values()].filter((outcome) => outcome !== 'sent' && outcome !== 'unknown')).toEqual([]);
});

async function open({ opening, facts, todo }: Errand): Promise<void> {
  await opened(db, opening, ENTERED_MS);
  if (facts.length > 0) await written(db, todo.caseId, facts, ENTERED_MS);
}

/** So many calls of the provider's from now, and then some milliseconds: anywhere between two steps of a send. */
async function momentAfter(calls: number, ms: number): Promise<void> {
  const from = server.calls.length;
  while (server.calls.length < from + Math.floor(calls)) await pause(1);
  await pause(ms);
}

async function stateOf(state: string): Promise<string[]> {
  const rows = await db.select({ id: messages.id, state: messages.state }).from(messages);
  return rows.filter((row) => row.state === state).map(({ id }) => id);
}

/** How a provider knows a message of ours. */
function referenceOf(id: string): string {
  return id.includes(':letter-') ? customIdOf(id) : id;
}
