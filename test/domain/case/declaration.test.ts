import { describe, expect, test } from 'vitest';
import { isWorkingDay } from '../../../domain/calendar/working-days.ts';
import { refusalOf } from '../../../domain/case/acts/index.ts';
import { declarationOf } from '../../../domain/case/apply/declaration.ts';
import type { Distance } from '../../../domain/case/facts/fact.ts';
import { caseOf, heard, planOf, reminder } from './case-of.ts';

const plan = planOf([reminder('r5', 5)]);

/** The declaration of a claim against a debtor of a department, published on 14 October 2026. */
function declared(department: string | null, where: Distance, publishedOn = '2026-10-14') {
  const debtor = { id: 'd1', kind: 'business' as const, segment: null, department };
  const told = { type: 'insolvency', openedOn: '2026-10-06', publishedOn, ...where } as const;
  return heard(caseOf({}, { debtor }), plan, ['2026-10-15T10:00', told]);
}

describe('until when a claim is declared', () => {
  test.each<[string, string | null, Distance, string | null, string]>([
    ['Paris, court of Paris', '75', { creditorDepartment: '75' }, '2026-12-14', 'deux mois de la publication, R622-24'],
    ['Paris, court of La Réunion', '974', { creditorDepartment: '75' }, '2027-02-12', 'quatre mois'],
    ['La Réunion, court of Paris', '75', { creditorDepartment: '974' }, '2027-02-12', 'quatre mois'],
    ['La Réunion, its own court', '974', { creditorDepartment: '974' }, '2026-12-14', 'deux mois de la publication, R622-24'],
    ['Martinique, court of Guadeloupe', '971', { creditorDepartment: '972' }, '2027-02-12', 'quatre mois'],
    ['abroad', '75', { creditorAbroad: true }, '2027-02-12', 'quatre mois'],
    ['another court than the debtor’s', '75', { creditorDepartment: '75', courtDepartment: '974' }, '2027-02-12', 'quatre mois'],
    ['nobody knows where the creditor is', '75', {}, '2026-12-14', 'quatre quand le créancier'],
    ['nobody knows where the debtor is', null, { creditorDepartment: '75' }, '2026-12-14', 'quatre quand le créancier'],
    ['a court of New Caledonia', '988', { creditorDepartment: '75' }, null, 'droit local (988)'],
  ])('%s', (_what, department, where, planOn, says) => {
    const theCase = declared(department, where);
    expect(declarationOf(theCase).planOn).toBe(planOn);
    expect(theCase.tasks).toMatchObject([{ kind: 'insolvency', context: expect.stringContaining(says) }]);
    if (planOn) expect(theCase.tasks[0]?.dueOn).toBe(planOn);
  });

  test('never to be posted on a day on which nobody works', () => {
    for (let day = 1; day <= 28; day += 1)
      for (const where of [{}, { creditorDepartment: '974' }, { creditorAbroad: true }]) {
        const on = declarationOf(declared('75', where, `2026-10-${String(day).padStart(2, '0')}`)).planOn ?? '';
        expect(isWorkingDay(on), on).toBe(true);
      }
  });

  test('a department that does not exist is refused', () => {
    const told = { type: 'insolvency', openedOn: '2026-10-06', courtDepartment: 'Paris' } as const;
    expect(refusalOf(caseOf(), told, plan, '2026-10-15')).toContain('« Paris » n’est pas un département');
  });
});
