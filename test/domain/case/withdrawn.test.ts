import { describe, expect, test } from 'vitest';
import { factOf, refusalOf } from '../../../domain/case/acts/index.ts';
import { offeredActs } from '../../../domain/case/acts/offered.ts';
import { balanceCents } from '../../../domain/case/balance.ts';
import type { Case } from '../../../domain/case/case.ts';
import type { InsideFact, OutsideFact } from '../../../domain/case/facts/fact.ts';
import { reopening } from '../../../domain/case/facts/hearing.ts';
import { sentenceOf } from '../../../domain/case/show/sentences.ts';
import { caseOf, decision, handoff, heard, letter, nextAt, planOf, reminder, sent, told } from './case-of.ts';

const plan = planOf([reminder('r5', 5), letter, decision, handoff]);
const TODAY = '2026-03-20';
const typed: OutsideFact = { type: 'payment', id: 'chq-1', amountCents: 99_999_900, on: '2026-03-09' };
const banked: OutsideFact = { type: 'payment', id: 'e1#1', entry: 'e1', amountCents: 100, on: '2026-03-09' };
const passed: OutsideFact = { type: 'payment', id: 'credit:i2:1', creditOf: 'i2', amountCents: 100, on: '2026-03-09' };
const withdrawn: OutsideFact = { type: 'payment-withdrawn', payment: 'chq-1', reason: 'montant mal saisi' };
const at = (...facts: readonly (OutsideFact | InsideFact)[]): Case =>
  heard(
    caseOf(),
    plan,
    ...facts.map((fact, index) => [`2026-03-09T1${index}:00`, fact] as const).map((pair) => [...pair] as [string, OutsideFact]),
  );
const refused = (theCase: Case, payment: string) =>
  refusalOf(theCase, factOf('withdrawPayment', { payment, reason: 'erreur' }), plan, TODAY);

describe('a payment that a person typed by mistake is withdrawn', () => {
  test('it counts no more, and what is owed is asked again', () => {
    const paid = at(typed);
    expect(balanceCents(paid)).toBeLessThan(0);
    expect(refused(paid, 'chq-1')).toBeNull();
    const back = at(typed, withdrawn);
    expect(balanceCents(back)).toBe(120_000);
    expect(sentenceOf({ ...withdrawn, at: `${TODAY}T10:00:00+01:00`, actor: 'anne' }, 'EUR')).toBe(
      'Paiement saisi par erreur, annulé\u00a0: montant mal saisi',
    );
  });

  test('the case that it closed opens again', () => {
    const closed = at(typed, { type: 'closed', reason: 'paid' });
    expect(refused(closed, 'chq-1')).toBeNull();
    expect(reopening(closed, withdrawn)).toBe('un paiement saisi par erreur a été annulé');
  });

  test('a credit that it made is asked of nobody any more; what another payment makes is told anew', () => {
    const told = (key: string): InsideFact => ({
      type: 'task-raised',
      task: 'credit',
      key,
      context: 'Trop-perçu',
      chargesCents: 0,
    });
    expect(at(typed, told('1')).tasks).toMatchObject([{ kind: 'credit' }]);
    expect(at(typed, told('1'), withdrawn).tasks).toEqual([]);
    const twice = at({ ...typed, id: 'chq-0', amountCents: 125_000 }, told('1'), typed, told('2'), withdrawn);
    expect(twice.tasks).toEqual([]);
    expect(nextAt(twice, plan, '2026-03-10T09:00').act).toMatchObject({
      do: 'raise-task',
      kind: 'credit',
    });
  });

  test('its receipt does not leave, and nobody is told of it', () => {
    const back = at(typed, withdrawn);
    expect(told(nextAt(back, plan, '2026-03-10T09:00'))).toMatch(/^leave-note-out/);
    expect(back.payments).toMatchObject([{ id: 'chq-1', reversed: true, unsaid: true }]);
    expect(back.notes.some(({ template }) => template === 'corrective')).toBe(false);
  });

  test('after a formal notice, a receipt that left is corrected', () => {
    const [note] = at(typed).notes;
    const thanked = at(sent('letter', 'registered-letter'), typed, {
      ...sent('letter'),
      step: null,
      note: note?.key ?? '',
      template: 'payment-thanks',
    } as InsideFact);
    const back = heard(thanked, plan, ['2026-03-12T10:00', withdrawn]);
    expect(back.notes.map(({ template }) => template)).toContain('corrective');
    expect(back.payments).not.toMatchObject([{ unsaid: true }]);
  });
});

test.each<[string, Case, string, RegExp]>([
  ['money of a bank entry', at(banked), 'e1#1', /écriture bancaire.*Rapprochement/],
  ['money of a bank entry, beside one that was typed', at(typed, banked), 'e1#1', /écriture bancaire.*Rapprochement/],
  ['the credit of another invoice', at(passed), 'credit:i2:1', /crédit d’une autre facture/],
  [
    'what was paid before the taking over',
    { ...caseOf(), payments: [{ id: 'enrolment', amountCents: 5, on: '2026-01-01', reversed: false }] },
    'enrolment',
    /reprise/,
  ],
  ['one that was withdrawn already', at(typed, withdrawn), 'chq-1', /ne compte déjà plus/],
  ['one that nobody knows', at(typed), 'zz', /n’est pas connu/],
  ['none', caseOf(), 'zz', /^Aucun paiement saisi à la main/],
])('refused: %s', (_what, theCase, payment, sentence) => {
  expect(refused(theCase, payment)).toMatch(sentence);
});

test('it is offered where a typed payment counts, and only there', () => {
  const offered = (theCase: Case) => offeredActs(theCase, plan, TODAY).find(({ act }) => act === 'withdrawPayment')?.refusal;
  expect(offered(at(typed))).toBeNull();
  expect(offered(at(banked))).toMatch(/^Aucun paiement saisi/);
  expect(offered(at(typed, { type: 'closed', reason: 'paid' }))).toBeNull();
});

test('what is typed again after it needs a reference of its own: the old one would be heard as known', () => {
  const again = (id: string) =>
    refusalOf(at(typed, withdrawn), factOf('recordPayment', { id, amountCents: 99_999_900 }), plan, TODAY);
  expect(again('chq-1')).toMatch(/ne compte plus\u00a0: le saisir sous une autre référence/);
  expect(again('chq-2')).toBeNull();
});
