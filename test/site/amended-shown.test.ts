import { expect, test } from 'vitest';
import { creditorSchema, debtorSchema } from '../../domain/party/party-schema.ts';
import { fieldName, fieldValue } from '../../web/operator/amended-shown.ts';

test.each([...Object.keys(creditorSchema.shape), ...Object.keys(debtorSchema.shape)].filter((field) => field !== 'id'))(
  '%s has a name that people know',
  (field) => {
    expect(fieldName(field)).not.toBe(field);
  },
);

test.each([
  ['postage', { letterCents: 152, registeredLetterCents: 850 }, 'lettre simple 1,52\u00a0€, lettre recommandée 8,50\u00a0€'],
  ['creditLimit', { EUR: 500_000, USD: 1200 }, '5\u202f000,00\u00a0€, 12,00\u00a0USD'],
  [
    'segmentRule',
    { decides: 'rule', lateFromDays: 15, newForDays: 180, strategicFrom: { EUR: 5_000_000 } },
    'rule, en retard à partir de 15\u00a0jours, nouveau pendant 180\u00a0jours, stratégique à partir de 50\u202f000,00\u00a0€',
  ],
  [
    'planChoices',
    [{ plan: 'p', minimumTotal: { EUR: 100 }, belowTotal: { EUR: 900 } }],
    'p, à partir de 1,00\u00a0€, au-dessous de 9,00\u00a0€',
  ],
  ['terms', { dayCount: 'ACT/365F', contractRateBasisPoints: 1240 }, 'ACT/365F, taux 12,40\u00a0%'],
  ['registeredOffice', { city: 'Lyon', postcode: '69003', line1: '1 quai' }, '1 quai, 69003, Lyon'],
  ['secondPerson', true, 'oui'],
  ['trader', false, 'non'],
  ['paidBy', ['Siège', 'Mère'], 'Siège, Mère'],
  ['iban', 'FR7630006000011234567890189', 'FR76\u00a03000\u00a06000\u00a00112\u00a03456\u00a07890\u00a0189'],
  ['name', '[Lumen]', '[Lumen]'],
  ['siren', '356000000', '356000000'],
])('%s is read as people write it', (field, value, said) => {
  const told = typeof value === 'string' ? value : JSON.stringify(value);
  expect(fieldValue(field, told)).toBe(said);
});

test('what was not said is nothing', () => {
  expect(fieldValue('postage', null)).toBe('rien');
});
