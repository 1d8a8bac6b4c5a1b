import { expect, test } from 'vitest';
import { readDocument } from '../../../domain/document-schema.ts';
import { BadInput } from '../../../domain/fault.ts';
import { addressSchema, creditorSchema, debtorSchema } from '../../../domain/party/party-schema.ts';
import { creditor, debtor } from '../../support/parties.ts';

const at = (postcode: string, country?: string) => ({
  line1: '1 rue de la Paix',
  postcode,
  city: 'Lyon',
  ...(country === undefined ? {} : { country }),
});
const said = (read: () => unknown) => {
  try {
    read();
    return null;
  } catch (error) {
    return error instanceof BadInput ? error.faults : error;
  }
};

test.each([
  ['69006', undefined],
  ['97400', 'RE'],
  ['98000', 'MC'],
  ['1000', 'BE'],
  ['SW1A 1AA', 'GB'],
])('%s in %s is an address', (postcode, country) => {
  expect(said(() => readDocument(addressSchema, at(postcode, country)))).toBeNull();
});

test.each([
  ['6900', undefined],
  ['690000', 'FR'],
  ['69 006', 'FR'],
  ['9740', 'RE'],
  ['9800', 'MC'],
])('%s in %s is none: five digits are printed there', (postcode, country) => {
  expect(said(() => readDocument(addressSchema, at(postcode, country)))).toEqual([
    { path: '$.postcode', message: `got "${postcode}", expected five digits` },
  ]);
});

test('a creditor and a debtor say the field', () => {
  expect(said(() => readDocument(creditorSchema, { ...creditor, address: at('6900') }))).toEqual([
    { path: '$.address.postcode', message: 'got "6900", expected five digits' },
  ]);
  expect(said(() => readDocument(debtorSchema, { ...debtor, registeredOffice: at('6900') }))).toEqual([
    { path: '$.registeredOffice.postcode', message: 'got "6900", expected five digits' },
  ]);
});
