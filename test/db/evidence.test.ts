import { asc, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../db/database.ts';
import { appendEvidence, evidenceOf } from '../../db/evidence.ts';
import { digestOf, type EvidenceRow, GENESIS, linkOf, verifyEvidence } from '../../db/evidence-chain.ts';
import { evidence } from '../../db/schema.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { openMemory } from '../support/memory.ts';

const at = '2026-11-06T09:00:00+01:00';
const facts: readonly Fact[] = [
  { type: 'opened', plan: 'default-b2b', version: 1, at, actor: 'billing', cause: 'evt-1' },
  { type: 'payment', id: 'p1', amountCents: 20000, on: '2026-11-06', at, actor: 'bank' },
  { type: 'pause', reason: 'accord à confirmer — œuvre', at, actor: 'key:3' },
  { type: 'closed', reason: 'paid', at, actor: 'case' },
];

let db: Database;
beforeAll(async () => {
  db = await openMemory();
});
afterAll(() => db.close());

describe('append', () => {
  test('links every fact to the one before and verifies', async () => {
    await appendEvidence(db, 'invoice:c1:a', 1, facts.slice(0, 2));
    await appendEvidence(db, 'invoice:c1:a', 3, facts.slice(2));
    const rows = await evidenceOf(db, 'invoice:c1:a');
    expect(rows.map((row) => row.sequence)).toEqual([1, 2, 3, 4]);
    expect(rows[0]?.previousDigest).toBe(GENESIS);
    expect(rows[2]).toMatchObject({
      fact: { reason: 'accord à confirmer — œuvre' },
      cause: null,
      previousDigest: rows[1]?.digest,
    });
    expect(verifyEvidence(rows, { 'invoice:c1:a': 4 })).toEqual({ ok: true, checked: 4 });
  });

  test('the same facts again change nothing, also when only a part was recorded', async () => {
    await appendEvidence(db, 'invoice:c1:b', 1, facts.slice(0, 3));
    const before = await evidenceOf(db, 'invoice:c1:b');
    await appendEvidence(db, 'invoice:c1:b', 1, facts.slice(0, 3));
    await appendEvidence(db, 'invoice:c1:b', 2, facts.slice(1));
    const after = await evidenceOf(db, 'invoice:c1:b');
    expect(after.slice(0, 3)).toEqual(before);
    expect(after).toHaveLength(4);
  });

  test('another fact under a known sequence, or a gap, is a defect and writes nothing', async () => {
    await appendEvidence(db, 'invoice:c1:c', 1, facts.slice(0, 2));
    await expect(appendEvidence(db, 'invoice:c1:c', 2, facts.slice(2))).rejects.toThrow('another fact is recorded as 2');
    await expect(appendEvidence(db, 'invoice:c1:c', 4, facts.slice(3))).rejects.toThrow('nothing recorded before 4');
    expect(await evidenceOf(db, 'invoice:c1:c')).toHaveLength(2);
  });

  test('a transaction that fails leaves no evidence', async () => {
    const failing = db.transaction(async (tx) => {
      await appendEvidence(tx, 'invoice:c1:d', 1, facts);
      throw new Error('case row refused');
    });
    await expect(failing).rejects.toThrow('case row refused');
    expect(await evidenceOf(db, 'invoice:c1:d')).toEqual([]);
  });

  test.each([sql`update evidence set actor = 'nobody'`, sql`delete from evidence`, sql`truncate evidence`])(
    'the database refuses to change what is written: %#',
    async (statement) => {
      await appendEvidence(db, 'invoice:c1:e', 1, facts);
      await expect(db.execute(statement)).rejects.toMatchObject({ cause: { message: expect.stringContaining('append-only') } });
    },
  );
});

describe('verify', () => {
  const chain = chainOf(facts);
  const [first, second, third, fourth] = chain as [EvidenceRow, EvidenceRow, EvidenceRow, EvidenceRow];
  const forged = { ...second, fact: { ...second.fact, amountCents: 1 } };
  const cases: readonly [string, readonly EvidenceRow[], number, string][] = [
    ['changed', [first, forged, third, fourth], 2, 'empreinte'],
    ['changed and its digest with it', [first, { ...forged, digest: digestOf(forged) }, third, fourth], 3, 'ne suit pas'],
    ['another actor', [first, second, third, { ...fourth, actor: 'key:9' }], 4, 'empreinte'],
    ['deleted in the middle', [first, third, fourth], 2, 'manque'],
    ['deleted and renumbered', [first, { ...third, sequence: 2 }, { ...fourth, sequence: 3 }], 2, 'empreinte'],
    ['first deleted', [second, third, fourth], 1, 'manque'],
    ['reordered', [first, third, second, fourth], 2, 'manque'],
    ['inserted twice', [first, second, second, third, fourth], 2, 'double'],
    ['truncated', [first, second, third], 4, 's’arrête à 3'],
    ['emptied', [], 1, 's’arrête à 0'],
    ['lengthened', chainOf([...facts, ...facts.slice(3)]), 5, 'compte 5'],
    ['taken from another case', chain.map((row) => ({ ...row, caseId: 'invoice:c1:z' })), 1, 'empreinte'],
  ];

  test.each(cases)('%s: the first broken link is named', (_, rows, sequence, why) => {
    const caseId = rows[0]?.caseId ?? 'invoice:c1:x';
    const verdict = verifyEvidence(rows, { [caseId]: 4 });
    expect(verdict).toMatchObject({ ok: false, firstBroken: { caseId, sequence } });
    expect(verdict.firstBroken?.why).toContain(why);
  });

  test('a case whose row is unknown is broken at its first link', () => {
    expect(verifyEvidence(chain, {}).firstBroken).toMatchObject({ caseId: 'invoice:c1:x', sequence: 1 });
  });

  test('canonical JSON: the order in which the database gives keys back does not matter', () => {
    const turned = chain.map((row) => ({ ...row, fact: Object.fromEntries(Object.entries(row.fact).reverse()) }));
    expect(verifyEvidence(turned, { 'invoice:c1:x': 4 })).toEqual({ ok: true, checked: 4 });
  });

  test('tampering by a superuser who lifts the trigger shows', async () => {
    await appendEvidence(db, 'invoice:c1:t', 1, facts);
    await db.execute(sql`alter table evidence disable trigger evidence_append_only`);
    await db
      .update(evidence)
      .set({ fact: { id: 'p1', amountCents: 120000 } })
      .where(sql`case_id = 'invoice:c1:t' and sequence = 2`);
    await db.execute(sql`alter table evidence enable trigger evidence_append_only`);
    const rows = await db.select().from(evidence).where(eq(evidence.caseId, 'invoice:c1:t')).orderBy(asc(evidence.sequence));
    expect(verifyEvidence(rows as EvidenceRow[], { 'invoice:c1:t': 4 }).firstBroken).toMatchObject({ sequence: 2 });
  });
});

function chainOf(told: readonly Fact[]): EvidenceRow[] {
  let previous = GENESIS;
  return told.map((fact, index) => {
    const link = linkOf('invoice:c1:x', index + 1, fact, previous);
    previous = link.digest;
    return link;
  });
}
