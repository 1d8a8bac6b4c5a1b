import { LEGAL_VALUES } from '../law/data/values.ts';
import { entryOn } from '../law/dated-value.ts';
import { isOpenInLaw, l126Enabled } from '../law/legal-values.ts';
import { formatCents } from '../money/cents.ts';
import {
  connectedClaims,
  contestShown,
  exigible,
  formalNotice,
  frenchDebtor,
  localLaw,
  noInsolvency,
  notTimeBarred,
  privateDebtor,
  undisputed,
} from './common-rules.ts';
import { amicableAttempt, contribution, economicContribution, lawyer } from './court-rules.ts';
import { consumerForum, crossBorder, pecuniary, smallPrincipal } from './european-rules.ts';
import { euroSums, limitOn } from './limit.ts';
import { owedForCertain, priorDemand, publicLawyer, whoOrdersPayment, writtenClaim } from './public-rules.ts';
import type { RouteName, Verdict } from './route.ts';
import type { Situation } from './situation.ts';
import { allOf, type FactName, type Rule, remark, unknown, unknownSum, verdict, yesOrNo } from './verdict.ts';

const COMMON: readonly Rule[] = [localLaw, exigible, noInsolvency, notTimeBarred, formalNotice];
const FRENCH: readonly Rule[] = [...COMMON, connectedClaims, frenchDebtor];

/** The rules of each route, in the order in which they are shown. */
export const ROUTE_RULES: Readonly<Record<RouteName, readonly Rule[]>> = {
  'petites-creances': [
    ...FRENCH,
    privateDebtor,
    smallAmount,
    notBetweenTraders,
    debtorAgreement,
    contestShown('CPCE R125-3 à R125-5'),
    costsOnCreditor,
  ],
  'injonction-de-payer': [
    ...FRENCH,
    privateDebtor,
    determinedAmount,
    contestShown('CPC 1415 à 1417'),
    noAmicableAttempt,
    serviceAfterOrder,
  ],
  'recouvrement-simplifie': [...FRENCH, uncontestedInLaw, betweenTraders, notContested, practice],
  'refere-provision': [...FRENCH, notSeriouslyContested, amicableAttempt, lawyer, publicLawyer, contribution],
  assignation: [
    ...FRENCH,
    privateDebtor,
    amicableAttempt,
    lawyer,
    contribution,
    economicContribution,
    contestShown('C. civ. 1353'),
  ],
  'injonction-europeenne': [
    ...COMMON,
    crossBorder,
    pecuniary,
    consumerForum,
    contestShown('règlement (CE) 1896/2006, art. 16 et 17'),
  ],
  'petits-litiges-europeens': [
    ...COMMON,
    crossBorder,
    smallPrincipal,
    consumerForum,
    contestShown('règlement (CE) 861/2007, art. 5'),
  ],
  'recours-public': [...COMMON, priorDemand, writtenClaim, publicLawyer, contestShown('CJA R421-1')],
  'mandatement-office': [exigible, notTimeBarred, owedForCertain, whoOrdersPayment],
};

/** Principal and interest up to 5 000 EUR (CPCE L125-1, R125-1). */
function smallAmount(situation: Situation): Verdict {
  const limitCents = limitOn('small-claims-limit-cents', situation.input.asOf) ?? 0;
  const [rule, article] = [`Principal et intérêts jusqu’à ${formatCents(limitCents)}`, 'CPCE L125-1, R125-1'];
  const sums = euroSums(situation);
  if (sums === null) return unknownSum(rule, article, situation);
  const { amountCents } = sums.alone;
  return verdict(amountCents <= limitCents, rule, article, `${formatCents(amountCents)}, indemnité forfaitaire non comprise`);
}

/** Closed for invoices between traders since law 2026-307 (CPCE L125-1). */
function notBetweenTraders(situation: Situation): Verdict {
  const [rule, article] = ['Facture entre commerçants exclue', 'CPCE L125-1, loi 2026-307 du 23 avril 2026'];
  if (isOpenInLaw('small-claims-between-traders', situation.input.asOf))
    return verdict(true, rule, article, 'exclusion pas encore en vigueur');
  const traders = tradersVerdict(rule, article, situation);
  return traders.open === null ? traders : verdict(!traders.open, rule, article, traders.reason.fact);
}

