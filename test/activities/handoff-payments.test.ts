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

test('what was paid before a taking over, on a day that nobody told, is given no day', () => {
  const paid = { id: 'enrolment', amountCents: 30_000, on: '2026-02-28', reversed: false };
  const lines = (more: object) =>
    paymentsReceived({ ...caseOf(), payments: [{ ...paid, ...more }] }, 'F-1').map(({ on, label }) => [on, label]);
  expect(lines({})).toEqual([['28 février 2026', 'Règlements antérieurs à la reprise du dossier']]);
  expect(lines({ undated: true })).toEqual([
    ['date inconnue', 'Règlements antérieurs à la reprise du dossier, comptés au 28 février 2026'],
  ]);
});
