import { expect, test } from 'vitest';
import { tickedBeforehand } from '../../../domain/matching/beforehand.ts';
import { match } from '../../../domain/matching/match.ts';
import { entry, invoice } from './ledger-of.ts';

const told = (caseId: string, balanceCents: number) => ({ caseId, balanceCents, borneOut: true });
const amount = (caseId: string, balanceCents: number) => ({ caseId, balanceCents, borneOut: false });

test.each([
  ['nothing offered', [], 100, []],
  ['the best one, whole', [told('a', 100), told('b', 60)], 100, ['a']],
  ['the best one, of an equal second', [told('a', 100), told('b', 100)], 100, ['a']],
  ['an amount alone', [amount('a', 100)], 100, []],
  ['two that make it to the cent', [told('a', 60), told('b', 40), told('c', 70)], 100, ['a', 'b']],
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

test('two invoices that a label names and that make the transfer together are ticked, though the payer is another', () => {
  const open = [
    invoice('1', { number: '20260012' }),
    invoice('2', { number: '20260013', balanceCents: 50_000 }),
    invoice('3', { debtor: 'martin', name: 'Garage Martin', balanceCents: 90_000 }),
  ];
  const [result] = match(open, [
    entry({ label: 'FACTURES 20260012 20260013', counterparty: 'GARAGE MARTIN', amountCents: 170_000 }),
  ]);
  const offered = (result?.candidates ?? []).map(({ invoice: id, borneOut }) => ({
    caseId: id,
    balanceCents: open.find((each) => each.id === id)?.balanceCents ?? 0,
    borneOut,
  }));
  expect([result?.verdict, tickedBeforehand(offered, 170_000)]).toEqual(['ambiguous', ['1', '2']]);
});
