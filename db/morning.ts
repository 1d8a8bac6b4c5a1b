import { and, eq, isNull, sql } from 'drizzle-orm';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import { people } from './access-schema.ts';
import type { Queries } from './database.ts';
import { rowsOf } from './rows.ts';

/** Somebody who asked for the list of the morning. `creditors` null: of every one. */
export interface Reader {
  readonly id: number;
  readonly name: string;
  readonly to: string;
  readonly creditors: readonly string[] | null;
}

/** Where the list of the morning of a person goes; null: nowhere. */
export async function morningOf(db: Queries, personId: number): Promise<string | null> {
  const [row] = await db.select({ to: people.morningTo }).from(people).where(eq(people.id, personId));
  return row?.to ?? null;
}

/** From now on it goes there; null: nowhere any more. */
export async function askMorning(db: Queries, personId: number, to: string | null): Promise<void> {
  await db
    .update(people)
    .set({ morningTo: to })
    .where(and(eq(people.id, personId), isNull(people.endedAt)));
}

/**
 * Takes one reader in hand who was not yet on that day: nobody takes him again, whatever becomes of his list. Without a creditor of his nobody
 * but an admin has anything to do. Undefined: there is none left.
 */
export async function takeReader(db: Queries, day: CivilDate): Promise<Reader | undefined> {
  const [reader] = await rowsOf<Reader>(
    db,
    sql`
    update people set morning_on = ${day}::date where id = (
      select id from people where ended_at is null and morning_to is not null and coalesce(morning_on < ${day}::date, true)
        and (role = 'admin' or jsonb_array_length(creditors) > 0)
      order by id limit 1 for update skip locked)
    returning id, name, morning_to as "to", creditors`,
  );
  return reader;
}
