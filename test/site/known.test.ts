import { expect, test } from 'vitest';
import type { CaseView } from '../../domain/case/view.ts';
import type { Api } from '../../web/operator/api.ts';
import { knownOf } from '../../web/operator/known.ts';

const theCase = { caseId: 'invoice:c1:i1', invoice: { currency: 'EUR' } } as unknown as CaseView;
const line = (type: string, fact: object) => ({ type, at: '2026-03-10T09:00:00+01:00', fact });
const timeline = [
  line('payment', { id: 'chq-1', amountCents: 120_000, on: '2026-03-09' }),
  line('payment', { id: 'e1#1', entry: 'e1', amountCents: 5, on: '2026-03-09' }),
  line('payment', { id: 'credit:i2:1', creditOf: 'i2', amountCents: 5 }),
  line('payment', { id: 'chq-2', amountCents: 99_999_900 }),
  line('payment', { id: 'chq-3', amountCents: 7 }),
  line('payment-withdrawn', { payment: 'chq-3', reason: 'erreur' }),
];

test('a payment to withdraw is chosen among those that a person typed and that count, by its day and amount', async () => {
  const api = { call: () => Promise.resolve({ timeline }) } as unknown as Api;
  expect(await knownOf(api, theCase, ['withdrawPayment'])).toEqual({
    payment: [
      { value: 'chq-2', label: '10/03/2026, 999\u202f999,00\u00a0€ (chq-2)' },
      { value: 'chq-1', label: '09/03/2026, 1\u202f200,00\u00a0€ (chq-1)' },
    ],
  });
});
