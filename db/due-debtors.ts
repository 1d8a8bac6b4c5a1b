import { and, eq, inArray, isNotNull, or, type SQL, sql } from 'drizzle-orm';
import type { LiveCase } from '../domain/case/case.ts';
import { upcastCase, upcastPlan } from '../domain/case/upcast.ts';
import type { Debtor } from '../domain/party/party-schema.ts';
import type { Before } from '../domain/simulate/story.ts';
import type { Queries } from './database.ts';
import { contactsSince, isLive } from './debtor-world.ts';
import { contactsOfAll } from './messages.ts';
import { cursorText, type Page, pageOf } from './page.ts';
import { rowsOf } from './rows.ts';
import { cases } from './schema.ts';

/** A debtor for whom something comes. */
export interface DueDebtor {
  readonly id: string;
  readonly name: string | null;
}

/** The same with what is known of him, as his addresses; null of one who was never told. */
export interface KnownDebtor extends DueDebtor {
  readonly document: Debtor | null;
}

/** A debtor as he stands: of his cases, the one that acts first is the first. */
export type StandingDebtor<D extends DueDebtor = DueDebtor> = D & Before & { readonly cases: readonly [LiveCase, ...LiveCase[]] };

/** Where a page ended: when the first act of its last debtor comes, and who he is. */
export type DueCursor = readonly [at: string, debtorId: string];

/** Which debtors are asked for: those with a case that acts before a moment, also a closed one that still owes a word or a credit, the soonest first, and of them a page. */
export interface DueAsked {
  readonly creditorId: string;
  readonly beforeMs: number;
  readonly limit: number;
  readonly after: DueCursor | undefined;
}

/** For how many debtors something comes. */
export async function countDue(
  db: Queries,
  { creditorId, beforeMs }: Pick<DueAsked, 'creditorId' | 'beforeMs'>,
): Promise<number> {
  const [row] = await rowsOf<{ debtors: number }>(
    db,
    sql`select count(distinct debtor_id)::int as debtors from cases where ${comesBefore(creditorId, beforeMs)}`,
  );
  return row?.debtors ?? 0;
}

/** How many accords of a creditor somebody was asked for and has not given. */
export async function countAwaitedApprovals(db: Queries, creditorId: string): Promise<number> {
  const [row] = await rowsOf<{ approvals: number }>(
    db,
    sql`select count(*)::int as approvals from cases, jsonb_array_elements(tasks) task
      where creditor_id = ${creditorId} and needs_human and tasks @> '[{"kind":"approval"}]' and task->>'kind' = 'approval'`,
  );
  return row?.approvals ?? 0;
}

function comesBefore(creditorId: string, beforeMs: number): SQL {
  return sql`creditor_id = ${creditorId} and next_act_at < ${new Date(beforeMs).toISOString()}`;
}

/** The debtors for whom something comes. */
export async function debtorsDue(db: Queries, { creditorId, beforeMs, limit, after }: DueAsked): Promise<Page<KnownDebtor>> {
  const beyond =
    after === undefined ? sql`` : sql`having (min(next_act_at), debtor_id) > (${after[0]}::timestamptz, ${after[1]})`;
  const rows = await rowsOf<KnownDebtor & { at: string }>(
    db,
    sql`select firsts.id, document->>'name' as name, document, firsts.at::text from (
        select debtor_id as id, min(next_act_at) as at from cases
        where ${comesBefore(creditorId, beforeMs)}
        group by debtor_id ${beyond} order by at, id limit ${limit + 1}) firsts
      left join debtors on debtors.creditor_id = ${creditorId} and debtors.id = firsts.id
      order by firsts.at, firsts.id`,
  );
  return pageOf(rows, limit, ({ id, at }) => cursorText([at, id] satisfies DueCursor));
}

/** Debtors of a creditor with all that is played of them, in their order: two queries, however many they are. One who has nothing any more is left out. */
export async function standingOf<D extends DueDebtor>(
  db: Queries,
  creditorId: string,
  due: readonly D[],
  nowMs: number,
): Promise<StandingDebtor<D>[]> {
  const ids = due.map(({ id }) => id);
  const live = await liveCasesOfAll(db, creditorId, ids);
  const contacts = await contactsOfAll(db, creditorId, ids, contactsSince(nowMs));
  return due.flatMap((debtor) => {
    const [first, ...others] = live.filter((each) => each.case.debtor.id === debtor.id);
    const own = contacts.filter(({ debtorId }) => debtorId === debtor.id).map(({ contact }) => contact);
    if (first === undefined) return [];
    return [{ ...debtor, cases: [first, ...others] as const, contacts: own.toSorted((a, b) => a.atMs - b.atMs) }];
  });
}

/** A case to be played: a closed one too, where something of it still comes. */
const mayAct = or(isLive, isNotNull(cases.nextActAt));

async function liveCasesOfAll(db: Queries, creditorId: string, debtorIds: string[]): Promise<LiveCase[]> {
  const rows = await db
    .select({ state: cases.state, plan: cases.plan })
    .from(cases)
    .where(and(eq(cases.creditorId, creditorId), inArray(cases.debtorId, debtorIds), mayAct))
    .orderBy(sql`${cases.nextActAt} asc nulls last`, cases.id);
  return rows.map(({ state, plan }) => ({ case: upcastCase(state), plan: upcastPlan(plan) }));
}
