import type { Request, Response } from 'express';

/** A word about what was done: the next page shows it, and keeps it while that page redraws itself (`assets/word-said.js`). */
export interface Flash {
  readonly kind: 'good' | 'bad';
  readonly text: string;
  /** What did not go as asked, one by one. */
  readonly lines?: readonly string[];
}

const NAME = 'exigible-mot';
const MOST_LETTERS = 2500;
const SECONDS = 60;

/** Leaves a word for the page that comes next; of a long list the end is left out and counted. `secure`: the site is behind TLS, and the word never leaves in the clear. */
export function leaveFlash(res: Response, { kind, text, lines = [] }: Flash, secure: boolean): void {
  const kept: string[] = [];
  for (const line of lines) {
    if (kept.join('').length + line.length > MOST_LETTERS) break;
    kept.push(line);
  }
  const left = lines.length - kept.length;
  const all = left === 0 ? kept : [...kept, `… et ${left} autres.`];
  const value = Buffer.from(JSON.stringify({ kind, text, lines: all })).toString('base64url');
  // Not `httpOnly`: the script of the page that shows the word takes it away.
  res.cookie(NAME, value, { sameSite: 'lax', path: '/', secure, maxAge: SECONDS * 1000 });
}

/** What our scripts ask for may never be shown: a visit that another overtakes, a part of a page. */
const BY_SCRIPT = ['x-turbo-request-id', 'x-live-part'] as const;

/** The word that was left; it is said once. A page that a script asked for leaves it there: the script takes it away once it is shown. */
export function flashIn(req: Pick<Request, 'headers'>, res: Response): Flash | null {
  const pair = (req.headers.cookie ?? '').split(/;\s*/).find((each) => each.startsWith(`${NAME}=`));
  if (pair === undefined) return null;
  if (!BY_SCRIPT.some((name) => req.headers[name] !== undefined)) res.clearCookie(NAME, { path: '/' });
  try {
    const { kind, text, lines } = JSON.parse(Buffer.from(pair.slice(NAME.length + 1), 'base64url').toString()) as Flash;
    return { kind: kind === 'good' ? 'good' : 'bad', text: String(text), lines: (lines ?? []).map(String) };
  } catch {
    return null;
  }
}
