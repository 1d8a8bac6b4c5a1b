import type { Request, Response } from 'express';
import { SESSION_HOURS } from '../../db/people.ts';

const MS_PER_HOUR = 3_600_000;

/** The token of the session that a request carries. */
export function sessionTokenIn(req: Request, publicUrl: string): string | undefined {
  const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const prefix = `${nameAt(publicUrl)}=`;
  const token = pairs.find((pair) => pair.startsWith(prefix))?.slice(prefix.length);
  return token !== undefined && /^[A-Za-z0-9_-]{43}$/.test(token) ? token : undefined;
}

/** Gives the browser a session: no script reads it, no other site sends it along, and behind TLS it never leaves in the clear. */
export function giveSession(res: Response, publicUrl: string, token: string): void {
  res.cookie(nameAt(publicUrl), token, { ...attributesAt(publicUrl), maxAge: SESSION_HOURS * MS_PER_HOUR });
}

/** Takes it away again. */
export function takeSession(res: Response, publicUrl: string): void {
  res.clearCookie(nameAt(publicUrl), attributesAt(publicUrl));
}

function attributesAt(publicUrl: string) {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: isTls(publicUrl) } as const;
}

/** Behind TLS the name itself says to the browser that no neighbouring host may have set it. */
function nameAt(publicUrl: string): string {
  return isTls(publicUrl) ? '__Host-exigible' : 'exigible';
}

function isTls(publicUrl: string): boolean {
  return publicUrl.startsWith('https:');
}
