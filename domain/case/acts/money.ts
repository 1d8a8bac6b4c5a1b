import { agreementFaults, type LateChargesChoice, signatureFaults } from '../../agreement/agreement.ts';
import { dayAt, msOf } from '../../calendar/clock.ts';
import { formatCents } from '../../money/cents.ts';
import { lateChargesStepOf, type Plan } from '../../plan/plan.ts';
import { balanceCents, contestedCents } from '../balance.ts';
import { type Case, holdOf, type Payment, recordOf } from '../case.ts';
import { isTyped, typedPayments } from '../debtor/payment.ts';
import { creditCents } from '../next/credit.ts';
import { reservesLateCharges, waivesLateCharges } from '../next/late-charges.ts';
import { isSettledInPrincipal } from '../next/tolerance.ts';
import { isSettled } from '../records.ts';
import { frenchDay } from '../show/french.ts';
import { cents, date, flag, idOf, list, maybe, spoken, text } from './field.ts';
import { act, refuseToCome } from './operator-act.ts';

/** Money that came, was promised, or is given up. */
export const moneyActs = {
  recordPayment: act({
    fact: 'payment',
    label: 'Enregistrer un paiement',
    text: 'Enregistrer un paiement reçu hors banque.',
    mayAct: 'operator',
    fields: { id: text('Référence du paiement'), amountCents: cents('Montant'), on: maybe(date('Reçu le')) },
    sample: { id: 'cheque-123', amountCents: 120_000, on: '2026-11-20' },
    refuse: (theCase, fact, _plan, today) => {
      const toCome = refuseToCome(today, fact.on);
      if (toCome !== null) return toCome;
      const known = theCase.payments.find((payment) => payment.id === fact.id);
      if (known?.reversed) return `Le paiement ${fact.id} ne compte plus\u00a0: le saisir sous une autre référence.`;
      return known && known.amountCents !== fact.amountCents
        ? `Le paiement ${fact.id} est déjà connu pour ${formatCents(known.amountCents, theCase.invoice.currency)}.`
        : null;
    },
  }),
  withdrawPayment: act({
    fact: 'payment-withdrawn',
    label: 'Annuler un paiement saisi',
    text: 'Annuler un paiement saisi à la main par erreur : il ne compte plus, et le dossier qu’il avait clos se rouvre. L’argent d’une écriture bancaire se retire dans Rapprochement.',
    mayAct: 'operator',
    fields: { payment: idOf('payment', 'Paiement'), reason: text('Motif') },
    sample: { payment: 'cheque-123', reason: 'montant mal saisi' },
    refuse: (theCase, { payment }) => refuseWithdrawal(theCase, payment),
  }),
  recordPromise: act({
    fact: 'promise',
    label: 'Noter une promesse',
    text: 'Noter une promesse de paiement.',
    mayAct: 'operator',
    mayBeTyped: true,
    fields: { amountCents: cents('Montant promis'), on: date('Promis pour le'), spoken: spoken() },
    sample: { amountCents: 120_000, on: '2026-12-05' },
    refuse: (theCase, fact, _plan, today) => {
      if (fact.on < today) return `La date promise (${frenchDay(fact.on)}) est déjà passée\u00a0: noter un jour à venir.`;
      if (theCase.timeBarredOn !== null && fact.on > theCase.timeBarredOn)
        return `La date promise dépasse la prescription (${frenchDay(theCase.timeBarredOn)}).`;
      if (balanceCents(theCase) <= 0) return 'Plus rien n’est dû : il n’y a rien à promettre.';
      return fact.amountCents > balanceCents(theCase)
        ? `Le montant promis dépasse le solde de ${formatCents(balanceCents(theCase), theCase.invoice.currency)}.`
        : null;
    },
  }),
  agreeInstalments: act({
    fact: 'instalments',
    label: 'Convenir d’un échéancier',
    text: 'Convenir d’un échéancier qui fait le solde, moins ce qui en est contesté ; «\u00a0lateChargesCents\u00a0» : ce qu’il comprend en plus d’intérêts et d’indemnité ; «\u00a0waivesLateCharges\u00a0» : y renoncer s’il est tenu.',
    mayAct: 'operator',
    fields: {
      schedule: list('Versements', { on: date('Le'), amountCents: cents('Montant') }),
      waivesLateCharges: maybe(flag('Renoncer aux intérêts et aux 40\u00a0€ s’il est tenu')),
      lateChargesCents: maybe(cents('Intérêts et indemnité compris dans les versements')),
      spoken: spoken(),
    },
    sample: {
      schedule: [
        { on: '2026-12-05', amountCents: 60_000 },
        { on: '2027-01-05', amountCents: 60_000 },
      ],
      waivesLateCharges: true,
    },
    refuse: (theCase, { schedule, waivesLateCharges, lateChargesCents }, plan, today, owed) => {
      const charges = refuseCharges(theCase, plan, { waivesLateCharges, lateChargesCents }, owed);
      if (charges !== null) return charges;
      const [fault] = agreementFaults({
        agreedOn: today,
        balanceCents: balanceCents(theCase) - contestedCents(theCase),
        lateChargesCents: lateChargesCents ?? 0,
        lateCharges: lateChargesOf(waivesLateCharges, lateChargesCents),
        currency: theCase.invoice.currency,
        schedule,
      });
      if (fault) return fault.message;
      return theCase.timeBarredOn !== null && (schedule.at(-1)?.on ?? '') > theCase.timeBarredOn
        ? `L’échéancier dépasse la prescription (${frenchDay(theCase.timeBarredOn)}).`
        : null;
    },
  }),
  recordSignature: act({
    fact: 'signature',
    label: 'Noter la signature de l’échéancier',
    text: 'Noter que le débiteur a signé l’échéancier : sans elle, rien ne devient exigible avant son jour.',
    mayAct: 'operator',
    fields: {
      on: date('Signé le'),
      by: text('Signé par'),
      capacity: maybe(text('À quel titre (gérant, président, délégation)')),
      document: maybe(idOf('document', 'Pièce')),
    },
    sample: { on: '2026-11-20', by: 'Mme Aubert', capacity: 'gérante' },
    refuse: (theCase, { on, by, capacity = null }, _plan, today) => {
      const agreed = holdOf(theCase, 'instalments');
      if (!agreed) return 'Aucun échéancier n’est en cours\u00a0: il n’y a rien à signer.';
      const agreedOn = agreed.at === undefined ? on : dayAt(msOf(agreed.at));
      const isPerson = theCase.debtor.kind === 'consumer';
      const [fault] = signatureFaults({ on, debtor: { name: by, capacity } }, { agreedOn, asOf: today, isPerson });
      return fault?.message ?? null;
    },
  }),
  useCredit: act({
    fact: 'use-credit',
    label: 'Utiliser le crédit',
    text: 'Utiliser le crédit du client pour une autre de ses factures (son identifiant), en tout ou pour un montant.',
    mayAct: 'operator',
    fields: { to: idOf('invoice', 'Facture'), amountCents: maybe(cents('Montant')) },
    sample: { to: 'inv_8813', amountCents: 80_000 },
    refuse: (theCase, { amountCents, to }) =>
      to === theCase.invoice.id
        ? 'Le crédit est déjà sur cette facture\u00a0: en choisir une autre.'
        : refuseCredit(theCase, amountCents),
  }),
  refunded: act({
    fact: 'refunded',
    label: 'Noter le remboursement du crédit',
    text: 'Noter que le crédit du client lui a été remboursé, en tout ou pour un montant.',
    mayAct: 'operator',
    fields: { amountCents: maybe(cents('Montant')), on: maybe(date('Le')), reference: maybe(text('Référence')) },
    sample: { amountCents: 80_000, on: '2026-11-20', reference: 'virement du 20/11' },
    refuse: (theCase, { amountCents }) => refuseCredit(theCase, amountCents),
  }),
  claimLateCharges: act({
    fact: 'claim-late-charges',
    label: 'Réclamer les intérêts et les 40\u00a0€',
    text: 'Réclamer les intérêts et l’indemnité d’un principal payé en retard : le décompte part par e-mail.',
    mayAct: 'approver',
    fields: {},
    sample: {},
    refuse: (theCase, _fact, plan) => {
      if (!isSettledInPrincipal(theCase, plan))
        return 'Le principal n’est pas payé\u00a0: les relances et la mise en demeure viennent d’abord.';
      if (waivesLateCharges(theCase, plan)) return 'Il a été renoncé aux intérêts et à l’indemnité.';
      if (!reservesLateCharges(theCase, plan)) return 'Tout a été payé à temps\u00a0: ni intérêts ni indemnité.';
      const { id } = lateChargesStepOf(plan).step;
      if (isSettled(recordOf(theCase, id))) return 'Ils ont déjà été réclamés.';
      return theCase.jump?.step === id ? 'Ils sont déjà réclamés\u00a0: la demande part à son jour.' : null;
    },
  }),
  waive: act({
    fact: 'waive',
    label: 'Renoncer aux intérêts et aux 40\u00a0€',
    text: 'Renoncer aux intérêts et à l’indemnité de 40 €.',
    mayAct: 'approver',
    fields: { reason: maybe(text('Motif')) },
    sample: { reason: 'geste commercial' },
    refuse: (theCase) => (theCase.waived ? 'Il a déjà été renoncé aux intérêts et à l’indemnité.' : null),
  }),
};

