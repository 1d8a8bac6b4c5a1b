import { type Request, type RequestHandler, Router, text } from 'express';
import { HttpProblem } from '../api/http/problem.ts';
import { sessionTokenIn } from '../api/people/session-cookie.ts';
import type { Queries } from '../db/database.ts';
import type { KeyRing } from '../db/key-ring.ts';
import { holderOf, type KeyHolder } from '../db/keys.ts';
import { sessionOf } from '../db/people.ts';
import { decodeForScreen } from './codec.ts';

/** What the door stands on: `uiUrl` is the one screen whose pages may ask. */
export interface CodecDoor {
  readonly db: Queries;
  readonly ring: KeyRing;
  readonly publicUrl: string;
  readonly uiUrl: string;
}

const PATH = '/codec/decode';
const LIMIT = '5mb';
const BEARER = /^Bearer ([\x21-\x7e]{1,200})$/;

/**
 * `POST /codec/decode`, for the Web UI of a company's own Temporal (`TEMPORAL_CODEC_ENDPOINT=<address>/codec`, with credentials): opens the
 * payloads of histories for an administrator, who signs in here or gives his key. Only pages of the screen that the environment names may ask.
 */
export function codecDoor(door: CodecDoor): RequestHandler {
  const screen = new URL(door.uiUrl).origin;
  return Router()
    .options(PATH, (req, res) => {
      onlyFrom(screen, req);
      res
        .set({ ...allowed(screen), 'Access-Control-Allow-Methods': 'POST' })
        .status(204)
        .end();
    })
    .post(PATH, text({ type: () => true, limit: LIMIT }), async (req, res) => {
      onlyFrom(screen, req);
      res.set(allowed(screen));
      await requireAdmin(door, req);
      res.type('json').send(opened(door.ring, String(req.body)));
    });
}

function onlyFrom(screen: string, req: Request): void {
  if (req.get('origin') !== screen)
    throw new HttpProblem(403, `Only pages of ${screen} may read histories here (TEMPORAL_UI_URL).`);
}

function allowed(screen: string) {
  return {
    'Access-Control-Allow-Origin': screen,
    'Access-Control-Allow-Credentials': 'true',
    'Access-Control-Allow-Headers': 'authorization, content-type, x-namespace',
    Vary: 'Origin',
  };
}

/** Histories hold every creditor's cases. */
async function requireAdmin(door: CodecDoor, req: Request): Promise<void> {
  const holder = await holderIn(door, req);
  if (!holder) throw new HttpProblem(401, 'Sign in to Exigible in this browser, or give the screen a key of an administrator.');
  if (holder.role !== 'admin') throw new HttpProblem(403, `Histories are an administrator's to read; this is a ${holder.role}.`);
}

async function holderIn({ db, publicUrl }: CodecDoor, req: Request): Promise<KeyHolder | undefined> {
  const { authorization } = req.headers;
  const key = BEARER.exec(authorization ?? '')?.[1];
  if (authorization !== undefined) return key === undefined ? undefined : holderOf(db, key);
  const token = sessionTokenIn(req, publicUrl);
  return token === undefined ? undefined : sessionOf(db, token);
}

function opened(ring: KeyRing, body: string): string {
  try {
    return decodeForScreen(ring, body);
  } catch {
    throw new HttpProblem(
      400,
      'Payloads as Temporal’s screen asks for them are expected, sealed under a key that is known here.',
    );
  }
}
