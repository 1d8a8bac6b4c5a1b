import { type CivilDate, later } from '../calendar/civil-date.ts';
import type { Fault } from '../fault.ts';
import { formatCents, sumCents } from '../money/cents.ts';
import type { Quality } from '../party/quality.ts';

/** What becomes of interest and the flat indemnity: in the schedule, given up if it is kept, or claimed apart. It is said, never silent. */
export type LateChargesChoice = 'scheduled' | 'waived' | 'reserved';

/** Terms of an agreement on instalments, in integer cents. `lateChargesCents` is interest and indemnity on the day of the agreement. */
export interface AgreementTerms {
  readonly agreedOn: CivilDate;
  readonly balanceCents: number;
  readonly lateChargesCents: number;
  readonly lateCharges: LateChargesChoice;
  readonly currency?: string;
  readonly schedule: readonly { readonly on: CivilDate; readonly amountCents: number }[];
}

/** What the schedule has to add up to: the face balance, and the late charges when they are scheduled. */
export function scheduledCents({ balanceCents, lateChargesCents, lateCharges }: AgreementTerms): number {
  return balanceCents + (lateCharges === 'scheduled' ? lateChargesCents : 0);
}

/** Why a schedule cannot be agreed on: path and a sentence in French; empty when it can. An agreement changes the dates, not the debt (C. civ. 1330). */
export function agreementFaults(terms: AgreementTerms): readonly Fault[] {
  const { schedule, agreedOn, currency } = terms;
  if (terms.balanceCents <= 0) return [{ path: '$.schedule', message: 'Rien n’est dû\u00a0: il n’y a rien à échelonner.' }];
  if (schedule.length === 0)
    return [{ path: '$.schedule', message: 'Indiquez au moins un versement, avec sa date et son montant.' }];
  const faults: Fault[] = schedule.flatMap(({ on, amountCents }, index) => {
    const previousOn = schedule[index - 1]?.on;
    const path = `$.schedule[${index}]`;
    if (amountCents <= 0) return [{ path: `${path}.amountCents`, message: 'Chaque versement a un montant supérieur à zéro.' }];
    if (on < agreedOn) return [{ path: `${path}.on`, message: 'Aucun versement ne précède le jour de l’accord.' }];
    if (previousOn !== undefined && on <= previousOn)
      return [{ path: `${path}.on`, message: 'Les versements se suivent, un par jour au plus.' }];
    return [];
  });
  const [sum, owed] = [sumCents(schedule.map(({ amountCents }) => amountCents)), scheduledCents(terms)];
  if (faults.length > 0 || sum === owed) return faults;
  const message = `Les versements font ${formatCents(sum, currency)}\u00a0: ils doivent faire ${formatCents(owed, currency)}.`;
  return [{ path: '$.schedule', message }];
}

/** Who signed for a party, in which capacity. */
export interface Signer {
  readonly name: string;
  readonly capacity?: string | null;
}

/** A signature that somebody records. `debtor` is the party that undertakes to pay. */
export interface Signature {
  readonly on: CivilDate;
  readonly debtor: Signer;
}

/** Why a signature cannot be recorded on a day: nobody's, of a company without the signer's capacity, or on a day that does not fit. French. */
export function signatureFaults(
  { on, debtor }: Signature,
  { agreedOn, asOf, isPerson }: { readonly agreedOn: CivilDate; readonly asOf: CivilDate; readonly isPerson: boolean },
): readonly Fault[] {
  const faults: Fault[] = [];
  if (debtor.name.trim() === '') faults.push({ path: '$.debtor.name', message: 'Indiquez qui a signé pour le débiteur.' });
  if (!isPerson && !debtor.capacity?.trim())
    faults.push({
      path: '$.debtor.capacity',
      message:
        'Indiquez à quel titre il a signé (gérant, président, délégation)\u00a0: une société n’est engagée que par qui en a le pouvoir.',
    });
  if (on < agreedOn) faults.push({ path: '$.on', message: 'La signature ne précède pas l’accord.' });
  if (on > later(asOf, agreedOn))
    faults.push({ path: '$.on', message: 'La signature est à venir\u00a0: enregistrez-la le jour où elle est reçue.' });
  return faults;
}

/** Whether the debtor writes the sum by his own hand, in words and figures: `ask` while his quality is not known. */
export type HandwrittenSum = 'required' | 'not-required' | 'ask';

/** An undertaking to pay is proved by the sum that the debtor wrote himself (C. civ. 1376), but freely against a trader (C. com. L110-3). */
export function handwrittenSum(quality: Quality | null): HandwrittenSum {
  if (quality === null || quality === 'public') return 'ask';
  return quality === 'trader' ? 'not-required' : 'required';
}
