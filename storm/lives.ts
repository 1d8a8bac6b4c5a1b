import { setTimeout as pause } from 'node:timers/promises';
import { addDays } from '../domain/calendar/civil-date.ts';
import { namesOf } from '../domain/table.ts';
import { camtText } from '../test/domain/statement/write-camt.ts';
import { bytesOf } from '../test/domain/statement/write-statement.ts';
import { type Outside, untilAnswered } from '../test/support/outside.ts';
import { creditor, debtor } from '../test/support/parties.ts';
import type { Ledger } from './ledger.ts';
import type { SeenCase, Watch } from './watch.ts';
import { PLAN } from './world.ts';

/** Lives begin within this time, and what happens in them is up to so long apart. */
const [SPREAD_MS, LAPSE_MS] = [15_000, 4_000];

/** Where a case must be at the end: phase and closing reason. Its balance is all or nothing. */
export type Ending = readonly [phase: string, reason: string | null];

/** What a life is played with; what the product acknowledged goes into `ledger`. */
export interface Stage {
  readonly outside: Outside;
  readonly watch: Watch;
  readonly ledger: Ledger;
  readonly random: () => number;
  /** The day of now: a storm may see midnight. */
  readonly today: string;
}

/** One invoice and what happens to it. */
export interface Life {
  readonly caseId: string;
  readonly invoice: string;
  readonly number: string;
  readonly debtorId: string;
  readonly fate: FateName;
  /** No two invoices of a storm ask for the same: money is known again by its account, its day and its amount. */
  readonly totalCents: number;
}

/** The lives of a storm: as many, as its seed draws them. Now and then two invoices have one debtor. */
export function livesOf(seed: number, count: number, random: () => number): Life[] {
  const names = namesOf(fates);
  const weighted = names.flatMap((name) => Array.from({ length: fates[name].weight }, () => name));
  let debtorId = '';
  return Array.from({ length: count }, (_, index) => {
    const invoice = `s${seed}-${index + 1}`;
    if (debtorId === '' || random() > 0.15) debtorId = `d-${invoice}`;
    const number = `F2026-${String(seed % 1000).padStart(3, '0')}${String(index + 1).padStart(4, '0')}`;
    const fate = weighted[Math.floor(random() * weighted.length)] ?? 'paid';
    const totalCents = 100_000 + (seed % 1000) * 1000 + index;
    return { caseId: `invoice:${creditor.id}:${invoice}`, invoice, number, debtorId, fate, totalCents };
  });
}

/** Opens the case of a life, some time within the storm, and plays it to its end. */
export async function play(stage: Stage, life: Life): Promise<void> {
  await pause(stage.random() * SPREAD_MS);
  await told(stage, 'billing', 'invoice.created', created(stage, life), `evt-${life.invoice}`);
  stage.ledger.opened(life.caseId);
  await fates[life.fate].play(stage, life);
  await stage.watch.until(life.caseId, (seen) => hasEnded(life, seen));
}

/** True when a case is where its life should have brought it. */
export function hasEnded({ fate, totalCents }: Life, seen: SeenCase): boolean {
  const [phase, reason] = fates[fate].ends;
  return seen.phase === phase && seen.reason === reason && seen.balanceCents === (reason === null ? totalCents : 0);
}

/** Tells something as a sender does who heard no answer: until it is accepted, and now and then once more. */
async function told(stage: Stage, purpose: 'billing' | 'bank', type: string, data: object, id: string): Promise<void> {
  await stage.outside.tell(purpose, type, data, id);
  if (stage.random() < 0.2) await stage.outside.tell(purpose, type, data, id);
}

function created({ today }: Stage, { invoice, number, debtorId, totalCents }: Life): object {
  const dueOn = addDays(today, -40);
  return {
    invoice: { id: invoice, number, totalCents, issuedOn: addDays(dueOn, -30), dueOn },
    debtor: { ...debtor, id: debtorId, email: `compta@${debtorId}.example` },
    plan: PLAN,
  };
}

interface Fate {
  readonly weight: number;
  readonly ends: Ending;
  readonly play: (stage: Stage, life: Life) => Promise<void>;
}

type FateName =
  | 'paid'
  | 'at-once'
  | 'in-parts'
  | 'by-file'
  | 'returned'
  | 'credited'
  | 'cancelled'
  | 'paused'
  | 'promised'
  | 'pursued';

const paid: Ending = ['closed', 'paid'];

