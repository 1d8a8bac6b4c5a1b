import { describe, expect, test } from 'vitest';
import { refusalOf } from '../../../domain/case/acts/index.ts';
import { type Case, recordOf } from '../../../domain/case/case.ts';
import type { InsideFact, OutsideFact } from '../../../domain/case/facts/fact.ts';
import { phaseOf } from '../../../domain/case/phase.ts';
import { caseOf, decision, handoff, heard, letter, nextAt, planOf, reminder, sent, told } from './case-of.ts';

const asked = { ...letter, approval: true };
const plan = planOf([reminder('r5', 5), asked, decision, handoff]);
const unasked = planOf([reminder('r5', 5), letter, decision, handoff]);
const CORRECTED: OutsideFact = { type: 'contact-changed', post: true };
const ASKED: InsideFact = { type: 'approval-asked', step: 'letter' };
const FAILED: InsideFact = {
  type: 'send-failed',
  step: 'letter',
  channel: 'registered-letter',
  reason: 'adresse refusée par le prestataire',
};
const reminded = heard(caseOf(), plan, ['2026-03-09T10:00', sent('r5')]);
const waiting = heard(reminded, plan, ['2026-03-17T10:00', ASKED]);
const approved = heard(waiting, plan, ['2026-03-17T11:00', { type: 'approve' }]);
const failed = heard(approved, plan, ['2026-03-17T11:01', FAILED]);
const posted = heard(
  approved,
  plan,
  ['2026-03-17T11:01', sent('letter', 'registered-letter')],
  ['2026-03-17T11:02', sent('letter')],
);
const back = heard(posted, plan, ['2026-03-25T10:00', { type: 'notice-event', outcome: 'unknown-address', on: '2026-03-24' }]);
const rejected = heard(waiting, plan, ['2026-03-17T11:00', { type: 'reject', reason: 'trop tôt' }]);

const tasks = (theCase: Case) => theCase.tasks.map(({ kind, key }) => `${kind} ${key}`);
const sequence = (theCase: Case) => recordOf(theCase, 'letter')?.sequence;
const comes = (theCase: Case, at: string, under = plan) => told(nextAt(theCase, under, at));

