import { describe, expect, test } from 'vitest';
import { BadInput } from '../../../domain/fault.ts';
import type { Court, Known, RouteName, RoutesInput } from '../../../domain/routes/route.ts';
import { routesOf } from '../../../domain/routes/routes.ts';
import { readRoutesInput } from '../../../domain/routes/routes-input.ts';

type Given = Partial<Omit<RoutesInput, 'debtor'>> & {
  debtor?: Partial<RoutesInput['debtor']>;
  totalCents?: number;
  dueOn?: string;
};

/** A company's invoice of 3 000.00 due on 2026-07-31 against a trader of Paris, undisputed, on 2026-11-20, unless the case says otherwise. */
function input({ debtor, totalCents = 300_000, dueOn = '2026-07-31', ...given }: Given = {}): RoutesInput {
  const asOf = given.asOf ?? '2026-11-20';
  const kind = debtor?.kind ?? 'business';
  return {
    asOf,
    debtor: { kind, trader: kind === 'business' ? true : null, department: '33', ...debtor },
    creditor: { trader: true },
    claim: { asOf, creditor: { kind: 'company' }, debtor: { kind }, invoices: [{ number: 'F-1', totalCents, dueOn }] },
    nature: kind === 'consumer' ? 'consumer' : 'services',
    disputed: false,
    notice: { effectiveOn: '2026-09-10' },
    ...given,
  };
}

function opens(given: Given): Record<RouteName, Known> {
  return Object.fromEntries(routesOf(input(given)).routes.map(({ route, open }) => [route, open])) as Record<RouteName, Known>;
}

function courts(given: Given): Record<RouteName, Court | null> {
  return Object.fromEntries(routesOf(input(given)).routes.map(({ route, court }) => [route, court])) as Record<
    RouteName,
    Court | null
  >;
}

function reasonsOf(route: RouteName, given: Given) {
  return routesOf(input(given)).routes.find((each) => each.route === route)?.reasons ?? [];
}

const civil = { debtor: { kind: 'business' as const, trader: false } };
const consumer = { debtor: { kind: 'consumer' as const } };

/** The case, then petites créances, injonction, recouvrement simplifié, référé, assignation. */
const TABLE: readonly (readonly [string, Given, readonly Known[]])[] = [
  ['between traders', {}, [false, true, true, true, true]],
  ['between traders, before the law of April 2026', { asOf: '2026-04-24', dueOn: '2026-01-31' }, [true, true, false, true, true]],
  ['a civil debtor, no amicable attempt known', civil, [true, true, false, null, null]],
  [
    'a civil debtor after an amicable attempt',
    { ...civil, amicableAttempt: { on: '2026-10-01' } },
    [true, true, false, true, true],
  ],
  [
    'an attempt after the day does not count',
    { ...civil, amicableAttempt: { on: '2026-11-21' } },
    [true, true, false, null, null],
  ],
  ['a civil debtor above 5 000', { ...civil, totalCents: 600_000 }, [false, true, false, true, true]],
  ['a consumer', consumer, [true, true, false, null, null]],
  ['a trader for whom nobody knows whether the creditor trades', { creditor: {} }, [null, true, null, true, true]],
  ['a creditor who does not trade', { creditor: { trader: false } }, [true, true, false, true, true]],
  ['a debtor whose quality nobody knows', { debtor: { trader: null } }, [null, true, null, null, null]],
  ['the same above 5 000', { debtor: { trader: null }, totalCents: 600_000 }, [false, true, null, true, true]],
  ['a company that trades by its form', { debtor: { trader: null, legalForm: 'S.A.R.L.' } }, [false, true, true, true, true]],
  ['a form that says nothing', { debtor: { trader: null, legalForm: 'association' } }, [null, true, null, null, null]],
  ['disputed', { disputed: true }, [false, true, false, false, true]],
  ['nobody said whether it is disputed', { disputed: null }, [false, true, null, null, true]],
  ['nothing due yet', { dueOn: '2026-11-20' }, [false, false, false, false, false]],
  [
    'an insolvent debtor',
    { claim: { ...input().claim, insolvency: { openedOn: '2026-11-20' } } },
    [false, false, false, false, false],
  ],
  ['a public body', { debtor: { kind: 'public', trader: null } }, [false, false, false, true, false]],
  [
    'a public body that disputes',
    { debtor: { kind: 'public', trader: null }, disputed: true },
    [false, false, false, false, false],
  ],
  ['a rate is missing', { asOf: '2027-01-10' }, [false, null, null, null, null]],
];

