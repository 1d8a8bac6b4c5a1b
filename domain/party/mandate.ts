import type { CivilDate } from '../calendar/civil-date.ts';
import type { Fault } from '../fault.ts';

/** Who recovers amicably for the creditor. */
export interface Collector {
  readonly name: string;
  readonly siren: string;
  readonly address: string;
  readonly email?: string;
  readonly phone?: string;
}

/** In whose name the creditor is acted for: his own, or another who holds a written mandate. */
export type Mandate =
  | { readonly as: 'own-name' }
  | {
      readonly as: 'agency' | 'accounting-firm';
      readonly collector?: Collector;
      readonly agreementOn?: CivilDate;
      readonly insurance?: string;
      readonly dedicatedAccount?: string;
      readonly declaredTo?: string;
    };

type ForAnother = Exclude<Mandate, { as: 'own-name' }>;

/** What R124-1 to R124-7 ask of whoever recovers for another before he writes, and the sentence when it is not there. */
const ASKED: readonly (readonly [field: keyof ForAnother, sentence: string])[] = [
  [
    'collector',
    'Indiquez qui recouvre pour le créancier (nom, SIREN, adresse)\u00a0: la première lettre doit le dire (CPCE R124-4, 1°).',
  ],
  ['agreementOn', 'Indiquez la date du mandat écrit du créancier\u00a0: sans lui, rien ne peut être réclamé (CPCE R124-3).'],
  ['insurance', 'Indiquez l’assurance de responsabilité professionnelle de celui qui recouvre (CPCE R124-2).'],
  ['dedicatedAccount', 'Indiquez le compte réservé aux fonds reçus pour les créanciers (CPCE R124-2).'],
  ['declaredTo', 'Indiquez le procureur de la République à qui l’activité a été déclarée (CPCE R124-2).'],
];

/**
 * What is missing for anything to leave in the name of this creditor: one fault per field, path in the creditor's document and a sentence in
 * French; empty when he acts in his own name, as he does when nobody said otherwise (CPCE R124-1 to R124-4).
 */
export function mandateFaults({ mandate }: { readonly mandate?: Mandate | undefined }): readonly Fault[] {
  if (mandate === undefined || mandate.as === 'own-name') return [];
  return ASKED.filter(([field]) => mandate[field] === undefined).map(([field, message]) => ({
    path: `$.mandate.${field}`,
    message,
  }));
}

/** What the first letter must say of a recovery for another, ready to print; null in the creditor's own name. */
export interface CollectorMentions {
  /** Who writes, that he recovers amicably, and for whom (CPCE R124-4, 1° and 2°). */
  readonly identity: string;
  /** The two paragraphs of L111-8 that are reproduced (CPCE R124-4, 5°). */
  readonly reproduced: readonly string[];
}

/** CPCE L111-8, second and third paragraphs, as in force since 2012-06-01. */
const L111_8: readonly string[] = [
  'Les frais de recouvrement entrepris sans titre exécutoire restent à la charge du créancier, sauf s’ils concernent un acte dont l’accomplissement est prescrit par la loi au créancier. Toute stipulation contraire est réputée non écrite, sauf disposition législative contraire.',
  'Cependant, le créancier qui justifie du caractère nécessaire des démarches entreprises pour recouvrer sa créance peut demander au juge de l’exécution de laisser tout ou partie des frais ainsi exposés à la charge du débiteur de mauvaise foi.',
];

/** The mentions of CPCE R124-4 that do not depend on the debt; null in the creditor's own name and while `mandateFaults` names the collector. */
export function collectorMentions(creditor: {
  readonly name: string;
  readonly mandate?: Mandate | undefined;
}): CollectorMentions | null {
  const collector = collectorOf(creditor.mandate);
  if (collector === null) return null;
  const { name, siren, address } = collector;
  return {
    identity: `${name} (SIREN ${siren}), ${address}, exerce une activité de recouvrement amiable et agit pour le compte de ${creditor.name}, en vertu d’un mandat écrit.`,
    reproduced: L111_8,
  };
}

/** Whoever recovers for the creditor and in his place; null when he acts in his own name, or has not said who it is. */
export function collectorOf(mandate: Mandate | undefined): Collector | null {
  return mandate === undefined || mandate.as === 'own-name' ? null : (mandate.collector ?? null);
}
