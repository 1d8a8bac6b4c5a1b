import { logoOf } from '../db/creditor-logos.ts';
import type { Queries } from '../db/database.ts';
import { fitted, type LogoFacts, type ShownLogo } from '../domain/party/logo.ts';
import type { MessageRequest } from '../templates/data.ts';

/** How the part of an e-mail that is the logo is called (RFC 2392): most mail programs show nothing that is written into the page itself. */
export const LOGO_PART = 'logo@exigible';
/** How the page of the e-mail names it. */
export const LOGO_SRC = `cid:${LOGO_PART}`;

/** Where the bytes of a logo are read. */
interface LogoDeps {
  readonly db: Queries;
  readonly documents: { get(sha256: string): Promise<Uint8Array> };
}

/** The message with the logo at its head, when there is one. */
export function withLogo(message: MessageRequest, logo: ShownLogo | null): MessageRequest {
  if (logo === null) return message;
  const { data } = message;
  return { ...message, data: { ...data, creditor: { ...data.creditor, logo } } } as MessageRequest;
}

/** The logo of a creditor as a document that must hold everything shows it; null when he has none. */
export async function heldLogo({ db, documents }: LogoDeps, creditorId: string): Promise<ShownLogo | null> {
  const logo = await logoOf(db, creditorId);
  return logo ? { ...fitted(logo), src: dataUrl(logo, await documents.get(logo.sha256)) } : null;
}

/** Bytes of a picture, to be written into a page. */
export function dataUrl({ contentType }: Pick<LogoFacts, 'contentType'>, bytes: Uint8Array): string {
  return `data:${contentType};base64,${Buffer.from(bytes).toString('base64')}`;
}
