import { describe, expect, test } from 'vitest';
import { apply } from '../../../domain/case/apply/apply.ts';
import { type Case, openCase } from '../../../domain/case/case.ts';
import type { Fact } from '../../../domain/case/facts/fact.ts';
import type { Plan } from '../../../domain/plan/plan.ts';
import { shippedPlans } from '../../../domain/plan/shipped.ts';
import type { Route, RoutesInput } from '../../../domain/routes/route.ts';
import { routesOf } from '../../../domain/routes/routes.ts';
import { readRoutesInput } from '../../../domain/routes/routes-input.ts';
import { type RouteParties, routeLines, routesInputOf } from '../../../domain/routes/routes-of-case.ts';

const AS_OF = '2026-11-20';
const at = '2026-09-09T09:00:00+02:00';
const plan = shippedPlans[0] as Plan;
const creditor = { kind: 'company', terms: {}, legalForm: 'SAS' } as const;
const sarl: RouteParties = { creditor, debtor: { legalForm: 'SARL' } };

function caseOf(kind: 'business' | 'consumer' | 'public' = 'business', facts: readonly object[] = []): Case {
  const invoice = {
    id: 'i1',
    number: 'F-1',
    currency: 'EUR',
    totalCents: 120_000,
    vatCents: null,
    issuedOn: null,
    dueOn: '2026-07-31',
    serviceCompletedOn: null,
  };
  const debtor = { id: 'd1', kind, segment: null, department: '69' };
  const opened = openCase({ creditorId: 'c1', debtor, invoice, contact: { email: true, mobile: true } }, at);
  return facts.reduce<Case>((theCase, fact) => apply(theCase, { at, actor: 'key:1', ...fact } as Fact, plan), opened);
}

const inputOf = (facts: readonly object[] = [], parties = sarl): RoutesInput =>
  routesInputOf(caseOf('business', facts), parties, AS_OF);
const linesOf = (theCase: Case, parties: RouteParties) => routeLines(routesOf(routesInputOf(theCase, parties, AS_OF)).routes);

describe('a case in the words of `exigible routes`', () => {
  test('passes its reader, so that anybody can look at the same facts again', () => {
    const { claim, ...rest } = inputOf();
    expect(readRoutesInput(JSON.parse(JSON.stringify({ ...rest, claim })))).toMatchObject({ asOf: AS_OF });
  });

  test.each<[string, readonly object[], RouteParties, object]>([
    ['a creditor is as he was told', [], sarl, { creditor: { legalForm: 'SAS' } }],
    [
      'his quality too, and that of the debtor with his country',
      [],
      {
        creditor: { ...creditor, quality: 'artisan' },
        debtor: { quality: 'farmer', registeredOffice: { country: 'BE' } },
      },
      { creditor: { quality: 'artisan' }, debtor: { quality: 'farmer', country: 'BE' } },
    ],
    [
      'what is known of the debtor',
      [],
      { creditor, debtor: { trader: false, legalForm: 'association' } },
      { debtor: { trader: false, legalForm: 'association', department: '69' } },
    ],
    ['an open dispute', [{ type: 'dispute-opened' }], sarl, { disputed: true }],
    [
      'a dispute that is over',
      [{ type: 'dispute-opened' }, { type: 'dispute-resolved', outcome: 'rejected' }],
      sarl,
      { disputed: false },
    ],
    [
      'an amicable attempt that was recorded',
      [{ type: 'amicable-attempt', on: '2026-09-08', means: 'conciliation' }],
      sarl,
      { amicableAttempt: { on: '2026-09-08' } },
    ],
    ['no notice', [], sarl, { notice: null, amicableAttempt: null }],
    [
      'a notice that took effect',
      [{ type: 'notice-event', outcome: 'unclaimed', on: '2026-09-08' }],
      sarl,
      { notice: { effectiveOn: '2026-09-08' } },
    ],
    [
      'an insolvency',
      [{ type: 'insolvency', openedOn: '2026-10-06' }],
      sarl,
      { claim: { insolvency: { openedOn: '2026-10-06' } } },
    ],
  ])('%s', (_, facts, parties, expected) => {
    expect(inputOf(facts, parties)).toMatchObject(expected);
  });

  test.each([
    [undefined, undefined],
    ['transport', 'transport'],
  ] as const)('the nature is the one of the invoice, never supposed: %s', (nature, expected) => {
    const theCase = caseOf();
    const told = { ...theCase, invoice: { ...theCase.invoice, ...(nature ? { nature } : {}) } };
    expect(routesInputOf(told, sarl, AS_OF).nature).toBe(expected);
  });

  test('another case that is closed, or not due yet, adds nothing', () => {
    const closed = caseOf('business', [{ type: 'closed', outcome: 'paid', reason: 'payée' }]);
    const toCome = { ...caseOf(), invoice: { ...caseOf().invoice, dueOn: '2026-12-15' } };
    expect(routesInputOf(caseOf(), sarl, AS_OF, [closed, toCome]).connected).toBeUndefined();
  });

  test('the debtor’s other cases are connected claims, those in his currency', () => {
    const other = (currency: string) => ({ ...caseOf(), invoice: { ...caseOf().invoice, number: `F-${currency}`, currency } });
    const input = routesInputOf(caseOf(), sarl, AS_OF, [other('EUR'), other('USD')]);
    expect(input.connected?.map(({ invoices }) => invoices[0]?.number)).toEqual(['F-EUR']);
    expect(readRoutesInput(JSON.parse(JSON.stringify(input)))).toMatchObject({ connected: [{ asOf: AS_OF }] });
  });

  test.each(['consumer', 'public'] as const)('a %s never trades, whatever its document says', (kind) => {
    const input = routesInputOf(caseOf(kind), { creditor, debtor: { trader: true } }, AS_OF);
    expect(input.debtor.trader).toBeNull();
    expect(input.nature).toBe(kind);
  });
});

describe('the lines of the decision', () => {
  test('name what the law leaves open and how much a person has to confirm', () => {
    expect(linesOf(caseOf(), sarl)).toEqual([
      'injonction de payer\u00a0: voie ouverte en droit, 4 points à confirmer',
      'recouvrement simplifié entre commerçants (L126)\u00a0: voie ouverte en droit, 4 points à confirmer',
      'référé-provision\u00a0: voie ouverte en droit, 3 points à confirmer',
      'assignation au fond\u00a0: voie ouverte en droit, 3 points à confirmer',
    ]);
  });

  test('a missing fact closes nothing and is said', () => {
    const lines = linesOf(caseOf(), { creditor, debtor: {} });
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(/^procédure simplifiée des petites créances\u00a0: un fait manque, \d points à confirmer$/);
  });

  test('an insolvency leaves none', () => {
    expect(linesOf(caseOf('business', [{ type: 'insolvency', openedOn: '2026-10-06' }]), sarl)).toEqual([]);
  });

  test.each([
    [0, 'rien à confirmer'],
    [1, '1 point à confirmer'],
    [2, '2 points à confirmer'],
  ])('%i facts to confirm', (count, words) => {
    const reason = { rule: 'r', article: 'a', fact: 'f', says: 'to-confirm' } as const;
    const route: Route = { route: 'assignation', open: true, court: null, reasons: Array.from({ length: count }, () => reason) };
    expect(routeLines([route])).toEqual([`assignation au fond\u00a0: voie ouverte en droit, ${words}`]);
  });

  test('advise nothing', () => {
    for (const line of linesOf(caseOf(), sarl)) expect(line).not.toMatch(/conseil|recommand|meilleur|éligible|devriez/i);
  });
});
