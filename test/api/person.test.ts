import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DocumentStore, folderStore, sha256Of } from '../../activities/files/store.ts';
import { createClient } from '../../api/client.ts';
import { accesses } from '../../db/access-schema.ts';
import { copyDatabase } from '../../db/copy.ts';
import { makeHead, verifyHeads } from '../../db/evidence-heads.ts';
import { debtors, documents, rememberedPayers } from '../../db/schema.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { ERASED_NAME } from '../../domain/retention.ts';
import { keepNoLonger } from '../../run/retention.ts';
import { putCase } from './case-row.ts';
import { openWorld, type World } from './world.ts';

/** What names the person, and may be nowhere once it is erased. */
const PLANTED = [
  'Perdrigon',
  'zoe.perdrigon@planted.example',
  '+33699887766',
  '+33388776655',
  'avant.perdrigon@planted.example',
  '17 impasse des Planteurs',
  'ZPERDRIGON SEPA',
];
const person = {
  id: 'p1',
  kind: 'consumer',
  name: 'Zoé Perdrigon',
  email: 'zoe.perdrigon@planted.example',
  mobile: '+33699887766',
  phone: '+33388776655',
  registeredOffice: { line1: '17 impasse des Planteurs', postcode: '67000', city: 'Strasbourg', country: 'FR' },
};
const letter = Buffer.from('Lettre à Zoé Perdrigon, 17 impasse des Planteurs');
const closedAt = '2026-11-20T09:00:00+01:00';
const paid: readonly Fact[] = [
  { type: 'payment', id: 'pay1', amountCents: 120000, on: '2026-11-20', at: closedAt, actor: 'bank' },
  { type: 'closed', reason: 'paid', at: closedAt, actor: 'case' },
];
const ids = { paid: 'invoice:c1:i1', open: 'invoice:c1:i2' };

let folder: string;
let store: DocumentStore;
let world: World;
let admin: string;
let operator: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'exigible-person-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(async () => {
  store = folderStore(join(folder, String(Math.trunc(performance.now() * 1000))));
  world = await openWorld({ documents: store });
  world.clock = () => Date.parse('2026-11-28T12:00:00+01:00');
  await world.creditor('c1');
  await world.creditor('c2');
  [admin, operator] = [await world.key('c1', 'admin'), await world.key('c1', 'operator')];
  await world.call('PUT', '/debtors/p1', operator, person);
  await world.db.update(debtors).set({ billed: { ...person, email: 'avant.perdrigon@planted.example' } });
  await putCase(world.db, { invoiceId: 'i1', debtorId: 'p1', facts: paid });
  await world.db
    .insert(rememberedPayers)
    .values({ creditorId: 'c1', payer: 'ZPERDRIGON SEPA', debtorId: 'p1', decidedBy: 'key:1' });
  await world.call('PUT', '/debtors/p1/segment', operator, { segment: 'chez Perdrigon' });
  await world.db.insert(documents).values({
    id: 'd1',
    caseId: ids.paid,
    kind: 'letter',
    filename: 'mise-en-demeure.pdf',
    contentType: 'application/pdf',
    bytes: letter.length,
    sha256: await store.put(letter),
  });
  return () => world.close();
});

/** The tables in which one of the texts still stands, wherever in a row. */
async function tablesWith(texts: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  await copyDatabase(world.db, async ({ table, rows }) => {
    for await (const lines of rows) if (lines.some((line) => texts.some((text) => line.includes(text)))) found.add(table);
  });
  return [...found];
}

const erase = (key = admin) => world.call('POST', '/debtors/p1/erasure', key);
const isIntact = () => createClient({ url: world.url, key: operator }).verify(ids.paid);
const laterBy = (months: number) => {
  const day = new Date('2026-11-28T12:00:00Z');
  day.setUTCMonth(day.getUTCMonth() + months);
  return () => day.getTime();
};
const retainedAt = (months: number) =>
  keepNoLonger({ db: world.db, store, uploads: world.uploads, dataDir: folder, clock: laterBy(months) });

