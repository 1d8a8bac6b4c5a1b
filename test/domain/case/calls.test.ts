import { describe, expect, test } from 'vitest';
import { instantAt } from '../../../domain/calendar/clock.ts';
import { refusalOf } from '../../../domain/case/acts/index.ts';
import type { Case } from '../../../domain/case/case.ts';
import type { Fact, InsideFact, OutsideFact } from '../../../domain/case/facts/fact.ts';
import { callScript } from '../../../domain/case/show/call-script.ts';
import { sentenceOf } from '../../../domain/case/show/sentences.ts';
import { caseOf, heard, nextAt, planOf, reminder, sent, told as whatComes } from './case-of.ts';

const plan = planOf([reminder('r5', 5, { channels: ['call'] }), reminder('r15', 15, { channels: ['call'] })]);
const called = heard(caseOf(), plan, ['2026-03-09T10:00', { type: 'call-due', step: 'r5' }]);
const noAnswer: OutsideFact = { type: 'call-result', outcome: 'no-answer' };
const tomorrow = (theCase: Case, ...facts: (OutsideFact | InsideFact)[]) =>
  heard(theCase, plan, ...facts.map((fact, index): [string, typeof fact] => [`2026-03-1${index}T10:00`, fact]));
const shown = ({ tasks }: Case) => tasks.map(({ kind, key }) => `${kind} ${key}`);

describe('what a call comes to', () => {
  test('nobody answers: called again, three times in all, then the ladder goes on alone', () => {
    expect(shown(called)).toEqual(['call r5']);
    const again = tomorrow(called, noAnswer);
    expect(again.tasks).toMatchObject([{ kind: 'call', key: 'r5:2', dueOn: '2026-03-11' }]);
    expect(again.tasks[0]?.context).toContain('essai 1 sur 3');
    expect(shown(tomorrow(called, noAnswer, noAnswer))).toEqual(['call r5:3']);
    expect(shown(tomorrow(called, noAnswer, noAnswer, noAnswer))).toEqual([]);
  });

  test('a wrong number: the contact is a person’s, until it was corrected', () => {
    const wrong = tomorrow(called, { type: 'call-result', outcome: 'wrong-number' });
    expect(shown(wrong)).toEqual(['missing-contact call:r5']);
    expect(shown(tomorrow(wrong, { type: 'contact-changed', mobile: true }))).toEqual([]);
  });

  const settling: readonly [string, OutsideFact][] = [
    ['a promise', { type: 'promise', amountCents: 1_000, on: '2026-04-01' }],
    ['a dispute', { type: 'dispute-opened' }],
    ['a schedule', { type: 'instalments', schedule: [{ on: '2026-04-01', amountCents: 120_000 }] }],
  ];
  test.each(settling)('%s is a result of the call: it ends', (_what, fact) => {
    expect(shown(tomorrow(called, fact))).toEqual([]);
  });

  test('two calls of one case: the step names the one that is meant', () => {
    const both = heard(called, plan, ['2026-03-17T10:00', { type: 'call-due', step: 'r15' }]);
    expect(shown(tomorrow(both, { ...noAnswer, step: 'r15' }))).toEqual(['call r5', 'call r15:2']);
  });

  test('another person is to be written to: that is a task; reached without more, the call is over', () => {
    const other = tomorrow(called, { type: 'call-result', outcome: 'other-contact', spoken: 'never-received' });
    expect(shown(other)).toEqual(['missing-contact contact:r5']);
    expect(shown(tomorrow(called, { type: 'call-result', outcome: 'no-commitment' }))).toEqual([]);
  });

  test('a result of no call is refused; told all the same, it changes nothing', () => {
    expect(refusalOf(caseOf(), noAnswer, plan, '2026-03-10')).toBe('Aucun appel n’attend de résultat.');
    expect(refusalOf(called, { ...noAnswer, step: 'r15' }, plan, '2026-03-10')).toContain('l’étape «\u00a0relance\u00a0»');
    expect(refusalOf(called, noAnswer, plan, '2026-03-10')).toBeNull();
    expect(tomorrow(caseOf(), noAnswer)).toEqual(caseOf());
  });
});