function debtorAgreement(): Verdict {
  return remark(
    'Accord du débiteur sur le montant et les modalités',
    'CPCE L125-1, R125-3',
    'accord à recueillir dans le mois de l’envoi',
    'to-confirm',
  );
}

function costsOnCreditor(): Verdict {
  return remark(
    'Frais à la charge du créancier',
    'CPCE L125-1, L111-8',
    'aucun frais ne s’ajoute à la somme réclamée',
    'against',
  );
}

/** A contractual or statutory claim of a determined amount, without limit (CPC 1405). */
function determinedAmount(situation: Situation): Verdict {
  const [rule, article] = ['Montant déterminé, sans plafond', 'CPC 1405'];
  const { sums, input } = situation;
  if (sums === null) return unknownSum(rule, article, situation);
  return verdict(true, rule, article, `${formatCents(sums.amountCents, input.claim.currency)} de principal et d’intérêts`);
}

function noAmicableAttempt(): Verdict {
  return remark(
    'Tentative amiable non exigée',
    'CPC 750-1 ; Cass. 2e civ., avis du 25 septembre 2025, 25-70.013',
    'requête en injonction de payer',
    'for',
  );
}

function serviceAfterOrder({ input }: Situation): Verdict {
  const months = entryOn(LEGAL_VALUES, 'injunction-service-months', input.asOf)?.value ?? 0;
  return remark(
    'Ordonnance à signifier à temps',
    'CPC 1411',
    `${months} mois à compter d’une ordonnance de ce jour`,
    'to-confirm',
  );
}

/** In force since law 2026-307 (CPCE L126-1). */
function uncontestedInLaw({ input }: Situation): Verdict {
  const open = isOpenInLaw('uncontested-claims-in-law', input.asOf);
  return verdict(
    open,
    'Procédure en vigueur',
    'CPCE L126-1, loi 2026-307 du 23 avril 2026',
    open ? 'depuis le 25/04/2026' : 'pas encore en vigueur à cette date',
  );
}

function betweenTraders(situation: Situation): Verdict {
  return tradersVerdict('Facture entre commerçants', 'CPCE L126-1', situation);
}

/** A contest ends the procedure, even an unfounded one (CPCE L126-2). */
function notContested(situation: Situation): Verdict {
  return undisputed('Créance non contestée', 'CPCE L126-2', situation);
}

function practice(): Verdict | null {
  if (l126Enabled) return null;
  return remark(
    'Disponibilité pratique',
    'CPCE L126-5',
    'décret et tarif non publiés au 03/09/2026\u00a0: à demander au commissaire de justice',
    'to-confirm',
  );
}

/** A provision needs an obligation that is not seriously contestable, no urgency (CPC 835 al. 2, 873 al. 2; CJA R541-1). */
function notSeriouslyContested(situation: Situation): Verdict {
  const article = situation.input.debtor.kind === 'public' ? 'CJA R541-1' : 'CPC 835 al. 2, 873 al. 2';
  return undisputed('Obligation non sérieusement contestable', article, situation);
}

/** Whether both parties trade; who is not known is named. */
function tradersVerdict(rule: string, article: string, { debtor, creditor }: Situation): Verdict {
  const open = allOf([debtor.trades, creditor.trades]);
  const parties = { debtor: debtor.trades, creditor: creditor.trades } as const;
  const names = (['debtor', 'creditor'] as const).filter(
    (name): name is FactName & keyof typeof parties => parties[name] === null,
  );
  if (open === null) return unknown(rule, article, names);
  const told = (trades: boolean | null) => (trades === null ? 'non renseigné' : yesOrNo(trades));
  return verdict(
    open,
    rule,
    article,
    `débiteur commerçant\u00a0: ${told(debtor.trades)}, créancier commerçant\u00a0: ${told(creditor.trades)}`,
  );
}
