import { lookup as resolve } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import { get, type RequestOptions } from 'node:https';
import { BlockList, isIPv6, type LookupFunction } from 'node:net';
import { isWhatItSays } from './attachments.ts';

/** `allows`: the addresses that may be asked; `ca`: another authority, for tests. */
export interface FetchLimits {
  readonly allows: (address: string) => boolean;
  readonly timeoutMs: number;
  readonly largestBytes: number;
  readonly ca?: string;
}

const usualLimits: FetchLimits = { allows: isPublicAddress, timeoutMs: 10_000, largestBytes: 10_000_000 };

/** Addresses of nobody's public host: private networks, this machine, link-local (cloud metadata among them), multicast, reserved. */
const notPublic: readonly (readonly [network: string, prefix: number, family: 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 96, 'ipv6'],
  ['::ffff:0:0', 96, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];
/** A list for each family: Node takes an IPv4 address for its mapped form in a list that holds both. */
const blocked = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const [network, prefix, family] of notPublic) blocked[family].addSubnet(network, prefix, family);

/** True for an address on the public internet. */
export function isPublicAddress(address: string): boolean {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  return !blocked[family].check(address, family);
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
