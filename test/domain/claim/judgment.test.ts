import { describe, expect, test } from 'vitest';
import { statementOfClaim } from '../../../domain/claim/statement.ts';
import { claim, figuresOf, linesOf, partsOf } from './cases.ts';

const consumer = {
  debtor: { kind: 'consumer' as const },
  invoices: [{ number: 'F-1', totalCents: 1_000_000, dueOn: '2026-01-31' }],
};
const early = [{ number: 'F-1', totalCents: 1_000_000, dueOn: '2025-12-31' }];

describe('judgment', () => {
  test('without notice the legal rate runs from the day after service, + 5 points two months later', () => {
    expect(linesOf({ ...consumer, asOf: '2026-07-31', judgment: { servedOn: '2026-03-10' } })).toEqual([
      '2026-03-11 2026-05-10 61d 1000000 262/365 legal = 4379',
      '2026-05-11 2026-06-30 51d 1000000 762/365 legal-plus-5 = 10647',
      '2026-07-01 2026-07-31 31d 1000000 775/365 legal-plus-5 = 6582',
    ]);
  });

  test('after a notice the legal rate simply goes on: no cut on the day of service', () => {
    const lines = linesOf({
      ...consumer,
      asOf: '2026-06-30',
      formalNotice: { effectiveOn: '2026-02-15' },
      judgment: { servedOn: '2026-03-10' },
    });
    expect(lines.map((line) => line.slice(0, 21))).toEqual(['2026-02-16 2026-05-10', '2026-05-11 2026-06-30']);
  });

  test('two months from 31 December end on the last day of February', () => {
    const lines = linesOf({
      ...consumer,
      invoices: [{ number: 'F-1', totalCents: 1_000_000, dueOn: '2025-11-30' }],
      asOf: '2026-03-10',
      judgment: { servedOn: '2025-12-31' },
    });
    expect(lines.at(-1)).toContain('2026-03-01 2026-03-10 10d 1000000 762/365 legal-plus-5');
  });

  test('it says nothing of an invoice that falls due later', () => {
    expect(linesOf({ ...consumer, judgment: { servedOn: '2026-01-31' } })).toEqual([]);
  });

  test('served after the statement it is ignored', () => {
    expect(linesOf({ ...consumer, asOf: '2026-03-09', judgment: { servedOn: '2026-03-10' } })).toEqual([]);
  });

  test('between companies the commercial rate goes on until somebody enters what was decided', () => {
    const judged = { asOf: '2026-06-30', invoices: early, judgment: { servedOn: '2026-03-10' } };
    expect(figuresOf(judged)).toEqual(figuresOf({ asOf: '2026-06-30', invoices: early }));
    const decided = linesOf({ ...judged, judgment: { servedOn: '2026-03-10', regime: 'legal' } });
    expect(decided.map((line) => line.split(' ').slice(0, 6).join(' '))).toEqual([
      '2026-01-01 2026-03-10 69d 1000000 1215/365 commercial-default',
      '2026-03-11 2026-05-10 61d 1000000 262/365 legal',
      '2026-05-11 2026-06-30 51d 1000000 762/365 legal-plus-5',
    ]);
  });

  test('a judgment can end the clause in favour of the default rate', () => {
    const lines = linesOf({
      asOf: '2026-06-30',
      invoices: early,
      terms: { contractRateBasisPoints: 1500 },
      judgment: { servedOn: '2026-03-10', regime: 'commercial-default' },
    });
    expect(lines.map((line) => line.split(' ')[5])).toEqual(['contract', 'commercial-default']);
  });
});

describe('insolvency', () => {
  const opened = { insolvency: { openedOn: '2026-10-06' } };

  test('interest stops the day before, the indemnity of an earlier due date stays with a warning', () => {
    const statement = statementOfClaim(claim(opened));
    expect(statement).toMatchObject({ status: 'insolvency', interestCents: 2242, indemnityCents: 4000 });
    expect(statement.invoices[0]?.lines.at(-1)?.to).toBe('2026-10-05');
    expect(statement.warnings).toHaveLength(1);
    expect(statement.warnings[0]).toContain('maintenue');
  });

  test.each([
    ['2026-10-04', [100_000, 34, 4000, 104_034]],
    ['2026-10-05', [100_000, 0, 4000, 104_000]],
    ['2026-10-06', [100_000, 0, 0, 100_000]],
    ['2026-11-01', [100_000, 0, 0, 100_000]],
  ])('an invoice due on %s', (dueOn, expected) => {
    expect(figuresOf({ ...opened, invoices: [{ number: 'F-1', totalCents: 100_000, dueOn }] })).toEqual(expected);
  });

  test('invoices on both sides of the judgment', () => {
    const invoices = ['2026-09-05', '2026-10-06', '2026-12-31'].map((dueOn, index) => ({
      number: `F-${index}`,
      totalCents: 100_000,
      dueOn,
    }));
    const statement = statementOfClaim(claim({ ...opened, invoices }));
    expect(statement.invoices.map(({ totalCents, lines }) => [totalCents, lines.length])).toEqual([
      [105_019, 1],
      [100_000, 0],
      [100_000, 0],
    ]);
  });

  test('money received on the day of the judgment or later is shown, not allocated', () => {
    const payments = ['2026-10-05', '2026-10-06'].map((on, index) => ({ id: `P-${index}`, amountCents: 5000, on }));
    expect(partsOf({ ...opened, payments })).toEqual(['P-0: F-1 interest 2242', 'P-0: F-1 principal 2758']);
    expect(statementOfClaim(claim({ ...opened, payments })).warnings[0]).toContain(
      'P-1 reçu le 06/10/2026, après le jugement d’ouverture',
    );
  });

  test('a credit note after the judgment still lowers the price', () => {
    expect(figuresOf({ ...opened, creditNotes: [{ id: 'A-1', invoice: 'F-1', amountCents: 50_000, on: '2026-11-01' }] })).toEqual(
      [50_000, 1121, 4000, 55_121],
    );
  });

  test('opened after the statement it is ignored; opened before a missing semester nothing is missing', () => {
    expect(statementOfClaim(claim({ insolvency: { openedOn: '2026-11-22' } })).status).toBe('ok');
    expect(statementOfClaim(claim({ ...opened, asOf: '2027-03-01' })).status).toBe('insolvency');
  });
});

