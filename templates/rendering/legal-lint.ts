import type { Fault } from '../../domain/fault.ts';
import { withoutAccents } from '../../domain/plain-text.ts';
import { type DebtorKind, debtorKinds } from '../../domain/plan/plan.ts';

/** A wording that must not ship, to whom, and why (the reason is shown to whoever edits the template). */
interface ForbiddenWording {
  readonly pattern: RegExp;
  readonly kinds: readonly DebtorKind[];
  readonly reason: string;
}

/** Read without accents and in lower case. Sources: C. pén. 433-13; C. com. L441-10; CPCE L111-8; Cass. com. 24 April 2024, 22-24.275; 18 May 2022, 20-23.204. */
const forbidden: readonly ForbiddenWording[] = [
  { pattern: /\bsignifi(er|ee?s?|ons|cation)\b/, kinds: debtorKinds, reason: "imitates a bailiff's act (C. pén. 433-13)" },
  { pattern: /\bcommandement\b/, kinds: debtorKinds, reason: "imitates a bailiff's act (C. pén. 433-13)" },
  {
    pattern: /\b(huissier|sommation|exploit|proces-verbal)\b/,
    kinds: debtorKinds,
    reason: "imitates a bailiff's act (C. pén. 433-13)",
  },
  {
    pattern: /republique francaise|au nom du peuple/,
    kinds: debtorKinds,
    reason: 'imitates a judicial or administrative act (C. pén. 433-13)',
  },
  { pattern: /\bsaisies?\b|titre executoire/, kinds: debtorKinds, reason: 'announces enforcement that only a title allows' },
  {
    pattern: /prescription/,
    kinds: debtorKinds,
    reason: 'a letter does not interrupt the limitation period (Cass. com. 18 May 2022, 20-23.204)',
  },
  { pattern: /l\.?\s?441-6\b/, kinds: debtorKinds, reason: 'L441-6 no longer holds the penalties: L441-10, II since 2019-04-26' },
  {
    pattern: /poursuites penales|employeur|vos voisins|banque de france/,
    kinds: debtorKinds,
    reason: 'threat or disclosure to third parties',
  },
  {
    pattern: /frais de (dossier|relance|lettre|courrier|recommande|mise en demeure|commissaire)/,
    kinds: debtorKinds,
    reason: 'costs without a title stay with the creditor (CPCE L111-8)',
  },
  {
    pattern: /frais de recouvrement (justifies|engages|complementaires|reels)/,
    kinds: debtorKinds,
    reason: 'costs above the 40 EUR need a proof, which no template has (C. com. L441-10, II)',
  },
  {
    pattern: /l\.?\s?111-8/,
    kinds: debtorKinds,
    reason: 'it binds who collects for others; a creditor that writes for itself need not quote it',
  },
  { pattern: /1344 du code de procedure/, kinds: debtorKinds, reason: 'article 1344 is of the code civil, and lists no mention' },
  {
    pattern: /\b(trois|3) fois (le taux|l'interet)/,
    kinds: debtorKinds,
    reason: 'three times the legal rate is the floor of a clause, not a rate by default (C. com. L441-10, II)',
  },
  {
    pattern: /penalites[^.;]{0,60}(des|a compter de|depuis|a partir de) (l'|la date d'|sa date d')echeance/,
    kinds: debtorKinds,
    reason: 'penalties run from the day after the due date (C. com. L441-10, II)',
  },
  {
    pattern: /officiellement en retard/,
    kinds: debtorKinds,
    reason: 'the delay starts the day after the due date, without a notice',
  },
  {
    pattern: /\b(15,47|20,63|27,92|30,95)\b/,
    kinds: debtorKinds,
    reason: 'no tariff of a commissaire de justice belongs in a letter of the creditor',
  },
  {
    pattern: /\binjonctions?\b/,
    kinds: debtorKinds,
    reason: 'an order of payment is a court’s: a letter neither holds nor promises one',
  },
  {
    pattern: /certaine,? liquide et exigible/,
    kinds: debtorKinds,
    reason: 'a delay makes a debt due, not certain and liquid: a judge says so',
  },
  {
    pattern: /irrecouvrable|sans autre formalite/,
    kinds: debtorKinds,
    reason: 'says of the claim or of a procedure what the law does not',
  },
  { pattern: /procedure de recouvrement/, kinds: debtorKinds, reason: "imitates a bailiff's act (C. pén. 433-13)" },
  { pattern: /\b40\b/, kinds: ['consumer'], reason: 'the 40 EUR indemnity binds professionals only (C. com. L441-10, II)' },
  { pattern: /l\.?\s?441-10|d\.?\s?441-5/, kinds: ['consumer'], reason: 'L441-10 binds professionals only' },
  { pattern: /frais de recouvrement/, kinds: ['consumer'], reason: 'costs without a title stay with the creditor (CPCE L111-8)' },
  { pattern: /penalit|indemnite forfaitaire/, kinds: ['consumer'], reason: 'a consumer owes principal and legal interest only' },
  {
    pattern: /interets? (au taux )?lega(l|ux)|taux legal|1231-6|1344-1/,
    kinds: ['business', 'public'],
    reason: 'no legal interest beside the penalties (Cass. com. 24 April 2024, 22-24.275)',
  },
];

/** The wordings of a text that must not reach debtors of these kinds. */
export function forbiddenWordings(text: string, kinds: readonly DebtorKind[], path: string): Fault[] {
  const plain = withoutAccents(text).replace(/[’‘]/g, "'").replace(/\s+/g, ' ').toLowerCase();
  return forbidden
    .filter((wording) => wording.kinds.some((kind) => kinds.includes(kind)))
    .flatMap((wording) => {
      const found = wording.pattern.exec(plain);
      return found === null ? [] : [{ path, message: `« ${found[0]} » must not ship: ${wording.reason}` }];
    });
}
