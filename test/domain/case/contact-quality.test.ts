import { describe, expect, test } from 'vitest';
import { factOf } from '../../../domain/case/acts/index.ts';
import type { Case } from '../../../domain/case/case.ts';
import type { InsideFact, OutsideFact } from '../../../domain/case/facts/fact.ts';
import { because } from '../../../domain/case/reason.ts';
import { upcastCase } from '../../../domain/case/upcast.ts';
import { caseOf, heard, nextAt, planOf, reminder, sent, told } from './case-of.ts';

const plan = planOf([reminder('r5', 5), reminder('r15', 15, { channels: ['sms'] })]);
const day = (on: string, fact: OutsideFact): [string, OutsideFact] => [`2026-03-${on}T10:00`, fact];
const correct = (payload: object) => factOf('correctContact', { ...payload });
const bounced = (channel: 'email' | 'sms'): OutsideFact => ({ type: 'message-bounced', channel });
const kinds = (theCase: Case) => theCase.tasks.map(({ kind, channel }) => `${kind} ${channel}`);

describe('what is corrected is corrected, and nothing else', () => {
  test.each([
    [{}, { email: true, mobile: true, post: true }],
    [
      { requestId: 'r', operator: 'key:1' },
      { email: true, mobile: true, post: true },
    ],
    [{ mobile: true }, { mobile: true }],
    [{ email: true }, { email: true }],
    [{ email: false }, { email: false }],
    [{ post: true }, { post: true }],
  ])('the act with %j tells %j', (payload, fields) => {
    expect(correct(payload)).toEqual({ type: 'contact-changed', ...fields });
  });

  test('a mobile that is known not to work stays so when the e-mail is corrected, with its task', () => {
    const back = heard(caseOf(), plan, day('03', bounced('sms')), day('04', bounced('email')));
    expect(kinds(back)).toEqual(['bounce sms', 'bounce email']);
    const corrected = heard(back, plan, day('05', correct({ email: true })));
    expect([corrected.contact, kinds(corrected)]).toMatchObject([{ email: true, mobile: false }, ['bounce sms']]);
  });

  test('a task that is about no address ends with any correction; a wrong number with the number alone', () => {
    const lost = { kind: 'missing-contact', since: '2026-03-03T10:00:00+01:00', context: '' } as const;
    const tasks = [
      { ...lost, key: 'contact:r5' },
      { ...lost, key: 'call:r5', channel: 'call' as const },
      { ...lost, key: 'r5:sms', channel: 'sms' as const },
      { ...lost, key: 'r5:email', channel: 'email' as const },
    ];
    const left = (payload: object) => heard(caseOf({}, { tasks }), plan, day('05', correct(payload))).tasks.map(({ key }) => key);
    expect(left({ email: true })).toEqual(['call:r5', 'r5:sms']);
    expect(left({ mobile: true })).toEqual(['r5:email']);
    expect(left({})).toEqual([]);
  });
});

describe('an opt-out from e-mail', () => {
  const stopped = heard(caseOf(), plan, day('03', { type: 'opt-out', channel: 'email' }));

  test.each([{}, { email: true }, { mobile: true }, { email: true, mobile: true }])(
    'is not undone by a correction %j',
    (payload) => {
      const corrected = heard(stopped, plan, day('04', correct(payload)));
      expect(corrected.contact).toMatchObject({ email: false, emailStopped: true });
      expect(told(nextAt(corrected, plan, '2026-03-09T10:00'))).toContain('leave-channel-out r5 email');
    },
  );

  test('is no bounce: the reason says what he asked for', () => {
    expect(nextAt(stopped, plan, '2026-03-09T10:00').act).toMatchObject({ reason: { code: 'email-stopped' }, task: true });
  });

  test('from SMS leaves the e-mail', () => {
    const silent = heard(caseOf(), plan, day('03', { type: 'opt-out', channel: 'sms' }));
    expect(silent.contact).toEqual({ email: true, mobile: true, smsStopped: true, emailStopped: false });
  });
});

test('a number that is missing is nobody’s task once the e-mail of the same step left, and one where nothing left', () => {
  const both = planOf([reminder('r5', 5), reminder('r15', 15, { channels: ['email', 'sms'] })]);
  const first: [string, InsideFact] = ['2026-03-09T10:00', sent('r5')];
  const second: [string, InsideFact] = ['2026-03-17T10:00', sent('r15')];
  const known = (contact: object) => caseOf({}, { contact: { ...caseOf().contact, ...contact } });
  const written = heard(known({ mobile: false }), both, first, second);
  expect(nextAt(written, both, '2026-03-17T10:01').act).toMatchObject({
    channel: 'sms',
    reason: { code: 'no-mobile' },
    task: false,
  });
  const silent = heard(known({ email: false, mobile: false }), both, first, [
    '2026-03-17T10:00',
    { type: 'channel-left-out', step: 'r15', channel: 'email', reason: because('no-email'), task: false },
  ]);
  expect(nextAt(silent, both, '2026-03-17T10:01').act).toMatchObject({
    channel: 'sms',
    reason: { code: 'no-mobile' },
    task: true,
  });
});

test('a case of an earlier release has refused no e-mail that it does not tell of', () => {
  const { contact, ...rest } = caseOf();
  const { emailStopped: _, ...older } = contact;
  const read = (change: object) => upcastCase(JSON.parse(JSON.stringify({ ...rest, contact: { ...older, ...change } }))).contact;
  expect(read({})).toEqual(contact);
  expect(read({ emailStopped: true, email: false })).toMatchObject({ email: false, emailStopped: true });
});
