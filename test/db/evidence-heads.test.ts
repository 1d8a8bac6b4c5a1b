import { createHash, generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../db/database.ts';
import { evidenceOf } from '../../db/evidence.ts';
import { digestOf } from '../../db/evidence-chain.ts';
import { makeHead, verifyHeads } from '../../db/evidence-heads.ts';
import { rootOf } from '../../db/head-proof.ts';
import { putCase } from '../api/case-row.ts';
import { openEmpty } from '../support/databases.ts';

const { privateKey: key } = generateKeyPairSync('ed25519');
const at = '2026-11-28T08:00:00.000+01:00';
let db: Database;

beforeEach(async () => {
  db = await openEmpty();
  for (const invoiceId of ['i1', 'i2', 'i3']) await putCase(db, { invoiceId });
  await makeHead(db, { key, at, reason: 'day' });
  await putCase(db, { invoiceId: 'i4' });
  await makeHead(db, { key, at: '2026-11-29T08:00:00.000+01:00', reason: 'day' });
});
afterEach(() => db.close());

/** What an owner can do to his own database: he lifts what protects it. */
async function asOwner(statement: string): Promise<void> {
  const tables = ['evidence', 'evidence_heads', 'evidence_leaves'];
  for (const table of tables) await db.execute(`alter table ${table} disable trigger all`);
  await db.execute(statement);
  for (const table of tables) await db.execute(`alter table ${table} enable trigger all`);
}

test('heads follow each other over every chain, and say since when nothing can have been changed', async () => {
  expect(await verifyHeads(db)).toEqual({ heads: 2, intactSince: '2026-11-29T08:00:00.000+01:00', fault: null });
  const third = await makeHead(db, { key, at, reason: 'asked' });
  expect(third).toMatchObject({ sequence: 3, chains: 0 });
});

test('nobody changes a head, a leaf or a witness through the product', async () => {
  for (const table of ['evidence_heads', 'evidence_leaves'])
    await expect(db.execute(`delete from ${table}`)).rejects.toMatchObject({
      cause: { message: expect.stringContaining('append-only') },
    });
});

describe('an owner who rewrites a chain so that it verifies by itself', () => {
  const attacks: [name: string, fault: RegExp, attack: () => Promise<void>][] = [
    [
      'another sum under a new digest',
      /preuve n° 1 du dossier invoice:c1:i2/,
      async () => {
        const [row] = await evidenceOf(db, 'invoice:c1:i2');
        if (!row) throw new Error('no evidence');
        const forged = { ...row, actor: 'someone-else' };
        await asOwner(
          `update evidence set actor = 'someone-else', digest = '${digestOf(forged)}' where case_id = 'invoice:c1:i2'`,
        );
      },
    ],
    ['a case that vanished', /invoice:c1:i3/, () => asOwner(`delete from evidence where case_id = 'invoice:c1:i3'`)],
    [
      'leaves that follow the lie',
      /feuilles/,
      () => asOwner(`update evidence_leaves set digest = '${'0'.repeat(64)}' where position = 1`),
    ],
    [
      'a root that follows the leaves',
      /empreinte/,
      () => asOwner(`update evidence_heads set root = '${'0'.repeat(64)}' where sequence = 1`),
    ],
    ['an earlier day', /empreinte/, () => asOwner(`update evidence_heads set at = '2020-01-01T00:00:00Z' where sequence = 1`)],
    ['a head that vanished', /ne suit pas/, () => asOwner('delete from evidence_heads where sequence = 1')],
  ];
  test.each(attacks)('%s', async (_name, fault, attack) => {
    await attack();
    expect(await verifyHeads(db)).toMatchObject({ fault: expect.stringMatching(fault), intactSince: null });
  });

  test('everything signed again with another key, when the witness knows the key', async () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const known = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    expect(await verifyHeads(db, known)).toMatchObject({ fault: expect.stringContaining('autre clé') });
  });
});

test('the tree is that of RFC 6962: computed by hand for three leaves', () => {
  const sha = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
  const leaves = ['a', 'b', 'c'].map((caseId, index) => ({ caseId, sequence: index + 1, digest: 'd' }));
  const [a, b, c] = leaves.map(({ caseId, sequence, digest }) =>
    sha(Uint8Array.of(0), Buffer.from(`${caseId}\n${sequence}\n${digest}`)),
  );
  const root = sha(Uint8Array.of(1), sha(Uint8Array.of(1), a as Buffer, b as Buffer), c as Buffer);
  expect(rootOf(leaves)).toBe(root.toString('hex'));
  expect(rootOf([])).toBe(sha().toString('hex'));
});
