import { describe, expect, test } from 'vitest';
import type { ClaimInput } from '../../../domain/claim/claim.ts';
import { connectedSum } from '../../../domain/claim/connected.ts';
import { statementOfClaim } from '../../../domain/claim/statement.ts';
import { withSemester } from '../../../domain/law/rates.ts';
import { claim, figures, figuresOf, linesOf } from './cases.ts';

const tenThousand = (dueOn: string) => [{ number: 'F-1', totalCents: 1_000_000, dueOn }];
const paid = (amountCents: number, on: string) => [{ id: 'P-1', invoice: 'F-1', amountCents, on }];
const leap = { invoices: tenThousand('2023-12-31'), asOf: '2024-06-30' };
const consumer = {
  debtor: { kind: 'consumer' as const },
  invoices: [{ number: 'F-1', totalCents: 80_000, dueOn: '2026-07-31' }],
};
const notice = { formalNotice: { effectiveOn: '2026-09-10' } };

/** What the case is called, the claim, then principal, interest, indemnity, total, worked out by hand. */
const TABLE: readonly (readonly [string, Partial<ClaimInput>, readonly [number, number, number, number]])[] = [
  [
    'thirty days in one semester',
    { asOf: '2026-08-30', invoices: [{ number: 'F-1', totalCents: 120_000, dueOn: '2026-07-31' }] },
    [120_000, 1223, 4000, 125_223],
  ],
  ['across 1 July', { asOf: '2026-09-01', invoices: tenThousand('2026-05-01') }, [1_000_000, 41_376, 4000, 1_045_376]],
  [
    'a part payment, interest first',
    { asOf: '2026-07-31', invoices: tenThousand('2026-01-31'), payments: paid(400_000, '2026-04-30') },
    [629_626, 19_416, 4000, 653_042],
  ],
  [
    'the same, principal first',
    {
      asOf: '2026-07-31',
      terms: { allocation: 'principal-first' },
      invoices: tenThousand('2026-01-31'),
      payments: paid(400_000, '2026-04-30'),
    },
    [600_000, 48_128, 4000, 652_128],
  ],
  ['a consumer after the notice', { ...consumer, ...notice }, [80_000, 434, 0, 80_434]],
  ['a consumer without notice', consumer, [80_000, 0, 0, 80_000]],
  [
    'a consumer of a private creditor, private column',
    { ...consumer, ...notice, creditor: { kind: 'individual' } },
    [80_000, 1079, 0, 81_079],
  ],
  ['on the due date nothing has begun', { asOf: '2026-07-31' }, [100_000, 0, 0, 100_000]],
  ['one day late', { asOf: '2026-08-01' }, [100_000, 34, 4000, 104_034]],
  ['not due yet', { asOf: '2026-07-01' }, [100_000, 0, 0, 100_000]],
  [
    'due on a Sunday: the first day is Monday',
    { asOf: '2026-08-03', invoices: tenThousand('2026-08-02') },
    [1_000_000, 340, 4000, 1_004_340],
  ],
  ['paid on the due date', { payments: paid(100_000, '2026-07-31') }, [0, 0, 0, 0]],
  [
    'principal paid one day late',
    { terms: { allocation: 'principal-first' }, payments: paid(100_000, '2026-08-01') },
    [0, 34, 4000, 4034],
  ],
  ['everything paid one day late', { payments: paid(104_034, '2026-08-01') }, [0, 0, 0, 0]],
  ['paid in part before the due date', { asOf: '2026-08-30', payments: paid(40_000, '2026-07-10') }, [60_000, 612, 4000, 64_612]],
  [
    'a payment on the day of the statement counts',
    { asOf: '2026-08-30', payments: paid(50_000, '2026-08-30') },
    [51_019, 0, 4000, 55_019],
  ],
  [
    'a payment after the statement is ignored',
    { asOf: '2026-08-30', payments: paid(50_000, '2026-08-31') },
    [100_000, 1019, 4000, 105_019],
  ],
  ['leap year, fixed divisor', leap, [1_000_000, 72_301, 4000, 1_076_301]],
  ['leap year, actual divisor', { ...leap, terms: { dayCount: 'ACT/ACT' } }, [1_000_000, 72_104, 4000, 1_076_104]],
  ['a contract rate', { asOf: '2026-08-30', terms: { contractRateBasisPoints: 1500 } }, [100_000, 1233, 4000, 105_233]],
  [
    'a contract rate on the floor',
    { asOf: '2026-08-30', terms: { contractRateBasisPoints: 825 } },
    [100_000, 678, 4000, 104_678],
  ],
  ['a public body', { asOf: '2026-08-30', debtor: { kind: 'public' } }, [100_000, 855, 4000, 104_855]],
  [
    'a public body keeps the rate of its first semester',
    { asOf: '2026-08-30', debtor: { kind: 'public' }, invoices: tenThousand('2026-05-31') },
    [1_000_000, 25_305, 4000, 1_029_305],
  ],
  [
    'a private creditor has no L441-10 against a company',
    { creditor: { kind: 'individual' }, ...notice },
    [100_000, 1349, 0, 101_349],
  ],
];

