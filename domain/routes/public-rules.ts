import { addMonths } from '../calendar/civil-date.ts';
import { legalValue } from '../law/legal-values.ts';
import type { Verdict } from './route.ts';
import type { Situation } from './situation.ts';
import { day, remark, unknown, verdict } from './verdict.ts';

/** The administrative court is asked against a refusal: a written demand, then its answer or two months of silence (CJA R421-1, R421-2). */
export function priorDemand({ input: { notice, asOf } }: Situation): Verdict {
  const [rule, article] = ['Demande préalable', 'CJA R421-1, R421-2'];
  if (!notice || notice.effectiveOn > asOf) return unknown(rule, article, ['notice']);
  const refusedOn = addMonths(notice.effectiveOn, legalValue('public-silence-months', asOf));
  const demanded = `demande du ${day(notice.effectiveOn)}`;
  return asOf >= refusedOn
    ? verdict(true, rule, article, `${demanded}, refusée par le silence depuis le ${day(refusedOn)}, sauf réponse`)
    : verdict(false, rule, article, `${demanded}\u00a0: le silence vaudra refus le ${day(refusedOn)}`);
}

/** A contract under general conditions asks for a written claim of its own first, within their time. */
export function writtenClaim(): Verdict {
  return remark(
    'Mémoire en réclamation',
    'CCAG auquel le marché renvoie, clause de règlement des différends',
    'marché soumis à un CCAG\u00a0: mémoire à adresser à l’acheteur dans le délai que le CCAG fixe, avant le juge',
    'to-confirm',
  );
}

/** A lawyer for a sum of money or a contract, except against a local authority, one of its bodies or a public hospital (CJA R431-2, R431-3 5°). */
export function publicLawyer({ input }: Situation): Verdict | null {
  if (input.debtor.kind !== 'public') return null;
  return remark(
    'Avocat',
    'CJA R431-2, R431-3',
    'obligatoire contre l’État\u00a0; non exigé au tribunal administratif contre une collectivité territoriale, un établissement qui en relève ou un établissement public de santé',
    'to-confirm',
  );
}

/** The prefect pays a judged sum after two months, and a compulsory expense that the body does not order (loi 80-539, art. 1; CGCT L1612-15, L1612-16). */
export function owedForCertain({ input }: Situation): Verdict {
  const { admitted = null, asOf, claim } = input;
  const [rule, article] = ['Somme jugée ou reconnue', 'loi 80-539 du 16 juillet 1980, art. 1 ; CGCT L1612-15, L1612-16'];
  if (claim.judgment && claim.judgment.servedOn <= asOf)
    return verdict(true, rule, article, `jugement signifié le ${day(claim.judgment.servedOn)}, à exécuter dans les deux mois`);
  if (admitted === null) return unknown(rule, article, ['admitted']);
  return verdict(admitted, rule, article, admitted ? 'somme reconnue par la personne publique' : 'ni jugement ni reconnaissance');
}

/** Who is asked depends on the body. */
export function whoOrdersPayment(): Verdict {
  return remark(
    'Autorité à saisir',
    'loi 80-539 du 16 juillet 1980, art. 1 ; CGCT L1612-16',
    'le préfet pour une collectivité ou son établissement\u00a0; le comptable public pour l’État',
    'to-confirm',
  );
}
