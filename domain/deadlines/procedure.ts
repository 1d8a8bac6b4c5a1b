import { addDays, addMonths, type CivilDate, later } from '../calendar/civil-date.ts';
import { isOverseas, isPacific } from '../calendar/departments.ts';
import { nextWorkingDay, previousWorkingDay } from '../calendar/working-days.ts';
import { refuse } from '../fault.ts';
import { legalValue } from '../law/legal-values.ts';
import type {
  InjunctionServiceQuestion,
  InsolvencyDeclarationQuestion,
  NoticeQuestion,
  OppositionQuestion,
  RetentionOfTitleQuestion,
  UncontestedClaimQuestion,
} from './deadline.ts';

/** A period that binds us: its legal end, moved to the next national working day, and the day to plan, which never counts on that move. */
export interface OwnDeadline {
  readonly legalEndOn: CivilDate;
  readonly planOn: CivilDate;
}

/** End of the time that a formal notice grants: the day of its effect is not counted, and the end moves to a working day of the debtor. */
export function noticeEndsOn({ effectiveOn, days, department }: NoticeQuestion): CivilDate {
  return nextWorkingDay(addDays(effectiveOn, days), department);
}

/** Time to serve an order of payment, chosen by the day of the order: six months, three from 1 September 2026 (CPC 1411, decree 2026-96). */
export function injunctionService({ orderOn, department }: InjunctionServiceQuestion): OwnDeadline {
  return ownDeadline(addMonths(orderOn, legalValue('injunction-service-months', orderOn)), department);
}

/** End of the debtor's time to oppose (CPC 1416, 643), null until a first act when he was not served in person, and first day of enforcement (CPC 1422). */
export function opposition({ servedOn, orderOn, distance, toPerson = true, department }: OppositionQuestion) {
  const distanceMonths = distance === undefined ? 0 : legalValue(`distance-${distance}-months`, servedOn);
  const endsOn = nextWorkingDay(addMonths(servedOn, legalValue('opposition-months', servedOn) + distanceMonths), department);
  const waitEndsOn = nextWorkingDay(addMonths(servedOn, legalValue('injunction-wait-months', orderOn)), department);
  return { oppositionEndsOn: toPerson ? endsOn : null, enforceableFrom: addDays(later(endsOn, waitEndsOn), 1) };
}

/** Time to pay or contest after an order to pay between traders, and first day of the record of no contest (CPCE L126-2, L126-3). Throws `BadInput` before the law. */
export function uncontestedClaim({ servedOn, department }: UncontestedClaimQuestion) {
  const contestEndsOn = nextWorkingDay(addMonths(servedOn, legalValue('uncontested-claim-months', servedOn)), department);
  return { contestEndsOn, recordFrom: addDays(contestEndsOn, legalValue('uncontested-claim-record-days', servedOn)) };
}

/**
 * Declaration of a claim (C. com. R622-24): two months from the BODACC, four for a creditor who is far from the court; relief within six
 * months (L622-26). Throws `BadInput` for a court of the Pacific, where this code does not apply.
 */
export function insolvencyDeclaration(question: InsolvencyDeclarationQuestion) {
  const { publishedOn, courtDepartment, creditorDepartment } = question;
  if (courtDepartment !== undefined && isPacific(courtDepartment))
    refuse('$.courtDepartment', `got "${courtDepartment}", expected no collectivity of the Pacific: its own law sets the time`);
  const months = legalValue(isFarFromCourt(question) ? 'declaration-distant-months' : 'declaration-months', publishedOn);
  const reliefOn = addMonths(publishedOn, legalValue('declaration-relief-months', publishedOn));
  const department = question.department ?? creditorDepartment;
  return { ...ownDeadline(addMonths(publishedOn, months), department), reliefEndsOn: nextWorkingDay(reliefOn) };
}

/** Abroad; overseas for a metropolitan court; anywhere else than its department or collectivity for a court overseas. A court that is not named gives no more time. */
function isFarFromCourt({ creditorAbroad = false, creditorDepartment, courtDepartment }: InsolvencyDeclarationQuestion): boolean {
  if (creditorAbroad) return true;
  if (creditorDepartment === undefined || courtDepartment === undefined) return false;
  return isOverseas(courtDepartment) ? creditorDepartment !== courtDepartment : isOverseas(creditorDepartment);
}

/** Claim of goods sold under retention of title: three months from the publication of the opening judgment (C. com. L624-9). */
export function retentionOfTitle({ publishedOn, department }: RetentionOfTitleQuestion): OwnDeadline {
  return ownDeadline(addMonths(publishedOn, legalValue('retention-of-title-months', publishedOn)), department);
}

/** Longest judicial time of grace (C. civ. 1343-5): two years. */
export function graceMaxOn(from: CivilDate): CivilDate {
  return addMonths(from, legalValue('judicial-grace-months', from));
}

/** Last day to accept an electronic registered letter: fifteen days, counted from the day after the information (CPCE postes R53-3). */
export function electronicLetterEndsOn(informedOn: CivilDate): CivilDate {
  return addDays(informedOn, legalValue('electronic-registered-letter-days', informedOn));
}

function ownDeadline(endOn: CivilDate, department: string | undefined): OwnDeadline {
  return { legalEndOn: nextWorkingDay(endOn), planOn: previousWorkingDay(endOn, department) };
}