describe('what is known of a person', () => {
  test('is given whole, as JSON and files, and the reading is written', async () => {
    const answer = await fetch(`${world.url}/debtors/p1/person`, { headers: { authorization: `Bearer ${operator}` } });
    const zip = Buffer.from(await answer.arrayBuffer());
    expect(answer.headers.get('content-disposition')).toContain('personne-p1.zip');
    for (const text of [
      ...PLANTED,
      'personne.json',
      `dossiers/invoice-c1-i1/preuves.jsonl`,
      letter.toString(),
      'L123-22',
      '"behaviour"',
      '"because"',
    ])
      expect(zip.includes(text)).toBe(true);
    expect(await world.db.select().from(accesses)).toMatchObject([{ kind: 'person-exported', subject: 'p1', creditorId: 'c1' }]);
  });

  test('is nobody else’s: another creditor finds nobody, a viewer is refused', async () => {
    expect((await world.call('GET', '/debtors/p1/person', await world.key('c2', 'operator'))).status).toBe(404);
    expect((await world.call('GET', '/debtors/p1/person', await world.key('c1', 'viewer'))).status).toBe(403);
  });
});

describe('an identity', () => {
  test('is not erased while a claim is open, nor by whoever may not', async () => {
    await putCase(world.db, { invoiceId: 'i2', debtorId: 'p1' });
    expect(await erase()).toMatchObject({ status: 409, body: { detail: expect.stringMatching(/invoice:c1:i2.*RGPD art\. 17/) } });
    expect((await erase(operator)).status).toBe(403);
    expect((await erase(await world.key('c2', 'admin'))).status).toBe(404);
    expect(await tablesWith(['Perdrigon'])).toContain('debtors');
  });

  test('once erased stands nowhere; what law orders to keep stays, the chain still verifies, and who erased is written', async () => {
    await makeHead(world.db, { key: generateKeyPairSync('ed25519').privateKey, at: closedAt, reason: 'day' });
    expect(await tablesWith(PLANTED)).toEqual(
      expect.arrayContaining(['debtors', 'remembered_payers', 'debtor_names', 'debtor_segments']),
    );
    const done = await erase();
    expect(done).toMatchObject({
      status: 200,
      body: { id: 'p1', kept: expect.arrayContaining([expect.objectContaining({ months: 120 })]) },
    });
    expect(await tablesWith(PLANTED)).toEqual([]);
    expect((await world.call('GET', '/debtors/p1', operator)).body).toMatchObject({
      id: 'p1',
      kind: 'consumer',
      name: ERASED_NAME,
    });
    expect(await isIntact()).toMatchObject({ ok: true, signed: { head: 1 } });
    expect(await verifyHeads(world.db)).toMatchObject({ fault: null });
    expect(await store.get(sha256Of(letter))).toHaveLength(letter.length);
    const written = await world.db.select().from(accesses);
    expect(written.filter(({ kind }) => kind !== 'evidence-read')).toMatchObject([
      { kind: 'person-erased', subject: 'p1', actor: expect.stringMatching(/^key:/) },
    ]);
  });

  test('told again is an identity again, and can be erased again', async () => {
    await erase();
    await world.call('PUT', '/debtors/p1', operator, person);
    expect(await tablesWith(PLANTED)).toContain('debtors');
    await erase();
    expect(await tablesWith(PLANTED)).toEqual([]);
  });
});

