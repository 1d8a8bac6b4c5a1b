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

const FIVE: RouteName[] = [
  'petites-creances',
  'injonction-de-payer',
  'recouvrement-simplifie',
  'refere-provision',
  'assignation',
];
const civil = { debtor: { kind: 'business' as const, trader: false, quality: 'liberal' as const } };
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
  [
    'a sole trader who does not trade may be an artisan',
    { debtor: { trader: false, legalForm: 'EI' } },
    [true, true, false, null, null],
  ],
  ['an artisan', { debtor: { trader: null, quality: 'artisan' } }, [true, true, false, true, true]],
  ['an artisan who also trades', { debtor: { trader: true, quality: 'artisan' } }, [false, true, true, true, true]],
  ['a creditor known by his form', { creditor: { legalForm: 'SAS' } }, [false, true, true, true, true]],
  ['a creditor who is a craftsman', { creditor: { quality: 'artisan' } }, [true, true, false, true, true]],
  ['a German debtor', { debtor: { department: null, country: 'DE' } }, [false, null, null, null, null]],
  ['a British debtor', { debtor: { department: null, country: 'GB' } }, [false, null, null, null, null]],
  ['a debtor of New Caledonia', { debtor: { department: '988' } }, [false, false, false, false, false]],
  ['the same by his country', { debtor: { department: null, country: 'NC' } }, [false, false, false, false, false]],
  [
    'a claim in dollars: the limits are in euros',
    { claim: { ...input().claim, currency: 'USD' } },
    [false, true, true, true, true],
  ],
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

  test.each<[string, Given, readonly string[]]>([
    ['the creditor', { creditor: {} }, ['creditor.quality', 'creditor.trader']],
    ['the debtor', { debtor: { trader: null } }, ['debtor.quality', 'debtor.trader']],
    ['the debtor, artisan or not', { debtor: { trader: false, legalForm: 'Micro-entrepreneur' } }, ['debtor.quality']],
    ['a dispute', { disputed: null }, ['disputed']],
    ['an amicable attempt', civil, ['amicableAttempt']],
    ['a figure', { asOf: '2027-01-10' }, ['claim']],
    ['a demand to a public body', { debtor: { kind: 'public', trader: null }, notice: null, admitted: true }, ['notice']],
    ['the admission of a public body', { debtor: { kind: 'public', trader: null } }, ['admitted', 'claim.judgment']],
  ])('a null names the field that is missing: %s', (_, given, paths) => {
    const open = routesOf(input(given)).routes.filter((each) => each.open === null);
    expect(open.length).toBeGreaterThan(0);
    for (const { route, reasons } of open) {
      const asked = reasons.filter(({ missing }) => missing !== undefined);
      expect(
        asked.flatMap(({ missing }) => missing),
        route,
      ).toEqual(expect.arrayContaining([...paths]));
      for (const { says, fact } of asked) {
        expect(says).toBe('to-confirm');
        expect(fact).not.toMatch(/debtor|creditor|trader|disputed|amicable|claim/);
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
    expect(found(1_000_000)).toMatchObject({ says: 'to-confirm', fact: expect.stringContaining('10\u202f000,00\u00a0€') });
    expect(found(1_000_001)).toMatchObject({ rule: 'Avocat obligatoire', says: 'against' });
  });

  test('near the limit of the lawyer the sum is to confirm, with and without the 40 €', () => {
    const near = { asOf: '2026-11-28', totalCents: 998_000, dueOn: '2026-11-24' };
    expect(reasonsOf('assignation', near).find(({ rule }) => rule.startsWith('Avocat'))).toMatchObject({
      says: 'to-confirm',
      fact: expect.stringMatching(/^9\u202f993,56.*10\u202f033,56/),
    });
  });

  test('between 5 000 and 10 000 the amicable attempt is to confirm, and settled once it was made', () => {
    const reason = (given: Given) => reasonsOf('assignation', given).find(({ article }) => article === 'CPC 750-1');
    expect(reason({ ...civil, totalCents: 700_000 })).toMatchObject({
      says: 'to-confirm',
      fact: expect.stringContaining('7\u202f'),
    });
    expect(reason({ ...civil, totalCents: 700_000, amicableAttempt: { on: '2026-10-01' } })).toMatchObject({ says: 'for' });
    expect(reason({ ...civil, totalCents: 1_100_000 })).toBeUndefined();
    expect(reason({ ...civil, totalCents: 700_000, asOf: '2026-08-31' })).toBeUndefined();
    expect(reason({ totalCents: 300_000 })).toBeUndefined();
  });

  test('connected claims carry a sum over a limit, which is then to confirm', () => {
    const other = { ...input().claim, invoices: [{ number: 'F-2', totalCents: 400_000, dueOn: '2026-07-31' }] };
    const given = { totalCents: 700_000, connected: [other] };
    const reasons = reasonsOf('assignation', given);
    expect(reasons.find(({ rule }) => rule.startsWith('Avocat'))).toMatchObject({ says: 'to-confirm' });
    expect(reasons.find(({ article }) => article === 'CPC 35')).toMatchObject({
      fact: expect.stringContaining('créances connexes'),
    });
    expect(reasonsOf('assignation', { totalCents: 700_000 }).find(({ article }) => article === 'CPC 35')).toBeUndefined();
  });

  test('limits are in euros: a claim in dollars is asked', () => {
    const dollars = { claim: { ...input().claim, currency: 'USD' } };
    expect(reasonsOf('assignation', dollars).find(({ rule }) => rule.startsWith('Avocat'))).toMatchObject({
      says: 'to-confirm',
      fact: expect.stringContaining('USD'),
    });
    expect(opens({ ...dollars, debtor: civil.debtor })['petites-creances']).toBeNull();
  });

  test('above 50 000 before an economic court its contribution is to confirm', () => {
    const found = (given: Given) => reasonsOf('assignation', given).some(({ rule }) => rule.includes('justice économique'));
    expect(found({ totalCents: 6_000_000, debtor: { department: '75' } })).toBe(true);
    expect(found({ totalCents: 4_000_000, debtor: { department: '75' } })).toBe(false);
    expect(found({ totalCents: 6_000_000, debtor: { department: '33' } })).toBe(false);
  });

  test('limitation is shown and closes nothing', () => {
    const old = { dueOn: '2021-11-19', nature: 'services' as const };
    expect(reasonsOf('injonction-de-payer', old)).toContainEqual(
      expect.objectContaining({
        rule: 'Prescription',
        says: 'against',
        article: expect.stringContaining('2247'),
        fact: expect.stringContaining('prescrite\u00a0: le débiteur peut l’opposer'),
      }),
    );
    expect(opens(old)['injonction-de-payer']).toBe(true);
    expect(reasonsOf('injonction-de-payer', { nature: null })).toContainEqual(
      expect.objectContaining({ rule: 'Prescription', says: 'to-confirm' }),
    );
    expect(reasonsOf('injonction-de-payer', { ...old, nature: null })).toContainEqual(
      expect.objectContaining({
        says: 'against',
        fact: expect.stringContaining('prescrite quelle que soit sa nature\u00a0: le débiteur peut l’opposer'),
      }),
    );
  });

  test('five routes, always in the same order, each reason complete, and no advice', () => {
    const { routes } = routesOf(input());
    expect(routes.map(({ route }) => route)).toEqual(FIVE);
    for (const reason of routes.flatMap(({ reasons }) => reasons))
      expect(Object.values(reason).every((text) => text.length > 0)).toBe(true);
    expect(JSON.stringify(routes)).not.toMatch(/recommand|conseill|devriez|préférable/i);
  });
});

