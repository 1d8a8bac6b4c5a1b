import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type DocumentStore, folderStore, sha256Of } from '../../activities/files/store.ts';
import type { PostPort } from '../../activities/ports/post.ts';
import { followLetters, type TrackDeps, trackLetter, trackLetters } from '../../activities/tracker.ts';
import type { Database } from '../../db/database.ts';
import { messageId } from '../../db/messages.ts';
import { documents, inbox, receivedEvents } from '../../db/schema.ts';
import { deliveryCodes, letterEvents } from '../../providers/maileva/delivery-codes.ts';
import { mailevaPost } from '../../providers/maileva/post.ts';
import { putCase } from '../api/case-row.ts';
import { type ContractServer, patienceOf, startContractServer } from '../support/contract-server/contract-server.ts';
import { mailevaAccount } from '../support/contract-server/maileva-contract.ts';
import { openEmpty } from '../support/databases.ts';
import { leaving, settled } from '../support/written.ts';

const act = { caseId: 'invoice:c1:i1', step: 'formal-notice', channel: 'registered-letter' as const, sequence: 1 } as const;
const message = messageId(act);
const folder = mkdtempSync(join(tmpdir(), 'exigible-track-'));

let server: ContractServer;
let db: Database;
let store: DocumentStore;
let post: PostPort;
let deps: TrackDeps;
let sending = '';