describe('routes', () => {
  test.each(TABLE)('%s', (_, given, expected) => {
    const found = opens(given);
    expect([
      found['petites-creances'],
      found['injonction-de-payer'],
      found['recouvrement-simplifie'],
      found['refere-provision'],
      found.assignation,
    ]).toEqual(expected);
  });

  test.each([
    [496_793, true],
    [496_794, false],
  ])('5 000.00 is principal and interest without the indemnity: %i and 32.07', (totalCents, open) => {
    expect(opens({ ...civil, totalCents, dueOn: '2026-11-01' })['petites-creances']).toBe(open);
  });

  test.each([
    ['75', 'tribunal-des-activites-economiques', 'for'],
    ['22', 'tribunal-des-activites-economiques', 'for'],
    ['69', 'tribunal-des-activites-economiques', 'to-confirm'],
    ['33', 'tribunal-de-commerce', 'for'],
    ['2A', 'tribunal-de-commerce', 'for'],
    ['57', 'chambre-commerciale-du-tribunal-judiciaire', 'for'],
    ['67', 'chambre-commerciale-du-tribunal-judiciaire', 'for'],
    ['68', 'chambre-commerciale-du-tribunal-judiciaire', 'for'],
    ['974', 'tribunal-mixte-de-commerce', 'to-confirm'],
    [null, 'tribunal-de-commerce', 'to-confirm'],
  ] as const)('a trader of %s: %s', (department, court, says) => {
    expect(courts({ debtor: { department } })['injonction-de-payer']).toBe(court);
    expect(reasonsOf('injonction-de-payer', { debtor: { department } }).at(-1)).toMatchObject({
      rule: 'Tribunal compétent',
      says,
    });
  });

  test('the economic courts exist for four years', () => {
    const paris = { debtor: { department: '75' }, dueOn: '2024-08-31' };
    expect(courts({ ...paris, asOf: '2024-12-31' }).assignation).toBe('tribunal-de-commerce');
    expect(courts({ ...paris, asOf: '2025-01-01' }).assignation).toBe('tribunal-des-activites-economiques');
  });

  test('small claims have no court, a civil debtor the tribunal judiciaire, a public body the administrative court', () => {
    expect(courts(civil)).toMatchObject({ 'petites-creances': null, 'injonction-de-payer': 'tribunal-judiciaire' });
    expect(courts({ debtor: { kind: 'public', trader: null } })['refere-provision']).toBe('tribunal-administratif');
    expect(courts({ debtor: { trader: null } }).assignation).toBeNull();
  });

  test('a null names the missing fact', () => {
    for (const given of [{ creditor: {} }, { debtor: { trader: null } }, { disputed: null }, civil, { asOf: '2027-01-10' }]) {
      for (const { open, reasons } of routesOf(input(given)).routes.filter((each) => each.open === null)) {
        const missing = reasons
          .filter(({ says }) => says === 'to-confirm')
          .map(({ fact }) => fact)
          .join(' ');
        expect(open).toBeNull();
        expect(missing).toMatch(
          /(creditor\.trader|debtor\.trader|disputed|amicableAttempt|claim)\u00a0: (non renseigné|montant inconnu)/,
        );
      }
    }
  });

  test('the agreement that the debtor still has to give is to confirm, never a null', () => {
    expect(reasonsOf('petites-creances', civil)).toContainEqual(
      expect.objectContaining({ rule: expect.stringContaining('Accord'), says: 'to-confirm' }),
    );
  });

  test('a lawyer above 10 000', () => {
    const found = (totalCents: number) => reasonsOf('assignation', { totalCents }).find(({ rule }) => rule.startsWith('Avocat'));
    expect(found(900_000)).toMatchObject({ rule: 'Avocat non obligatoire', says: 'for' });
    expect(found(1_000_000)).toMatchObject({ rule: 'Avocat obligatoire', says: 'against' });
  });

  test('limitation is shown and closes nothing', () => {
    const old = { dueOn: '2021-11-19', nature: 'services' as const };
    expect(reasonsOf('injonction-de-payer', old)).toContainEqual(
      expect.objectContaining({ rule: 'Prescription', says: 'against' }),
    );
    expect(opens(old)['injonction-de-payer']).toBe(true);
    expect(reasonsOf('injonction-de-payer', { nature: null })).toContainEqual(
      expect.objectContaining({ rule: 'Prescription', says: 'to-confirm' }),
    );
  });

  test('five routes, always in the same order, each reason complete, and no advice', () => {
    const { routes } = routesOf(input());
    expect(routes.map(({ route }) => route)).toEqual([
      'petites-creances',
      'injonction-de-payer',
      'recouvrement-simplifie',
      'refere-provision',
      'assignation',
    ]);
    for (const reason of routes.flatMap(({ reasons }) => reasons))
      expect(Object.values(reason).every((text) => text.length > 0)).toBe(true);
    expect(JSON.stringify(routes)).not.toMatch(/recommand|conseill|devriez|préférable/i);
  });
});

describe('input of routes', () => {
  test.each<[string, Given | object, string]>([
    ['another day in the claim', { ...input(), claim: { ...input().claim, asOf: '2026-11-19' } }, '$.claim.asOf'],
    [
      'another debtor in the claim',
      { ...input(), claim: { ...input().claim, debtor: { kind: 'consumer' } } },
      '$.claim.debtor.kind',
    ],
    ['an unknown department', input({ debtor: { department: '99' } }), '$.debtor.department'],
    ['a consumer who trades', input({ debtor: { kind: 'consumer', trader: true } }), '$.debtor.trader'],
    ['the limitation of consumers for a company', input({ nature: 'consumer' }), '$.nature'],
    ['an unknown field', { ...input(), amount: 3 }, '$.amount'],
    [
      'a wrong claim',
      { ...input(), claim: { ...input().claim, payments: [{ id: 'P', invoice: 'F-9', amountCents: 1, on: '2026-09-01' }] } },
      '$.claim.payments[0].invoice',
    ],
  ])('%s is refused', (_, document, path) => {
    expect(() => readRoutesInput(document)).toThrow(BadInput);
    expect(() => readRoutesInput(document)).toThrow(path);
  });

  test('what is left out is unknown', () => {
    const { asOf, claim } = input();
    const read = readRoutesInput({ asOf, claim, debtor: { kind: 'business' } });
    expect(routesOf(read).routes.map(({ open }) => open)).toEqual([null, true, null, null, null]);
  });
});