const publicBody = { debtor: { kind: 'public' as const, trader: null } };

describe('a public debtor', () => {
  const at = (given: Given) => routesOf(input({ ...publicBody, ...given })).routes;
  const route = (name: RouteName, given: Given = {}) => at(given).find((each) => each.route === name);

  test('has routes of his own, before the administrative court', () => {
    expect(at({}).map((each) => each.route)).toEqual([...FIVE, 'recours-public', 'mandatement-office']);
    expect(route('recours-public')).toMatchObject({ open: true, court: 'tribunal-administratif' });
    expect(route('mandatement-office')).toMatchObject({ open: null, court: null });
    expect(JSON.stringify(route('refere-provision'))).toContain('CJA R541-1');
    expect(JSON.stringify([route('recours-public'), route('refere-provision')])).toContain('R431-3');
  });

  test.each<[string, Given, Known]>([
    ['no demand known', { notice: null }, null],
    ['a demand of yesterday', { notice: { effectiveOn: '2026-11-19' } }, false],
    ['two months less a day', { notice: { effectiveOn: '2026-09-21' } }, false],
    ['two months of silence', { notice: { effectiveOn: '2026-09-20' } }, true],
  ])('the full action waits for a refusal: %s', (_, given, open) => {
    expect(route('recours-public', given)?.open).toBe(open);
  });

  test.each<[string, Given, Known]>([
    ['admitted', { admitted: true }, true],
    ['not admitted', { admitted: false }, false],
    ['judged', { claim: { ...input(publicBody).claim, judgment: { servedOn: '2026-10-01' } } }, true],
    ['judged later', { claim: { ...input(publicBody).claim, judgment: { servedOn: '2026-12-01' } } }, null],
  ])('payment by the prefect needs a judged or admitted sum: %s', (_, given, open) => {
    expect(route('mandatement-office', given)?.open).toBe(open);
  });

  test.each<[string, Given, string, string]>([
    [
      'four whole years',
      { dueOn: '2022-01-15', notice: null },
      '31/12/2026, ou 31/12/2025 pour une prestation achevée en 2021',
      'to-confirm',
    ],
    ['a written demand interrupts', { dueOn: '2022-01-15', notice: { effectiveOn: '2025-06-01' } }, '31/12/2029', 'for'],
    ['too late', { dueOn: '2021-06-15', notice: null }, 'prescrite\u00a0: le débiteur peut l’opposer', 'against'],
  ])('limitation: %s', (_, given, words, says) => {
    const reason = route('refere-provision', given)?.reasons.find(({ rule }) => rule === 'Prescription quadriennale');
    expect(reason).toMatchObject({ says, fact: expect.stringContaining(words) });
    expect(reason?.article).toContain('68-1250');
  });
});

