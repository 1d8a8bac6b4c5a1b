import { afterAll, beforeAll, expect, test } from 'vitest';
import { hearMail } from '../../api/answers/hear.ts';
import { listAccesses } from '../../db/accesses.ts';
import { inbox } from '../../db/schema.ts';
import { keepNoLonger } from '../../run/retention.ts';
import { mailOf } from '../support/mails.ts';
import { putCase } from './case-row.ts';
import { openWorld, quiet, type World } from './world.ts';

const stored = new Map<string, Uint8Array>();
const keptOf: [string, string, string][] = [];
const keep = async (caseId: string, kind: string, { filename }: { filename: string }) => {
  keptOf.push([caseId, kind, filename]);
  return `document-${keptOf.length}`;
};
let world: World;
let operator: string;
let other: string;
beforeAll(async () => {
  world = await openWorld({
    keep,
    documents: { get: async (id) => stored.get(id) ?? new Uint8Array(), put: () => Promise.reject(new Error('none')) },
  });
  world.clock = () => Date.parse('2026-11-29T12:00:00+01:00');
  await world.creditor('c1');
  operator = await world.key('c1', 'operator');
  await putCase(world.db, { invoiceId: 'i1' });
});
afterAll(() => world.close());

const hear = (text: string) => {
  const put = async (bytes: Uint8Array) => {
    stored.set((await import('node:crypto')).createHash('sha256').update(bytes).digest('hex'), bytes);
    return '';
  };
  return hearMail({ ...world.deps, log: quiet, keep, put }, mailOf({ From: 'inconnu@ailleurs.example' }, text));
};
const told = async () => (await world.db.select().from(inbox)).map(({ body }) => (body as { payload: object }).payload);
const waiting = async (key: string) => {
  const { body } = await world.call('GET', '/stray-mails', key);
  return (body as unknown as { mails: { id: string; creditorId: string | null; sender: string }[] }).mails;
};
const letter = (bytes: string, query = '', key = operator) =>
  fetch(`${world.url}/cases/invoice:c1:i1/letters${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream' },
    body: bytes,
  });

test('a letter that was scanned is an answer of the debtor; the same file twice is one', async () => {
  expect((await letter('%PDF-1.7 contestation', '?about=dispute&filename=lettre.exe')).status).toBe(202);
  expect(keptOf).toEqual([['invoice:c1:i1', 'debtor-letter', 'lettre.pdf']]);
  expect(await told()).toMatchObject([
    { type: 'debtor-wrote', channel: 'letter', about: 'dispute', document: 'document-1', actor: expect.stringMatching(/^key:/) },
  ]);
  expect((await letter('MZ program')).status).toBe(400);
  expect((await letter('x'.repeat(10_000_001))).status).toBe(413);
  expect((await letter('%PDF-1.7', '?about=love')).status).toBe(400);
  await world.creditor('c2');
  other = await world.key('c2', 'operator');
  expect((await letter('%PDF-1.7', '', other)).status).toBe(404);
  expect(await told()).toHaveLength(1);
});

test('a mail of nobody waits for whoever runs the house, is read, and is given to a case, which hears it', async () => {
  expect(await hear('Nous avons déjà réglé.')).toBe('unknown');
  expect([await waiting(operator), await waiting(other)]).toEqual([[], []]);
  const [mail] = await waiting(world.adminKey);
  expect(mail).toMatchObject({ creditorId: null, sender: 'inconnu@ailleurs.example' });
  const path = `/stray-mails/${mail?.id}`;
  expect((await world.call('GET', path, operator)).status).toBe(404);
  expect(JSON.stringify((await world.call('GET', path, world.adminKey)).body)).toContain('Nous avons déjà réglé.');
  const [read] = await listAccesses(world.db, 1);
  expect(read).toMatchObject({ kind: 'document-read', subject: `stray-mails/${mail?.id}`, creditorId: null });
  expect((await world.call('POST', `${path}/end`, world.adminKey, { caseId: 'invoice:c1:none' })).status).toBe(404);
  expect((await world.call('POST', `${path}/end`, world.adminKey, { caseId: 'invoice:c1:i1' })).status).toBe(200);
  expect((await told()).at(-1)).toMatchObject({ type: 'debtor-wrote', channel: 'email', about: 'paid' });
  expect(await waiting(world.adminKey)).toEqual([]);
  expect((await world.call('POST', `${path}/end`, world.adminKey, {})).status).toBe(409);
});

test('one that is put aside says nothing, and goes after a year with its file', async () => {
  await hear('Publicité');
  const [mail] = await waiting(world.adminKey);
  expect((await world.call('POST', `/stray-mails/${mail?.id}/end`, world.adminKey, {})).status).toBe(200);
  expect(await told()).toHaveLength(2);
  const dropped: string[] = [];
  const store = { drop: async (sha256: string) => void dropped.push(sha256) };
  const ground = { db: world.db, store, uploads: world.uploads, dataDir: '/nonexistent' };
  await keepNoLonger({ ...ground, clock: () => Date.now() + 400 * 86_400_000 });
  expect(dropped).toContain(mail?.id);
});
