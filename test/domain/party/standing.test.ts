import { expect, test } from 'vitest';
import { departmentOfAddress, hasEuropeanProcedures, isFrance } from '../../../domain/party/country.ts';
import { qualityExpected, type ToldParty } from '../../../domain/party/quality.ts';
import { standingOf } from '../../../domain/party/standing.ts';

const ON = '2026-11-28';
type Party = Parameters<typeof standingOf>[0];

test.each<[Party, string | null, boolean | null, boolean | null]>([
  [{ kind: 'business' }, null, null, null],
  [{ kind: 'company' }, null, null, null],
  [{ kind: 'business', trader: true }, 'trader', true, true],
  [{ kind: 'business', trader: false }, null, false, false],
  [{ kind: 'business', trader: false, legalForm: 'E.I.' }, null, false, null],
  [{ kind: 'business', legalForm: ' Sarl ' }, 'trader', true, true],
  [{ kind: 'business', legalForm: 'SELARL' }, null, null, null],
  [{ kind: 'business', quality: 'artisan' }, 'artisan', false, true],
  [{ kind: 'business', quality: 'artisan', trader: true }, 'artisan', true, true],
  [{ kind: 'business', quality: 'farmer' }, 'farmer', false, false],
  [{ kind: 'business', quality: 'farmer', legalForm: 'SARL' }, 'trader', true, true],
  [{ kind: 'consumer', quality: null }, 'private', false, false],
  [{ kind: 'individual' }, 'private', false, false],
  [{ kind: 'public' }, 'public', false, false],
])('%j', (party, quality, trades, commercial) => {
  expect(standingOf(party, ON)).toEqual({ quality, trades, commercial });
});

test('an artisan answers to the commercial court since 2022', () => {
  const artisan = { kind: 'business', quality: 'artisan' } as const;
  expect(standingOf(artisan, '2021-12-31').commercial).toBe(false);
  expect(standingOf(artisan, '2022-01-01').commercial).toBe(true);
});

test.each<[ToldParty, boolean]>([
  [{ kind: 'business', quality: null, trader: true }, true],
  [{ kind: 'business', quality: 'artisan', trader: false }, true],
  [{ kind: 'business', quality: 'trader', trader: false }, false],
  [{ kind: 'business', quality: 'association', trader: true }, false],
  [{ kind: 'business', quality: 'public' }, false],
  [{ kind: 'consumer', quality: 'artisan' }, false],
  [{ kind: 'company', quality: 'public' }, true],
  [{ kind: 'company', quality: 'private' }, false],
  [{ kind: 'individual', quality: 'private' }, true],
])('%j agrees: %s', (party, agrees) => {
  expect(qualityExpected(party) === null).toBe(agrees);
});

test.each([
  ['FR', '69003', '69'],
  ['RE', '97400', '974'],
  ['NC', '98800', '988'],
  ['BE', '1000', null],
])('an address of %s %s is in the department %s', (country, postcode, department) => {
  expect(departmentOfAddress({ country, postcode })).toBe(department);
  expect(isFrance(country)).toBe(department !== null);
});

test('Denmark and France have no European order from here', () => {
  expect(['DE', 'DK', 'FR', 'GB'].filter(hasEuropeanProcedures)).toEqual(['DE']);
});