describe('a debtor abroad or overseas', () => {
  const names = (given: Given) => routesOf(input(given)).routes.map(({ route }) => route);

  test.each(['DE', 'IT', 'IE', 'SE'])('of %s has the European routes', (country) => {
    const given = { debtor: { department: null, country } };
    expect(names(given)).toEqual([...FIVE, 'injonction-europeenne', 'petits-litiges-europeens']);
    expect(opens(given)).toMatchObject({ 'injonction-europeenne': true, 'petits-litiges-europeens': true });
    expect(courts(given).assignation).toBeNull();
  });

  test.each(['DK', 'GB', 'CH', 'US', 'MC'])('of %s has none of them', (country) => {
    expect(names({ debtor: { department: null, country } })).toEqual(FIVE);
  });

  test('European small claims stop at 5 000 of principal, the order has no limit', () => {
    const german = { debtor: { department: null, country: 'DE' } };
    expect(opens({ ...german, totalCents: 500_000 })['petits-litiges-europeens']).toBe(true);
    expect(opens({ ...german, totalCents: 500_001 })).toMatchObject({
      'petits-litiges-europeens': false,
      'injonction-europeenne': true,
    });
  });

  test('La Réunion is France, by its department or its own country code', () => {
    for (const debtor of [{ department: '974' }, { department: null, country: 'RE' }])
      expect(courts({ debtor }).assignation).toBe('tribunal-mixte-de-commerce');
  });

  test('the Pacific is refused with a sentence and a reason on each route', () => {
    const answer = routesOf(input({ debtor: { department: '988' } }));
    expect(answer.refusal).toMatch(/Pacifique \(988\).*aucune voie métropolitaine/);
    for (const { open, court, reasons } of answer.routes) {
      expect([open, court]).toEqual([false, null]);
      expect(reasons[0]?.rule).toContain('Pacifique');
    }
    expect(routesOf(input()).refusal).toBeUndefined();
  });
});

