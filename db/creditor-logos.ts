import { eq } from 'drizzle-orm';
import type { LogoFacts } from '../domain/party/logo.ts';
import { shortDigest } from '../domain/short-digest.ts';
import { amendments } from './amendment-schema.ts';
import type { Queries } from './database.ts';
import { creditorLogos } from './schema.ts';

/** A logo as it is kept; its bytes lie in the document store under `sha256`. */
export interface KeptLogo extends LogoFacts {
  readonly sha256: string;
  readonly bytes: number;
}

const { sha256, contentType, bytes, width, height } = creditorLogos;

/** The logo of a creditor, when he has one. */
export async function logoOf(db: Queries, creditorId: string): Promise<KeptLogo | undefined> {
  const [row] = await db
    .select({ sha256, contentType, bytes, width, height })
    .from(creditorLogos)
    .where(eq(creditorLogos.creditorId, creditorId));
  return row;
}

/** Gives a creditor that logo, or none (null), and writes down who did it; the same once more changes nothing. */
export async function putLogo(tx: Queries, creditorId: string, logo: KeptLogo | null, actor: string): Promise<void> {
  const before = await logoOf(tx, creditorId);
  if (before?.sha256 === logo?.sha256) return;
  if (logo === null) await tx.delete(creditorLogos).where(eq(creditorLogos.creditorId, creditorId));
  else
    await tx
      .insert(creditorLogos)
      .values({ creditorId, ...logo })
      .onConflictDoUpdate({ target: creditorLogos.creditorId, set: { ...logo } });
  const fields = { logo: [before ? named(before) : null, logo ? named(logo) : null] as const };
  await tx.insert(amendments).values({ creditorId, kind: 'creditor', subject: creditorId, state: 'made', fields, actor });
}

/** How a change of logos names one: what it is, and the beginning of its digest. */
function named(logo: KeptLogo): string {
  const kind = logo.contentType === 'image/png' ? 'PNG' : 'JPEG';
  return `${kind} ${logo.width}\u00a0×\u00a0${logo.height} (${shortDigest(logo.sha256)})`;
}
