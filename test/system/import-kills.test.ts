import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../domain/calendar/civil-date.ts';
import { parisDay } from '../../domain/calendar/paris.ts';
import { sumCents } from '../../domain/money/cents.ts';
import { camtText } from '../domain/statement/write-camt.ts';
import { bytesOf, type WrittenBooking, type WrittenStatement } from '../domain/statement/write-statement.ts';
import { killAll, randomFrom } from '../support/killer.ts';
import { meetOutside, type Outside, untilAnswered } from '../support/outside.ts';
import { creditor, debtor } from '../support/parties.ts';
import { ADMIN_KEY, type Part, type Product, startProduct } from '../support/product.ts';
import { until } from '../support/runner/patience.ts';
import { seed } from '../support/runner/seed.ts';
import { idOf } from '../support/told-lives.ts';

const OURS = { bank: '30006', branch: '00001', number: '12345678901', iban: creditor.iban };
const today = parisDay(Date.now());
const TOTAL = 100_000;
const INVOICES = 24;
const DAYS = 12;
/** The two files share these days. */
const SHARED_FROM = 4;
const SHARED_TO = 9;

const numberOf = (index: number) => `F-2026-${String(index + 1).padStart(4, '0')}`;
const dayOf = (day: number) => addDays(today, day - DAYS);

/**
 * What each debtor pays, day by day: a part on every day but one, on which twins come; the part of the second day goes back on the
 * sixth; every third debtor then pays what is left. Beside them, money of nobody, and money that goes out.
 */
function bookingsOf(day: number): WrittenBooking[] {
  const on = dayOf(day);
  const debtors = Array.from({ length: INVOICES }, (_, index) =>
    paymentsOf(index, day).map((payment) => ({ on, payments: [payment] })),
  );
  const others = [
    { amountCents: 777 + day, payer: 'Inconnu', text: 'DIVERS' },
    { amountCents: -4200 - day, payer: 'Loueur', text: 'LOYER' },
  ];
  return [...debtors.flat(), ...others.map((payment) => ({ on, payments: [payment] }))];
}

function paymentsOf(index: number, day: number) {
  const part = {
    amountCents: 1000 + index,
    payer: `Client ${index}`,
    text: `FACTURE ${numberOf(index)}`,
    endToEndId: `E-${index}-${day}`,
  };
  const { endToEndId: _, ...twin } = part;
  if (day === 5) return [{ ...part, amountCents: -part.amountCents, endToEndId: `E-${index}-1`, returned: true }];
  if (day === 7) return [twin, twin];
  if (day === DAYS - 1 && index % 3 === 0) return [{ ...part, amountCents: TOTAL - paidBefore(index) }];
  return [part];
}

/** Days 0 to 10 but 5 bring a part, day 7 brings two, and that of day 1 goes back. */
function paidBefore(index: number): number {
  return 10 * (1000 + index);
}

function balanceOf(index: number): number {
  return index % 3 === 0 ? 0 : TOTAL - paidBefore(index) - (1000 + index);
}

function fileBookings(from: number, to: number): WrittenBooking[] {
  return Array.from({ length: to - from }, (_, index) => bookingsOf(from + index)).flat();
}

/** One statement for each day, as banks send a period. */
function fileOf(name: string, from: number, to: number): Uint8Array {
  const statements = Array.from({ length: to - from }, (_, index): WrittenStatement => {
    const day = from + index;
    return { ...OURS, id: `${name}-${day}`, openingOn: dayOf(day), openingCents: 0, bookings: bookingsOf(day) };
  });
  return bytesOf(camtText({ message: '053', version: 8 }, statements));
}

const allBookings = fileBookings(0, DAYS);
const truthCents = sumCents(allBookings.flatMap(({ payments }) => payments.map(({ amountCents }) => amountCents)));

let product: Product;
let outside: Outside;

beforeAll(async () => {
  product = await startProduct();
  outside = await meetOutside(product.apiUrl, ADMIN_KEY);
  await Promise.all(Array.from({ length: INVOICES }, (_, index) => openInvoice(index)));
});
afterAll(() => product?.stop());

