import { describe, expect, test } from 'vitest';
import { refusalOf } from '../../../domain/case/acts/index.ts';
import type { Case } from '../../../domain/case/case.ts';
import { caseOf, heard, nextAt, planOf, reminder, told } from './case-of.ts';

const plan = planOf([reminder('r5', 5)], { instalments: { lapse: true } });
const schedule = [{ on: '2026-03-20', amountCents: 120_000 }];
const signature = { type: 'signature', on: '2026-03-11', by: 'M. Aubert', capacity: 'gérant' } as const;
const missed = { type: 'instalment-missed', on: '2026-03-20', missingCents: 120_000 } as const;
const agreement = '2026-03-10T10:00';

/** An agreement of 10 March whose confirmation is behind it, of one part due on the 20th. */
function agreed(more: Partial<Case> = {}): Case {
  const note = `instalments:${agreement}:00+01:00`;
  return heard(
    caseOf({}, more),
    plan,
    [agreement, { type: 'instalments', schedule }],
    ['2026-03-10T10:01', { type: 'note-left-out', note, reason: '' }],
  );
}

const asked = heard(agreed(), plan, ['2026-03-26T10:00', missed]);
const warned = heard(agreed(), plan, ['2026-03-12T10:00', signature], ['2026-03-26T10:00', { ...missed, warns: true }]);
const consumer = { debtor: { id: 'd1', kind: 'consumer' as const, segment: null, department: '75' } };

describe('a schedule lapses only by a signed agreement and a formal notice without effect', () => {
  test('never signed: a task, and it goes on', () => {
    expect(nextAt(asked, plan, '2026-04-10T10:00').act).toMatchObject({ do: 'raise-task', kind: 'instalments' });
  });

  test('the message of a signed agreement is the notice', () => {
    const signed = heard(agreed(), plan, ['2026-03-12T10:00', signature]);
    expect(nextAt(signed, plan, '2026-03-27T10:00').act).toEqual({
      do: 'ask-instalment',
      on: '2026-03-20',
      missingCents: 120_000,
      warns: true,
    });
  });

  test('signed after the message: it is asked again, as a notice, and nothing lapses before', () => {
    const signed = heard(asked, plan, ['2026-03-27T10:00', signature]);
    expect(nextAt(signed, plan, '2026-04-10T10:00').act).toMatchObject({ do: 'ask-instalment', warns: true });
  });

  test('a notice that came back put nobody on notice; with another address it is told again', () => {
    const back = heard(warned, plan, ['2026-03-26T11:00', { type: 'message-bounced', channel: 'email' }]);
    expect(nextAt(back, plan, '2026-04-20T10:00').act).toBeNull();
    const corrected = heard(back, plan, ['2026-04-01T10:00', { type: 'contact-changed', email: true }]);
    expect(nextAt(corrected, plan, '2026-04-20T10:00').act).toMatchObject({ do: 'ask-instalment', warns: true });
  });

  test('nobody knows whether the notice left: it is a person’s, never a second call', () => {
    const unknown = heard(agreed(), plan, ['2026-03-12T10:00', signature], ['2026-03-26T10:00', { ...missed, asked: false }]);
    expect(nextAt(unknown, plan, '2026-04-20T10:00').act).toBeNull();
  });

  test.each([
    ['eight days, to the end of a working day', warned, '2026-04-04'],
    ['thirty for a consumer, whatever the plan says', { ...warned, ...consumer }, '2026-04-28'],
  ])('%s', (_what, theCase, on) => expect(told(nextAt(theCase, plan, '2026-03-27T10:00'))).toBe(`lapse-instalments ${on}`));

  test('without the clause only the missing part is asked', () => {
    const without = planOf([reminder('r5', 5)], { instalments: { lapse: false } });
    expect(nextAt(warned, without, '2026-06-10T10:00').act).toBeNull();
  });

  test('nothing to sign is refused', () => {
    expect(refusalOf(caseOf(), signature, plan, '2026-03-12')).toContain('Aucun échéancier');
  });
});

describe('a schedule asks nothing that is contested', () => {
  const disputed = heard(agreed(), plan, ['2026-03-12T10:00', { type: 'dispute-opened', amountCents: 20_000 }]);
  const paid = heard(disputed, plan, ['2026-03-19T10:00', { type: 'payment', id: 'p', amountCents: 100_000 }]);

  test('a missed instalment is asked less the disputed sum', () => {
    const noted = heard(disputed, plan, [
      '2026-03-12T10:01',
      { type: 'note-left-out', note: `dispute:2026-03-12T10:00:00+01:00`, reason: '' },
    ]);
    expect(nextAt(noted, plan, '2026-03-26T10:00').act).toMatchObject({ do: 'ask-instalment', missingCents: 100_000 });
  });

  test('paid but for the disputed sum it neither asks nor ends; the dispute rejected, the rest is asked', () => {
    const quiet = { ...paid, notes: [], tasks: [] };
    expect(nextAt(quiet, plan, '2026-03-21T10:00').act?.do).not.toMatch(/ask-instalment|end-hold/);
    const rejected = heard(quiet, plan, ['2026-03-22T10:00', { type: 'dispute-resolved', outcome: 'rejected' }]);
    expect(nextAt(rejected, plan, '2026-03-27T10:00').act).toMatchObject({ do: 'ask-instalment', missingCents: 20_000 });
  });

  test('an agreement makes the balance less the contested sum', () => {
    const contested = heard(caseOf(), plan, ['2026-03-05T10:00', { type: 'dispute-opened', amountCents: 20_000 }]);
    const of = (amountCents: number) => ({ type: 'instalments', schedule: [{ on: '2026-03-20', amountCents }] }) as const;
    expect(refusalOf(contested, of(120_000), plan, '2026-03-10')).toContain('doivent faire 1\u202f000,00');
    expect(refusalOf(contested, of(100_000), plan, '2026-03-10')).toBeNull();
  });
});
