import { describe, expect, test } from 'vitest';
import { msOf } from '../../../domain/calendar/clock.ts';
import { refusalOf } from '../../../domain/case/acts/index.ts';
import { type Case, recordOf } from '../../../domain/case/case.ts';
import type { InsideFact, OutsideFact } from '../../../domain/case/facts/fact.ts';
import { ladderNext } from '../../../domain/case/next/ladder.ts';
import { phaseOf } from '../../../domain/case/phase.ts';
import { aloneInTheWorld } from '../../../domain/case/world.ts';
import { caseOf, decision, handoff, heard, letter, planOf, reminder, sent, told } from './case-of.ts';

const plan = planOf([reminder('r5', 5), { ...letter, approval: true }, decision, handoff]);
const content = 'a'.repeat(64);
const ASKED: InsideFact = { type: 'approval-asked', step: 'letter', content };
const PAID: OutsideFact = { type: 'payment', id: 'p1', amountCents: 120_000, on: '2026-03-18' };
const asked = heard(caseOf(), plan, ['2026-03-09T10:00', sent('r5')], ['2026-03-17T10:00', ASKED]);

const ladder = (theCase: Case, at: string) => told(ladderNext(theCase, plan, msOf(`${at}:00+01:00`), aloneInTheWorld));
const questions = ({ tasks }: Case) => tasks.filter(({ kind }) => kind === 'approval').length;

describe('nobody is asked to approve what asks for nothing', () => {
  const settles: readonly [string, OutsideFact][] = [
    ['a payment', PAID],
    ['a payment above the price', { ...PAID, amountCents: 150_000 }],
    ['a credit note', { type: 'credit-note', id: 'a1', amountCents: 120_000 }],
    ['a cancelled invoice', { type: 'invoice-cancelled' }],
    ['a payment but for a rest that nobody asks for', { ...PAID, amountCents: 119_950 }],
  ];
  test.each(settles)('%s', (_what, fact) => {
    const paid = heard(asked, plan, ['2026-03-18T10:00', fact]);
    expect(questions(paid)).toBe(0);
    expect(recordOf(paid, 'letter')).toBeUndefined();
    expect(phaseOf(paid, plan, msOf('2026-03-18T10:00:00+01:00'))).toBe('reminding');
  });

  test('while the case is held too: an insolvency keeps it open', () => {
    const held = heard(
      asked,
      plan,
      ['2026-03-17T11:00', { type: 'pause', until: '2026-04-10' }],
      ['2026-03-17T11:00', { type: 'insolvency', openedOn: '2026-03-17' }],
      ['2026-03-18T10:00', PAID],
    );
    expect(questions(held)).toBe(0);
    expect(held.closed).toBeNull();
  });

  test('an accord that was given and has not left is withdrawn too', () => {
    const approved = heard(asked, plan, ['2026-03-18T09:00', { type: 'approve', content }], ['2026-03-18T10:00', PAID]);
    expect(recordOf(approved, 'letter')).toBeUndefined();
  });

  test('a payment of a part keeps the question, asked anew of what is left', () => {
    const part = heard(asked, plan, ['2026-03-18T10:00', { ...PAID, amountCents: 40_000 }]);
    expect(questions(part)).toBe(1);
    expect(ladder(part, '2026-03-18T10:00')).toBe('ask-approval letter 2026-03-18');
  });

  test('money that came back is asked for again, and the question with it', () => {
    const back = heard(
      asked,
      plan,
      ['2026-03-18T10:00', PAID],
      ['2026-03-25T10:00', { type: 'payment-reversed', payment: 'p1' }],
    );
    expect(ladder(back, '2026-03-25T10:00')).toBe('ask-approval letter 2026-03-25');
    expect(questions(heard(back, plan, ['2026-03-25T11:00', ASKED]))).toBe(1);
  });

  test('whoever approves what was paid is told so', () => {
    const paid = heard(asked, plan, ['2026-03-18T10:00', PAID]);
    expect(refusalOf(paid, { type: 'approve', content }, plan, '2026-03-18')).toBe(
      'La facture est payée\u00a0: rien ne partira.',
    );
    const credited = heard(asked, plan, ['2026-03-18T10:00', { type: 'credit-note', id: 'a1', amountCents: 120_000 }]);
    expect(refusalOf(credited, { type: 'approve', content }, plan, '2026-03-18')).toBe(
      'Plus rien n’est dû\u00a0: rien ne partira.',
    );
  });

  test('the claim of late charges is asked for once the principal is paid, and stays', () => {
    const charges = {
      id: 'charges',
      act: 'late-charges',
      anchor: 'after-previous',
      delay: 'P8D',
      channels: ['email'],
      approval: true,
    };
    const claiming = planOf([reminder('r5', 5), charges], { lateCharges: 'claim' });
    const paid = heard(caseOf(), claiming, ['2026-03-18T10:00', PAID], ['2026-03-28T10:00', { ...ASKED, step: 'charges' }]);
    expect(questions(paid)).toBe(1);
    expect(questions(heard(paid, claiming, ['2026-03-28T11:00', { type: 'pause', until: '2026-04-10' }]))).toBe(1);
  });
});
