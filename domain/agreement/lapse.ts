import { addDays, type CivilDate } from '../calendar/civil-date.ts';
import { nextWorkingDay } from '../calendar/working-days.ts';
import { legalValue } from '../law/legal-values.ts';
import type { DebtorKind } from '../plan/plan.ts';

/** An instalment that was not paid, and what was done since. `noticeEffectiveOn`: the day the formal notice to pay it took effect. */
export interface MissedAgreement {
  readonly debtorKind: DebtorKind;
  /** The agreement says that what is left falls due at once after a notice without effect. */
  readonly hasClause: boolean;
  readonly signedOn: CivilDate | null;
  readonly missedOn: CivilDate;
  readonly noticeEffectiveOn: CivilDate | null;
  /** The days that the notice grants; a consumer has thirty at least. */
  readonly noticeDays: number;
  readonly department?: string;
}

/** Where a missed instalment leaves the agreement; `says` is the sentence of it, in French. */
export type Lapse =
  | { readonly state: 'stands' | 'notice-first'; readonly says: string }
  | { readonly state: 'running'; readonly endsOn: CivilDate; readonly says: string }
  | { readonly state: 'lapsed'; readonly from: CivilDate; readonly says: string };

/**
 * The rest of an agreement falls due only by a clause of it, on a recorded signature, after a formal notice that stayed without effect (C. civ.
 * 1305-4, 1225; Cass. 1re civ. 22 June 2017, 16-18.418); a consumer has a reasonable time, thirty days here (Cass. 1re civ. 29 May 2024, 23-12.904).
 */
export function lapseOf(missed: MissedAgreement, asOf: CivilDate): Lapse {
  const { hasClause, signedOn, missedOn, noticeEffectiveOn } = missed;
  if (!hasClause)
    return {
      state: 'stands',
      says: 'L’accord ne prévoit pas de déchéance du terme\u00a0: seul le versement manquant est exigible.',
    };
  if (signedOn === null || signedOn > asOf)
    return {
      state: 'stands',
      says: 'Aucune signature de l’accord n’est enregistrée\u00a0: il ne peut pas être déchu, enregistrez-la.',
    };
  if (noticeEffectiveOn === null || noticeEffectiveOn <= missedOn || noticeEffectiveOn > asOf)
    return {
      state: 'notice-first',
      says: 'Une mise en demeure de payer le versement manquant doit précéder la déchéance du terme.',
    };
  const endsOn = nextWorkingDay(addDays(noticeEffectiveOn, lapseNoticeDays(missed, noticeEffectiveOn)), missed.department);
  if (asOf <= endsOn)
    return { state: 'running', endsOn, says: `Le débiteur peut régler le versement manquant jusqu’au ${french(endsOn)} inclus.` };
  const from = addDays(endsOn, 1);
  return {
    state: 'lapsed',
    from,
    says: `Mise en demeure restée sans effet\u00a0: le solde est exigible depuis le ${french(from)}.`,
  };
}

/** The days that the notice of a missed instalment grants: those of the plan, thirty at least for a consumer. They end on the debtor's next working day. */
export function lapseNoticeDays(
  { debtorKind, noticeDays }: Pick<MissedAgreement, 'debtorKind' | 'noticeDays'>,
  effectiveOn: CivilDate,
): number {
  const least = debtorKind === 'consumer' ? legalValue('instalment-notice-consumer-days', effectiveOn) : 0;
  return Math.max(noticeDays, least);
}

function french(on: CivilDate): string {
  return on.split('-').toReversed().join('/');
}
