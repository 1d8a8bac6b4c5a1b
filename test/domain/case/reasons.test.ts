import { describe, expect, test } from 'vitest';
import { because, type Reason } from '../../../domain/case/reason.ts';
import { actorName, actorsNamed } from '../../../domain/case/show/actors.ts';
import { sumWith } from '../../../domain/case/show/french.ts';
import { said } from '../../../domain/case/show/reasons.ts';
import { sentenceOf } from '../../../domain/case/show/sentences.ts';
import { viewOf } from '../../../domain/case/view.ts';
import { caseOf, heard, nextAt, planOf, reminder } from './case-of.ts';

const plan = planOf([reminder('r5', 5)]);
const at = '2026-03-09T09:00:00+01:00';

describe('why the planner decides is a code with its data, which people read in French', () => {
  const telling: readonly [Reason, string][] = [
    [because('awaiting-approval'), 'en attente de votre accord'],
    [{ code: 'held', hold: 'dispute' }, 'litige en cours'],
    [{ code: 'delayed', plannedOn: '2026-05-01', by: 'closed-day' }, 'prévue le 1er mai 2026\u00a0; jour non ouvré'],
    [{ code: 'less-is-owed', cents: 120_00, currency: 'EUR' }, 'il ne reste que 120,00\u00a0€'],
    [
      { code: 'silent-letter', postedOn: '2026-10-10' },
      'Pas de nouvelle de la lettre recommandée postée le 10 octobre 2026\u00a0: saisir l’avis de réception.',
    ],
    [{ code: 'silent-letter' }, 'Pas de nouvelle de la lettre recommandée\u00a0: saisir l’avis de réception.'],
    [{ code: 'limitation', on: '2031-03-02', days: 30 }, 'Prescription le 2 mars 2031\u00a0: 30 jours pour agir.'],
    [{ code: 'limitation', on: '2031-03-02', days: 1 }, 'Prescription le 2 mars 2031\u00a0: 1 jour pour agir.'],
  ];
  test.each(telling)('%j', (reason, french) => expect(said(reason)).toBe(french));

  test.each([
    [199, '1,99\u00a0€ déjà payé'],
    [200, '2,00\u00a0€ déjà payés'],
  ])('a sum of %s cents agrees in number with what is said of it', (cents, said) =>
    expect(sumWith(cents, 'EUR', 'déjà payé')).toBe(said),
  );

  test.each([
    ['case', 'Exigible'],
    ['key:3', 'clé n°\u00a03'],
    ['person:2', 'personne n°\u00a02'],
    ['Jeanne (key:3)', 'Jeanne (clé n°\u00a03)'],
    ['debtor:7', 'débiteur'],
  ])('%s, who told it, is called %s', (actor, called) => expect(actorName(actor)).toBe(called));

  test('who is named in a sentence is called so there, by his name where it is known', () => {
    const said = 'mise hors factures par person:2 le 3/11/2026, remise par key:14';
    expect(actorsNamed(said)).toBe('mise hors factures par personne n°\u00a02 le 3/11/2026, remise par clé n°\u00a014');
    expect(actorsNamed(said, { 'person:2': 'Anne' })).toBe('mise hors factures par Anne le 3/11/2026, remise par clé n°\u00a014');
  });

  test('evidence keeps the code, and its line says it', () => {
    const silent = heard(caseOf({}, { contact: { email: false, mobile: false, smsStopped: false, emailStopped: false } }), plan);
    const { act, why } = nextAt(silent, plan, '2026-03-09T10:00');
    expect(act).toMatchObject({ do: 'leave-channel-out', reason: { code: 'no-email' } });
    const reason = act?.do === 'leave-channel-out' ? act.reason : why;
    const fact = { type: 'channel-left-out', step: 'r5', channel: 'email', reason, task: true, at, actor: 'case' } as const;
    expect(sentenceOf(fact, 'EUR')).toBe('Pas d’envoi par e-mail\u00a0: pas d’adresse e-mail utilisable');
  });

  test('the words that earlier releases kept are read as they stand', () => {
    const fact = { type: 'step-left-out', step: 'r5', reason: 'l’échéance est passée', at, actor: 'case' } as const;
    expect(sentenceOf(fact, 'EUR')).toContain('l’échéance est passée');
  });

  test('a view, as other systems read it, says it in French', () => {
    const held = heard(caseOf(), plan, ['2026-03-04T09:00', { type: 'pause', reason: 'vacances' }]);
    const { next } = viewOf(held, plan, nextAt(held, plan, '2026-03-09T10:00'), Date.parse(at));
    expect(next).toEqual({ at: null, act: null, why: 'dossier en pause' });
  });

  test('a view names the step that comes', () => {
    const { next } = viewOf(caseOf(), plan, nextAt(caseOf(), plan, '2026-03-06T10:00'), Date.parse(at));
    expect(next.what).toBe('relance par e-mail');
  });
});
