import type { CivilDate } from '../calendar/civil-date.ts';
import { formatCents, formatRate, sumCents } from '../money/cents.ts';
import type { ClaimInput } from './claim.ts';
import type { Breach } from './floor.ts';
import { excessCents, type KnownFacts } from './known-facts.ts';
import { runsByItself } from './regimes.ts';
import type { Settlement } from './settlement.ts';

type Warn = (facts: KnownFacts, settlement: Settlement, input: ClaimInput) => readonly string[];

const OF_MONEY: readonly Warn[] = [futureInvoices, credits, excessCreditNotes, paidBackSince, latePayments];
const OF_CHARGES: readonly Warn[] = [
  keptIndemnities,
  bornAfterOpening,
  noIndemnityAbroad,
  ignoredContractRate,
  noInterest,
  earlyNotice,
  foreignToTrade,
];
const OF_A_WAIVER: readonly Warn[] = [bornAfterOpening, givenUp];

/** What a person has to know beside the figures, in French. */
export function warningsOf(input: ClaimInput, facts: KnownFacts, settlement: Settlement): readonly string[] {
  return [...OF_MONEY, ...(facts.waived ? OF_A_WAIVER : OF_CHARGES)].flatMap((warn) => warn(facts, settlement, input));
}

/** Why a contract's rate cannot be used, with the floor of the semester at fault. */
export function belowFloorWarning({ terms }: KnownFacts, { semester, floorBasisPoints }: Breach): string {
  const contract = formatRate(terms.contractRateBasisPoints ?? 0);
  return `Taux contractuel de ${contract} inférieur au plancher de ${formatRate(floorBasisPoints)} (trois fois l’intérêt légal, ${semester})\u00a0: C. com. L441-10 II. À choisir par une personne.`;
}

function futureInvoices({ asOf }: KnownFacts, _: Settlement, { invoices }: ClaimInput): readonly string[] {
  const later = invoices.filter((invoice) => (invoice.issuedOn ?? '') > asOf).map((invoice) => invoice.number);
  return later.toSorted().map((number) => `Facture ${number} émise après le ${day(asOf)}\u00a0: laissée de côté.`);
}

function credits({ currency }: KnownFacts, { payments }: Settlement): readonly string[] {
  return payments.flatMap(({ id, creditCents }) =>
    creditCents === undefined || creditCents < 0
      ? []
      : [`Paiement ${id}\u00a0: ${formatCents(creditCents, currency)} au-delà de la dette, au crédit du débiteur.`],
  );
}

function excessCreditNotes(facts: KnownFacts): readonly string[] {
  return facts.invoices.flatMap((invoice) => {
    const cents = excessCents(invoice, facts);
    return cents > 0
      ? [`Avoirs sur ${invoice.number}\u00a0: ${formatCents(cents, facts.currency)} au-delà du prix, au crédit du débiteur.`]
      : [];
  });
}

function paidBackSince({ paidBack, currency }: KnownFacts): readonly string[] {
  return paidBack.map(
    ({ amountCents, on }) =>
      `${formatCents(amountCents, currency)} rendus au débiteur ou portés sur une autre facture le ${day(on)}\u00a0: non comptés comme payés depuis.`,
  );
}

function latePayments({ payments, lastOn, insolvency }: KnownFacts): readonly string[] {
  const why = insolvency
    ? 'après le jugement d’ouverture\u00a0: non imputé, à examiner (C. com. L622-7)'
    : 'après le dernier jour dont le taux est connu\u00a0: non imputé';
  return payments.filter(({ on }) => on > lastOn).map(({ id, on }) => `Paiement ${id} reçu le ${day(on)}, ${why}.`);
}

function keptIndemnities({ insolvency }: KnownFacts, { invoices }: Settlement): readonly string[] {
  const kept = insolvency ? invoices.filter(({ indemnityCents }) => indemnityCents > 0) : [];
  if (kept.length === 0) return [];
  const amount = formatCents(sumCents(kept.map(({ indemnityCents }) => indemnityCents)));
  return [
    `Indemnité forfaitaire (${amount}) des factures échues avant le jugement d’ouverture maintenue\u00a0: lecture de C. com. L441-10 II, à confirmer avant de déclarer.`,
  ];
}

/** C. com. L622-17: what is born after the opening for the needs of the procedure is paid at its term; the day of issue alone does not prove the birth. */
function bornAfterOpening({ invoices, insolvency }: KnownFacts): readonly string[] {
  if (!insolvency) return [];
  return invoices
    .filter(({ issuedOn }) => issuedOn !== undefined && issuedOn >= insolvency.openedOn)
    .map(
      ({ number }) =>
        `Facture ${number} émise après le jugement d’ouverture\u00a0: née après lui pour les besoins de la procédure, elle se paie à son échéance et n’est pas arrêtée (C. com. L622-17), intérêts non calculés ici\u00a0; si la prestation est antérieure, elle se déclare. À confirmer.`,
    );
}

function noIndemnityAbroad(facts: KnownFacts): readonly string[] {
  const late = facts.invoices.some(({ dueOn }) => dueOn < facts.asOf);
  if (facts.currency === 'EUR' || !late || !runsByItself(facts)) return [];
  const article = facts.debtor.kind === 'public' ? 'CCP D2192-35' : 'C. com. D441-5';
  return [
    `Créance en ${facts.currency}\u00a0: aucune indemnité forfaitaire, que ${article} fixe à 40\u00a0€ et qu’aucun texte ne convertit.`,
  ];
}

function ignoredContractRate(facts: KnownFacts): readonly string[] {
  const { terms, debtor, creditor } = facts;
  if (terms.contractRateBasisPoints === undefined || (debtor.kind === 'business' && creditor.kind === 'company')) return [];
  const why =
    debtor.kind === 'public'
      ? 'le taux de la commande publique s’applique (CCP R2192-31)'
      : 'l’intérêt légal s’applique (C. civ. 1231-6)';
  return [`Taux contractuel de ${formatRate(terms.contractRateBasisPoints)} laissé de côté\u00a0: ${why}.`];
}

function noInterest(facts: KnownFacts): readonly string[] {
  if (runsByItself(facts) || facts.formalNotice || facts.judgment) return [];
  return ['Aucune mise en demeure\u00a0: l’intérêt légal ne court pas encore (C. civ. 1231-6, 1344-1).'];
}

function earlyNotice(facts: KnownFacts): readonly string[] {
  const notice = facts.formalNotice;
  if (runsByItself(facts) || !notice) return [];
  return facts.invoices
    .filter(({ dueOn }) => dueOn > notice.effectiveOn)
    .map(
      ({ number }) =>
        `Facture ${number}\u00a0: la mise en demeure du ${day(notice.effectiveOn)} précède l’échéance, elle n’y fait pas courir d’intérêt.`,
    );
}

function foreignToTrade({ creditor, debtor }: KnownFacts): readonly string[] {
  if (creditor.kind !== 'individual' || debtor.kind !== 'business') return [];
  return [
    'Créancier non professionnel\u00a0: ni pénalités ni indemnité de C. com. L441-10, intérêt légal dès la mise en demeure.',
  ];
}

function givenUp(): readonly string[] {
  return ['Le créancier a renoncé aux intérêts et à l’indemnité\u00a0: seul le principal est dû.'];
}

function day(on: CivilDate): string {
  return on.split('-').toReversed().join('/');
}
