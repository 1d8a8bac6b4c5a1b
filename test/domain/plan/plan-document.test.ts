import { describe, expect, test } from 'vitest';
import { BadInput } from '../../../domain/fault.ts';
import { durationMs } from '../../../domain/plan/duration.ts';
import { parsePlan } from '../../../domain/plan/plan-document.ts';
import { planWarnings } from '../../../domain/plan/plan-warnings.ts';
import { planInWords } from '../../../domain/plan/plan-words.ts';
import defaultB2b from '../../../domain/plan/shipped/default-b2b.json' with { type: 'json' };
import { shippedPlans } from '../../../domain/plan/shipped.ts';

type Document = Record<string, unknown>;
const courtesy = {
  id: 'courtesy',
  act: 'message',
  anchor: 'before-due',
  delay: 'P5D',
  channels: ['email'],
  template: 'courtesy-note',
};
const reminder = { id: 'reminder', act: 'message', anchor: 'after-due', delay: 'P5D', channels: ['email'], template: 'reminder' };
const letter = {
  id: 'notice',
  act: 'letter',
  anchor: 'after-previous',
  delay: 'P8D',
  channels: ['registered-letter'],
  template: 'formal-notice',
};
const decision = { id: 'decision', act: 'decision', anchor: 'after-notice-receipt', delay: 'P8D' };
const small: Document = { id: 'small', version: 1, name: 'Petit plan', steps: [reminder] };
const withSteps = (...steps: unknown[]): Document => ({ ...small, steps });
const withStep = (change: Document): Document => withSteps({ ...reminder, ...change });

