import type { IncomingMessage } from 'node:http';
import { get, type RequestOptions } from 'node:https';
import { isWhatItSays } from '../ports/attachments.ts';
import { isPublicAddress, lookupAllowed, refusePrivate } from './public-host.ts';

/** `allows`: the addresses that may be asked; `ca`: another authority, for tests. */
export interface FetchLimits {
  readonly allows: (address: string) => boolean;
  readonly timeoutMs: number;
  readonly largestBytes: number;
  readonly ca?: string;
}

const usualLimits: FetchLimits = { allows: isPublicAddress, timeoutMs: 10_000, largestBytes: 10_000_000 };

/**
 * The PDF at an address that billing gave: https only, no private host, no redirection, within size and time.
 * Rejects with the reason. The address is checked as it is resolved for the connection itself: no second answer of the DNS counts.
 */
export async function fetchPdf(url: string, limits: FetchLimits = usualLimits): Promise<Uint8Array> {
  refusePrivate(url, limits.allows);
  const response = await answerOf(url, limits);
  const contentType = (response.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  if (response.statusCode !== 200) throw discarded(response, `réponse ${response.statusCode}`);
  if (contentType !== 'application/pdf') throw discarded(response, `type ${contentType || 'absent'}`);
  const bytes = await bytesOf(response, limits.largestBytes);
  if (!isWhatItSays(contentType, bytes)) throw new Error('ce n’est pas un PDF');
  return bytes;
}

function answerOf(url: string, { allows, timeoutMs, ca }: FetchLimits): Promise<IncomingMessage> {
  const options: RequestOptions = { lookup: lookupAllowed(allows), signal: AbortSignal.timeout(timeoutMs), agent: false };
  return new Promise((answered, failed) => {
    get(url, { ...options, ...(ca === undefined ? {} : { ca }) }, answered).on('error', failed);
  });
}

async function bytesOf(response: IncomingMessage, largest: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largest) throw discarded(response, `plus de ${Math.round(largest / 1_000_000)}\u00a0Mo`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function discarded(response: IncomingMessage, why: string): Error {
  response.destroy();
  return new Error(why);
}
