import { and, desc, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { Fault } from '../domain/fault.ts';
import type { Queries } from './database.ts';
import { receivedWebhooks, type webhookAnswers } from './received-webhooks-schema.ts';

export type WebhookAnswer = (typeof webhookAnswers)[number];

/** One line of what came in lately. */
export interface ReceivedWebhook {
  /** ISO 8601. */
  readonly at: string;
  readonly door: string;
  readonly creditorId: string | null;
  readonly reference: string | null;
  readonly kind: string | null;
  readonly caseId: string | null;
  readonly answer: WebhookAnswer;
  readonly status: number;
  readonly faults: readonly Fault[] | null;
  /** How many of the kind this line stands for. */
  readonly count: number;
}

/** Writes lines down in one statement; a creditor whom nobody knows is not written. */
export async function keepReceived(db: Queries, lines: readonly ReceivedWebhook[]): Promise<void> {
  await db.execute(sql`insert into received_webhooks (at, door, creditor_id, reference, kind, case_id, answer, status, faults, count)
    select told.at, door, (select id from creditors where id = "creditorId"), reference, kind, "caseId", answer, status, nullif(faults, 'null'), count
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as told(at timestamptz, door text, "creditorId" text, reference text,
      kind text, "caseId" text, answer text, status int, faults jsonb, count int)`);
}

export interface ReceivedFilter {
  /** Whose: null for everybody's, and what named nobody known. */
  readonly creditors: readonly string[] | null;
  readonly door?: string;
  readonly answer?: WebhookAnswer;
  /** The id of the last line of the page before. */
  readonly cursor?: number;
}

export type ReceivedLine = ReceivedWebhook & { readonly id: number };

/** What came in, the newest first. `andNobodys`: what named no known creditor too. */
export async function receivedLately(
  db: Queries,
  { creditors, door, answer, cursor }: ReceivedFilter,
  limit: number,
  andNobodys: boolean,
): Promise<ReceivedLine[]> {
  const theirs = creditors === null ? undefined : inArray(receivedWebhooks.creditorId, [...creditors]);
  return db
    .select()
    .from(receivedWebhooks)
    .where(
      and(
        theirs && andNobodys ? or(theirs, isNull(receivedWebhooks.creditorId)) : theirs,
        door === undefined ? undefined : eq(receivedWebhooks.door, door),
        answer === undefined ? undefined : eq(receivedWebhooks.answer, answer),
        cursor === undefined ? undefined : lt(receivedWebhooks.id, cursor),
      ),
    )
    .orderBy(desc(receivedWebhooks.id))
    .limit(limit);
}
