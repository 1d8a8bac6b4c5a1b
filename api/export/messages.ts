import { LOGO_SRC, type LogoPart, logoUrl } from '../../domain/party/logo.ts';
import type { DocumentReader } from '../deps.ts';
import { bytesOf, type FoundFile, found, numbered, plainName } from './found-file.ts';
import type { Material } from './material.ts';

type CaseMessage = Material['messages'][number];

/** The record of a message: the JSON whose digest the evidence cites. */
interface Recorded {
  readonly html?: string;
  readonly logo?: LogoPart;
  readonly text?: string;
  readonly wordsSha256?: string;
}

/** For each act: who was given it, under which reference, what became of it, and every fact told about it. */
export function receiptsOf({ messages, rows }: Material) {
  return messages.map((message, index) => ({
    message: message.id,
    step: message.step,
    channel: message.channel,
    template: message.template,
    state: message.state,
    provider: message.provider,
    providerId: message.providerId,
    reason: message.reason,
    reservedAt: message.reservedAt,
    sentAt: message.sentAt,
    sha256: message.sha256,
    file: `${nameOf(message, index)}.json`,
    reports: rows
      .filter(({ fact, type }) => type !== 'sent' && fact.message === message.id)
      .map(({ sequence, at, actor, type, fact }) => ({ sequence, at, actor, type, fact })),
  }));
}

/** Each message as it left, and beside it the same words for a reader. */
export async function* messageFiles({ messages }: Material, store: DocumentReader): AsyncGenerator<FoundFile> {
  for (const [index, message] of messages.entries()) {
    if (message.sha256 === null) continue;
    const bytes = await bytesOf(store, message.sha256);
    const path = nameOf(message, index);
    yield { path: `${path}.json`, sha256: message.sha256, bytes };
    if (bytes !== null) yield* readable(path, JSON.parse(Buffer.from(bytes).toString()) as Recorded, store);
  }
}

async function* readable(
  path: string,
  { html, logo, text, wordsSha256 }: Recorded,
  store: DocumentReader,
): AsyncGenerator<FoundFile> {
  if (html !== undefined) yield found(`${path}.html`, Buffer.from(await withLogoInside(html, logo, store)));
  if (text !== undefined) yield found(`${path}.txt`, Buffer.from(text));
  if (wordsSha256 !== undefined) yield { path: `${path}.txt`, sha256: wordsSha256, bytes: await bytesOf(store, wordsSha256) };
}

/** A page that is read alone has no parts beside it: the logo is written into it. */
async function withLogoInside(html: string, logo: LogoPart | undefined, store: DocumentReader): Promise<string> {
  const bytes = logo ? await bytesOf(store, logo.sha256) : null;
  return logo && bytes ? html.replaceAll(LOGO_SRC, logoUrl(logo, Buffer.from(bytes).toString('base64'))) : html;
}

function nameOf({ channel, template }: CaseMessage, index: number): string {
  return `messages/${numbered(index)}-${plainName(`${channel}-${template}`)}`;
}
