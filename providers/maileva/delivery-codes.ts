import type { LetterEvent } from '../../activities/ports/post.ts';
import { parisDay } from '../../domain/calendar/paris.ts';
import type { NoticeOutcome } from '../../domain/case/case.ts';

/** A delivery status as the provider lists it. */
export interface DeliveryStatus {
  readonly status: string;
  readonly date: string;
}

/**
 * Every delivery code of Maileva's registered mail and what it means to a formal notice (OpenAPI registered_mail 2.5,
 * `delivery_statuses_response`). A: on its way, P: presented, D: delivered, N: scanned by Maileva. Null: nothing to tell the case.
 * A letter that came back without a sure legal effect is told as `unknown-address`: it takes none, and a human decides.
 */
export const deliveryCodes: Readonly<Record<string, NoticeOutcome | null>> = {
  A01: 'posted', // pris en charge
  A02: 'notice-left', // avisé
  A03: null, // départ de France
  A04: null, // arrivée
  A05: 'notice-left', // tentative de distribution infructueuse
  A06: 'posted', // dépôt
  A07: null, // départ
  A08: null, // arrivée en France
  A09: null, // attente douane
  A10: null, // dédouané
  A11: null, // renvoyé vers la bonne destination
  A12: null, // renvoyé après correction de l'adresse
  A13: 'unknown-address', // pli manquant au dépôt
  A14: 'unknown-address', // délai de mise à disposition dépassé
  A15: null, // en attente d'un contact client
  A16: 'refused', // refus par le destinataire
  A17: 'unclaimed', // délai de conservation expiré
  A18: 'refused', // non distribuable, refus
  A19: 'unknown-address', // non distribuable
  A20: null, // en cours de traitement
  A21: 'unknown-address', // accès à la boîte impossible
  A22: 'unknown-address', // boîte non identifiable
  A23: 'unknown-address', // adresse incorrecte
  A24: 'unknown-address', // retourné à la suite de recherches
  A25: 'unknown-address', // retourné à la demande de l'expéditeur
  A26: 'unknown-address', // retourné à l'expéditeur
  A27: null, // renvoyé à la demande de l'expéditeur
  P01: 'notice-left', // attend d'être retiré au guichet
  P02: 'notice-left', // en attente de seconde présentation
  P03: 'unclaimed', // délai d'instance dépassé
  P04: 'refused', // retour, refus
  P05: 'refused', // refus à l'adresse
  P06: 'unknown-address', // refus de paiement
  D01: 'received', // distribué
  N01: 'received', // avis de réception signé
  N02: null, // pli non distribuable numérisé : le motif a son propre code
  N03: 'unclaimed', // non réclamé
  N04: 'unknown-address', // décédé
  N05: 'refused', // refusé
  N06: 'unknown-address', // impossibilité de signer
  N07: 'unknown-address', // adresse incomplète
  N08: 'unknown-address', // refusé car détérioré
  N09: null, // régime international
  N10: null, // pli non distribuable d'un courrier simple
};

/** Outcomes that take effect on the day of the first presentation, whenever the letter comes back (docs/plans.md 5). */
const presented: readonly NoticeOutcome[] = ['unclaimed', 'refused'];

/** What statuses in any order say, oldest first and each outcome once; a code that nobody knows says nothing. */
export function letterEvents(statuses: readonly DeliveryStatus[]): LetterEvent[] {
  const told = statuses.toSorted((a, b) => a.date.localeCompare(b.date)).flatMap(eventOf);
  const first = told.filter(({ outcome }, index) => told.findIndex((other) => other.outcome === outcome) === index);
  const presentation = first.find(({ outcome }) => outcome === 'notice-left');
  return first.map((event) => (presentation && presented.includes(event.outcome) ? { ...event, on: presentation.on } : event));
}

function eventOf({ status, date }: DeliveryStatus): LetterEvent[] {
  const outcome = deliveryCodes[status] ?? null;
  if (outcome === null) return [];
  return [{ outcome, on: parisDay(Date.parse(date)), at: new Date(date).toISOString(), code: status }];
}
