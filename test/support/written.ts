import { eq } from 'drizzle-orm';
import { putBack, takeInHand } from '../../cases/hand.ts';
import { type Opening, openDossier } from '../../cases/open.ts';
import type { Standing } from '../../cases/standing.ts';
import type { Database, Queries } from '../../db/database.ts';
import {
  type ActKey,
  type MessageRow,
  type MessageState,
  messageId,
  type Reservation,
  reserveMessage,
} from '../../db/messages.ts';
import { messages } from '../../db/schema.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';

/** Opens a case as the drainer does, at a moment. */
export function opened(db: Database, opening: Omit<Opening, 'actor'>, atMs: number): Promise<Standing> {
  return openDossier(db, { actor: 'billing', ...opening }, atMs).then(({ standing }) => standing);
}

/** Writes facts down as an activity does; answers where the case stands then. */
export function written(db: Database, caseId: string, facts: readonly Fact[], nowMs: number): Promise<Standing> {
  return db.transaction(async (tx) => {
    const dossier = (await takeInHand(tx, [caseId], nowMs)).get(caseId);
    if (!dossier) throw new Error(`no case ${caseId}`);
    for (const fact of facts) dossier.tell(fact);
    return putBack(tx, dossier, nowMs);
  });
}

const attempt = { token: 'test', lastsMs: 0 };

/** A message that is leaving: its provider may have been called. */
export function leaving(db: Queries, key: ActKey, reservation: Reservation): Promise<void> {
  return reserveMessage(db, key, reservation, attempt);
}

/** What is known of a message now, whatever was before. */
export async function settled(
  db: Queries,
  key: ActKey,
  outcome: Partial<MessageRow> & { readonly state: MessageState },
): Promise<MessageRow> {
  const set = { ...outcome, token: null };
  const [row] = await db
    .update(messages)
    .set(set)
    .where(eq(messages.id, messageId(key)))
    .returning();
  if (!row) throw new Error(`${messageId(key)} was never reserved`);
  return row;
}