describe('defaults', () => {
  test('a plan of one step has every default of docs/plans.md', () => {
    expect(parsePlan(small)).toEqual({
      id: 'small',
      version: 1,
      name: 'Petit plan',
      appliesTo: {},
      grouping: 'same-morning',
      gap: 'P1D',
      lateStart: 'walk',
      lateCharges: 'claim',
      staleFeedAfter: 'P3D',
      sending: { days: 'working', email: { from: '08:30', to: '12:00' }, sms: { from: '09:30', to: '12:00' } },
      steps: [{ ...reminder, tone: 'friendly', asks: 'balance', approval: false }],
      promise: { grace: 'P0D' },
      instalments: { grace: 'P5D', notice: 'P8D', lapse: false },
      dispute: { answerWithin: 'P15D' },
    });
  });

  test('sending of a step completes from the plan, that of the plan from the defaults', () => {
    const sms = { from: '10:00', to: '11:00' };
    const plan = parsePlan({ ...withStep({ sending: { days: 'any' } }), sending: { sms } });
    expect(plan.sending).toEqual({ days: 'working', email: { from: '08:30', to: '12:00' }, sms });
    expect(plan.steps[0]?.sending).toEqual({ days: 'any', email: { from: '08:30', to: '12:00' }, sms });
  });

  test('a letter asks for an approval unless the plan says that it does not, which the check and the plan repeat', () => {
    const silent = parsePlan(withSteps(reminder, letter, decision));
    expect(silent.steps[1]).toMatchObject({ act: 'letter', approval: true });
    expect(planWarnings({ ...silent, appliesTo: { kinds: ['business'] } })).toEqual([]);
    const unasked = { ...parsePlan(withSteps(reminder, { ...letter, approval: false }, decision)), gap: 'P6D' };
    expect(planWarnings(unasked)).toEqual(['La lettre notice part sans accord.']);
    expect(planInWords(unasked)).toContain('La lettre notice part sans accord.');
    expect(planInWords(silent).join()).not.toContain('sans accord');
  });

  test('what the document says stands', () => {
    const plan = parsePlan(defaultB2b);
    expect(plan).toMatchObject({ ...defaultB2b, steps: expect.anything() });
    expect(plan.steps[4]).toMatchObject({ approval: true, tone: 'friendly', conditions: { minimumBalance: { EUR: 5000 } } });
  });

  test('a plan read again is the same plan', () => {
    for (const plan of shippedPlans) expect(parsePlan(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
  });
});

const refused: readonly [string, unknown, string, string][] = [
  ['no object', 'default-b2b', '$', 'got "default-b2b", expected an object'],
  ['an unknown field', { ...small, delays: 3 }, '$.delays', 'unknown field'],
  ['an unknown field of a step', withStep({ chanel: 'sms' }), '$.steps[0].chanel', 'unknown field'],
  ['no version', { ...small, version: undefined }, '$.version', 'missing'],
  ['version 0', { ...small, version: 0 }, '$.version', 'got 0'],
  ['no step', withSteps(), '$.steps', 'at least 1 items'],
  ['an unknown act', withStep({ act: 'call' }), '$.steps[0].act', 'got "call", expected one of "message"'],
  [
    'an unknown template',
    withStep({ template: 'rappel' }),
    '$.steps[0].template',
    'got "rappel", expected one of "courtesy-note"',
  ],
  ['an unknown anchor', withStep({ anchor: 'on-due' }), '$.steps[0].anchor', 'got "on-due"'],
  ['an unknown tone', withStep({ tone: 'rude' }), '$.steps[0].tone', 'got "rude"'],
  ['an id with a space', withStep({ id: 'le rappel' }), '$.steps[0].id', '1 to 100 characters'],
  ['two steps of one id', withSteps(courtesy, { ...reminder, id: 'courtesy' }), '$.steps[1].id', 'got "courtesy"'],
  ['a negative delay', withStep({ delay: '-P5D' }), '$.steps[0].delay', 'not negative'],
  ['a negative part', withStep({ delay: 'P-5D' }), '$.steps[0].delay', 'not negative'],
  ['a delay in words', withStep({ delay: '5 days' }), '$.steps[0].delay', 'ISO 8601'],
  ['a delay without a number', withStep({ delay: 'P' }), '$.steps[0].delay', 'ISO 8601'],
  ['a delay as a number', withStep({ delay: 5 }), '$.steps[0].delay', 'got 5, expected a text'],
  ['a delay equal to the one above', withSteps(reminder, { ...reminder, id: 'b' }), '$.steps[1].delay', 'later'],
  ['a delay before the one above', withSteps(reminder, { ...reminder, id: 'b', delay: 'P4D' }), '$.steps[1].delay', 'later'],
  [
    'before-due going away from the due date',
    withSteps(courtesy, { ...courtesy, id: 'b', delay: 'P9D' }),
    '$.steps[1].delay',
    'later',
  ],
  ['before-due under after-due', withSteps(reminder, courtesy), '$.steps[1].delay', 'later'],
  [
    'after-due under a longer one across another anchor',
    withSteps(reminder, { ...reminder, id: 'b', anchor: 'after-previous' }, { ...reminder, id: 'c', delay: 'P1D' }),
    '$.steps[2].delay',
    'later',
  ],
  [
    'after-entry not later',
    withSteps({ ...reminder, anchor: 'after-entry' }, { ...reminder, id: 'b', anchor: 'after-entry' }),
    '$.steps[1].delay',
    'later',
  ],
  ['after-previous first', withStep({ anchor: 'after-previous' }), '$.steps[0].anchor', 'no step is above'],
  ['after-notice-receipt without a letter', withSteps(reminder, decision), '$.steps[1].anchor', 'no letter is above'],
  ['a letter that grants no deadline', withSteps(reminder, letter), '$.steps[1]', 'after-notice-receipt'],
  [
    'a letter with its deadline above it',
    withSteps(reminder, letter, decision, { ...letter, id: 'again' }),
    '$.steps[3]',
    'after-notice-receipt',
  ],
  ['a letter by SMS', withSteps(reminder, { ...letter, channels: ['sms'] }, decision), '$.steps[1].channels[0]', 'got "sms"'],
  ['a letter by e-mail alone', withSteps(reminder, { ...letter, channels: ['email'] }, decision), '$.steps[1].channels', 'copy'],
  [
    'a copy before the act of a commissaire',
    withSteps(reminder, { ...letter, channels: ['email', 'commissaire-de-justice'] }, decision),
    '$.steps[1].channels',
    'before it there is nothing to copy',
  ],
  ['a message by letter', withStep({ channels: ['registered-letter'] }), '$.steps[0].channels[0]', 'got "registered-letter"'],
  ['a message by nothing', withStep({ channels: [] }), '$.steps[0].channels', 'at least 1'],
  ['a channel twice', withStep({ channels: ['email', 'email'] }), '$.steps[0].channels', 'each channel once'],
  [
    'payWithin on a letter',
    withSteps(reminder, { ...letter, payWithin: 'P8D' }, decision),
    '$.steps[1].payWithin',
    'unknown field',
  ],
  ['payWithin of nothing', withStep({ payWithin: 'P0D' }), '$.steps[0].payWithin', 'longer than nothing'],
  [
    'a template on a decision',
    withSteps(reminder, letter, { ...decision, template: 'reminder' }),
    '$.steps[2].template',
    'unknown field',
  ],
  ['approval in words', withStep({ approval: 'yes' }), '$.steps[0].approval', 'true or false'],
  [
    'a condition in euros',
    withStep({ conditions: { minimumBalance: { EUR: 12.5 } } }),
    '$.steps[0].conditions.minimumBalance.EUR',
    'got 12.5',
  ],
  ['an unknown kind', { ...small, appliesTo: { kinds: ['firm'] } }, '$.appliesTo.kinds[0]', 'got "firm"'],
  ['a negative threshold', { ...small, thresholds: { EUR: -1 } }, '$.thresholds.EUR', 'got -1'],
  ['a currency in words', { ...small, thresholds: { euro: 1 } }, '$.thresholds.euro', 'ISO 4217'],
  ['a cap without its period', { ...small, contactCap: { contacts: 2 } }, '$.contactCap.per', 'missing'],
  ['a cap of nothing', { ...small, contactCap: { contacts: 0, per: 'P7D' } }, '$.contactCap.contacts', 'got 0'],
  [
    'a window that ends before it begins',
    { ...small, sending: { email: { from: '12:00', to: '08:00' } } },
    '$.sending.email',
    '`from` is before',
  ],
  ['a window at 25:00', { ...small, sending: { sms: { from: '09:00', to: '25:00' } } }, '$.sending.sms.to', 'HH:MM'],
  [
    'an unknown step for a broken promise',
    { ...small, promise: { broken: 'reminder-30' } },
    '$.promise.broken',
    'got "reminder-30"',
  ],
  [
    'a decision for a broken promise',
    { ...withSteps(reminder, letter, decision), promise: { broken: 'decision' } },
    '$.promise.broken',
    'message step',
  ],
  ['an unknown late start', { ...small, lateStart: 'jump' }, '$.lateStart', 'one of "walk", "step-of-age"'],
];

describe('refusals name the path, what came and what is expected', () => {
  test.each(refused)('%s', (_, document, path, message) => {
    const [fault] = faultsOf(document);
    expect(fault).toMatchObject({ path, message: expect.stringContaining(message) });
  });

  test('every fault at once', () => {
    const faults = faultsOf({ ...small, gap: 'x', lateCharges: 'both', extra: 1 });
    expect(faults.map((fault) => fault.path).sort()).toEqual(['$.extra', '$.gap', '$.lateCharges']);
  });

  test('a window to 24:00 and a delay of seconds are fine', () => {
    expect(
      parsePlan({ ...withStep({ delay: 'PT4S' }), sending: { email: { from: '00:00', to: '24:00' } } }).steps[0]?.delay,
    ).toBe('PT4S');
  });
});

describe('shipped plans', () => {
  test('every kind of debtor has one', () => {
    expect(shippedPlans.map((plan) => plan.id).sort()).toEqual([
      'consumer',
      'default-b2b',
      'demo',
      'new-customer',
      'public-body',
      'regular-late-payer',
      'strategic-customer',
    ]);
  });

  test.each(shippedPlans.map((plan) => [plan.id, plan] as const))(
    '%s: every letter waits for a human, then decision and handoff',
    (_, plan) => {
      const acts = plan.steps.map((step) => step.act);
      expect(acts.slice(-3)).toEqual(['letter', 'decision', 'handoff']);
      expect(plan.steps.filter((step) => step.act === 'letter').every((step) => step.approval)).toBe(true);
    },
  );

  test('the whole demo ladder takes less than a minute', () => {
    const demo = shippedPlans.find((plan) => plan.id === 'demo');
    const total = (demo?.steps ?? []).reduce((sum, step) => sum + durationMs(step.delay), 0);
    expect(total).toBeGreaterThan(20_000);
    expect(total).toBeLessThan(60_000);
  });

  test('no shipped plan for consumers is warned about, a tight one is', () => {
    const consumer = shippedPlans.find((plan) => plan.id === 'consumer');
    expect(consumer && planWarnings(consumer)).toEqual([]);
    const tight = parsePlan({ ...withStep({ channels: ['email', 'sms', 'call'] }), appliesTo: { kinds: ['consumer'] } });
    expect(planWarnings(tight)).toEqual([expect.stringContaining('trois jours ouvrés'), expect.stringContaining('deux canaux')]);
    expect(planWarnings({ ...tight, appliesTo: { kinds: ['business'] } })).toEqual([]);
  });
});

function faultsOf(document: unknown) {
  try {
    parsePlan(document);
  } catch (error) {
    if (error instanceof BadInput) return error.faults;
    throw error;
  }
  throw new Error('accepted');
}
