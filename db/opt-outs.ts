import { sql } from 'drizzle-orm';
import type { Queries } from './database.ts';
import type { OfDebtor } from './debtor-world.ts';
import { rowsOf } from './rows.ts';
import { isStopped } from './schema.ts';

/** What a debtor does not want any more, as any case of his was told, open or closed, whatever was corrected since. */
export async function optOutsOf(db: Queries, { creditorId, debtorId }: OfDebtor): Promise<('email' | 'sms')[]> {
  const [row] = await rowsOf<{ email: boolean | null; sms: boolean | null }>(
    db,
    sql`select bool_or((state#>>'{contact,emailStopped}')::boolean) as email, bool_or((state#>>'{contact,smsStopped}')::boolean) as sms
      from cases where creditor_id = ${creditorId} and debtor_id = ${debtorId} and ${isStopped}`,
  );
  return [...(row?.email ? (['email'] as const) : []), ...(row?.sms ? (['sms'] as const) : [])];
}
