import type { CivilDate } from '../calendar/civil-date.ts';
import type { Known, Reason, Verdict } from './route.ts';
import type { Situation } from './situation.ts';

/** A rule of law: what it says of the situation, or nothing when it does not concern it. */
export type Rule = (situation: Situation) => Verdict | null;

/** A fact that nobody gave: what a person reads, and the fields that would tell. */
const FACTS = {
  debtor: ['qualité du débiteur\u00a0: non renseignée', 'debtor.quality', 'debtor.trader'],
  creditor: ['qualité du créancier\u00a0: non renseignée', 'creditor.quality', 'creditor.trader'],
  disputed: ['contestation\u00a0: non renseignée', 'disputed'],
  attempt: ['tentative amiable\u00a0: non renseignée', 'amicableAttempt'],
  admitted: [
    'jugement, ou reconnaissance de la somme par la personne publique\u00a0: non renseignés',
    'admitted',
    'claim.judgment',
  ],
  notice: ['demande écrite\u00a0: non renseignée', 'notice'],
  jurisdiction: ['clause attributive de juridiction ou lieu d’exécution en France\u00a0: non renseignés', 'debtor.country'],
} as const;

export type FactName = keyof typeof FACTS;

/** True when all hold, false when one does not, null when a fact is missing. */
export function allOf(facts: readonly Known[]): Known {
  if (facts.includes(false)) return false;
  return facts.includes(null) ? null : true;
}

/** A verdict in one line: `says` follows `open` unless it is given. */
export function verdict(open: Known, rule: string, article: string, fact: string, says?: Reason['says']): Verdict {
  const direction = open === null ? 'to-confirm' : open ? 'for' : 'against';
  return { open, reason: { rule, article, fact, says: says ?? direction } };
}

/** A fact worth knowing that opens and closes nothing. */
export function remark(rule: string, article: string, fact: string, says: Reason['says']): Verdict {
  return verdict(true, rule, article, fact, says);
}

/** Nobody can say while these facts are not given; `because` is what is known so far. */
export function unknown(rule: string, article: string, names: readonly FactName[], because = ''): Verdict {
  const fact = because + names.map((name) => FACTS[name][0]).join(', ');
  const missing = names.flatMap((name) => FACTS[name].slice(1));
  return { open: null, reason: { rule, article, fact, says: 'to-confirm', missing } };
}

/** The sum has no figure, or none in the currency of the limit. */
export function unknownSum(rule: string, article: string, { input }: Situation): Verdict {
  const { currency = 'EUR' } = input.claim;
  const fact =
    currency === 'EUR'
      ? 'montant inconnu\u00a0: un taux manque ou est à choisir'
      : `montant en ${currency}\u00a0: conversion à confirmer, la limite est en euros`;
  return { open: null, reason: { rule, article, fact, says: 'to-confirm', missing: ['claim'] } };
}

/** `oui`, `non`. */
export function yesOrNo(fact: boolean): string {
  return fact ? 'oui' : 'non';
}

/** `30/09/2026`. */
export function day(on: CivilDate): string {
  return on.split('-').toReversed().join('/');
}
