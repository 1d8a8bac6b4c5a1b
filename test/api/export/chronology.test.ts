import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../../db/database.ts';
import { openEmpty } from '../../support/databases.ts';
import { putCase } from '../case-row.ts';
import { exported, temporaryStore } from './exported.ts';

let db: Database;
const kept = temporaryStore();
beforeAll(async () => {
  db = await openEmpty();
});
afterAll(async () => {
  await db.close();
  kept.remove();
});

test('the chronology does not blame the bank for money that a person placed elsewhere', async () => {
  const at = '2026-11-20T09:00:00.000+01:00';
  await putCase(db, {
    invoiceId: 'exported',
    number: 'F-1',
    facts: [
      { type: 'payment', id: 'e1#1', amountCents: 5_000, at, actor: 'bank' },
      { type: 'payment-reversed', payment: 'e1#1', at, actor: 'person:1', cause: 'undo:e1' },
    ],
  });
  const files = await exported(db, kept.store);
  const told = files.find(({ path }) => path === 'chronologie.txt');
  const text = Buffer.from(told?.bytes ?? []).toString();
  expect(text).toContain('Paiement retiré\u00a0: il n’était pas pour cette facture');
  expect(text).not.toContain('rejeté par la banque');
});
