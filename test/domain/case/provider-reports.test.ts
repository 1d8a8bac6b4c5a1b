import { describe, expect, test } from 'vitest';
import { apply } from '../../../domain/case/apply/apply.ts';
import { type Case, type NoticeOutcome, openCase, recordOf } from '../../../domain/case/case.ts';
import type { Fact } from '../../../domain/case/facts/fact.ts';
import { reached } from '../../../domain/case/reached.ts';
import type { Plan } from '../../../domain/plan/plan.ts';
import { shippedPlans } from '../../../domain/plan/shipped.ts';
import { openingOf } from '../../support/parties.ts';

const plan = shippedPlans.find(({ id }) => id === 'default-b2b') as Plan;
const told = { at: '2026-11-20T10:00:00+01:00', actor: 'test' };
const opened = openCase(openingOf('2026-11-01', -20), '2026-11-01T09:00:00+01:00');
const caseAfter = (facts: readonly object[], from: Case = opened) =>
  facts.reduce<Case>((theCase, fact) => apply(theCase, { ...told, ...fact } as Fact, plan), from);

describe('a report about a send in doubt', () => {
  const doubt = { type: 'send-unknown', step: 'reminder-15', channel: 'email', reason: 'réponse perdue' };
  const about = { channel: 'email', step: 'reminder-15', sequence: 1, message: 'm' };
  const reports: [name: string, report: object, settles: boolean][] = [
    ['taken', { type: 'message-taken', ...about }, true],
    ['delivered', { type: 'message-delivered', ...about }, true],
    ['bounced', { type: 'message-bounced', ...about }, true],
    ['a complaint', { type: 'opt-out', ...about }, true],
    ['of another channel', { type: 'message-delivered', ...about, channel: 'sms' }, false],
    ['of another step', { type: 'message-delivered', ...about, step: 'reminder-5' }, false],
    ['of another try', { type: 'message-delivered', ...about, sequence: 2 }, false],
    ['that names no step', { type: 'message-delivered', channel: 'email' }, false],
  ];
  test.each(reports)('%s', (_name, report, settles) => {
    const settled = caseAfter([doubt, report]);
    expect(settled.tasks.some(({ kind }) => kind === 'unknown-send')).toBe(!settles);
    expect(recordOf(settled, 'reminder-15')?.state).toBe(settles ? 'leaving' : 'unknown');
    expect(recordOf(settled, 'reminder-15')?.done).toEqual(settles ? ['email'] : []);
  });

  test('when nothing was in doubt changes no step', () => {
    const report = { type: 'message-delivered', ...about };
    expect(caseAfter([report]).steps).toEqual([]);
  });

  test('a bounce settles the doubt and makes the address unusable', () => {
    expect(caseAfter([doubt, { type: 'message-bounced', ...about }]).contact).toMatchObject({ email: false, mobile: true });
  });
});

describe('what came back is recalled to nobody', () => {
  const left = [
    { message: 'm5', step: 'reminder-5', channel: 'email', at: '2026-11-06T09:00:00+01:00' },
    { message: 'm15', step: 'reminder-15', channel: 'email', at: '2026-11-16T09:00:00+01:00' },
    { message: 's15', step: 'reminder-15', channel: 'sms', at: '2026-11-16T10:00:00+01:00' },
    { message: 'l46', step: 'formal-notice', channel: 'registered-letter', at: '2026-11-18T09:00:00+01:00' },
  ] as const;
  const bounced = { type: 'message-bounced', channel: 'email' };
  const dropped = { type: 'opt-out', channel: 'sms', message: 's15' };
  const lost = { type: 'notice-event', outcome: 'unknown-address', on: '2026-11-20' };
  const notice = { type: 'sent', step: 'formal-notice', channel: 'registered-letter', template: 'formal-notice', askedCents: 1 };
  test.each([
    ['nothing came back', [], 'm5 m15 s15 l46'],
    ['the message that is named', [{ ...bounced, message: 'm5' }], 'm15 s15 l46'],
    ['the last one, when none is named', [bounced], 'm5 s15 l46'],
    ['told twice of an address', [bounced, { ...bounced, at: '2026-11-21T10:00:00+01:00' }], 'm5 s15 l46'],
    ['refused at once, before it left', [{ ...bounced, step: 'reminder-30' }], 'm5 m15 s15 l46'],
    ['told before the last one left', [{ ...bounced, at: '2026-11-10T10:00:00+01:00' }], 'm15 s15 l46'],
    ['not delivered to one who had said stop', [{ ...dropped, undelivered: true }], 'm5 m15 l46'],
    ['read by one who then says stop', [dropped], 'm5 m15 s15 l46'],
    ['a letter to an address where nobody is', [notice, lost], 'm5 m15 s15'],
  ])('%s', (_what, facts, rest) => {
    const told = reached(caseAfter(facts), left).map(({ message }) => message);
    expect(told.join(' ')).toBe(rest);
  });

  test('the letter that left once more is the one that may have reached him', () => {
    const [, , , first] = left;
    const both = [...left, { ...first, message: 'l60', at: '2026-12-02T09:00:00+01:00' }];
    const told = reached(caseAfter([notice, lost, { ...notice, at: '2026-12-02T09:00:00+01:00' }]), both);
    expect(told.map(({ message }) => message).join(' ')).toBe('m5 m15 s15 l60');
  });
});

describe('news of a registered letter, in any order', () => {
  const sent = { type: 'sent', step: 'formal-notice', channel: 'registered-letter', template: 'formal-notice', askedCents: 1 };
  const event = (outcome: NoticeOutcome, on: string) => ({ type: 'notice-event', outcome, on });
  const stories: [name: string, events: readonly object[], outcome: NoticeOutcome, effectiveOn: string | null, human: boolean][] =
    [
      ['posted', [event('posted', '2026-11-20')], 'posted', null, false],
      ['notice left', [event('notice-left', '2026-11-22')], 'notice-left', null, false],
      ['received', [event('received', '2026-11-23')], 'received', '2026-11-23', false],
      ['unclaimed', [event('notice-left', '2026-11-22'), event('unclaimed', '2026-11-22')], 'unclaimed', '2026-11-22', false],
      ['refused', [event('refused', '2026-11-23')], 'refused', '2026-11-23', false],
      ['unknown address', [event('unknown-address', '2026-11-25')], 'unknown-address', null, true],
      [
        'posted told after a notice',
        [event('notice-left', '2026-11-22'), event('posted', '2026-11-20')],
        'notice-left',
        null,
        false,
      ],
      [
        'a notice told after the signature',
        [event('received', '2026-11-23'), event('notice-left', '2026-11-22')],
        'received',
        '2026-11-23',
        false,
      ],
      [
        'the receipt scanned later',
        [event('received', '2026-11-23'), event('received', '2026-12-02')],
        'received',
        '2026-11-23',
        false,
      ],
      [
        'returned after it took effect',
        [event('unclaimed', '2026-11-22'), event('unknown-address', '2026-12-10')],
        'unclaimed',
        '2026-11-22',
        false,
      ],
      [
        'found after all',
        [event('unknown-address', '2026-11-23'), event('received', '2026-11-26')],
        'received',
        '2026-11-26',
        true,
      ],
    ];
  test.each(stories)('%s', (_name, events, outcome, effectiveOn, human) => {
    const theCase = caseAfter([sent, ...events]);
    expect(theCase.notice).toMatchObject({ outcome, effectiveOn });
    expect(theCase.tasks.some(({ kind }) => kind === 'notice')).toBe(human);
  });
});