/** What a person did not type is undone where it came from. */
function refuseWithdrawal(theCase: Case, id: string): string | null {
  const known = theCase.payments.find((payment) => payment.id === id);
  if (known === undefined)
    return typedPayments(theCase).length === 0
      ? 'Aucun paiement saisi à la main ne compte sur ce dossier\u00a0; l’argent d’une écriture bancaire se retire dans Rapprochement.'
      : `Le paiement ${id} n’est pas connu de ce dossier.`;
  if (known.reversed) return `Le paiement ${id} ne compte déjà plus.`;
  if (known.entry !== undefined) return 'Ce paiement vient d’une écriture bancaire\u00a0: le retirer dans Rapprochement.';
  return isTyped(known) ? null : `Personne n’a saisi ce paiement à la main\u00a0: ${elsewhere(known)}.`;
}

function elsewhere({ creditOf }: Payment): string {
  return creditOf === undefined ? 'il a été dit à la reprise du dossier' : 'c’est le crédit d’une autre facture';
}

function lateChargesOf(waives: boolean | undefined, scheduled: number | undefined): LateChargesChoice {
  if (scheduled !== undefined) return 'scheduled';
  return waives ? 'waived' : 'reserved';
}

interface Charges {
  readonly waivesLateCharges: boolean | undefined;
  readonly lateChargesCents: number | undefined;
}