describe('retention, by itself', () => {
  test('keeps all as long as the claim can be sued on, then erases the identity, and then the papers', async () => {
    await retainedAt(59);
    expect(await tablesWith(PLANTED)).toContain('debtors');
    await retainedAt(61);
    expect(await tablesWith(PLANTED)).toEqual([]);
    await expect(store.get(sha256Of(letter))).rejects.toThrow();
    expect(await retainedAt(61)).toBe(0);
    expect(await isIntact()).toMatchObject({ ok: true });
  });

  test('keeps the papers of a case that was handed over for ten years', async () => {
    const handed: Fact = {
      type: 'handed-over',
      step: 's',
      route: 'injonction-de-payer',
      document: 'd1',
      sha256: sha256Of(letter),
      at: closedAt,
      actor: 'case',
    };
    await putCase(world.db, { invoiceId: 'i3', debtorId: 'p1', facts: [handed, ...paid] });
    await retainedAt(61);
    expect(await store.get(sha256Of(letter))).toHaveLength(letter.length);
    await retainedAt(121);
    await expect(store.get(sha256Of(letter))).rejects.toThrow();
  });

  test('never drops a paper that another person’s case has too', async () => {
    await world.call('PUT', '/debtors/p2', operator, { ...person, id: 'p2' });
    await putCase(world.db, { invoiceId: 'i4', debtorId: 'p2' });
    await world.db.insert(documents).values({
      id: 'd2',
      caseId: 'invoice:c1:i4',
      kind: 'letter',
      filename: 'a.pdf',
      contentType: 'application/pdf',
      bytes: 1,
      sha256: sha256Of(letter),
    });
    await retainedAt(61);
    expect(await store.get(sha256Of(letter))).toHaveLength(letter.length);
  });

  test.each([
    ['received_events', sql`insert into received_events (event_id, received_at) values ('e', now())`, 24],
    ['accesses', sql`insert into accesses (kind, actor, at) values ('key-refused', '192.0.2.7', now())`, 12],
    ['sessions', sql`insert into sessions (token_sha256, person_id, expires_at) values ('t', 1, now())`, 1],
    ['one_time_tokens', sql`insert into one_time_tokens (token_sha256, purpose, expires_at) values ('t', 'entry', now())`, 1],
    [
      'debtor_links',
      sql`insert into debtor_links (token_sha256, creditor_id, debtor_id, expires_at) values ('t', 'c1', 'p1', now())`,
      60,
    ],
  ])('%s go when their time is over, and no sooner', async (table, insert, months) => {
    const count = async () =>
      Number(
        (
          (await world.db.execute(sql`select count(*) as count from ${sql.identifier(table)}`)) as {
            rows: { count: string }[];
          }
        ).rows[0]?.count,
      );
    await world.db.execute(sql`delete from ${sql.identifier(table)}`);
    await world.db.execute(insert);
    await retainedAt(months - 1);
    expect(await count()).toBe(1);
    await retainedAt(months + 1);
    expect(await count()).toBe(0);
  });

  test('takes the texts out of bank entries after ten years, and leaves their sums', async () => {
    const told = JSON.stringify({
      counterparty: 'ZPERDRIGON SEPA',
      label: 'Perdrigon',
      references: ['Perdrigon'],
      endToEndId: 'Perdrigon',
      alsoRead: 'Perdrigon',
      amountCents: 5,
    });
    await world.db.execute(sql`insert into bank_entries (creditor_id, key, account, amount_cents, currency, booked_on, status, verdict, document, reasons)
      values ('c1', 'k', 'main', 5, 'EUR', '2026-11-20', 'booked', 'allocated', ${told}::jsonb, '[]')`);
    await retainedAt(119);
    expect(await tablesWith(['Perdrigon'])).toContain('bank_entries');
    await retainedAt(121);
    expect(await tablesWith(['Perdrigon'])).toEqual([]);
    expect(await tablesWith(['"amountCents": 5'])).toContain('bank_entries');
  });

  test('drops bank files three months after their import ended, and none that is still read', async () => {
    const keep = async (bytes: string) =>
      (
        await world.uploads.keep(
          (async function* () {
            yield Buffer.from(bytes);
          })(),
        )
      ).sha256;
    const [over, young] = [await keep('old'), await keep('young')];
    const row = (
      id: string,
      sha256: string,
      ended: string | null,
    ) => sql`insert into statement_imports (id, creditor_id, sha256, bytes, accounts, state, statements, warnings, ended_at)
      values (${id}, 'c1', ${sha256}, 3, '[]', ${ended === null ? 'settling' : 'done'}, '[]', '[]', ${ended}::timestamptz)`;
    await world.db.execute(row('a', over, closedAt));
    await world.db.execute(row('b', young, closedAt));
    await world.db.execute(row('c', young, null));
    await retainedAt(4);
    await expect(bytesOf(over)).rejects.toThrow();
    expect(await bytesOf(young)).toBe('young');
  });
});

async function bytesOf(sha256: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of world.uploads.read(sha256)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