describe('an invoice issued after the opening judgment', () => {
  const claimOf = (...issuedOn: (string | undefined)[]) => ({
    ...input().claim,
    insolvency: { openedOn: '2026-09-06' },
    invoices: issuedOn.map((on, index) => ({ number: `F-${index}`, totalCents: 100_000, issuedOn: on, dueOn: '2026-10-15' })),
  });

  test('is not stayed like the others, and it is said', () => {
    const given = { claim: claimOf('2026-09-06') };
    expect(opens(given)).toMatchObject({ 'injonction-de-payer': true, assignation: true });
    expect(reasonsOf('assignation', given)).toContainEqual(
      expect.objectContaining({ article: 'C. com. L622-17', says: 'to-confirm' }),
    );
  });

  test('beside an earlier one it is named', () => {
    const given = { claim: claimOf('2026-09-05', '2026-09-20') };
    expect(opens(given).assignation).toBe(false);
    expect(reasonsOf('assignation', given).find(({ article }) => article === 'C. com. L622-21')?.fact).toMatch(/F-1.*L622-17/);
  });

  test('an unknown day of issue is an earlier claim', () => {
    expect(opens({ claim: claimOf(undefined) }).assignation).toBe(false);
  });
});

describe('artisans and traders (L721-3)', () => {
  test.each<[string, Given, Court | null]>([
    ['an artisan', { debtor: { trader: null, quality: 'artisan' } }, 'tribunal-de-commerce'],
    [
      'an artisan of Strasbourg',
      { debtor: { trader: null, quality: 'artisan', department: '67' } },
      'chambre-commerciale-du-tribunal-judiciaire',
    ],
    [
      'before 2022',
      { debtor: { trader: null, quality: 'artisan' }, asOf: '2021-12-31', dueOn: '2021-07-31' },
      'tribunal-judiciaire',
    ],
    ['a sole trader of whom only this is known', { debtor: { trader: false, legalForm: 'EI', department: '67' } }, null],
    ['a farmer', { debtor: { trader: null, quality: 'farmer' } }, 'tribunal-judiciaire'],
    ['an SAS of architects', { debtor: { trader: null, quality: 'liberal', legalForm: 'SAS' } }, 'tribunal-de-commerce'],
  ])('%s', (_, given, court) => {
    expect(courts(given).assignation).toBe(court);
  });

  test('what is not known of an artisan is asked with the court that would follow', () => {
    const reason = reasonsOf('assignation', { debtor: { trader: false, legalForm: 'EI', department: '67' } }).at(-1);
    expect(reason).toMatchObject({ says: 'to-confirm', missing: ['debtor.quality', 'debtor.trader'] });
    expect(reason?.fact).toMatch(/s’il est artisan, chambre commerciale/);
  });

  test('a creditor of whom nothing is known is asked, never taken to trade', () => {
    expect(reasonsOf('assignation', { creditor: {} }).at(-1)).toMatchObject({
      says: 'to-confirm',
      missing: ['creditor.quality', 'creditor.trader'],
    });
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
    ['the limitation of public bodies for a company', input({ nature: 'public' }), '$.nature'],
    ['a quality that no law knows', input({ debtor: { quality: 'sarl' as never } }), '$.debtor.quality'],
    ['a lawyer who trades', input({ debtor: { trader: true, quality: 'liberal' } }), '$.debtor.quality'],
    ['a private person as company', input({ creditor: { quality: 'private' } }), '$.creditor.quality'],
    ['a country that does not exist', input({ debtor: { department: null, country: 'UK' } }), '$.debtor.country'],
    ['a department abroad', input({ debtor: { country: 'DE' } }), '$.debtor.department'],
    [
      'a connected claim in another currency',
      input({ connected: [{ ...input().claim, currency: 'USD' }] }),
      '$.connected[0].currency',
    ],
    ['a connected claim of another day', input({ connected: [{ ...input().claim, asOf: '2026-11-01' }] }), '$.connected[0].asOf'],
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
