import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../domain/fault.ts';
import { readMatchInput } from '../../../domain/matching/match-input.ts';
import { bankEntry } from '../../support/bank-entry.ts';

const INVOICE = {
  id: 'i1',
  number: 'F-1',
  creditor: 'c1',
  debtor: { id: 'd1', name: 'Aubert' },
  balanceCents: 100,
  currency: 'EUR',
  dueOn: '2026-11-06',
  structuredReference: null,
};

function faultsOf(document: unknown): readonly string[] {
  try {
    readMatchInput(document);
    return [];
  } catch (error) {
    return error instanceof BadInput ? error.faults.map((fault) => fault.path) : [String(error)];
  }
}

describe('match input', () => {
  it('is read as it comes', () => {
    expect(readMatchInput({ invoices: [INVOICE], entries: [bankEntry] })).toEqual({ invoices: [INVOICE], entries: [bankEntry] });
  });

  it('fills what is absent', () => {
    const { id, number, creditor, debtor } = INVOICE;
    const input = readMatchInput({
      invoices: [{ id, number, creditor, debtor, balanceCents: 1 }],
      entries: [{ key: 'e', amountCents: 1 }],
    });
    expect(input).toMatchObject({
      invoices: [{ currency: 'EUR' }],
      entries: [{ currency: 'EUR', status: 'booked', reversal: false, references: [] }],
    });
  });

  it.each([
    [null, ['$']],
    [{ invoices: [] }, ['$.entries']],
    [{ invoices: [], entries: [], more: 1 }, ['$.more']],
    [{ invoices: [{ ...INVOICE, balanceCents: 1.5 }], entries: [] }, ['$.invoices[0].balanceCents']],
    [{ invoices: [{ ...INVOICE, debtor: { id: 'd' } }], entries: [] }, ['$.invoices[0].debtor.name']],
    [{ invoices: [{ ...INVOICE, dueOn: '2026-02-30' }], entries: [] }, ['$.invoices[0].dueOn']],
    [{ invoices: [], entries: [{ ...bankEntry, amountCents: '100' }] }, ['$.entries[0].amountCents']],
    [{ invoices: [], entries: [{ ...bankEntry, status: 'done' }] }, ['$.entries[0].status']],
    [{ invoices: [], entries: [{ ...bankEntry, counterparty: { name: 'X' } }] }, ['$.entries[0].counterparty']],
    [{ invoices: [INVOICE, INVOICE], entries: [bankEntry, bankEntry] }, ['$.invoices[1].id', '$.entries[1].key']],
  ])('%j is refused at %j', (document, paths) => {
    expect(faultsOf(document)).toEqual(paths);
  });
});
