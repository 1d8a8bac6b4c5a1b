import { describe, expect, it } from 'vitest';
import { entriesOf, statementsOf } from './read.ts';
import { type CamtMessage, camtText } from './write-camt.ts';
import { cfonbText } from './write-cfonb.ts';
import { ACCOUNT, bytesOf, type WrittenStatement } from './write-statement.ts';

const STATEMENT: WrittenStatement = {
  ...ACCOUNT,
  id: 'ST-1',
  openingOn: '2026-11-01',
  openingCents: -2050,
  bookings: [
    {
      on: '2026-11-02',
      payments: [
        {
          amountCents: 120_000,
          payer: 'Élagage & Fils',
          text: 'Facture F-2026-0412',
          endToEndId: '0001e5',
          reference: 'RF18539007547034',
        },
      ],
    },
    { on: '2026-11-02', payments: [{ amountCents: 5001, payer: 'Léa Noël', text: 'LOYER' }] },
    { on: '2026-11-02', payments: [{ amountCents: 5001, payer: 'Léa Noël', text: 'LOYER' }] },
    { on: '2026-11-03', payments: [{ amountCents: -6000, payer: 'Café du Port', returned: true }] },
    { on: '2026-11-03', payments: [{ amountCents: 7000, payer: 'Fournisseur X', returned: true }] },
    { on: '2026-11-04', payments: [{ amountCents: -109, payer: 'Banque' }] },
  ],
};

const BATCH = {
  on: '2026-11-05',
  payments: [
    { amountCents: 100, text: 'A' },
    { amountCents: 250, text: 'B' },
    { amountCents: 350, text: 'C' },
  ],
};

const EXPECTED = [
  {
    bookedOn: '2026-11-02',
    amountCents: 120_000,
    reversal: false,
    counterparty: 'Élagage & Fils',
    endToEndId: '0001e5',
    references: ['RF18539007547034'],
  },
  { bookedOn: '2026-11-02', amountCents: 5001, reversal: false, counterparty: 'Léa Noël', endToEndId: null, references: [] },
  { bookedOn: '2026-11-02', amountCents: 5001, reversal: false, counterparty: 'Léa Noël', endToEndId: null, references: [] },
  { bookedOn: '2026-11-03', amountCents: -6000, reversal: true, counterparty: 'Café du Port', endToEndId: null, references: [] },
  { bookedOn: '2026-11-03', amountCents: 7000, reversal: true, counterparty: 'Fournisseur X', endToEndId: null, references: [] },
  { bookedOn: '2026-11-04', amountCents: -109, reversal: false, counterparty: 'Banque', endToEndId: null, references: [] },
].map((entry) => ({ ...entry, currency: 'EUR', status: 'booked' }));

const MESSAGES: readonly CamtMessage[] = ['052', '053', '054'];
const DIALECTS = MESSAGES.flatMap((message) => Array.from({ length: 13 }, (_, index) => ({ message, version: index + 1 })));

describe.each(DIALECTS)('camt.$message version $version', (dialect) => {
  const format = `camt.${dialect.message}.001.${String(dialect.version).padStart(2, '0')}`;
  const hasBalances = dialect.message === '053';

  it.each(['', 'ns2'])('reads every entry, prefix "%s"', (prefix) => {
    const bytes = bytesOf(camtText({ ...dialect, prefix }, [STATEMENT]));
    expect(entriesOf(bytes)).toMatchObject(EXPECTED);
    const figures = hasBalances ? { openingCents: -2050, closingCents: 128_843 } : { openingCents: null, closingCents: null };
    const balances = hasBalances ? 'agree' : 'unknown';
    expect(statementsOf(bytes)).toEqual([{ format, id: 'ST-1', account: ACCOUNT.iban, currency: 'EUR', ...figures, balances }]);
  });

  it('splits a batch in its details and keeps several statements apart', () => {
    const second = { ...STATEMENT, id: 'ST-2', bookings: [BATCH] };
    const entries = entriesOf(bytesOf(camtText(dialect, [STATEMENT, second]))).slice(EXPECTED.length);
    expect(entries.map(({ amountCents, label }) => [amountCents, label])).toEqual([
      [100, 'A'],
      [250, 'B'],
      [350, 'C'],
    ]);
  });

  it('keeps pending entries out of the balances', () => {
    const pending = { on: '2026-11-06', payments: [{ amountCents: 999 }], pending: true };
    const bytes = bytesOf(camtText(dialect, [{ ...STATEMENT, bookings: [BATCH, pending] }]));
    expect(entriesOf(bytes).map((entry) => entry.status)).toEqual(['booked', 'booked', 'booked', 'pending']);
    expect(statementsOf(bytes)[0]?.balances).toBe(hasBalances ? 'agree' : 'unknown');
  });
});

describe('CFONB 120', () => {
  it.each([['\r\n'], ['\n'], ['\r'], ['']])('reads every entry, line break %j', (lineBreak) => {
    const bytes = Buffer.from(cfonbText(STATEMENT, lineBreak), 'latin1');
    expect(entriesOf(bytes)).toMatchObject(EXPECTED);
    const figures = { openingCents: -2050, closingCents: 128_843, balances: 'agree' };
    expect(statementsOf(bytes)).toEqual([
      { format: 'cfonb120', id: '2026-11-01', account: ACCOUNT.iban, currency: 'EUR', ...figures },
    ]);
  });
});
