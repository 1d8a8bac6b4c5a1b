import { json, type Request, type RequestHandler, type Response, Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import { writeAccess } from '../../db/accesses.ts';
import { findPerson, lookAtToken, openSession, type Person, takeToken } from '../../db/people.ts';
import { readDocument } from '../../domain/document-schema.ts';
import type { ApiDeps } from '../deps.ts';
import { HttpProblem } from '../http/problem.ts';
import { checkOrigin } from './origin.ts';
import { registerPasskey, registrationOptions, signIn, signInOptions } from './passkeys.ts';
import { invitationSchema, registrationOf, registrationSchema, signInOf, signInSchema } from './people-schema.ts';
import { giveSession } from './session-cookie.ts';

const LIMIT = '100kb';
const TRIES_PER_MINUTE = 60;

/** The doors through which people come in: a link that opens once, an invitation to make a passkey, a passkey. */
export function signInDoors(deps: ApiDeps): Router {
  const limited = rateLimit({
    windowMs: 60_000,
    limit: TRIES_PER_MINUTE,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_req, _res, next) => next(new HttpProblem(429, 'Too many tries come from this address: wait a minute.')),
  });
  const ours: RequestHandler = (req, _res, next) => {
    checkOrigin(req, deps.config.publicUrl);
    next();
  };
  const door = [limited, ours, json({ limit: LIMIT })];
  return Router()
    .get('/entry/:token', limited, entering(deps))
    .post('/passkeys/registration', door, async (req: Request, res: Response) => {
      const { invitation } = readDocument(invitationSchema, req.body);
      res.json(await registrationOptions(deps, await invitedBy(deps, invitation)));
    })
    .post('/passkeys', door, registering(deps))
    .post('/passkeys/challenge', door, async (_req: Request, res: Response) => {
      res.json(await signInOptions(deps));
    })
    .post('/passkeys/sign-in', door, async (req: Request, res: Response) => {
      const person = await signIn(deps, signInOf(readDocument(signInSchema, req.body)));
      res.json(shown(await welcome(deps, res, person)));
    });
}

/** The link that the start prints on a laptop: it opens the site signed in, once. What looks at links beforehand uses none up. */
function entering(deps: ApiDeps): RequestHandler<{ token: string }> {
  return async (req, res) => {
    checkOrigin(req, deps.config.publicUrl);
    res.set('Cache-Control', 'no-store').set('Referrer-Policy', 'no-referrer');
    if (isPrefetch(req)) throw new HttpProblem(403, 'This link opens once: it is not fetched beforehand.');
    const taken = await takeToken(deps.db, 'entry', req.params.token);
    const person = taken?.personId == null ? undefined : await findPerson(deps.db, taken.personId);
    if (!person)
      throw new HttpProblem(401, 'Ce lien a déjà servi ou n’est plus valable : relancez exigible start pour un autre.');
    await welcome(deps, res, person);
    res.redirect(303, '/');
  };
}

function isPrefetch(req: Request<{ token: string }>): boolean {
  return req.method === 'HEAD' || /prefetch|preview/i.test(`${req.get('sec-purpose') ?? ''} ${req.get('purpose') ?? ''}`);
}

/** The invitation is used up by the passkey that it made, not by a try that failed. */
function registering(deps: ApiDeps): RequestHandler {
  return async (req, res) => {
    const document = readDocument(registrationSchema, req.body);
    const person = await invitedBy(deps, document.invitation);
    await registerPasskey(deps, person, registrationOf(document));
    if (!(await takeToken(deps.db, 'invitation', document.invitation)))
      throw new HttpProblem(401, 'This invitation was used already.');
    res.status(201).json(shown(await welcome(deps, res, person)));
  };
}

async function invitedBy({ db }: ApiDeps, invitation: string): Promise<Person> {
  const personId = (await lookAtToken(db, 'invitation', invitation))?.personId;
  const person = personId == null ? undefined : await findPerson(db, personId);
  if (!person) throw new HttpProblem(401, 'This invitation was used already, or is over.');
  return person;
}

async function welcome({ db, config }: ApiDeps, res: Response, person: Person): Promise<Person> {
  giveSession(res, config.publicUrl, await openSession(db, person));
  await writeAccess(db, { kind: 'signed-in', actor: `person:${person.id}` });
  return person;
}

function shown({ id, name, role, creditors }: Person) {
  return { id, name, role, creditors };
}