describe('a postal address that is corrected', () => {
  test.each<[string, Case, string[], number]>([
    ['asks anew what waits: it was read with the other address', waiting, ['approval letter'], 1],
    ['asks for another letter where the provider refused the first', failed, ['send-failed letter:registered-letter'], 2],
    ['asks for another letter where the first came back', back, ['notice address:2026-03-24'], 2],
  ])('%s', (_what, before, [task = ''], act) => {
    expect(tasks(before).some((name) => name.startsWith(task))).toBe(true);
    const corrected = heard(before, plan, ['2026-03-26T10:00', CORRECTED]);
    expect([tasks(corrected), sequence(corrected)]).toEqual([[], act]);
    expect(comes(corrected, '2026-03-26T10:01')).toMatch(/^ask-approval letter/);
    expect(phaseOf(corrected, plan, Date.parse('2026-03-26T10:01:00+01:00'))).toBe('notice-prepared');
    const again = heard(corrected, plan, ['2026-03-26T10:02', ASKED], ['2026-03-26T10:03', { type: 'approve' }]);
    expect([comes(again, '2026-03-26T10:04'), sequence(again)]).toEqual(['send letter registered-letter 2026-03-26', act]);
    const left = heard(again, plan, ['2026-03-26T10:04', sent('letter', 'registered-letter')]);
    expect([left.notice, sequence(left)]).toMatchObject([{ postedOn: '2026-03-26', outcome: 'posted', effectiveOn: null }, act]);
  });

  test('lets a letter that needs no accord leave again by itself, as another act', () => {
    const refused = heard(reminded, unasked, ['2026-03-17T10:00', FAILED]);
    const corrected = heard(refused, unasked, ['2026-03-18T10:00', CORRECTED]);
    expect([comes(corrected, '2026-03-18T10:01', unasked), sequence(corrected)]).toEqual([
      'send letter registered-letter 2026-03-18',
      2,
    ]);
  });

  test('sends nothing twice of a step whose e-mail left before its letter failed', () => {
    const both = planOf([reminder('r5', 5, { channels: ['email', 'letter'] }), asked, decision]);
    const half = heard(
      caseOf(),
      both,
      ['2026-03-09T10:00', sent('r5')],
      ['2026-03-09T10:01', { ...FAILED, step: 'r5', channel: 'letter' }],
    );
    const corrected = heard(half, both, ['2026-03-10T10:00', CORRECTED]);
    expect([recordOf(corrected, 'r5')?.state, recordOf(corrected, 'r5')?.done, tasks(corrected)]).toEqual([
      'leaving',
      ['email'],
      [],
    ]);
  });

  test.each<[string, Case]>([
    ['on its way', posted],
    ['approved: the gate sees that it would be another', approved],
    ['refused by a person', rejected],
    ['in doubt', heard(approved, plan, ['2026-03-17T11:01', { ...FAILED, type: 'send-unknown' }])],
    ['not begun', reminded],
  ])('changes nothing of a letter that is %s', (_what, before) => {
    expect(heard(before, plan, ['2026-03-18T10:00', CORRECTED])).toEqual(before);
  });

  test('another that comes back is another task', () => {
    const again = heard(
      back,
      plan,
      ['2026-03-26T10:00', CORRECTED],
      ['2026-03-26T10:02', ASKED],
      ['2026-03-26T10:03', { type: 'approve' }],
      ['2026-03-26T10:04', sent('letter', 'registered-letter')],
      ['2026-03-26T10:05', sent('letter')],
      ['2026-04-02T10:00', { type: 'notice-event', outcome: 'unknown-address', on: '2026-04-01' }],
    );
    expect(tasks(again)).toEqual(['notice address:2026-04-01']);
  });
});

describe('a letter that a person puts forward by its name', () => {
  const FORWARD: OutsideFact = { type: 'act-now', step: 'letter' };
  const skipped = heard(rejected, plan, [
    '2026-03-17T11:01',
    { type: 'step-left-out', step: 'decision', reason: { code: 'no-notice' } },
  ]);

  test.each<[string, Case]>([
    ['refused', rejected],
    ['refused, with what it kept from coming', skipped],
    ['that came back', back],
  ])('%s comes again, and is asked anew', (_what, before) => {
    expect(refusalOf(before, FORWARD, plan, '2026-03-26')).toBeNull();
    const forward = heard(before, plan, ['2026-03-26T10:00', FORWARD]);
    expect([tasks(forward), sequence(forward), recordOf(forward, 'decision')]).toEqual([[], 2, undefined]);
    expect(comes(forward, '2026-03-26T10:01')).toMatch(/^ask-approval letter/);
    const again = heard(forward, plan, ['2026-03-26T10:02', ASKED]);
    expect(tasks(again)).toEqual(['approval letter']);
    expect(tasks(heard(again, plan, ['2026-03-26T10:03', { type: 'reject' }]))).toEqual(['notice letter']);
  });

  test.each<[string, Case, string]>([
    ['posted', posted, 'letter'],
    ['of no name', rejected, 'nothing'],
    ['that is a reminder', rejected, 'r5'],
    ['once the route is chosen', { ...rejected, route: { route: 'assignation', at: '2026-03-20T10:00:00+01:00' } }, 'letter'],
  ])('is none: one %s', (_what, before, step) => {
    expect(refusalOf(before, { type: 'act-now', step }, plan, '2026-03-26')).toBe(
      `L’étape ${step} n’est ni la prochaine, ni une lettre à refaire.`,
    );
  });

  test('the next step may be named as well', () => {
    expect(refusalOf(reminded, FORWARD, plan, '2026-03-26')).toBeNull();
    expect(heard(reminded, plan, ['2026-03-26T10:00', FORWARD]).jump?.step).toBe('letter');
  });
});
