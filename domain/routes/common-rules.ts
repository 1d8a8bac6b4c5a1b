import type { CivilDate } from '../calendar/civil-date.ts';
import { prescriptionOf } from '../deadlines/prescription.ts';
import { LEGAL_VALUES } from '../law/data/values.ts';
import { entryOn } from '../law/dated-value.ts';
import { formatCents } from '../money/cents.ts';
import type { Known, Reason, Verdict } from './route.ts';
import type { Situation } from './situation.ts';

/** A rule of law: what it says of the situation, or nothing when it does not concern it. */
export type Rule = (situation: Situation) => Verdict | null;

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

/** What is not due cannot be claimed (C. civ. 1305-2). */
export function exigible({ dueCents, amountCents }: Situation): Verdict {
  const [rule, article] = ['Créance exigible', 'C. civ. 1305-2'];
  if (dueCents === null) return verdict(null, rule, article, 'claim\u00a0: montant inconnu, un taux manque ou est à choisir');
  if (dueCents === 0) return verdict(false, rule, article, 'rien n’est échu et impayé');
  const owed = `${formatCents(dueCents)} échus et impayés, indemnité forfaitaire non comprise`;
  return verdict(true, rule, article, owed, dueCents === amountCents ? 'for' : 'to-confirm');
}

/** An insolvency stops every action for an earlier claim (C. com. L622-21). */
export function noInsolvency({ insolvent, input }: Situation): Verdict | null {
  if (!insolvent) return null;
  const openedOn = input.claim.insolvency?.openedOn ?? '';
  return verdict(
    false,
    'Arrêt des poursuites individuelles',
    'C. com. L622-21',
    `procédure collective ouverte le ${day(openedOn)}`,
  );
}

/** Limitation is a defence of the debtor: it is shown and closes nothing here, since interruptions are not in the input (C. com. L110-4; C. conso. L218-2). */
export function notTimeBarred({ input }: Situation): Verdict {
  const rule = 'Prescription';
  const nature = input.debtor.kind === 'consumer' ? 'consumer' : input.nature;
  if (!nature) return remark(rule, 'C. com. L110-4', 'nature\u00a0: non renseignée', 'to-confirm');
  const dueOn = input.claim.invoices.map((invoice) => invoice.dueOn).toSorted()[0];
  const { lastDayOn, timeBarred } = prescriptionOf({ kind: 'prescription', nature, dueOn, asOf: input.asOf });
  const article =
    nature === 'consumer' ? 'C. conso. L218-2' : nature === 'transport' ? 'C. com. L133-6' : 'C. com. L110-4 ; C. civ. 2224';
  const fact = `dernier jour utile de la plus ancienne échéance\u00a0: ${day(lastDayOn)}, sauf achèvement antérieur, suspension ou interruption`;
  return remark(rule, article, fact, timeBarred ? 'against' : 'for');
}

/** A formal notice is expected by judges and required by no text here (C. civ. 1344). */
export function formalNotice({ input }: Situation): Verdict {
  const effectiveOn = input.notice?.effectiveOn ?? input.claim.formalNotice?.effectiveOn;
  const [rule, article] = ['Mise en demeure', 'C. civ. 1344'];
  if (effectiveOn === undefined || effectiveOn > input.asOf)
    return remark(rule, article, 'notice\u00a0: aucune mise en demeure connue', 'to-confirm');
  return remark(rule, article, `mise en demeure produisant effet le ${day(effectiveOn)}`, 'for');
}

/** Contracts of public bodies belong to the administrative court (CCP L6). */
export function privateDebtor({ input }: Situation): Verdict | null {
  return input.debtor.kind === 'public'
    ? verdict(false, 'Juge administratif', 'CCP L6', 'debtor.kind\u00a0: personne publique')
    : null;
}

/** Amicable attempt before suing at the tribunal judiciaire up to 5 000 EUR (CPC 750-1); not for an order of payment. */
export function amicableAttempt({ input, debtorTrades, amountCents }: Situation): Verdict | null {
  const limitCents = entryOn(LEGAL_VALUES, 'amicable-attempt-limit-cents', input.asOf)?.value;
  if (limitCents === undefined || debtorTrades === true || input.debtor.kind === 'public') return null;
  if (amountCents === null || amountCents > limitCents) return null;
  const [rule, article] = [`Tentative amiable jusqu’à ${formatCents(limitCents)} au tribunal judiciaire`, 'CPC 750-1'];
  const attempt = input.amicableAttempt;
  if (attempt && attempt.on <= input.asOf) return verdict(true, rule, article, `tentative du ${day(attempt.on)}`);
  const missing =
    debtorTrades === null ? 'debtor.trader et amicableAttempt\u00a0: non renseignés' : 'amicableAttempt\u00a0: non renseignée';
  return verdict(null, rule, article, missing);
}

/** A lawyer is compulsory above 10 000 EUR, at the commercial court as at the tribunal judiciaire (CPC 761, 853). */
export function lawyer({ amountCents, input }: Situation): Verdict | null {
  const limitCents = entryOn(LEGAL_VALUES, 'lawyer-limit-cents', input.asOf)?.value;
  if (amountCents === null || limitCents === undefined || input.debtor.kind === 'public') return null;
  const fact = `${formatCents(amountCents)}, pour une limite de ${formatCents(limitCents)}`;
  if (amountCents > limitCents) return remark('Avocat obligatoire', 'CPC 761, 853', fact, 'against');
  return remark('Avocat non obligatoire', 'CPC 761, 853', fact, 'for');
}

/** Contribution of a civil action at the tribunal judiciaire, not at a commercial court nor for an order of payment (CGI 1635 bis Q). */
export function contribution({ debtorTrades, input }: Situation): Verdict | null {
  const cents = entryOn(LEGAL_VALUES, 'legal-aid-contribution-cents', input.asOf)?.value;
  if (cents === undefined || debtorTrades !== false || input.debtor.kind === 'public') return null;
  return remark(
    'Contribution pour l’aide juridique',
    'CGI 1635 bis Q',
    `${formatCents(cents)} au tribunal judiciaire, date d’entrée en vigueur à vérifier`,
    'to-confirm',
  );
}

/** `30/09/2026`. */
function day(on: CivilDate): string {
  return on.split('-').toReversed().join('/');
}
