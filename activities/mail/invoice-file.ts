import { lookup as resolve } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import { get, type RequestOptions } from 'node:https';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { isWhatItSays } from './attachments.ts';

/** `allows`: the addresses that may be asked; `ca`: another authority, for tests. */
export interface FetchLimits {
  readonly allows: (address: string) => boolean;
  readonly timeoutMs: number;
  readonly largestBytes: number;
  readonly ca?: string;
}

const usualLimits: FetchLimits = { allows: isPublicAddress, timeoutMs: 10_000, largestBytes: 10_000_000 };

/** True for an address on the public internet: none of a private network, of this machine, of a link (cloud metadata), reserved, or made of another. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/**
 * The PDF at an address that billing gave: https only, no private host, no redirection, within size and time.
 * Rejects with the reason. The address is checked as it is resolved for the connection itself: no second answer of the DNS counts.
 */
export async function fetchPdf(url: string, limits: FetchLimits = usualLimits): Promise<Uint8Array> {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:') throw new Error(`${protocol} n’est pas https`);
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (/^[\d.]+$|:/.test(bare) && !limits.allows(bare)) throw new Error('adresse privée');
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

/** Resolves a name as Node does, and refuses it when any of its addresses may not be asked. */
function lookupAllowed(allows: (address: string) => boolean): LookupFunction {
  return (hostname, options, done) =>
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, []);
      if (!addresses.every(({ address }) => allows(address))) return done(new Error('adresse privée'), []);
      const [first] = addresses;
      return options.all || !first ? done(null, addresses) : done(null, first.address, first.family);
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
