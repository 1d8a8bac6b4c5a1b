import { expect, test } from 'vitest';
import { paymentsReceived } from '../../words/handoff-payments.ts';
import { caseOf, heard, planOf, reminder } from '../domain/case/case-of.ts';

test('a file lists what came, and what of it was given back or went to another invoice', () => {
  const theCase = heard(
    caseOf(),
    planOf([reminder('r5', 5)]),
    ['2026-03-02T10:00', { type: 'payment', id: 'cheque-1', amountCents: 150_000 }],
    ['2026-03-05T10:00', { type: 'task-raised', task: 'credit', key: '1', context: '' }],
    ['2026-03-06T10:00', { type: 'refunded', amountCents: 20_000 }],
    ['2026-03-07T10:00', { type: 'use-credit', to: 'i2' }],
  );
  expect(paymentsReceived(theCase, 'F-1').map(({ on, label, amount }) => [on, label, amount])).toEqual([
    ['2 mars 2026', 'Règlement cheque-1', '1\u202f500,00\u00a0€'],
    ['6 mars 2026', 'Crédit rendu au débiteur', '−200,00\u00a0€'],
    ['7 mars 2026', 'Crédit porté sur une autre facture', '−100,00\u00a0€'],
  ]);
});
