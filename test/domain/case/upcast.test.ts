import { describe, expect, test } from 'vitest';
import type { Case } from '../../../domain/case/case.ts';
import { creditCents } from '../../../domain/case/next/credit.ts';
import { upcastCase } from '../../../domain/case/upcast.ts';
import { caseOf, heard, planOf, reminder } from './case-of.ts';

const plan = planOf([reminder('r5', 5)]);
const at = '2026-03-30T10:00:00+02:00';

/** A case as a release wrote it that kept such things in keys alone. */
const stored = (more: Partial<Case>) => upcastCase(JSON.parse(JSON.stringify({ ...caseOf(), ...more })));
const task = (kind: Case['tasks'][number]['kind'], key: string) => ({ kind, key, since: at, context: '' });

describe('keys of earlier releases are read once, where a stored case comes in', () => {
  test.each([
    [task('call', 'r5'), { step: 'r5' }],
    [task('call', 'r5:2'), { step: 'r5', tries: 2 }],
    [task('approval', 'letter'), { step: 'letter' }],
    [task('external', 'letter'), { step: 'letter' }],
    [task('unknown-send', `r5:email:${at}`), { step: 'r5', channel: 'email' }],
    [task('send-failed', `r5:sms:${at}`), { step: 'r5', channel: 'sms' }],
    [task('send-failed', 'provider:r5:sms'), { step: 'r5', channel: 'sms' }],
    [task('credit', '1:-10000+500'), {}],
    [task('missing-contact', 'call:r5'), { channel: 'call' }],
    [task('missing-contact', 'contact:r5'), {}],
    [task('missing-contact', 'r5:sms'), { channel: 'sms' }],
    [task('missing-contact', 'missed-instalment:2026-03-30'), { channel: 'email' }],
    [task('bounce', `email:${at}`), { channel: 'email' }],
    [task('bounce', `sms:${at}`), { channel: 'sms' }],
  ])('%o is about %o', (old, about) => {
    expect(stored({ tasks: [old] }).tasks).toEqual([{ ...old, ...about }]);
  });

  test.each([
    ['p1', {}],
    ['enrolment', {}],
    ['3f2a#2', { entry: '3f2a' }],
    ['credit:i1:2026-03-30T10:00:00+02:00', { creditOf: 'i1' }],
  ])('a payment %s came from %o', (id, origin) => {
    const payment = { id, amountCents: 100, on: '2026-03-30', reversed: false };
    expect(stored({ payments: [payment] }).payments).toEqual([{ ...payment, ...origin }]);
  });

  test.each([
    ['payment:3f2a#2', { money: '3f2a' }],
    ['payment:p1', { money: 'p1' }],
    ['promise:x', {}],
    ['credit:a1', {}],
  ])('a note %s thanks for %o', (key, money) => {
    const note = { key, template: 'payment-thanks', at };
    expect(stored({ notes: [note] }).notes).toEqual([{ ...note, ...money }]);
  });

  test('what charges took of a credit stands beside it, and is given back less them', () => {
    const paid = heard(caseOf(), plan, ['2026-03-30T10:00', { type: 'payment', id: 'p', amountCents: 130_000 }]);
    const old = { ...paid, tasks: [task('credit', '1:-10000+5500')], raised: ['credit:1:0+9', 'credit:1:-10000+5500'] };
    expect(creditCents(upcastCase(JSON.parse(JSON.stringify(old))))).toBe(4_500);
  });

  test('a call that was tried twice is tried once more, then no more', () => {
    const old = stored({ tasks: [task('call', 'r5:2')], raised: ['call:r5', 'call:r5:2'] });
    const missed = (theCase: Case) => heard(theCase, plan, ['2026-03-31T10:00', { type: 'call-result', outcome: 'no-answer' }]);
    const third = missed(old);
    expect(third.tasks).toMatchObject([{ kind: 'call', key: 'r5:3', step: 'r5', tries: 3 }]);
    expect(missed(third).tasks).toEqual([]);
  });

  test('a send in doubt is settled by its provider', () => {
    const record = { step: 'r5', state: 'unknown', sequence: 1, at, on: '2026-03-30', done: [], contact: false } as const;
    const old = stored({ tasks: [task('unknown-send', `r5:email:${at}`)], steps: [{ ...record, payBy: null, reason: null }] });
    const report = { type: 'message-taken', channel: 'email', step: 'r5', sequence: 1 } as const;
    expect(heard(old, plan, ['2026-03-31T10:00', report]).tasks).toEqual([]);
  });

  test('what stands beside a key is believed before the key', () => {
    const told = { ...task('call', 'r5:2'), step: 'r9', tries: 1 };
    expect(stored({ tasks: [told] }).tasks).toEqual([told]);
  });
});
