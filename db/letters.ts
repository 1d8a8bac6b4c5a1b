import { and, eq, gte, isNull, ne } from 'drizzle-orm';
import type { Queries } from './database.ts';
import { cases, messageCases, messages } from './schema.ts';

/** The registered letters of a provider, sent since an instant, of which an open case may still hear; of a simple one the post says nothing. */
export function openLetters(db: Queries, provider: string, since: string): Promise<{ id: string; providerId: string | null }[]> {
  return db
    .selectDistinct({ id: messages.id, providerId: messages.providerId })
    .from(messages)
    .innerJoin(messageCases, eq(messageCases.messageId, messages.id))
    .innerJoin(cases, eq(cases.id, messageCases.caseId))
    .where(
      and(
        eq(messages.provider, provider),
        ne(messages.channel, 'letter'),
        eq(messages.state, 'sent'),
        gte(messages.sentAt, since),
        isNull(cases.closedAt),
      ),
    );
}
