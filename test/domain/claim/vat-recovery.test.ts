import { describe, expect, test } from 'vitest';
import { type LostInvoice, vatRecovery } from '../../../domain/claim/vat-recovery.ts';
import { BadInput } from '../../../domain/fault.ts';

const lost: LostInvoice = {
  totalCents: 120_000,
  vatCents: 20_000,
  unpaidCents: 120_000,
  vatOn: 'invoices',
  irrecoverable: { reason: 'liquidation-judgment', on: '2026-11-02' },
};

describe('VAT on a lost claim', () => {
  test.each([
    ['nothing was paid', {}, 20_000, 100_000],
    ['half was paid', { unpaidCents: 60_000 }, 10_000, 50_000],
    ['an odd share, half up', { totalCents: 10_550, vatCents: 550, unpaidCents: 1000 }, 52, 948],
    ['everything was paid', { unpaidCents: 0 }, 0, 0],
    ['VAT owed on receipts: none was paid', { vatOn: 'receipts' as const }, 0, 100_000],
    ['an invoice without VAT', { vatCents: 0 }, 0, 120_000],
  ])('%s', (_, given, recoverableCents, unpaidNetCents) => {
    expect(vatRecovery({ ...lost, ...given })).toMatchObject({ recoverableCents, unpaidNetCents });
  });

  test.each([
    ['2026-01-01', '2028-12-31', 'CGI 272-1'],
    ['2026-12-31', '2028-12-31', 'CGI 272-1'],
    ['2027-01-01', '2029-12-31', 'CIBS (ancien CGI 272-1)'],
  ])('lost on %s: until %s, %s', (on, untilOn, article) => {
    expect(vatRecovery({ ...lost, irrecoverable: { reason: 'failed-pursuit', on } })).toMatchObject({ untilOn, article });
  });

  test.each([{ totalCents: 0 }, { vatCents: 120_001 }, { unpaidCents: 120_001 }, { unpaidCents: -1 }, { vatCents: -1 }])(
    '%j is refused',
    (given) => {
      expect(() => vatRecovery({ ...lost, ...given })).toThrow(BadInput);
    },
  );

  test('the reason keeps its proof in view', () => {
    expect(vatRecovery({ ...lost, irrecoverable: { reason: 'debtor-disappeared', on: '2026-11-02' } }).source).toContain(
      'à prouver',
    );
  });
});