describe('capitalisation', () => {
  const base = {
    invoices: [{ number: 'F-1', totalCents: 1_000_000, dueOn: '2023-12-31' }],
    terms: { capitaliseFrom: '2024-01-01' },
  };

  test('each anniversary the interest of complete years joins the base, not the principal', () => {
    const given = { ...base, asOf: '2026-01-01' };
    const bases =
      statementOfClaim(claim(given)).invoices[0]?.lines.map(({ from, baseCents, amountCents }) => [
        from,
        baseCents,
        amountCents,
      ]) ?? [];
    const firstYear = 72_301 + 71_836;
    const secondYear = Math.round((1_144_137 * 0.1315 * 181) / 365) + Math.round((1_144_137 * 0.1215 * 184) / 365);
    expect(bases.map(([from, cents]) => [from, cents])).toEqual([
      ['2024-01-01', 1_000_000],
      ['2024-07-01', 1_000_000],
      ['2025-01-01', 1_000_000 + firstYear],
      ['2025-07-01', 1_000_000 + firstYear],
      ['2026-01-01', 1_000_000 + firstYear + secondYear],
    ]);
    expect(statementOfClaim(claim(given)).principalCents).toBe(1_000_000);
  });

  test('the day before the anniversary nothing has joined', () => {
    const plain = figuresOf({ ...base, terms: {}, asOf: '2024-12-31' });
    expect(figuresOf({ ...base, asOf: '2024-12-31' })).toEqual(plain);
  });

  test('interest from before the first counted year never joins', () => {
    const bases =
      statementOfClaim(claim({ ...base, terms: { capitaliseFrom: '2024-03-01' }, asOf: '2025-03-01' })).invoices[0]?.lines ?? [];
    const counted = bases
      .filter(({ from }) => from >= '2024-03-01' && from < '2025-03-01')
      .reduce((sum, line) => sum + line.amountCents, 0);
    expect(bases.map(({ from }) => from)).toEqual(['2024-01-01', '2024-03-01', '2024-07-01', '2025-01-01', '2025-03-01']);
    expect(bases.at(-1)?.baseCents).toBe(1_000_000 + counted);
  });

  test('an invoice whose interest began later waits for its own full year', () => {
    const lines =
      statementOfClaim(claim({ ...base, terms: { capitaliseFrom: '2023-06-01' }, asOf: '2025-06-01' })).invoices[0]?.lines ?? [];
    expect(lines.map(({ from, baseCents }) => [from, baseCents > 1_000_000])).toEqual([
      ['2024-01-01', false],
      ['2024-07-01', false],
      ['2025-01-01', true],
    ]);
  });

  test('a payment takes the joined interest back out of the base', () => {
    const payments = [{ id: 'P-1', amountCents: 144_137, on: '2025-01-01' }];
    const lines = statementOfClaim(claim({ ...base, asOf: '2025-01-02', payments })).invoices[0]?.lines ?? [];
    expect(lines.slice(-2).map(({ from, baseCents }) => [from, baseCents])).toEqual([
      ['2025-01-01', 1_144_137],
      ['2025-01-02', 1_000_000],
    ]);
  });

  test('with the principal paid first, the joined interest alone goes on bearing interest', () => {
    const payments = [{ id: 'P-1', amountCents: 1_000_000, on: '2024-06-30' }];
    const lines =
      statementOfClaim(
        claim({ ...base, terms: { capitaliseFrom: '2024-01-01', allocation: 'principal-first' }, asOf: '2025-01-02', payments }),
      ).invoices[0]?.lines ?? [];
    expect(lines.map(({ from, baseCents }) => [from, baseCents])).toEqual([
      ['2024-01-01', 1_000_000],
      ['2025-01-01', 72_301],
    ]);
  });
});
