import { setTimeout as pause } from 'node:timers/promises';
import type { ApiClient } from '../api/client.ts';
import { addDays } from '../domain/calendar/civil-date.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import type { Phase } from '../domain/case/case.ts';
import { camtText } from '../test/domain/statement/write-camt.ts';
import { bytesOf, type WrittenBooking } from '../test/domain/statement/write-statement.ts';
import { creditor, debtor } from '../test/support/parties.ts';
import { startWholeSystem, type WholeSystem } from '../test/support/whole-system.ts';
import { atOnce } from './at-once.ts';
import { rounded } from './result.ts';

/** A glance costs what is measured: the pause after it is this many times as long as the glance, and no shorter or longer than this. */
const PAUSE_PER_GLANCE = 20;
const [SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS] = [200, 10_000];
const OURS = { bank: '30006', branch: '00001', number: '12345678901', iban: creditor.iban };

/** Seconds of each part of the way from a bank file to the cases. */
export interface Arrival {
  readonly payments: number;
  readonly secondsToImported: number;
  readonly secondsToLastCase: number;
}

/** Opens cases in an embedded system, hands over one file that pays them all, and waits until the last case has heard. */
export async function arrival(payments: number): Promise<Arrival> {
  const whole = await startWholeSystem();
  try {
    await openCases(whole, payments);
    const { client } = whole.outside;
    const began = performance.now();
    const { importId } = await client.call('POST /statements', { body: chunks(payments) });
    await untilTrue(() => isImported(client, importId));
    const secondsToImported = rounded((performance.now() - began) / 1000);
    await untilTrue(async () => !(await anyIn(client, 'not-due')));
    return { payments, secondsToImported, secondsToLastCase: rounded((performance.now() - began) / 1000) };
  } finally {
    await whole.stop();
  }
}

async function openCases({ outside }: WholeSystem, count: number): Promise<void> {
  await atOnce(count, (index) => outside.tell('billing', 'invoice.created', invoiceOf(index)));
  await untilTrue(async () => (await caseCount(outside.client)) === count);
}

/** Not due yet: nothing else happens to the cases meanwhile. */
function invoiceOf(index: number): object {
  const today = parisDay(Date.now());
  return {
    invoice: { id: `i${index}`, number: numberOf(index), totalCents: centsOf(index), issuedOn: today, dueOn: addDays(today, 40) },
    debtor: { ...debtor, id: `d${index}`, name: `Client ${index}` },
    plan: 'default-b2b',
  };
}

async function* chunks(count: number): AsyncGenerator<Uint8Array> {
  const today = parisDay(Date.now());
  const bookings = Array.from(
    { length: count },
    (_, index): WrittenBooking => ({
      on: today,
      payments: [{ amountCents: centsOf(index), payer: `Client ${index}`, text: `FACTURE ${numberOf(index)}` }],
    }),
  );
  yield bytesOf(
    camtText({ message: '053', version: 8 }, [{ ...OURS, id: 'BENCH', openingOn: today, openingCents: 0, bookings }]),
  );
}

async function untilTrue(isSo: () => Promise<boolean>): Promise<void> {
  for (;;) {
    const asked = performance.now();
    if (await isSo()) return;
    const wanted = PAUSE_PER_GLANCE * (performance.now() - asked);
    await pause(Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, wanted)));
  }
}

async function isImported(client: ApiClient, importId: string): Promise<boolean> {
  const { state } = await client.call('GET /statements/{importId}', { params: { importId } });
  if (state === 'refused') throw new Error(`${importId} is refused`);
  return state === 'done';
}

/** One row of the case table at most: a paid case that has heard of it is closed. */
async function anyIn(client: ApiClient, phase: Phase): Promise<boolean> {
  const { cases } = await client.call('GET /cases', { query: { phase, limit: 1 } });
  return cases.length > 0;
}

async function caseCount(client: ApiClient): Promise<number> {
  let count = 0;
  for await (const _ of client.cases({})) count += 1;
  return count;
}

function numberOf(index: number): string {
  return `F-2026-${String(index + 1).padStart(7, '0')}`;
}

function centsOf(index: number): number {
  return 10_000 + (index % 5000);
}