/** A schedule holds no more interest and indemnity than the statement of the day shows, and does not give up what it holds. */
function refuseCharges(
  theCase: Case,
  plan: Plan,
  { waivesLateCharges: waives, lateChargesCents }: Charges,
  owed?: number | null,
): string | null {
  if (lateChargesCents === undefined) return null;
  if (waives) return 'Les intérêts et l’indemnité sont compris dans l’échéancier ou abandonnés\u00a0: choisir l’un des deux.';
  if (waivesLateCharges(theCase, plan))
    return 'Il a été renoncé aux intérêts et à l’indemnité\u00a0: l’échéancier ne peut pas en comprendre.';
  if (owed === undefined || (owed !== null && lateChargesCents <= owed)) return null;
  if (owed === null)
    return 'Le taux du semestre n’est pas connu\u00a0: le saisir avant de compter les intérêts dans un échéancier.';
  return `Les intérêts et l’indemnité s’élèvent à ${formatCents(owed, theCase.invoice.currency)} à ce jour\u00a0: l’échéancier ne peut pas en comprendre davantage.`;
}

function refuseCredit(theCase: Case, amountCents: number | undefined): string | null {
  const known = creditCents(theCase);
  if (known === 0) return 'Ce client n’a pas de crédit sur cette facture.';
  return amountCents !== undefined && amountCents > known
    ? `Le montant dépasse le crédit de ${formatCents(known, theCase.invoice.currency)}.`
    : null;
}