describe('statement of claim', () => {
  test.each(TABLE)('%s', (_, given, expected) => {
    expect(figuresOf(given)).toEqual(expected);
  });

  test('the example of the contract, whole', () => {
    const statement = statementOfClaim(
      claim({
        asOf: '2026-08-30',
        invoices: [{ number: 'F-1', totalCents: 120_000, vatCents: 20_000, issuedOn: '2026-07-01', dueOn: '2026-07-31' }],
      }),
    );
    const owed = { principalCents: 120_000, interestCents: 1223, indemnityCents: 4000, totalCents: 125_223 };
    const line = {
      from: '2026-08-01',
      to: '2026-08-30',
      days: 30,
      baseCents: 120_000,
      rateBasisPoints: 1240,
      regime: 'commercial-default',
      divisor: 365,
      amountCents: 1223,
    };
    expect(statement).toEqual({
      status: 'ok',
      ...owed,
      invoices: [{ number: 'F-1', ...owed, lines: [line] }],
      payments: [],
      alternatives: [],
      warnings: [],
    });
  });

  test('slices are cut at 1 January, 1 July and each payment, also a slice of 0.00', () => {
    const payments = [...paid(10, '2025-12-31'), { id: 'P-2', invoice: 'F-1', amountCents: 1, on: '2026-07-02' }];
    expect(
      linesOf({ asOf: '2026-07-03', invoices: [{ number: 'F-1', totalCents: 110, dueOn: '2025-12-29' }], payments }),
    ).toEqual([
      '2025-12-30 2025-12-31 2d 110 1215/365 commercial-default = 0',
      '2026-01-01 2026-06-30 181d 100 1215/365 commercial-default = 6',
      '2026-07-01 2026-07-02 2d 100 1240/365 commercial-default = 0',
      '2026-07-03 2026-07-03 1d 100 1240/365 commercial-default = 0',
    ]);
  });

  test('half a cent rounds up', () => {
    expect(
      linesOf({
        asOf: '2026-02-02',
        terms: { contractRateBasisPoints: 5000 },
        invoices: [{ number: 'F-1', totalCents: 365, dueOn: '2026-02-01' }],
      }),
    ).toEqual(['2026-02-02 2026-02-02 1d 365 5000/365 contract = 1']);
  });

  test('ACT/ACT divides by the year of the slice', () => {
    expect(linesOf({ asOf: '2025-01-02', terms: { dayCount: 'ACT/ACT' }, invoices: tenThousand('2024-12-29') })).toEqual([
      '2024-12-30 2024-12-31 2d 1000000 1425/366 commercial-default = 779',
      '2025-01-01 2025-01-02 2d 1000000 1315/365 commercial-default = 721',
    ]);
  });

  test('a credit note lowers the price from the due date, whatever its own day', () => {
    const creditNotes = [{ id: 'A-1', invoice: 'F-1', amountCents: 20_000, on: '2026-08-20' }];
    expect(figuresOf({ asOf: '2026-08-30', creditNotes })).toEqual([80_000, 815, 4000, 84_815]);
    expect(figuresOf({ asOf: '2026-08-19', creditNotes })).toEqual([100_000, 645, 4000, 104_645]);
  });

  test('a credit note of the whole price leaves nothing, not even the indemnity', () => {
    expect(figuresOf({ creditNotes: [{ id: 'A-1', invoice: 'F-1', amountCents: 100_000, on: '2026-09-20' }] })).toEqual([
      0, 0, 0, 0,
    ]);
  });

  test('a credit note that comes after a full payment turns part of it into a credit', () => {
    const statement = statementOfClaim(
      claim({
        payments: paid(104_034, '2026-08-01'),
        creditNotes: [{ id: 'A-1', invoice: 'F-1', amountCents: 50_000, on: '2026-09-01' }],
      }),
    );
    expect(figures(statement)).toEqual([0, 0, 0, 0]);
    expect(statement.payments[0]?.creditCents).toBe(104_034 - 50_000 - 17 - 4000);
    expect(statement.warnings[0]).toContain('500,17\u00a0€ au-delà de la dette');
  });

  test('credit notes above the price are shown as a credit', () => {
    const statement = statementOfClaim(
      claim({ creditNotes: [{ id: 'A-1', invoice: 'F-1', amountCents: 100_500, on: '2026-08-20' }] }),
    );
    expect(statement.warnings).toEqual(['Avoirs sur F-1\u00a0: 5,00\u00a0€ au-delà du prix, au crédit du débiteur.']);
  });

  test('an invoice issued after the day of the statement is left aside, and said', () => {
    const statement = statementOfClaim(
      claim({ asOf: '2026-06-01', invoices: [{ number: 'F-9', totalCents: 5, issuedOn: '2026-06-02', dueOn: '2026-07-31' }] }),
    );
    expect(figures(statement)).toEqual([0, 0, 0, 0]);
    expect(statement.warnings).toEqual(['Facture F-9 émise après le 01/06/2026\u00a0: laissée de côté.']);
  });

  test('a consumer never has the contract rate nor the indemnity', () => {
    const statement = statementOfClaim(claim({ ...consumer, ...notice, terms: { contractRateBasisPoints: 1500 } }));
    expect(figures(statement)).toEqual([80_000, 434, 0, 80_434]);
    expect(statement.warnings[0]).toContain('laissé de côté');
    expect(JSON.stringify(statement)).not.toContain('L441-10');
  });

  test('a notice before the due date asks a consumer for nothing due', () => {
    const statement = statementOfClaim(claim({ ...consumer, formalNotice: { effectiveOn: '2026-07-30' } }));
    expect(statement.interestCents).toBe(0);
    expect(statement.warnings[0]).toContain('précède l’échéance');
  });
});

