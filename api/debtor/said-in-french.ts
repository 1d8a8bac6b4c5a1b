import { frenchDay } from '../../domain/case/show/french.ts';
import { formatCents } from '../../domain/money/cents.ts';
import type { DisputeReason, Said } from './answer-types.ts';

/** Why he disputes, as an operator reads it; what he wrote lies beside it. */
export const reasonNames: { readonly [R in DisputeReason]: string } = {
  'not-ordered': 'commande non reconnue',
  'not-delivered': 'livraison ou prestation non reçue',
  quality: 'défaut ou non-conformité',
  price: 'prix ou quantité',
  'already-paid': 'déjà payée',
  'wrong-company': 'mauvais destinataire',
  other: 'autre motif',
};

/** The days, sums and reasons that he chose on his page, for whoever decides what he asks. */
export function saidInFrench(said: Said, currency: string): readonly string[] {
  switch (said.says) {
    case 'promise':
      return [`Date proposée\u00a0: ${frenchDay(said.on)}`];
    case 'instalments':
      return [
        `Paiement demandé en ${said.count} fois, tous les trente jours`,
        `Premier versement\u00a0: ${frenchDay(said.firstOn)}`,
      ];
    case 'dispute':
      return [`Motif\u00a0: ${reasonNames[said.reason]}`, ...sumOf('Montant contesté', said.amountCents, currency)];
    case 'paid':
      return [`Payé le ${frenchDay(said.on)}`, ...sumOf('Montant payé', said.amountCents, currency)];
    default:
      return [];
  }
}

function sumOf(label: string, cents: number | undefined, currency: string): readonly string[] {
  return cents === undefined ? [] : [`${label}\u00a0: ${formatCents(cents, currency)}`];
}
