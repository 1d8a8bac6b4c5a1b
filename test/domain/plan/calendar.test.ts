import { expect, test } from 'vitest';
import { planCalendar } from '../../../domain/plan/calendar.ts';
import { planInBrief, planInWords } from '../../../domain/plan/plan-words.ts';
import { shippedPlans } from '../../../domain/plan/shipped.ts';

const plan = shippedPlans.find(({ id }) => id === 'default-b2b') as (typeof shippedPlans)[number];

test('the days of a plan count from the due date; those that rest on another are supposed', () => {
  expect(planCalendar(plan).map(({ id, day, isSupposed }) => [id, day, isSupposed])).toEqual([
    ['courtesy', -5, false],
    ['reminder-5', 5, false],
    ['reminder-15', 15, false],
    ['reminder-30', 30, false],
    ['formal-notice', 38, true],
    ['decision', 49, true],
    ['handoff', 49, true],
  ]);
});

test('the rules of a plan are sentences', () => {
  expect(planInWords(plan).map((line) => line.replaceAll(/[\u00a0\u202f]/g, ' '))).toEqual([
    'Pour les entreprises.',
    'Rien en dessous de 10,00 €.',
    'Les envois partent les jours ouvrés de 8 h 30 à 12 h, les SMS de 9 h 30 à 12 h.',
    '3 jours au moins entre deux messages à un même client.',
    'Pas plus de 2 contacts en 7 jours.',
    'Les canaux d’une même étape ne se comptent pas l’un contre l’autre.',
    'Les factures d’un client partent ensemble le même matin.',
    'Une mise en demeure par facture, chacune avec son affranchissement.',
    'Les intérêts de retard et l’indemnité sont demandés.',
    'Rien ne part quand la banque n’a rien dit depuis 3 jours.',
  ]);
});

test('a plan in brief says what leaves, when and by what', () => {
  const plain = (text: string) => text.replaceAll('\u00a0', ' ');
  expect(plain(planInBrief(plan))).toBe(
    'Un mot 5 jours avant l’échéance, des relances 5, 15 et 30 jours après, une mise en demeure par facture vers le 38ᵉ jour, que vous approuvez. Par e-mail, SMS et appel.',
  );
  expect(planInBrief({ ...plan, together: 'debtor' })).toContain('une mise en demeure par client vers');
  for (const each of shippedPlans)
    expect([each.id, planInBrief(each)]).toEqual([each.id, expect.not.stringMatching(/undefined|NaN|\b0.jour/)]);
});