describe('a semester without a rate', () => {
  const late = { asOf: '2027-02-10', invoices: tenThousand('2026-10-31'), payments: paid(5000, '2027-01-15') };
  const entered = {
    semester: '2027-S1',
    centralBankBasisPoints: 265,
    legalProfessionalBasisPoints: 280,
    legalPrivateBasisPoints: 690,
    source: 'arrêté',
    checkedOn: '2026-12-28',
  };

  test('stops on the last known day', () => {
    const statement = statementOfClaim(claim(late));
    expect(statement).toMatchObject({
      status: 'rate-missing',
      missing: ['2027-S1'],
      knownUntil: '2026-12-31',
      interestCents: 20_723,
    });
    expect(statement.payments).toEqual([{ id: 'P-1', parts: [] }]);
    expect(statement.warnings[0]).toContain('Paiement P-1 reçu le 15/01/2027, après le dernier jour dont le taux est connu');
  });

  test('entering it releases the claim', () => {
    const statement = statementOfClaim(claim(late), withSemester(entered));
    expect(statement.status).toBe('ok');
    expect(statement.invoices[0]?.lines.at(-1)).toMatchObject({ from: '2027-01-16', rateBasisPoints: 1265 });
  });

  test('every missing semester is named', () => {
    expect(statementOfClaim(claim({ asOf: '2028-03-01' }))).toMatchObject({
      missing: ['2027-S1', '2027-S2', '2028-S1'],
      knownUntil: '2026-12-31',
    });
  });

  test('before the table nothing is known', () => {
    expect(statementOfClaim(claim({ asOf: '2014-02-01', invoices: tenThousand('2013-11-30') }))).toMatchObject({
      status: 'rate-missing',
      missing: ['2013-S2'],
      knownUntil: '2013-06-30',
      interestCents: 0,
    });
  });

  test('a claim of 2014 is counted with the rates of its time', () => {
    const statement = statementOfClaim(claim({ asOf: '2014-12-31', invoices: tenThousand('2014-05-31') }));
    expect(statement.status).toBe('ok');
    expect(
      statement.invoices[0]?.lines.map(({ days, rateBasisPoints, amountCents }) => [days, rateBasisPoints, amountCents]),
    ).toEqual([
      [30, 1025, 8_425],
      [184, 1015, 51_167],
    ]);
  });

  test('an invoice paid before needs no rate; a public body needs only the first semester', () => {
    expect(statementOfClaim(claim({ asOf: '2027-02-10', payments: paid(104_034, '2026-08-01') })).status).toBe('ok');
    expect(statementOfClaim(claim({ asOf: '2027-02-10', debtor: { kind: 'public' } })).status).toBe('ok');
    expect(
      statementOfClaim(claim({ asOf: '2027-02-10', debtor: { kind: 'public' }, invoices: tenThousand('2026-12-31') })),
    ).toMatchObject({ missing: ['2027-S1'] });
  });

  test('a contract rate is not used where nobody can check its floor', () => {
    expect(statementOfClaim(claim({ asOf: '2027-02-10', terms: { contractRateBasisPoints: 1500 } })).status).toBe('rate-missing');
  });
});

