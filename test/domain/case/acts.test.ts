import { describe, expect, test } from 'vitest';
import { type ActName, actFaults, actNames, acts, actText, factOf, refusalOf } from '../../../domain/case/acts/index.ts';
import { apply } from '../../../domain/case/apply/apply.ts';
import { isHeard } from '../../../domain/case/facts/hearing.ts';
import { routeNames } from '../../../domain/case/show/french.ts';
import { sentenceOf } from '../../../domain/case/show/sentences.ts';
import { caseOf, decision, handoff, heard, letter, planOf, reminder } from './case-of.ts';

const plan = planOf([reminder('r5', 5), letter, decision, handoff]);
const open = caseOf();
const closed = heard(open, plan, ['2026-03-03T10:00', { type: 'closed', reason: 'closed-by-operator' }]);
const sampleOf = (name: ActName) => acts[name].sample as Readonly<Record<string, unknown>>;

describe.each(actNames)('the act %s', (name) => {
  test('is told in French: what it does, its label, each of its fields', () => {
    const { fields, label, text } = acts[name];
    const told = [text, label, ...Object.values(fields).map((field: { label: string }) => field.label)];
    for (const words of told) expect(words).toMatch(/^[A-ZÉÀ].*\p{L}/u);
    expect(text).toMatch(/\.$/);
    expect(actText(name)).toContain(JSON.stringify(sampleOf(name)));
  });

  test('has a sample that its own fields take, and that a case can hear', () => {
    expect(actFaults(name, sampleOf(name))).toEqual([]);
    expect(actFaults(name, { ...sampleOf(name), requestId: 'r-1', operator: 'Anne' })).toEqual([]);
    const fact = { ...factOf(name, sampleOf(name)), at: '2026-03-10T10:00:00+01:00', actor: 'test' };
    expect(apply(open, fact, plan)).toMatchObject({ id: open.id });
    expect(sentenceOf(fact, 'EUR')).not.toBe('');
  });

  test('names each field at fault: missing, wrong, unknown', () => {
    for (const field of Object.keys(acts[name].fields))
      expect(actFaults(name, { ...sampleOf(name), [field]: Number.NaN })).toMatchObject([{ path: `$.${field}` }]);
    expect(actFaults(name, { ...sampleOf(name), constructor: 1 })).toMatchObject([{ path: '$.constructor' }]);
    expect(actFaults(name, [])).toMatchObject([{ path: '$' }]);
  });

  test('is refused by a closed case with a sentence, unless a closed case hears its fact', () => {
    const fact = factOf(name, sampleOf(name));
    const refusal = refusalOf(closed, fact, plan, '2026-03-10');
    if (isHeard(closed, fact))
      expect([
        'recordPayment',
        'withdrawPayment',
        'recordOptOut',
        'correctContact',
        'recordLetterOutcome',
        'useCredit',
        'refunded',
      ]).toContain(name);
    else expect(refusal).toMatch(name === 'settleUnknownSend' ? /^Aucun envoi au sort inconnu/ : /^Le dossier est clos/);
  });
});

test('what has legal weight needs an approver', () => {
  const approvers = actNames.filter((name) => acts[name].mayAct === 'approver');
  expect(new Set(approvers)).toEqual(
    new Set(['approve', 'claimLateCharges', 'recordDoneBefore', 'recordExternalStep', 'chooseRoute', 'waive']),
  );
});

test('no two acts tell the same fact: a refusal has one owner', () => {
  expect(new Set(actNames.map((name) => acts[name].fact)).size).toBe(actNames.length);
});

describe('what a field does not hold', () => {
  const table: readonly [string, ActName, object, string][] = [
    ['a control character on a line', 'answerDebtor', { text: 'Bonjour,\n\u0007' }, '$.text'],
    ['no line', 'answerDebtor', { text: ' \n\r\n ' }, '$.text'],
    ['a control character', 'close', { reason: 'a\u0000b' }, '$.reason'],
    ['a second line', 'close', { reason: 'réglé\nSolde : 0' }, '$.reason'],
    ['a lone surrogate', 'close', { reason: 'a\ud800' }, '$.reason'],
    ['a mark that turns the reading direction', 'close', { reason: 'a\u202eb' }, '$.reason'],
    ['a control character in what every act may carry', 'resume', { operator: '\u001b[2J' }, '$.operator'],
    ['a control character in an id', 'recordPayment', { id: 'p\u007f', amountCents: 1 }, '$.id'],
    ['blanks', 'close', { reason: ' ' }, '$.reason'],
    ['half a cent', 'recordPayment', { id: 'p', amountCents: 0.5 }, '$.amountCents'],
    ['cents in words', 'recordPayment', { id: 'p', amountCents: '12' }, '$.amountCents'],
    ['a day that does not exist', 'pause', { until: '2026-02-30' }, '$.until'],
    ['a version no database holds', 'changePlan', { plan: 'p', version: 2 ** 31 }, '$.version'],
    ['a choice that is a name of every object', 'chooseRoute', { route: 'constructor' }, '$.route'],
    ['an empty schedule', 'agreeInstalments', { schedule: [] }, '$.schedule'],
    [
      'a part of a schedule',
      'agreeInstalments',
      { schedule: [{ on: '2026-12-05', amountCents: -1 }] },
      '$.schedule[0].amountCents',
    ],
    ['a letter that a person says was posted', 'recordLetterOutcome', { outcome: 'posted', on: '2026-11-20' }, '$.outcome'],
  ];
  test.each(table)('%s', (_what, name, payload, path) => {
    expect(actFaults(name, payload)).toMatchObject([{ path }]);
  });

  test('what came is shown, but not a whole page of it', () => {
    const [fault] = actFaults('close', { reason: 'x'.repeat(5000) });
    expect(fault?.message).toMatch(/^reçu "x{10,99}…/);
  });

  test('emoji, accents and quotes are plain text', () => {
    expect(actFaults('close', { reason: 'réglé 👍🏽 « à l’amiable » — merci' })).toEqual([]);
  });
});

test('the act that chooses a route names every route', () => {
  expect(Object.keys(routeNames).filter((route) => !acts.chooseRoute.text.includes(route))).toEqual([]);
});