const fates: Readonly<Record<FateName, Fate>> = {
  paid: {
    weight: 5,
    ends: paid,
    async play(stage, life) {
      await stage.watch.until(life.caseId, ({ left }) => left.includes('courtesy'));
      await lapse(stage);
      await pay(stage, life, 1, life.totalCents);
    },
  },
  'at-once': { weight: 2, ends: paid, play: (stage, life) => pay(stage, life, 1, life.totalCents) },
  'in-parts': {
    weight: 3,
    ends: paid,
    async play(stage, life) {
      await pay(stage, life, 1, 20_000);
      await lapse(stage);
      await pay(stage, life, 2, 40_000);
      await lapse(stage);
      await pay(stage, life, 3, life.totalCents - 60_000);
    },
  },
  'by-file': {
    weight: 3,
    ends: paid,
    async play(stage, life) {
      await lapse(stage);
      await payByFile(stage, life);
    },
  },
  returned: {
    weight: 2,
    ends: paid,
    async play(stage, life) {
      await pay(stage, life, 1, life.totalCents);
      await stage.watch.until(life.caseId, ({ reason }) => reason === 'paid');
      const returned = { ...transfer(stage, life, 1, life.totalCents), reversal: true };
      stage.ledger.asksAgain(life.caseId);
      await told(stage, 'bank', 'bank.transaction.reversed', returned, `evt-${life.invoice}-r1`);
      stage.ledger.reversed(life.caseId, `${life.invoice}-v1#1`);
      await stage.watch.until(life.caseId, ({ types, reason }) => types.includes('payment-reversed') && reason === null);
      await lapse(stage);
      await pay(stage, life, 2, life.totalCents);
    },
  },
  credited: {
    weight: 2,
    ends: ['closed', 'credited'],
    async play(stage, life) {
      await lapse(stage);
      const note = { id: `A-${life.invoice}`, invoiceId: life.invoice, amountCents: life.totalCents, on: stage.today };
      await told(stage, 'billing', 'credit-note.created', note, `evt-${life.invoice}-a1`);
      stage.ledger.settled(life.caseId);
    },
  },
  cancelled: {
    weight: 1,
    ends: ['closed', 'cancelled'],
    async play(stage, life) {
      await lapse(stage);
      await told(stage, 'billing', 'invoice.cancelled', { invoiceId: life.invoice, reason: 'erreur' }, `evt-${life.invoice}-c1`);
      stage.ledger.settled(life.caseId);
    },
  },
  paused: {
    weight: 2,
    ends: paid,
    async play(stage, life) {
      await act(stage, life, 'pause', { until: addDays(stage.today, 30) });
      stage.ledger.settled(life.caseId);
      await lapse(stage);
      stage.ledger.asksAgain(life.caseId);
      await act(stage, life, 'resume', {});
      await lapse(stage);
      await pay(stage, life, 1, life.totalCents);
    },
  },
  promised: {
    weight: 2,
    ends: paid,
    async play(stage, life) {
      await act(stage, life, 'recordPromise', { amountCents: life.totalCents, on: addDays(stage.today, 3) });
      await lapse(stage);
      await pay(stage, life, 1, life.totalCents);
    },
  },
  pursued: {
    weight: 1,
    ends: ['handed-over', null],
    async play(stage, life) {
      await stage.watch.until(life.caseId, ({ tasks }) => tasks.includes('approval'));
      await stage.outside.approve(life.caseId);
      stage.ledger.acted(life.caseId, 'approve');
      await stage.watch.until(life.caseId, ({ phase }) => phase === 'notice-sent');
      await act(stage, life, 'recordLetterOutcome', { outcome: 'received', on: stage.today });
      await stage.watch.until(life.caseId, ({ tasks }) => tasks.includes('route'));
      await act(stage, life, 'chooseRoute', { route: 'injonction-de-payer' });
    },
  },
};

function lapse({ random }: Stage): Promise<void> {
  return pause(random() * LAPSE_MS);
}

/** An act of the operator's, asked until it was written down. */
async function act({ outside, watch, ledger }: Stage, { caseId }: Life, name: string, payload: object): Promise<void> {
  await watch.until(caseId, () => true);
  await outside.act(caseId, name, payload);
  ledger.acted(caseId, name);
}

async function pay(stage: Stage, life: Life, nth: number, cents: number): Promise<void> {
  const key = `${life.invoice}-v${nth}`;
  await told(stage, 'bank', 'bank.transaction.booked', transfer(stage, life, nth, cents), `evt-${key}`);
  stage.ledger.paid(life.caseId, `${key}#1`, cents);
}

/** A transfer that names its invoice. */
function transfer({ today }: Stage, { invoice, number }: Life, nth: number, amountCents: number): object {
  return { account: creditor.iban, key: `${invoice}-v${nth}`, bookedOn: today, amountCents, label: `VIR FACTURE ${number}` };
}

/** A bank file of one transfer, handed over until it is taken. What is acknowledged is the file: its payment is known when it was read. */
async function payByFile({ outside, today, ledger }: Stage, { caseId, invoice, number, totalCents }: Life): Promise<void> {
  const account = { bank: '30006', branch: '00001', number: '12345678901', iban: creditor.iban };
  const bookings = [
    { on: today, payments: [{ amountCents: totalCents, payer: debtor.name, text: `FACTURE ${number}`, endToEndId: invoice }] },
  ];
  const file = camtText({ message: '053', version: 8 }, [
    { ...account, id: invoice, openingOn: today, openingCents: 0, bookings },
  ]);
  const chunks = async function* () {
    yield bytesOf(file);
  };
  await untilAnswered(() => outside.client.call('POST /statements', { body: chunks() }));
  ledger.paid(caseId, null, totalCents);
}
