import { setTimeout as pause } from 'node:timers/promises';
import type { Request } from 'express';
import { writeAccess } from '../../db/accesses.ts';
import { carriesSession } from '../contract/session-cookie.ts';
import type { ApiDeps } from '../deps.ts';

/** Slows who guesses at keys, secrets and signatures, and writes it down. Who has the right one is never made to wait. */
export interface FailedTries {
  /** Settles when the refusal may be answered; false: too many of that address wait already. */
  refused(req: Request): Promise<boolean>;
}

const FREE = 10;
const FIRST_MS = 100;
const LONGEST_MS = 5_000;
const FORGOTTEN_AFTER_MS = 900_000;
const MOST_WAITING = 20;
const MOST_ADDRESSES = 10_000;
const CREDENTIAL = /^authorization$|-(?:signature|secret)$/;

/** A page that is left open asks again with a session that is over: that is written, and not slowed, for nobody guesses 32 random bytes. */
const refusals = {
  'key-refused': 'a key, a secret or a signature was refused',
  'session-refused': 'a session, a passkey or a link of a person was refused',
} as const;

const OF_PEOPLE = /^\/(?:passkeys|entry)(?:\/|$)/;

function kindOf(req: Request): keyof typeof refusals | null {
  if (Object.keys(req.headers).some((name) => CREDENTIAL.test(name))) return 'key-refused';
  return carriesSession(req.headers.cookie) || OF_PEOPLE.test(req.path) ? 'session-refused' : null;
}

interface Guesser {
  tries: number;
  waiting: number;
  untilMs: number;
}

export function failedTries({ db, clock, log }: Pick<ApiDeps, 'db' | 'clock' | 'log'>): FailedTries {
  const guessers = new Map<string, Guesser>();
  return {
    async refused(req) {
      const kind = kindOf(req);
      if (kind === null) return true;
      const address = req.ip ?? 'unknown';
      const guesser = guesserAt(guessers, `${kind} ${address}`, clock());
      guesser.tries += 1;
      if (isPowerOfTwo(guesser.tries)) {
        log.warn({ address, tries: guesser.tries }, refusals[kind]);
        await writeAccess(db, { kind, actor: address, subject: pathOf(req), count: guesser.tries });
      }
      return kind === 'session-refused' || waits(guesser);
    },
  };
}

async function waits(guesser: Guesser): Promise<boolean> {
  if (guesser.tries <= FREE) return true;
  if (guesser.waiting >= MOST_WAITING) return false;
  guesser.waiting += 1;
  await pause(Math.min(LONGEST_MS, FIRST_MS * 2 ** (guesser.tries - FREE - 1)));
  guesser.waiting -= 1;
  return true;
}

/** The oldest address is forgotten when there are too many: memory is bounded whoever tries. */
function guesserAt(guessers: Map<string, Guesser>, address: string, nowMs: number): Guesser {
  const known = guessers.get(address);
  const guesser = known && known.untilMs > nowMs ? known : { tries: 0, waiting: 0, untilMs: 0 };
  guesser.untilMs = nowMs + FORGOTTEN_AFTER_MS;
  guessers.delete(address);
  guessers.set(address, guesser);
  const [oldest] = guessers.keys();
  if (guessers.size > MOST_ADDRESSES && oldest !== undefined) guessers.delete(oldest);
  return guesser;
}

/** The first try, the second, the fourth…: a flood writes few lines, each with its count. */
function isPowerOfTwo(count: number): boolean {
  return Number.isInteger(Math.log2(count));
}

const ENTRY = /^(\/entry\/).+/;

/** Without its query, the token of a link, and cut: a log is no place for what a stranger writes at length. */
function pathOf({ path }: Request): string {
  return path.replace(ENTRY, '$1…').slice(0, 200);
}
