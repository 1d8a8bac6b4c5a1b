import { describe, expect, test } from 'vitest';
import { offeredTogether, tickedBeforehand } from '../../../domain/matching/beforehand.ts';
import { match } from '../../../domain/matching/match.ts';
import type { OpenInvoice, PayingEntry } from '../../../domain/matching/open-invoice.ts';
import { entry, invoice } from './ledger-of.ts';

const told = (caseId: string, balanceCents: number, debtorId = 'd1') => ({
  caseId,
  debtorId,
  balanceCents,
  borneOut: true,
  onlyNear: false,
});
const near = (caseId: string, balanceCents: number) => ({ ...told(caseId, balanceCents), onlyNear: true });
const amount = (caseId: string, balanceCents: number) => ({ ...told(caseId, balanceCents), borneOut: false });

test.each([
  ['nothing offered', [], 100, []],
  ['the best one, whole', [told('a', 100), told('b', 60)], 100, ['a']],
  ['the best one, of an equal second of the same debtor', [told('a', 100), told('b', 100)], 100, ['a']],
  ['none of two as large of two debtors', [told('a', 100), told('b', 100, 'd2')], 100, []],
  ['none of two as large of a near name', [near('a', 100), near('b', 100)], 100, []],
  ['the best one of a near name, whole', [near('a', 100), near('b', 60)], 100, ['a']],
  ['the best one beside one as large that nothing speaks for', [told('a', 100), amount('b', 100)], 100, ['a']],
  ['an amount alone', [amount('a', 100)], 100, []],
  ['two that make it to the cent', [told('a', 60), told('b', 40), told('c', 70)], 100, ['a', 'b']],
  ['two of two debtors that make it to the cent', [told('a', 60), told('b', 40, 'd2')], 100, []],
  ['two of a near name that make it to the cent', [near('a', 60), near('b', 40)], 100, []],
  ['two ways to make it', [told('a', 60), told('b', 40), told('c', 60)], 100, []],
  ['one amount among them that nothing else speaks for', [told('a', 60), amount('b', 40)], 100, []],
  ['one beside them that only has the amount', [told('a', 60), told('b', 40), amount('c', 100)], 100, ['a', 'b']],
  ['less than they owe', [told('a', 60), told('b', 50)], 100, []],
  ['more than they owe', [told('a', 60), told('b', 30)], 100, []],
  ['one that owes nothing beside them', [told('a', 60), told('b', 0), told('c', 40)], 100, ['a', 'c']],
  ['a list that may have been cut', Array.from({ length: 10 }, (_, at) => told(`c${at}`, 2 ** at)), 3, []],
])('%s', (_what, offered, openCents, expected) => {
  expect(tickedBeforehand(offered, openCents)).toEqual(expected);
});

function offeredFor(open: readonly OpenInvoice[], given: Partial<PayingEntry>) {
  const [result] = match(open, [entry(given)]);
  return (result?.candidates ?? []).map(({ invoice: id, ...line }) => {
    const { balanceCents = 0, debtor } = open.find((each) => each.id === id) ?? {};
    return { ...line, caseId: id, balanceCents, debtorId: debtor?.id ?? '' };
  });
}

function tickedFor(open: readonly OpenInvoice[], given: Partial<PayingEntry>): readonly string[] {
  return tickedBeforehand(offeredFor(open, given), given.amountCents ?? 0);
}

test('two invoices that a label names and that make the transfer together are ticked, though the payer is another', () => {
  const open = [
    invoice('1', { number: '20260012' }),
    invoice('2', { number: '20260013', balanceCents: 50_000 }),
    invoice('3', { debtor: 'martin', name: 'Garage Martin', balanceCents: 90_000 }),
  ];
  const label = 'FACTURES 20260012 20260013';
  expect(tickedFor(open, { label, counterparty: 'GARAGE MARTIN', amountCents: 170_000 })).toEqual(['1', '2']);
});

const two = (first: Partial<OpenInvoice> & { name: string }, second: Partial<OpenInvoice> & { name: string }) => [
  invoice('1', { balanceCents: 60_000, ...first, debtor: 'a' }),
  invoice('2', { balanceCents: 40_000, ...second, debtor: 'b' }),
];
type Told = readonly [what: string, open: readonly OpenInvoice[], given: Partial<PayingEntry>];

describe('nothing is ticked of two debtors', () => {
  const aubert = { name: 'Menuiserie Aubert', number: '20260012' };
  const whole = { balanceCents: 100_000 };
  const cases: readonly Told[] = [
    ['of a near name', two({ name: 'Dupont Maçonnerie SARL' }, { name: 'Dupont Peinture SAS' }), { counterparty: 'DUPONT' }],
    ['of one name', two({ name: 'Jean Dupont' }, { name: 'Jean Dupont' }), { counterparty: 'JEAN DUPONT' }],
    [
      'of whom one is named and the other’s number is written',
      two(aubert, { name: 'Garage Martin' }),
      { counterparty: 'GARAGE MARTIN', label: 'FACTURE 20260012' },
    ],
    [
      'whose invoices bear one number',
      two(aubert, { name: 'Garage Martin', number: '20260012' }),
      { counterparty: 'X', label: 'FACTURE 20260012' },
    ],
    [
      'of one name of whom each owes the whole',
      two({ name: 'Jean Dupont', ...whole }, { name: 'Jean Dupont', ...whole }),
      { counterparty: 'JEAN DUPONT' },
    ],
  ];
  test.each(cases)('%s', (_what, open, given) => {
    const asked = { ...given, amountCents: 100_000 };
    expect(offeredFor(open, asked)).toHaveLength(2);
    expect(tickedFor(open, asked)).toEqual([]);
  });
});

test('of two of the payer as large the older is ticked', () => {
  const open = [invoice('2', { balanceCents: 60_000 }), invoice('1', { balanceCents: 60_000 })];
  expect(tickedFor(open, { counterparty: 'MENUISERIE AUBERT', amountCents: 60_000 })).toEqual(['1']);
});

describe('several transfers together tick', () => {
  const open = [
    invoice('1', { number: 'F2026-0012', balanceCents: 60_000 }),
    invoice('2', { number: 'F2026-0013', balanceCents: 65_000 }),
    invoice('3', { debtor: 'martin', name: 'Garage Martin', balanceCents: 125_000 }),
  ];
  const ticked = (first: Partial<PayingEntry>, second: Partial<PayingEntry>) => {
    const lists = [offeredFor(open, { ...first, amountCents: 70_000 }), offeredFor(open, { ...second, amountCents: 55_000 })];
    return tickedBeforehand(offeredTogether(lists), 125_000);
  };
  const [aubert, martin] = [{ counterparty: 'MENUISERIE AUBERT' }, { counterparty: 'GARAGE MARTIN' }];
  test.each([
    ['what they all say of one debtor', aubert, aubert, ['1', '2']],
    ['nothing when each says another debtor', aubert, martin, []],
    ['nothing when one says nobody', aubert, { counterparty: 'INCONNU' }, []],
    ['nothing when one says a near name', aubert, { counterparty: 'AUBERT' }, []],
  ])('%s', (_what, first, second, expected) => {
    expect(ticked(first, second)).toEqual(expected);
  });
});
