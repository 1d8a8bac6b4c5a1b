import { describe, expect, test } from 'vitest';
import type { OutsideFact } from '../../../domain/case/facts/fact.ts';
import {
  factHeard,
  isNews,
  keyOf,
  type MachineFact,
  onceClosed,
  reopening,
  signalOf,
} from '../../../domain/case/facts/hearing.ts';
import { caseOf, heard, planOf, reminder } from './case-of.ts';

const plan = planOf([reminder('r5', 5)]);
const payment: MachineFact = { type: 'payment', id: 'p1', amountCents: 100 };
const open = caseOf();
const paid = heard(open, plan, ['2026-03-03T10:00', payment]);
const returned = heard(paid, plan, ['2026-03-04T10:00', { type: 'payment-reversed', payment: 'p1' }]);
const stale = heard(open, plan, ['2026-03-03T10:00', { type: 'feed-stale' }]);
const waiting = heard(open, plan, ['2026-03-03T10:00', { type: 'rate-missing', semester: '2027-S1' }]);

describe('the second time a machine says it, it is no news', () => {
  test.each([
    ['a payment', open, payment, true],
    ['the same payment', paid, payment, false],
    ['the return of a payment', paid, { type: 'payment-reversed', payment: 'p1' }, true],
    ['the same return', returned, { type: 'payment-reversed', payment: 'p1' }, false],
    ['the return of a payment that never came', open, { type: 'payment-reversed', payment: 'p1' }, false],
    ['a fresh feed that was waited for', stale, { type: 'feed-fresh' }, true],
    ['a fresh feed for nobody', open, { type: 'feed-fresh' }, false],
    ['the rate of the semester that was missing', waiting, { type: 'rate-entered', semester: '2027-S1' }, true],
    ['the rate of another', waiting, { type: 'rate-entered', semester: '2027-S2' }, false],
    ['a cancellation', open, { type: 'invoice-cancelled' }, true],
    [
      'the same cancellation',
      heard(open, plan, ['2026-03-03T10:00', { type: 'invoice-cancelled' }]),
      { type: 'invoice-cancelled' },
      false,
    ],
    ['a correction of the invoice', open, { type: 'invoice-changed', totalCents: 130_000 }, true],
    ['what the invoice says already', open, { type: 'invoice-changed', totalCents: 120_000, dueOn: '2026-03-02' }, false],
    ['a bounce', open, { type: 'message-bounced', channel: 'sms' }, true],
  ] as const satisfies readonly (readonly [string, typeof open, OutsideFact, boolean])[])('%s', (_what, theCase, fact, news) => {
    expect(isNews(theCase, fact)).toBe(news);
  });
});

test('a closed case opens for money, notes what reached the debtor, and refuses what only operators tell', () => {
  const closed = { at: '2026-03-03T10:00:00+01:00', reason: 'paid' } as const;
  expect(onceClosed(payment, closed)).toEqual({ reopens: 'un paiement est arrivé après la clôture' });
  expect(onceClosed({ type: 'invoice-cancelled' }, closed)).toEqual({ reopens: 'la facture a été annulée après la clôture' });
  expect(onceClosed({ type: 'opt-out', channel: 'sms' }, closed)).toBe('noted');
  expect(onceClosed({ type: 'payment-announced', amountCents: 1, on: '2026-03-03' }, closed)).toBe('moot');
  expect(onceClosed({ type: 'approve' }, closed)).toBe('refused');
});

test('a correction of its invoice opens a closed case, unless a person closed it', () => {
  const corrected = { type: 'invoice-changed', totalCents: 130_000 } as const;
  const settled = heard(open, plan, ['2026-03-03T10:00', { type: 'closed', reason: 'paid' }]);
  const letGo = heard(open, plan, ['2026-03-03T10:00', { type: 'close', reason: 'réglé hors de l’outil' }]);
  expect(reopening(settled, corrected)).toBe('la facture a été corrigée après la clôture');
  expect(reopening(letGo, corrected)).toBeNull();
  expect(reopening(open, corrected)).toBeNull();
});

test('a payment and its return never share a key, and two semesters neither', () => {
  const keys = [
    payment,
    { ...payment, id: 'p2' },
    { type: 'payment-reversed', payment: 'p1' },
    { type: 'rate-entered', semester: '2027-S1' },
    { type: 'rate-entered', semester: '2027-S2' },
  ] as const satisfies readonly MachineFact[];
  expect(new Set(keys.map((fact) => keyOf(fact).join(':'))).size).toBe(keys.length);
});

test('a signal tells its fact again', () => {
  const reminded = { type: 'message-bounced', channel: 'sms', at: '2026-03-03T10:00:00+01:00', actor: 'twilio' } as const;
  expect(factHeard(signalOf(reminded))).toEqual(reminded);
  expect(signalOf(payment)).toEqual({ signal: 'paymentReceived', payload: { id: 'p1', amountCents: 100 } });
  expect(factHeard(signalOf(payment))).toEqual(payment);
});

test('a signal that carries one kind of fact need not name it', () => {
  expect(factHeard({ signal: 'paymentReceived', payload: { id: 'p1' } })).toEqual({ type: 'payment', id: 'p1' });
  expect(factHeard({ signal: 'letterEvent', payload: { outcome: 'received' } })).toMatchObject({ type: 'notice-event' });
  expect(factHeard({ signal: 'invoiceChanged', payload: { type: 'credit-note' } })).toMatchObject({ type: 'credit-note' });
});
