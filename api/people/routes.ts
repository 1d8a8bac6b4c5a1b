import { type Request, type RequestHandler, Router } from 'express';
import { listAccesses } from '../../db/accesses.ts';
import { creditorOf } from '../../db/creditors.ts';
import {
  addPerson,
  changePerson,
  chooseCreditor,
  endPerson,
  endSession,
  findPerson,
  giveToken,
  listPeople,
  type Person,
} from '../../db/people.ts';
import { readDocument } from '../../domain/document-schema.ts';
import { refuse } from '../../domain/fault.ts';
import type { ApiDeps } from '../deps.ts';
import { atLeast, holderIn } from '../http/auth.ts';
import { HttpProblem } from '../http/problem.ts';
import { maySee } from './holder.ts';
import { accessQuerySchema, chosenCreditorSchema, personSchema } from './people-schema.ts';
import { sessionTokenIn, takeSession } from './session-cookie.ts';

const INVITATION_MINUTES = 72 * 60;

/** Who is signed in, and, for an admin, everyone who may be. */
export function peopleRoutes(deps: ApiDeps): Router {
  return Router()
    .get('/session', (_req, res) => {
      res.json(holderIn(res));
    })
    .put('/session', choosingCreditor(deps))
    .delete('/session', signingOut(deps))
    .get('/accesses', atLeast('admin'), async (req, res) => {
      const { subject, limit } = readDocument(accessQuerySchema, req.query);
      res.json({ accesses: await listAccesses(deps.db, limit, subject) });
    })
    .get('/people', atLeast('admin'), async (_req, res) => {
      res.json({ people: await listPeople(deps.db) });
    })
    .post('/people', atLeast('admin'), adding(deps))
    .put('/people/:id', atLeast('admin'), changing(deps))
    .delete('/people/:id', atLeast('admin'), ending(deps))
    .post('/people/:id/invitations', atLeast('admin'), inviting(deps));
}

type PersonParams = { readonly id: string };

function choosingCreditor({ db, config }: ApiDeps): RequestHandler {
  return async (req, res) => {
    const { creditor } = readDocument(chosenCreditorSchema, req.body);
    const token = sessionTokenIn(req, config.publicUrl);
    const holder = holderIn(res);
    if (token === undefined || !isPerson(req))
      throw new HttpProblem(409, 'A key belongs to its creditor; a session chooses one.');
    if (creditor === null ? holder.creditors !== null : !maySee(holder, creditor))
      throw new HttpProblem(404, `No creditor ${creditor}.`);
    await chooseCreditor(db, token, creditor);
    res.json({ ...holder, creditorId: creditor });
  };
}

function isPerson(req: Request): boolean {
  return req.headers.authorization === undefined;
}

function signingOut({ db, config }: ApiDeps): RequestHandler {
  return async (req, res) => {
    const token = sessionTokenIn(req, config.publicUrl);
    if (token !== undefined) await endSession(db, token);
    takeSession(res, config.publicUrl);
    res.json({ signedOut: true });
  };
}

function adding(deps: ApiDeps): RequestHandler {
  return async (req, res) => {
    const person = await addPerson(deps.db, await personIn(deps, req.body));
    res.status(201).json({ ...person, ...(await invitationOf(deps, person)) });
  };
}

function changing(deps: ApiDeps): RequestHandler<PersonParams> {
  return async (req, res) => {
    const person = await changePerson(deps.db, idIn(req.params), await personIn(deps, req.body));
    if (!person) throw nobody(req.params);
    res.json(person);
  };
}

function ending({ db }: ApiDeps): RequestHandler<PersonParams> {
  return async (req, res) => {
    const id = idIn(req.params);
    if (!(await db.transaction((tx) => endPerson(tx, id)))) throw nobody(req.params);
    res.json({ id, ended: true });
  };
}

/** Another invitation: a new device, or one that was lost. */
function inviting(deps: ApiDeps): RequestHandler<PersonParams> {
  return async (req, res) => {
    const person = await findPerson(deps.db, idIn(req.params));
    if (!person) throw nobody(req.params);
    res.status(201).json(await invitationOf(deps, person));
  };
}

async function invitationOf({ db, config }: ApiDeps, { id }: Person) {
  const { token, expiresAt } = await giveToken(db, { purpose: 'invitation', personId: id, minutes: INVITATION_MINUTES });
  return { invitation: `${config.publicUrl.replace(/\/$/, '')}/invitation/${token}`, expiresAt };
}

async function personIn({ db }: ApiDeps, body: unknown): Promise<Omit<Person, 'id'>> {
  const person = readDocument(personSchema, body);
  for (const [index, creditor] of (person.creditors ?? []).entries()) {
    if (await creditorOf(db, creditor)) continue;
    refuse(`$.creditors[${index}]`, `got ${JSON.stringify(creditor)}, expected a known creditor`);
  }
  return person;
}

function idIn({ id }: PersonParams): number {
  return /^\d{1,9}$/.test(id) ? Number(id) : -1;
}

function nobody({ id }: PersonParams): HttpProblem {
  return new HttpProblem(404, `No person ${id}.`);
}
