import { describe, expect, test } from 'vitest';
import { msOf } from '../../../domain/calendar/clock.ts';
import { refusalOf } from '../../../domain/case/acts/index.ts';
import type { DoneBefore } from '../../../domain/case/case.ts';
import { phaseOf } from '../../../domain/case/phase.ts';
import { sentenceOf } from '../../../domain/case/show/sentences.ts';
import { caseOf, decision, handoff, heard, letter, nextAt, planOf, reminder, sent, told } from './case-of.ts';

const plan = planOf([reminder('r5', 5), reminder('r15', 15), { ...letter, approval: true }, decision, handoff], { gap: 'P4D' });
const AT = '2026-04-01T10:00';
const taken = (done: DoneBefore) => heard(caseOf(), plan, [AT, { type: 'done-before', ...done }]);
const comesAfter = (done: DoneBefore) => told(nextAt(taken(done), plan, AT));
const posted = { noticePostedOn: '2026-03-20' } as const;

describe('what was done before never leaves again, and the plan goes on from there', () => {
  test.each<[string, DoneBefore, string]>([
    ['nothing', {}, 'send r5 email 2026-04-01'],
    ['a reminder after the first of the plan', { remindedOn: '2026-03-09' }, 'send r15 email 2026-04-01'],
    ['a reminder of yesterday: the gap holds', { remindedOn: '2026-03-31' }, 'ask-approval letter 2026-04-08'],
    ['a reminder before all those of the plan, yet a contact', { remindedOn: '2026-03-03' }, 'send r5 email 2026-04-01'],
    ['a notice that nobody knows to be received', posted, 'raise-task 2026-04-14'],
    ['a notice that was received', { ...posted, noticeReceivedOn: '2026-03-23' }, 'open-decision decision 2026-04-01'],
    ['a dispute', { disputed: 'livraison incomplète' }, 'raise-task 2026-04-16'],
    ['a file at a lawyer’s', { givenTo: 'Me Roy', givenOn: '2026-03-25' }, 'toutes les étapes du plan sont passées'],
  ])('%s', (_what, done, expected) => expect(comesAfter(done)).toContain(expected));

  test('the notice counts as one of ours: its day, its receipt, its phase', () => {
    const known = taken({ ...posted, noticeReceivedOn: '2026-03-23' });
    expect(known.notice).toMatchObject({ postedOn: '2026-03-20', effectiveOn: '2026-03-23', outcome: 'received' });
    expect(phaseOf(known, plan, msOf(`${AT}:00+02:00`))).toBe('notice-received');
    expect(phaseOf(taken(posted), plan, 0)).toBe('notice-sent');
  });

  test('a file at a lawyer’s is handed over; where the plan hands nothing over, the case rests', () => {
    expect(phaseOf(taken({ givenTo: 'Me Roy' }), plan, 0)).toBe('handed-over');
    const short = planOf([reminder('r5', 5)]);
    const resting = heard(caseOf(), short, [AT, { type: 'done-before', givenTo: 'Me Roy' }]);
    expect(resting.holds).toMatchObject([{ type: 'pause', until: null, reason: expect.stringContaining('Me Roy') }]);
  });

  test('a dispute of before sends no receipt', () => expect(taken({ disputed: 'prix' }).notes).toEqual([]));

  test('a dispute of before is answered within the days of the plan', () => {
    expect(taken({ disputed: 'prix' }).holds).toMatchObject([{ type: 'dispute', amountCents: null, reason: 'prix' }]);
  });

  test('all of it in one sentence', () => {
    const fact = { type: 'done-before', at: `${AT}:00+02:00`, actor: 'test' } as const;
    const done = {
      remindedOn: '2026-03-09',
      ...posted,
      noticeReceivedOn: '2026-03-23',
      givenTo: 'Me Roy',
      givenOn: '2026-03-25',
    };
    expect(sentenceOf({ ...fact, ...done, disputed: 'prix' }, 'EUR').replaceAll('\u00a0', ' ')).toBe(
      'Fait avant la reprise : dernière relance le 9 mars 2026 ; mise en demeure postée le 20 mars 2026, reçue le 23 mars 2026 ; contestée (prix) ; dossier confié à Me Roy le 25 mars 2026',
    );
  });
});

test.each<[DoneBefore, string | null]>([
  [{}, 'au moins un champ'],
  [{ remindedOn: '2026-04-02' }, 'n’est pas encore passé'],
  [{ noticePostedOn: '2026-03-02' }, 'ne vient pas après l’échéance'],
  [{ noticeReceivedOn: '2026-03-23' }, 'dire quel jour'],
  [{ ...posted, noticeReceivedOn: '2026-03-19' }, 'avant le jour où elle fut postée'],
  [{ givenOn: '2026-03-19' }, 'Dire à qui'],
  [{ ...posted, remindedOn: '2026-03-10' }, null],
])('%j is refused: %s', (done, expected) => {
  const said = refusalOf(caseOf(), { type: 'done-before', ...done }, plan, '2026-04-01');
  if (expected === null) expect(said).toBeNull();
  else expect(said).toContain(expected);
});

test('no second notice: one has left, or is leaving', () => {
  const told = { type: 'done-before', ...posted } as const;
  const gone = heard(caseOf(), plan, ['2026-03-25T10:00', sent('letter', 'registered-letter')]);
  expect(refusalOf(gone, told, plan, '2026-04-01')).toContain('déjà partie le 25 mars 2026');
  const approved = heard(
    caseOf(),
    plan,
    ['2026-03-25T10:00', { type: 'approval-asked', step: 'letter' }],
    [AT, { type: 'approve' }],
  );
  expect(refusalOf(approved, told, plan, '2026-04-01')).toContain('en train de partir');
});