describe('what was said by word of mouth', () => {
  const afternoon = '2026-03-10T15:30';
  const promise: OutsideFact = { type: 'promise', amountCents: 1_000, on: '2026-04-01' };
  const told = (fact: OutsideFact, at = afternoon) => heard(called, plan, [at, fact]);
  const noteAt = (theCase: Case) => instantAt(nextAt(theCase, plan, '2026-03-10T15:31').atMs ?? 0).slice(0, 16);

  const confirmed: readonly [string, OutsideFact][] = [
    ['a promise', promise],
    ['a schedule', { type: 'instalments', schedule: [{ on: '2026-04-01', amountCents: 120_000 }] }],
    ['a dispute', { type: 'dispute-opened' }],
  ];
  test.each(confirmed)(
    '%s is confirmed in writing the same day, whatever the hour; told otherwise, in the next morning',
    (_what, fact) => {
      expect(noteAt(told(fact))).toBe('2026-03-11T08:30');
      expect(noteAt(told({ ...fact, spoken: 'signatory-away' } as OutsideFact))).toBe('2026-03-10T15:31');
    },
  );

  test('the day of a talk is a contact: the next message keeps its gap and the cap counts it', () => {
    const ladder = planOf([reminder('r5', 5), reminder('r8', 8)], { gap: 'P4D' });
    const left = heard(caseOf(), ladder, ['2026-03-09T09:00', sent('r5')]);
    expect(whatComes(nextAt(left, ladder, '2026-03-09T10:00'))).toBe('send r8 email 2026-03-13');
    const talked = (fact: OutsideFact) => ({ ...heard(left, ladder, ['2026-03-12T11:00', fact]), notes: [] });
    const planned = heard(left, ladder, ['2026-03-12T10:00', { type: 'visit-planned', on: '2026-03-12', who: 'Anne' }]);
    const visited = (outcome: 'met' | 'absent') =>
      heard(planned, ladder, ['2026-03-12T11:00', { type: 'visit-result', on: '2026-03-12', outcome, report: 'vu le gérant' }]);
    expect(whatComes(nextAt(visited('met'), ladder, '2026-03-12T12:00'))).toBe('send r8 email 2026-03-16');
    expect(whatComes(nextAt(visited('absent'), ladder, '2026-03-12T12:00'))).toBe('send r8 email 2026-03-13');
    const capped = planOf([reminder('r5', 5), reminder('r8', 8)], { gap: 'P1D', contactCap: { contacts: 2, per: 'P7D' } });
    const part: OutsideFact = { type: 'dispute-opened', amountCents: 100 };
    expect(whatComes(nextAt(talked(part), capped, '2026-03-12T12:00'))).toBe('send r8 email 2026-03-13');
    expect(whatComes(nextAt(talked({ ...part, spoken: 'dispute' }), capped, '2026-03-12T12:00'))).toBe(
      'send r8 email 2026-03-16',
    );
  });

  test('nobody reached is no contact', () => {
    expect(tomorrow(called, noAnswer).talks).toBeUndefined();
    expect(tomorrow(called, { type: 'call-result', outcome: 'no-commitment' }).talks).toMatchObject([{ step: 'r5' }]);
  });
});

describe('a visit', () => {
  const planned: OutsideFact = { type: 'visit-planned', on: '2026-03-12', who: 'Anne' };
  const result: OutsideFact = { type: 'visit-result', on: '2026-03-12', outcome: 'met', report: 'vu le gérant' };

  test('is a task with its rules, until its report is written', () => {
    const waiting = tomorrow(caseOf(), planned);
    expect(waiting.tasks).toMatchObject([
      { kind: 'visit', context: expect.stringContaining('ne rien dire ni laisser à un tiers') },
    ]);
    expect(shown(tomorrow(waiting, result))).toEqual([]);
    expect(sentenceOf({ ...result, spoken: 'forgot', at: '2026-03-12T10:00:00+01:00', actor: 'key:1' }, 'EUR')).toBe(
      'Visite du 12 mars 2026\u00a0: rencontré, de vive voix\u00a0: il l’a oubliée\u00a0; vu le gérant',
    );
  });

  test('is not planned while nothing may be asked, nor on a day that is over; no report without one', () => {
    const disputed = tomorrow(caseOf(), { type: 'dispute-opened' });
    expect(refusalOf(disputed, planned, plan, '2026-03-10')).toContain('Rien n’est demandé');
    expect(refusalOf(caseOf(), planned, plan, '2026-03-13')).toContain('déjà passé');
    expect(refusalOf(caseOf(), planned, plan, '2026-03-10')).toBeNull();
    expect(refusalOf(caseOf(), result, plan, '2026-03-13')).toContain('Aucune visite n’est prévue');
  });
});

test('the script says who, what, how much, what happened and what to obtain, and knows a word that was broken', () => {
  const at = { at: '2026-03-09T10:00:00+01:00', actor: 'case' };
  const scriptOf = (theCase: typeof called, ...lately: Fact[]) =>
    callScript({
      theCase,
      plan,
      creditorName: 'Atelier Lemoine',
      debtorName: 'Menuiserie Aubert',
      mobile: null,
      phone: '+33478000005',
      overdue: { invoices: 3, cents: 250_000 },
      lately,
      today: '2026-03-10',
    });
  const script = (...lately: Fact[]) => scriptOf(called, ...lately);
  expect(script().who).toEqual({ name: 'Menuiserie Aubert', mobile: null, phone: '+33478000005' });
  expect(script().opening).toBe(
    'Bonjour, je vous appelle pour Atelier Lemoine. Est-ce bien vous qui suivez les règlements chez Menuiserie Aubert\u00a0? – Puis, à cette personne seule\u00a0: c’est au sujet de la facture F-1 de 1\u202f200,00\u00a0€, échue depuis 8 jours.',
  );
  const person = scriptOf({ ...called, debtor: { ...called.debtor, kind: 'consumer' } });
  expect(person.opening).toContain('Suis-je bien en ligne avec Menuiserie Aubert\u00a0? – Puis');
  expect(script().sums).toEqual([
    '1\u202f200,00\u00a0€ à demander pour cette facture',
    '2\u202f500,00\u00a0€ échus en tout, sur 3 factures',
  ]);
  const broken = script({ type: 'promise-broken', promisedCents: 1_000, paidCents: 0, ...at }, { type: 'approve', ...at });
  expect(broken.history).toEqual(['09/03/2026\u00a0: Promesse non tenue\u00a0: 0,00\u00a0€ reçu sur 10,00\u00a0€']);
  expect(broken.obtain[0]).toContain('une parole n’a pas été tenue');
  expect(script().causes.map(({ cause, act }) => `${cause} ${act}`)).toEqual([
    'forgot recordPromise',
    'never-received recordCallResult',
    'signatory-away recordPromise',
    'wrong-invoice openDispute',
    'dispute openDispute',
    'difficulty agreeInstalments',
  ]);
});
