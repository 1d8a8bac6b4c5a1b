import { allocationsOf, reverseAllocations } from '../db/allocations.ts';
import { counts, type EntryRow, entryOf, lockFeed, setOutcome } from '../db/bank.ts';
import { ownersOf } from '../db/cases.ts';
import type { Queries } from '../db/database.ts';
import { forgetPayer, rememberPayer } from '../db/remembered-payers.ts';
import { BadInput, type Fault, Refusal, refuse } from '../domain/fault.ts';
import { formatCents, sumCents } from '../domain/money/cents.ts';
import { allocate, type Hand, type Share, tellReversals } from './allocation.ts';
import { takeBack } from './returns.ts';

/** `unknown`: there is no entry of that key. */
export type Decided = 'done' | 'unknown';

type ChosenShare = Omit<Share, 'surplus'>;

/**
 * Gives money that waits to cases that a person chose; what is left goes on waiting. The payer's name is remembered when all goes to one
 * debtor. Throws a `Refusal` or `BadInput`.
 */
export async function placeByHand(tx: Queries, hand: Hand, key: string, shares: readonly ChosenShare[]): Promise<Decided> {
  const { creditorId, source } = hand;
  const entry = await waitingEntry(tx, creditorId, key);
  if (entry === null) return 'unknown';
  if (entry.document.amountCents <= 0) throw new Refusal('Cette écriture est un débit\u00a0: elle ne paie aucune facture.');
  const debtors = await debtorsOf(tx, creditorId, entry, shares);
  const openCents = entry.openCents - sumCents(shares.map((share) => share.amountCents));
  if (openCents < 0) throw new Refusal(tooMuch(entry, shares));
  const earlier = (await allocationsOf(tx, creditorId, key)).length;
  const given = shares.map((share) => ({ ...share, surplus: false }));
  await allocate(tx, hand, [{ entry, shares: given, earlier }]);
  const reasons = [`affectée par ${source.actor}`];
  await setOutcome(tx, creditorId, key, { verdict: openCents === 0 ? 'allocated' : 'unmatched', reasons, openCents });
  const [payer, debtor] = [entry.document.counterparty?.trim() ?? '', debtors[0]];
  if (payer !== '' && debtor !== undefined && debtors.length === 1)
    await rememberPayer(tx, { payer, creditor: creditorId, debtor }, source.actor);
  return 'done';
}

/** Says which payment a returned one undoes. Throws a `Refusal` or `BadInput`. */
export async function takeBackByHand(tx: Queries, hand: Hand, key: string, undoes: string): Promise<Decided> {
  const { creditorId } = hand;
  const entry = await waitingEntry(tx, creditorId, key);
  if (entry === null) return 'unknown';
  const { amountCents, currency } = entry.document;
  if (amountCents >= 0) throw new Refusal('Cette écriture n’est pas un rejet\u00a0: elle n’annule aucun paiement.');
  const payment = await entryOf(tx, creditorId, undoes);
  const fits = payment?.document.amountCents === -amountCents && payment.document.currency === currency;
  if (!payment || !fits || !counts(payment))
    return refuse('$.undoes', `got ${JSON.stringify(undoes)}, expected a payment of ${-amountCents} cents that counts`);
  await takeBack(tx, hand, entry, payment);
  return 'done';
}

/**
 * Takes back what an entry gave to cases, by rule or by hand: each hears it, the money waits for a person again, and its payer's name is
 * no longer of these debtors. Throws a `Refusal`.
 */
export async function undoByHand(tx: Queries, { creditorId, source }: Hand, key: string): Promise<Decided> {
  await lockFeed(tx, creditorId);
  const entry = await entryOf(tx, creditorId, key);
  if (!entry) return 'unknown';
  if (entry.verdict === 'not-ours') throw new Refusal(NOT_OURS);
  if (entry.verdict === 'reversed') throw new Refusal('La banque a déjà repris cet argent\u00a0: il n’est plus affecté.');
  const taken = await reverseAllocations(tx, creditorId, [key]);
  if (taken.length === 0) throw new Refusal('Cette écriture n’est affectée à aucune facture.');
  await tellReversals(tx, taken, source);
  const reasons = [`affectation défaite par ${source.actor}`];
  await setOutcome(tx, creditorId, key, { verdict: 'unmatched', reasons, openCents: entry.document.amountCents });
  const payer = entry.document.counterparty?.trim() ?? '';
  const ids = taken.map(({ caseId }) => caseId);
  const given = await ownersOf(tx, ids);
  await forgetPayer(
    tx,
    creditorId,
    payer,
    given.map(({ debtorId }) => debtorId),
  );
  return 'done';
}

/** The entry, alone in this transaction's hands; null when there is none. */
export async function waitingEntry(tx: Queries, creditorId: string, key: string): Promise<EntryRow | null> {
  await lockFeed(tx, creditorId);
  const entry = await entryOf(tx, creditorId, key);
  if (!entry) return null;
  if (entry.verdict === 'unknown-account') throw new Refusal(unknownAccount(entry));
  const refusal =
    entry.verdict === 'unmatched' ? null : (notWaiting[entry.verdict] ?? 'Cette écriture n’attend pas d’affectation.');
  if (refusal !== null) throw new Refusal(refusal);
  return entry;
}

const NOT_OURS = 'Cette écriture a été mise hors factures\u00a0: remettez-la d’abord à rapprocher (exigible wait-again).';

const notWaiting: Readonly<Partial<Record<EntryRow['verdict'], string>>> = {
  allocated: 'Cette écriture n’attend pas d’affectation\u00a0: elle en a une, défaites-la d’abord.',
  'not-ours': NOT_OURS,
};

function unknownAccount({ account }: EntryRow): string {
  return `Le compte ${account} n’est pas connu\u00a0: dites d’abord duquel des vôtres il est le nom (exigible accounts name), sinon la même somme compterait deux fois.`;
}

async function debtorsOf(
  tx: Queries,
  creditorId: string,
  { document }: EntryRow,
  shares: readonly ChosenShare[],
): Promise<readonly string[]> {
  const ids = shares.map((share) => share.caseId);
  const known = await ownersOf(tx, ids);
  const fitting = known.filter((row) => row.creditorId === creditorId && row.currency === document.currency);
  const faults = ids.flatMap((id, index): Fault[] => {
    const path = `$.allocations[${index}].caseId`;
    const message = `got ${JSON.stringify(id)}, expected a case of this creditor in ${document.currency}`;
    return fitting.some((row) => row.id === id) ? [] : [{ path, message }];
  });
  if (faults.length > 0) throw new BadInput(faults);
  return [...new Set(fitting.map((row) => row.debtorId))];
}

function tooMuch({ document, openCents }: EntryRow, shares: readonly ChosenShare[]): string {
  const total = sumCents(shares.map((share) => share.amountCents));
  const [asked, there] = [total, openCents].map((amountCents) => formatCents(amountCents, document.currency));
  return `Les affectations font ${asked}, l’écriture ${there}.`;
}