describe(`worker and API killed at random while files come in (EXIGIBLE_SEED=${seed})`, () => {
  test('two overlapping files are imported to their end', async () => {
    const { worker, api } = product.parts;
    const random = randomFrom(seed);
    const first = await handOver('A', 0, SHARED_TO);
    await killWhenSettled(worker, first, Math.ceil(random() * fileBookings(0, SHARED_TO).length * 0.8));
    const [second] = await Promise.all([
      handOver('B', SHARED_FROM, DAYS),
      worker.start().then(() => killAll([worker, api], random, 1)),
    ]);
    const seen = await Promise.all([first, second].map(untilEnded));
    expect(seen.map(({ state, problem }) => [state, problem])).toEqual([
      ['done', null],
      ['done', null],
    ]);
    const counts = seen.flatMap(({ statements }) => statements);
    expect(sumCents(counts.map(({ fresh }) => fresh))).toBe(allBookings.length);
    expect(sumCents(counts.map(({ known }) => known))).toBe(fileBookings(SHARED_FROM, SHARED_TO).length);
  });

  test('every case has heard of each of its payments once', async () => {
    for (let index = 0; index < INVOICES; index++) {
      const isPaid = balanceOf(index) === 0;
      await outside.until(
        idOf(`k${index}`),
        ({ balanceCents, closed }) => balanceCents === balanceOf(index) && (closed?.reason === 'paid') === isPaid,
      );
      const told = (await outside.timeline(idOf(`k${index}`))).flatMap(({ type, fact }) =>
        type === 'payment' ? [String(fact.id)] : [],
      );
      expect(new Set(told).size).toBe(told.length);
    }
  });

  test('no cent is counted twice and none vanishes', async () => {
    const money = await ask(`select
      (select sum(amount_cents) from bank_entries where verdict <> 'repeated') as counted,
      (select sum(amount_cents) from allocations where not reversed) as given,
      (select sum(open_cents) from bank_entries where verdict = 'unmatched') as waiting,
      (select sum(amount_cents) from bank_entries where verdict in ('reversed', 'not-a-payment')) as explained`);
    const [{ counted, given, waiting, explained } = expect.fail('figures')] = money.map(numbers);
    expect(counted).toBe(truthCents);
    expect((given ?? 0) + (waiting ?? 0) + (explained ?? 0)).toBe(truthCents);
    const balances = await ask(`select c.id, c.balance_cents - (${TOTAL} - coalesce(sum(a.amount_cents), 0)) as apart
      from cases c left join allocations a on a.case_id = c.id and not a.reversed group by c.id, c.balance_cents`);
    expect(balances.filter(({ apart }) => Number(apart) !== 0)).toEqual([]);
    expect(balances).toHaveLength(INVOICES);
  });

  test('nothing is left half done, and the evidence of every case verifies', async () => {
    expect(await ask('select event_id, last_error from inbox')).toEqual([]);
    for (let index = 0; index < INVOICES; index++)
      expect(await outside.client.verify(idOf(`k${index}`))).toMatchObject({ ok: true });
  });
});

/** An import as the API shows it. */
interface SeenImport {
  readonly state: string;
  readonly problem: unknown;
  readonly statements: readonly { readonly fresh: number; readonly known: number }[];
}

/** Not due yet: nothing else happens to the case meanwhile. */
async function openInvoice(index: number): Promise<void> {
  const invoice = {
    id: `k${index}`,
    number: numberOf(index),
    totalCents: TOTAL,
    issuedOn: addDays(today, -DAYS),
    dueOn: addDays(today, 40),
  };
  const told = { invoice, debtor: { ...debtor, id: `d${index}`, name: `Client ${index}` }, plan: 'default-b2b' };
  await outside.tell('billing', 'invoice.created', told);
}

/** Handed over again until it is taken; the same file again is the same import. */
async function handOver(name: string, from: number, to: number): Promise<string> {
  const chunks = async function* () {
    yield fileOf(name, from, to);
  };
  return (await untilAnswered(() => outside.client.call('POST /statements', { body: chunks() }))).importId;
}

/** Takes the worker away in the middle of an import, once so many bookings are settled. */
async function killWhenSettled(worker: Part, importId: string, bookings: number): Promise<void> {
  const settled = async () => Number((await ask(`select settled from statement_imports where id = '${importId}'`))[0]?.settled);
  const isHalfWay = async () => (await settled()) >= bookings;
  await until(isHalfWay, async () => `${importId} stays at ${await settled()} of ${bookings}`, 5);
  await worker.kill9();
}

async function untilEnded(importId: string): Promise<SeenImport> {
  const look = () => untilAnswered(() => outside.client.call('GET /statements/{importId}', { params: { importId } }));
  const isEnded = async () => ['done', 'refused'].includes((await look()).state);
  await until(isEnded, async () => `${importId} stays ${JSON.stringify(await look())}`);
  return look();
}

async function ask(query: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new pg.Client({ connectionString: product.databaseUrl });
  await client.connect();
  try {
    return (await client.query(query)).rows;
  } finally {
    await client.end();
  }
}

function numbers(row: Readonly<Record<string, unknown>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)]));
}
