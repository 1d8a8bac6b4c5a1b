import type { Request } from 'express';
import { HttpProblem } from '../http/problem.ts';

const SAFE: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];
const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])$/;

/** Refuses what a page of another site made a browser send in a person's name, and what came in under a name that is not ours. */
export function checkOrigin(req: Request, publicUrl: string): void {
  const own = ownOrigins(publicUrl);
  if (isOnThisMachine(publicUrl) && !own.includes(`http://${req.headers.host ?? ''}`))
    throw new HttpProblem(403, `People come in at ${publicUrl}, not at ${req.headers.host ?? 'no host'} (EXIGIBLE_PUBLIC_URL).`);
  if (SAFE.includes(req.method)) return;
  const { origin } = req.headers;
  const site = req.get('sec-fetch-site');
  const isSameSite = site === undefined || site === 'same-origin';
  if (isSameSite && (origin === undefined ? site !== undefined : own.includes(origin))) return;
  throw new HttpProblem(403, 'A page of another site asked for this; only our own pages may.');
}

/** Our origin; on a laptop under each of the names that the machine has for itself. */
export function ownOrigins(publicUrl: string): readonly string[] {
  const { port, origin } = new URL(publicUrl);
  if (!isOnThisMachine(publicUrl)) return [origin];
  const suffix = port === '' ? '' : `:${port}`;
  return ['localhost', '127.0.0.1', '[::1]'].map((name) => `http://${name}${suffix}`);
}

/** True on a laptop: a page that makes its own name lead here must be told apart by the name. */
export function isOnThisMachine(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'http:' && LOOPBACK.test(hostname);
}

/** The address under which a passkey can be made: a browser makes none for a number. */
export function passkeyAddress(publicUrl: string): string {
  const address = new URL(publicUrl);
  if (isOnThisMachine(publicUrl)) address.hostname = 'localhost';
  return address.href.replace(/\/$/, '');
}