beforeAll(async () => {
  [server, db] = await Promise.all([startContractServer(), openEmpty()]);
  store = folderStore(folder);
  post = mailevaPost({ ...mailevaAccount, sandbox: true, baseUrl: server.url, authUrl: server.url, timeoutMs: patienceOf() });
  deps = { db, store, post };
  await putCase(db, { invoiceId: 'i1' });
  sending = await posted();
});
afterEach(async () => {
  for (const table of [inbox, receivedEvents, documents]) await db.delete(table);
});
afterAll(async () => {
  await server.stop();
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

async function posted(): Promise<string> {
  const lines = ['NOM', 'RUE', '69003 LYON'];
  const letter = {
    key: message,
    channel: 'registered-letter' as const,
    title: 'Mise en demeure',
    recipientLines: lines,
    senderLines: lines,
    senderEmail: 'a@b.example',
  };
  const outcome = await post.post({ ...letter, pages: 2, pdf: Buffer.from('%PDF-1.7'), enclosures: [] });
  if (outcome.outcome !== 'accepted') throw new Error(outcome.outcome);
  const row = {
    creditorId: 'c1',
    debtorId: 'cus_31',
    currency: 'EUR',
    template: 'formal-notice',
    contactOn: null,
    askedCents: 1,
  };
  await leaving(db, act, { ...row, channel: act.channel, documentId: null, sha256: null });
  const { providerId } = outcome;
  await settled(db, act, { state: 'sent', provider: 'maileva', providerId, sentAt: '2026-11-20T09:00:00Z' });
  return providerId;
}

async function heard(): Promise<object[]> {
  const rows = await db.select().from(inbox).orderBy(inbox.sequence);
  return rows.map(({ body }) => (body as { payload: object }).payload);
}

describe('every delivery code', () => {
  test('of the specification has its meaning', () => {
    const codes = [...range('A', 27), ...range('P', 6), 'D01', ...range('N', 10)];
    expect(Object.keys(deliveryCodes).sort()).toEqual(codes.sort());
  });

  const stories: [name: string, statuses: readonly (readonly [string, string])[], told: readonly string[]][] = [
    [
      'signed',
      [
        ['A01', '2026-11-20'],
        ['D01', '2026-11-23'],
        ['N01', '2026-12-01'],
      ],
      ['posted 2026-11-20', 'received 2026-11-23'],
    ],
    [
      'signed at the counter',
      [
        ['P01', '2026-11-23'],
        ['D01', '2026-11-30'],
      ],
      ['notice-left 2026-11-23', 'received 2026-11-30'],
    ],
    [
      'never fetched: takes effect at the first presentation',
      [
        ['A06', '2026-11-20'],
        ['A02', '2026-11-23'],
        ['P01', '2026-11-24'],
        ['P03', '2026-12-10'],
        ['N03', '2026-12-15'],
      ],
      ['posted 2026-11-20', 'notice-left 2026-11-23', 'unclaimed 2026-11-23'],
    ],
    ['never fetched, no presentation told', [['P03', '2026-12-10']], ['unclaimed 2026-12-10']],
    ['refused at the door', [['A16', '2026-11-23']], ['refused 2026-11-23']],
    [
      'refused after a notice',
      [
        ['A05', '2026-11-23'],
        ['P04', '2026-11-27'],
      ],
      ['notice-left 2026-11-23', 'refused 2026-11-23'],
    ],
    [
      'unknown there',
      [
        ['A23', '2026-11-25'],
        ['N07', '2026-12-02'],
      ],
      ['unknown-address 2026-11-25'],
    ],
    [
      'forwarded, then signed',
      [
        ['A12', '2026-11-23'],
        ['D01', '2026-11-25'],
      ],
      ['received 2026-11-25'],
    ],
    [
      'in any order',
      [
        ['D01', '2026-11-23'],
        ['A01', '2026-11-20'],
      ],
      ['posted 2026-11-20', 'received 2026-11-23'],
    ],
    ['a code nobody knows', [['Z99', '2026-11-23']], []],
  ];
  test.each(stories)('%s', (_name, statuses, told) => {
    const events = letterEvents(statuses.map(([status, on]) => ({ status, date: `${on}T10:00:00Z` })));
    expect(events.map(({ outcome, on }) => `${outcome} ${on}`)).toEqual(told);
  });

  test('a day is that of Paris', () => {
    expect(letterEvents([{ status: 'D01', date: '2026-11-23T23:30:00Z' }])).toMatchObject([{ on: '2026-11-24' }]);
  });
});

describe('a letter on its way', () => {
  test('each piece of news is heard once, with its proof kept before', async () => {
    server.maileva.happens(sending, 'A01', '2026-11-20T18:00:00Z');
    server.maileva.proves(sending, 'deposit');
    for (let look = 0; look < 2; look += 1) await trackLetter(deps, sending, message);
    server.maileva.happens(sending, 'D01', '2026-11-23T10:00:00Z');
    server.maileva.proves(sending, 'receipt');
    for (let look = 0; look < 2; look += 1) await trackLetter(deps, sending, message);
    const [deposit, receipt] = [`PK deposit of ${sending}`, `%PDF-1.4 receipt of ${sending}`].map((text) => sha256Of(text));
    expect(await heard()).toMatchObject([
      { outcome: 'posted', on: '2026-11-20', actor: 'maileva', cause: `${sending}:A01` },
      { outcome: 'posted', on: '2026-11-20', proof: deposit },
      { outcome: 'received', on: '2026-11-23', cause: `${sending}:D01` },
      { outcome: 'received', on: '2026-11-23', proof: receipt },
    ]);
    const kept = await db.select().from(documents).orderBy(documents.createdAt);
    expect(kept.map(({ kind, contentType, sha256 }) => [kind, contentType, sha256])).toEqual([
      ['deposit-proof', 'application/zip', deposit],
      ['acknowledgement-of-receipt', 'application/pdf', receipt],
    ]);
    expect(Buffer.from(await store.get(receipt ?? '')).toString()).toContain('receipt');
  });

  test('a crash after the proof was kept loses nothing: its digest is told at the next look', async () => {
    server.fail({ kind: 'cut-before-acceptance', at: /download_acknowledgement/ });
    await expect(trackLetter(deps, sending, message)).rejects.toThrow();
    await trackLetter(deps, sending, message);
    await db.delete(inbox);
    await db.delete(receivedEvents);
    await trackLetter(deps, sending, message);
    expect((await heard()).filter((fact) => 'proof' in fact)).toHaveLength(2);
  });

  test('letters of open cases are looked after, and one failure is counted, not fatal', async () => {
    const nowMs = Date.parse('2026-12-01T00:00:00Z');
    expect(await trackLetters(deps, nowMs)).toBe(0);
    expect((await heard()).length).toBeGreaterThan(0);
    server.failAlways({ kind: 'answer', status: 500 });
    expect(await trackLetters(deps, nowMs)).toBe(1);
    server.failAlways(null);
    expect(await trackLetters(deps, nowMs + 91 * 86_400_000)).toBe(0);
  });

  test('the loop looks again by itself and stops when it is told', async () => {
    const stop = followLetters({ ...deps, warn: () => undefined }, 10);
    await expect.poll(async () => (await heard()).length).toBeGreaterThan(0);
    await db.delete(inbox);
    await db.delete(receivedEvents);
    await expect.poll(async () => (await heard()).length).toBeGreaterThan(0);
    await stop();
  });

  test('a sending that Maileva refuses after all takes no effect and asks a human', async () => {
    server.maileva.rejects(sending, 'illisible');
    await trackLetter(deps, sending, message);
    expect(await heard()).toMatchObject([{ outcome: 'unknown-address', cause: `${sending}:REJECTED` }]);
  });
});

function range(letter: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${letter}${String(index + 1).padStart(2, '0')}`);
}
