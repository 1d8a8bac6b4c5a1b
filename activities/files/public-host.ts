import { lookup as resolve } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** True for an address on the public internet: none of a private network, of this machine, of a link (cloud metadata), reserved, or made of another. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/** Throws for an address that is not https, or whose host is written as an address that may not be asked. */
export function refusePrivate(url: string, allows: (address: string) => boolean): void {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:') throw new Error(`${protocol} n’est pas https`);
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (/^[\d.]+$|:/.test(bare) && !allows(bare)) throw new Error('adresse privée');
}

/** Resolves a name as Node does, and refuses it when any of its addresses may not be asked. */
export function lookupAllowed(allows: (address: string) => boolean): LookupFunction {
  return (hostname, options, done) =>
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, []);
      if (!addresses.every(({ address }) => allows(address))) return done(new Error('adresse privée'), []);
      const [first] = addresses;
      return options.all || !first ? done(null, addresses) : done(null, first.address, first.family);
    });
}