describe('a contract rate under the floor', () => {
  test('is refused with the three figures and nothing chosen', () => {
    const statement = statementOfClaim(
      claim({
        asOf: '2026-08-30',
        terms: { contractRateBasisPoints: 824 },
        invoices: [{ number: 'F-1', totalCents: 120_000, dueOn: '2026-07-31' }],
      }),
    );
    expect(statement.status).toBe('rate-below-floor');
    expect(figures(statement)).toEqual([null, null, null, null]);
    expect(statement.alternatives).toEqual([
      { rateBasisPoints: 824, interestCents: 813 },
      { rateBasisPoints: 825, interestCents: 814 },
      { rateBasisPoints: 1240, interestCents: 1223 },
    ]);
    expect(statement.warnings[0]).toContain('8,25\u00a0%');
  });

  test('one semester of the period is enough: 9 % is under 11.13 % in 2025-S1', () => {
    const given = { asOf: '2025-08-30', invoices: tenThousand('2025-05-31') };
    const statement = statementOfClaim(claim({ ...given, terms: { contractRateBasisPoints: 900 } }));
    expect(statement.status).toBe('rate-below-floor');
    expect(statement.warnings[0]).toContain('2025-S1');
    expect(statement.alternatives.map((each) => each.rateBasisPoints)).toEqual([900, 828, 1215]);
    expect(statement.alternatives[2]?.interestCents).toBe(statementOfClaim(claim(given)).interestCents);
    expect(
      statementOfClaim(
        claim({ asOf: '2025-08-30', invoices: tenThousand('2025-06-30'), terms: { contractRateBasisPoints: 900 } }),
      ).status,
    ).toBe('ok');
  });

  test('in 2024 the floor was above the default rate: the clause is the floor, the default stays', () => {
    const given = { asOf: '2024-06-30', invoices: tenThousand('2024-01-31') };
    expect(statementOfClaim(claim(given)).invoices[0]?.lines[0]?.rateBasisPoints).toBe(1450);
    const statement = statementOfClaim(claim({ ...given, terms: { contractRateBasisPoints: 1500 } }));
    expect(statement.alternatives.map((each) => each.rateBasisPoints)).toEqual([1500, 1521, 1450]);
  });
});

