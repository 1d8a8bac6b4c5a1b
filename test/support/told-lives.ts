import { setTimeout as pause } from 'node:timers/promises';
import type { TimelineLine } from '../../api/client.ts';
import { addDays } from '../../domain/calendar/civil-date.ts';
import type { CaseView } from '../../domain/case/view.ts';
import type { Outside } from './outside.ts';
import { creditor, debtor } from './parties.ts';

export const TOTAL = 120_000;

export const idOf = (invoice: string) => `invoice:${creditor.id}:${invoice}`;
export const has = (lines: readonly TimelineLine[], type: string) => lines.some((line) => line.type === type);
/** A step has left: it was sent, or it was in doubt and a person found that it had been. */
export const left = (lines: readonly TimelineLine[], step: string) =>
  lines.some(
    ({ type, fact }) => fact.step === step && (type === 'sent' || (type === 'settle-unknown-send' && fact.outcome === 'sent')),
  );
const waitsFor = (seen: CaseView, kind: string) => seen.tasks.some((task) => task.kind === kind);

/** An invoice forty days late, of a debtor of its own, under the plan whose delays are seconds. */
export function invoiceCreated(invoice: string, today: string): object {
  const dueOn = addDays(today, -40);
  return {
    invoice: { id: invoice, number: `F26-${invoice}`, totalCents: TOTAL, issuedOn: addDays(dueOn, -30), dueOn },
    debtor: { ...debtor, id: `d-${invoice}`, email: `compta@${invoice}.example` },
    plan: 'demo',
  };
}

/** A transfer that names its invoice. */
export function transfer(key: string, invoice: string, amountCents: number, today: string): object {
  return { account: creditor.iban, key, bookedOn: today, amountCents, label: `VIR FACTURE F26-${invoice}` };
}

/** What fates are played with. `acknowledged` collects, by invoice, the payments that the bank was told are kept. */
export interface Stage {
  readonly outside: Outside;
  readonly today: string;
  readonly random: () => number;
  readonly acknowledged: Map<string, string[]>;
}

/** Tells a transfer until it is acknowledged. */
export async function pay({ outside, today, acknowledged }: Stage, invoice: string, nth: number, cents: number): Promise<void> {
  const key = `${invoice}-v${nth}`;
  await outside.tell('bank', 'bank.transaction.booked', transfer(key, invoice, cents, today), `evt-${key}`);
  acknowledged.set(invoice, [...(acknowledged.get(invoice) ?? []), `${key}#1`]);
}

export interface Character {
  readonly invoice: string;
  readonly play: (stage: Stage, invoice: string) => Promise<unknown>;
  /** Where the case must end: phase, closing reason, balance. */
  readonly ends: readonly [phase: CaseView['phase'], reason: string | null, balanceCents: number];
}

/** Opens the case of a character a little later and plays it to its end. */
export async function live(stage: Stage, { invoice, play, ends: [phase] }: Character): Promise<void> {
  await pause(stage.random() * 8000);
  await stage.outside.tell('billing', 'invoice.created', invoiceCreated(invoice, stage.today), `evt-${invoice}`);
  await play(stage, invoice);
  await stage.outside.until(idOf(invoice), (seen) => seen.phase === phase);
}

/** Three of each fate, two of the longest. */
export const characters: readonly Character[] = [
  ...named('paid', 3, { play: payWhole, ends: ['closed', 'paid', 0] }),
  ...named('in-parts', 3, { play: payInParts, ends: ['closed', 'paid', 0] }),
  ...named('returned', 3, { play: payTwice, ends: ['closed', 'paid', 0] }),
  ...named('credited', 3, { play: credit, ends: ['closed', 'credited', 0] }),
  ...named('pursued', 2, { play: pursue, ends: ['handed-over', null, TOTAL] }),
];

function named(name: string, count: number, fate: Omit<Character, 'invoice'>): Character[] {
  return Array.from({ length: count }, (_, index) => ({ invoice: `${name}-${index + 1}`, ...fate }));
}

async function payWhole(stage: Stage, invoice: string): Promise<void> {
  await stage.outside.until(idOf(invoice), (_seen, lines) => left(lines, 'courtesy'));
  await pay(stage, invoice, 1, TOTAL);
}

async function payInParts(stage: Stage, invoice: string): Promise<void> {
  await pay(stage, invoice, 1, 20_000);
  await pause(stage.random() * 5000);
  await pay(stage, invoice, 2, 40_000);
  await stage.outside.until(idOf(invoice), (_seen, lines) => left(lines, 'reminder-5'));
  await pay(stage, invoice, 3, 60_000);
}

/** The bank takes the first payment back after the case was closed: it opens again. */
async function payTwice(stage: Stage, invoice: string): Promise<void> {
  const { outside, today } = stage;
  await pay(stage, invoice, 1, TOTAL);
  await outside.until(idOf(invoice), (seen) => seen.closed !== null);
  const returned = { ...transfer(`${invoice}-v1`, invoice, TOTAL, today), reversal: true };
  await outside.tell('bank', 'bank.transaction.reversed', returned, `evt-${invoice}-r1`);
  await outside.until(idOf(invoice), (seen, lines) => has(lines, 'payment-reversed') && seen.closed === null);
  await pay(stage, invoice, 2, TOTAL);
}

function credit({ outside, today }: Stage, invoice: string): Promise<unknown> {
  const note = { id: `A-${invoice}`, invoiceId: invoice, amountCents: TOTAL, on: today };
  return outside.tell('billing', 'credit-note.created', note, `evt-${invoice}-a1`);
}

/** To the end: approved, received, a route chosen. */
async function pursue({ outside, today }: Stage, invoice: string): Promise<void> {
  const id = idOf(invoice);
  await outside.until(id, (seen) => waitsFor(seen, 'approval'));
  await outside.approve(id);
  await outside.until(id, (seen) => seen.phase === 'notice-sent');
  await outside.act(id, 'recordLetterOutcome', { outcome: 'received', on: today });
  await outside.until(id, (seen) => waitsFor(seen, 'route'));
  await outside.act(id, 'chooseRoute', { route: 'injonction-de-payer' });
}
