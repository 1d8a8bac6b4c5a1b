import { sql } from 'drizzle-orm';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import { sumCents } from '../domain/money/cents.ts';
import { creditsOf } from './credits.ts';
import type { Queries } from './database.ts';
import { deadAddressesOf } from './dead-addresses.ts';
import type { OfDebtor } from './debtor-world.ts';
import { optOutsOf } from './opt-outs.ts';
import { rowsOf } from './rows.ts';

/** What a debtor owes in one currency, and what may be given back to him (`creditsOf`); cents. */
export interface SumsOfDebtor {
  readonly currency: string;
  readonly openInvoices: number;
  readonly owedCents: number;
  readonly overdueCents: number;
  readonly creditCents: number;
}

/** One way to reach him: what he refused, and when a message last did not arrive at the address that he still has. */
export interface WayToDebtor {
  readonly channel: 'email' | 'sms';
  readonly stopped: boolean;
  /** ISO 8601; null: nothing came back since the address was last corrected. */
  readonly bouncedAt: string | null;
}

/** So many open cases that a pause holds until the same day for the same reason. */
export interface PauseOfDebtor {
  /** The last day of silence, `AAAA-MM-JJ`; null: until somebody resumes. */
  readonly until: CivilDate | null;
  readonly reason: string;
  readonly cases: number;
}

/** What his open cases rest for, what ends first before. */
export function pausesOf(db: Queries, { creditorId, debtorId }: OfDebtor): Promise<PauseOfDebtor[]> {
  return rowsOf<PauseOfDebtor>(
    db,
    sql`select held->>'until' as until, held->>'reason' as reason, count(*)::int as cases
    from cases, jsonb_array_elements(state->'holds') held
    where creditor_id = ${creditorId} and debtor_id = ${debtorId} and closed_at is null and held->>'type' = 'pause'
    group by 1, 2 order by 1 nulls last, 2`,
  );
}

/** The sums over every case of a debtor, currency by currency; however many there are, the database adds them up. */
export async function sumsOfDebtor(db: Queries, { creditorId, debtorId }: OfDebtor, today: CivilDate): Promise<SumsOfDebtor[]> {
  const isOpen = sql`closed_at is null and balance_cents > 0`;
  const sum = (cents: ReturnType<typeof sql>, where: ReturnType<typeof sql>) =>
    sql`coalesce(sum(${cents}) filter (where ${where}), 0)::float8`;
  const sums = await rowsOf<Omit<SumsOfDebtor, 'creditCents'>>(
    db,
    sql`select currency, (count(*) filter (where closed_at is null))::int as "openInvoices",
      ${sum(sql`balance_cents`, isOpen)} as "owedCents",
      ${sum(sql`balance_cents`, sql`${isOpen} and due_on < ${today}::date`)} as "overdueCents"
    from cases where creditor_id = ${creditorId} and debtor_id = ${debtorId} group by currency order by currency`,
  );
  const credits = await creditsOf(db, creditorId, debtorId);
  const creditIn = (currency: string) =>
    sumCents(credits.filter((one) => one.currency === currency).map((one) => one.creditCents));
  return sums.map((each) => ({ ...each, creditCents: creditIn(each.currency) }));
}

/** How well he is reached: what any of his cases knows. */
export async function waysToDebtor(db: Queries, debtor: OfDebtor): Promise<WayToDebtor[]> {
  const [stopped, dead] = [await optOutsOf(db, debtor), await deadAddressesOf(db, debtor)];
  return (['email', 'sms'] as const).map((channel) => ({
    channel,
    stopped: stopped.includes(channel),
    bouncedAt: dead.find((way) => way.channel === channel)?.at ?? null,
  }));
}