describe('a claim in another currency', () => {
  const dollars = { asOf: '2026-11-28', currency: 'USD', invoices: [{ number: 'F-1', totalCents: 80_000, dueOn: '2026-08-31' }] };

  test('has its interest and no indemnity, and says why', () => {
    const statement = statementOfClaim(claim(dollars));
    expect(figures(statement)).toEqual([80_000, 2_419, 0, 82_419]);
    expect(statement.warnings).toEqual([expect.stringMatching(/^Créance en USD\u00a0: aucune indemnité.*D441-5.*40\u00a0€/)]);
  });

  test('a public body has the text of public procurement', () => {
    expect(statementOfClaim(claim({ ...dollars, debtor: { kind: 'public' } })).warnings[0]).toContain('CCP D2192-35');
  });

  test('nothing is said of it before the due date, nor to a consumer', () => {
    expect(statementOfClaim(claim({ ...dollars, asOf: '2026-08-31' })).warnings).toEqual([]);
    expect(statementOfClaim(claim({ ...dollars, debtor: { kind: 'consumer' } })).warnings.join()).not.toContain('indemnité');
  });

  test('warnings speak its currency', () => {
    const payments = [{ id: 'P-1', invoice: 'F-1', amountCents: 100_000, on: '2026-08-31' }];
    expect(statementOfClaim(claim({ ...dollars, payments })).warnings[0]).toContain('200,00\u00a0USD');
  });
});

describe('an invoice issued after the opening judgment', () => {
  const later = { number: 'F-3', totalCents: 100_000, issuedOn: '2026-10-20', dueOn: '2026-11-15' };
  const insolvency = { openedOn: '2026-10-06' };

  test('is told apart: paid at its term when it was born after (L622-17)', () => {
    const statement = statementOfClaim(claim({ asOf: '2026-11-28', invoices: [later], insolvency }));
    expect(figures(statement)).toEqual([100_000, 0, 0, 100_000]);
    expect(statement.warnings).toEqual([expect.stringMatching(/^Facture F-3 émise après le jugement.*L622-17/)]);
  });

  test('the others are not', () => {
    const invoices = [
      { ...later, issuedOn: '2026-10-05' },
      { ...later, number: 'F-4', issuedOn: undefined },
    ];
    expect(statementOfClaim(claim({ asOf: '2026-11-28', invoices, insolvency })).warnings).toEqual([]);
  });
});

describe('connected claims add up (CPC 35)', () => {
  test('each figure is the sum of the parts, whatever their number', () => {
    const parts = ['2026-01-31', '2026-05-01', '2026-07-31'].map((dueOn, index) =>
      statementOfClaim(claim({ asOf: '2026-11-20', invoices: [{ number: `F-${index}`, totalCents: 400_000 + index, dueOn }] })),
    );
    for (let count = 0; count <= parts.length; count += 1) {
      const some = parts.slice(0, count);
      const sum = connectedSum(some);
      expect(sum?.claims).toBe(count);
      for (const key of ['principalCents', 'interestCents', 'indemnityCents', 'totalCents'] as const)
        expect(sum?.[key]).toBe(some.reduce((total, part) => total + (part[key] ?? 0), 0));
      expect(sum && sum.principalCents + sum.interestCents + sum.indemnityCents).toBe(sum?.totalCents);
    }
  });

  test('a part without a figure leaves no sum', () => {
    const known = statementOfClaim(claim({ asOf: '2026-11-20', invoices: tenThousand('2026-07-31') }));
    const missing = statementOfClaim(claim({ asOf: '2027-02-01', invoices: tenThousand('2026-07-31') }));
    const refused = statementOfClaim(
      claim({ asOf: '2026-11-20', invoices: tenThousand('2026-07-31'), terms: { contractRateBasisPoints: 100 } }),
    );
    expect(connectedSum([known, missing])).toBeNull();
    expect(connectedSum([known, refused])).toBeNull();
  });
});
