import { and, asc, eq, ne, sql } from 'drizzle-orm';
import { savedViews } from './access-schema.ts';
import type { Database, Queries } from './database.ts';

/** What may be asked of the list of cases: its filter, its order and its columns, as its page writes them in its address. */
export const viewFields = ['q', 'phase', 'hold', 'late', 'needsHuman', 'open', 'sort', 'debtor', 'colonnes'] as const;

/** A view of the list of cases that a person kept. */
export interface SavedView {
  readonly id: number;
  readonly name: string;
  readonly asked: { readonly [F in (typeof viewFields)[number]]?: string };
}

/** How many views a person keeps. */
export const MOST_VIEWS = 50;

/** Why a view was not kept: another of that person has the name, or he has as many as he may. */
export type NotKept = 'same-name' | 'too-many';

/** The views of a person, by name. */
export async function savedViewsOf(db: Queries, personId: number): Promise<SavedView[]> {
  return db.select(shown).from(savedViews).where(eq(savedViews.personId, personId)).orderBy(asc(savedViews.name));
}

/** Keeps a view of a person; two at once of the same name are kept once. */
export function addSavedView(db: Database, personId: number, view: Omit<SavedView, 'id'>): Promise<SavedView | NotKept> {
  return alone(db, personId, async (tx) => {
    if ((await tx.$count(savedViews, eq(savedViews.personId, personId))) >= MOST_VIEWS) return 'too-many';
    const [row] = await tx
      .insert(savedViews)
      .values({ personId, ...view })
      .onConflictDoNothing()
      .returning(shown);
    return row ?? 'same-name';
  });
}

/** Gives a view of a person another name; undefined when he has none of that id. */
export function renameSavedView(
  db: Database,
  personId: number,
  { id, name }: Pick<SavedView, 'id' | 'name'>,
): Promise<SavedView | NotKept | undefined> {
  return alone(db, personId, async (tx) => {
    const isTaken = and(eq(savedViews.personId, personId), eq(savedViews.name, name), ne(savedViews.id, id));
    if ((await tx.$count(savedViews, isTaken)) > 0) return 'same-name';
    const [row] = await tx.update(savedViews).set({ name }).where(his(personId, id)).returning(shown);
    return row;
  });
}

/** Forgets a view of a person; false when he has none of that id. */
export async function removeSavedView(db: Queries, personId: number, id: number): Promise<boolean> {
  return (await db.delete(savedViews).where(his(personId, id)).returning({ id: savedViews.id })).length > 0;
}

const shown = { id: savedViews.id, name: savedViews.name, asked: savedViews.asked };

function his(personId: number, id: number) {
  return and(eq(savedViews.personId, personId), eq(savedViews.id, id));
}

/** Nobody changes the views of that person meanwhile. */
function alone<T>(db: Database, personId: number, work: (tx: Queries) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('saved_views'), ${personId})`);
    return work(tx);
  });
}
