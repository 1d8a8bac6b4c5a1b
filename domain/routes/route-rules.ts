import { LEGAL_VALUES } from '../law/data/values.ts';
import { entryOn } from '../law/dated-value.ts';
import { isOpenInLaw, l126Enabled } from '../law/legal-values.ts';
import { formatCents } from '../money/cents.ts';
import {
  allOf,
  amicableAttempt,
  contribution,
  exigible,
  formalNotice,
  lawyer,
  noInsolvency,
  notTimeBarred,
  privateDebtor,
  type Rule,
  remark,
  verdict,
} from './common-rules.ts';
import type { Known, RouteName, Verdict } from './route.ts';
import type { Situation } from './situation.ts';

const COMMON: readonly Rule[] = [exigible, noInsolvency, notTimeBarred, formalNotice];

/** The rules of each route, in the order in which they are shown. */
export const ROUTE_RULES: Readonly<Record<RouteName, readonly Rule[]>> = {
  'petites-creances': [
    ...COMMON,
    privateDebtor,
    smallAmount,
    notBetweenTraders,
    debtorAgreement,
    contestShown('CPCE R125-3 à R125-5'),
    costsOnCreditor,
  ],
  'injonction-de-payer': [
    ...COMMON,
    privateDebtor,
    determinedAmount,
    contestShown('CPC 1415 à 1417'),
    noAmicableAttempt,
    serviceAfterOrder,
  ],
  'recouvrement-simplifie': [...COMMON, uncontestedInLaw, betweenTraders, notContested, practice],
  'refere-provision': [...COMMON, notSeriouslyContested, amicableAttempt, lawyer, contribution],
  assignation: [...COMMON, privateDebtor, amicableAttempt, lawyer, contribution, contestShown('C. civ. 1353')],
};

/** Principal and interest up to 5 000 EUR (CPCE L125-1, R125-1). */
function smallAmount({ amountCents, input }: Situation): Verdict {
  const limitCents = entryOn(LEGAL_VALUES, 'small-claims-limit-cents', input.asOf)?.value ?? 0;
  const rule = `Principal et intérêts jusqu’à ${formatCents(limitCents)}`;
  if (amountCents === null) return verdict(null, rule, 'CPCE L125-1, R125-1', 'claim\u00a0: montant inconnu');
  return verdict(
    amountCents <= limitCents,
    rule,
    'CPCE L125-1, R125-1',
    `${formatCents(amountCents)}, indemnité forfaitaire non comprise`,
  );
}

/** Closed for invoices between traders since law 2026-307 (CPCE L125-1). */
function notBetweenTraders(situation: Situation): Verdict {
  const [rule, article] = ['Facture entre commerçants exclue', 'CPCE L125-1, loi 2026-307 du 23 avril 2026'];
  if (isOpenInLaw('small-claims-between-traders', situation.input.asOf))
    return verdict(true, rule, article, 'exclusion pas encore en vigueur');
  const traders = bothTrade(situation);
  return verdict(traders === null ? null : !traders, rule, article, tradersText(situation));
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
function determinedAmount({ amountCents }: Situation): Verdict {
  const [rule, article] = ['Montant déterminé, sans plafond', 'CPC 1405'];
  if (amountCents === null) return verdict(null, rule, article, 'claim\u00a0: montant inconnu');
  return verdict(true, rule, article, `${formatCents(amountCents)} de principal et d’intérêts`);
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
  return verdict(bothTrade(situation), 'Facture entre commerçants', 'CPCE L126-1', tradersText(situation));
}

/** A contest ends the procedure, even an unfounded one (CPCE L126-2). */
function notContested({ disputed }: Situation): Verdict {
  return verdict(negated(disputed), 'Créance non contestée', 'CPCE L126-2', contestText(disputed));
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
function notSeriouslyContested({ disputed, input }: Situation): Verdict {
  const article = input.debtor.kind === 'public' ? 'CJA R541-1' : 'CPC 835 al. 2, 873 al. 2';
  return verdict(negated(disputed), 'Obligation non sérieusement contestable', article, contestText(disputed));
}

/** A contest closes none of these: it says what will follow, under the article of the route. */
function contestShown(article: string): Rule {
  return ({ disputed }) =>
    remark('Contestation', article, contestText(disputed), disputed === null ? 'to-confirm' : disputed ? 'against' : 'for');
}

function bothTrade({ debtorTrades, creditorTrades }: Situation): Known {
  return allOf([debtorTrades, creditorTrades]);
}

function tradersText({ debtorTrades, creditorTrades }: Situation): string {
  return `debtor.trader\u00a0: ${knownText(debtorTrades)}, creditor.trader\u00a0: ${knownText(creditorTrades)}`;
}

function contestText(disputed: Known): string {
  return `disputed\u00a0: ${knownText(disputed)}`;
}

function knownText(fact: Known): string {
  if (fact === null) return 'non renseigné';
  return fact ? 'oui' : 'non';
}

function negated(fact: Known): Known {
  return fact === null ? null : !fact;
}
