import { formatCents, formatRate } from '../money/cents.ts';
import type { BelowFloorClaim } from './claim.ts';

const CHOICES = ['contrat', 'plancher', 'taux supplétif'];

/** What a person has to choose between when the contract's rate is under the legal floor (C. com. L441-10, II), with the three figures. */
export function floorChoice({ alternatives }: BelowFloorClaim, currency: string): string {
  const figures = alternatives.map(
    ({ rateBasisPoints, interestCents }, index) =>
      `${CHOICES[index]} ${formatRate(rateBasisPoints)}, soit ${formatCents(interestCents, currency)} d’intérêts`,
  );
  return `taux contractuel inférieur au plancher légal, à choisir par une personne\u00a0: ${figures.join('\u00a0; ')}`;
}
