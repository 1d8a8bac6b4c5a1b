import { desc, eq } from 'drizzle-orm';
import { accesses } from './access-schema.ts';
import type { Queries } from './database.ts';

/** What is written of doors: what was read, who came in, who was turned away. */
export type AccessKind =
  | 'document-read'
  | 'case-exported'
  | 'evidence-read'
  | 'person-exported'
  | 'person-erased'
  | 'key-refused'
  | 'signed-in'
  | 'session-refused'
  | 'page-opened'
  | 'invoice-opened'
  | 'receipt-opened'
  | 'payment-opened'
  | 'page-answered';

export interface Access {
  readonly kind: AccessKind;
  /** `key:1`, `person:2`; of one who was turned away, the address that he came from. */
  readonly actor: string;
  readonly creditorId?: string | null;
  /** The case or the document. */
  readonly subject?: string;
  /** How many of the kind this line stands for. */
  readonly count?: number;
}

export type AccessLine = typeof accesses.$inferSelect;

/** Writes down an access; durable when it returns. */
export async function writeAccess(db: Queries, access: Access): Promise<void> {
  await db.insert(accesses).values(access);
}

/** The last accesses, the newest first; of one `subject` when it is given. */
export async function listAccesses(db: Queries, limit: number, subject?: string): Promise<AccessLine[]> {
  const query = db.select().from(accesses).orderBy(desc(accesses.id)).limit(limit);
  return subject === undefined ? await query : await query.where(eq(accesses.subject, subject));
}
