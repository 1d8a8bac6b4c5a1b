import { logoOf } from '../db/creditor-logos.ts';
import type { Queries } from '../db/database.ts';
import { fitted, logoUrl, type ShownLogo } from '../domain/party/logo.ts';
import { type MessageRequest, withData } from '../templates/data.ts';

/** Where a logo and its bytes are read. */
export interface LogoDeps {
  readonly db: Queries;
  readonly documents: { get(sha256: string): Promise<Uint8Array> };
}

/** The message with the logo at its head, when there is one. */
export function withLogo(message: MessageRequest, logo: ShownLogo | null): MessageRequest {
  if (logo === null) return message;
  return withData(message, { creditor: { ...message.data.creditor, logo } });
}

/** The logo of a creditor as a document that must hold everything shows it; null when he has none. */
export async function heldLogo({ db, documents }: LogoDeps, creditorId: string): Promise<ShownLogo | null> {
  const logo = await logoOf(db, creditorId);
  return logo ? { ...fitted(logo), src: logoUrl(logo, Buffer.from(await documents.get(logo.sha256)).toString('base64')) } : null;
}
