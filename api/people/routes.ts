import { listAccesses } from '../../db/accesses.ts';
import { creditorOf } from '../../db/creditors.ts';
import { askMorning, morningOf } from '../../db/morning.ts';
import {
  addPerson,
  changePerson,
  chooseCreditor,
  draftIn,
  endPerson,
  endSession,
  findPerson,
  giveToken,
  keepDraft,
  listPeople,
  namesBeside,
  type Person,
} from '../../db/people.ts';
import { refuse } from '../../domain/fault.ts';
import type { ApiDeps } from '../deps.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Given, Handlers } from '../http/serve.ts';
import { instantOf } from '../stored-instant.ts';
import { maySee, personIn, requirePerson } from './holder.ts';
import { passkeyAddress } from './origin.ts';
import { sessionTokenIn, takeSession } from './session-cookie.ts';

const INVITATION_MINUTES = 72 * 60;

/** Who is signed in, and, for an admin, everyone who may be. */
export function peopleHandlers(deps: ApiDeps) {
  const { db } = deps;
  return {
    'GET /session': (given) => sessionShown(deps, given),
    'PUT /session': (given) => choosingCreditor(deps, given),
    'GET /session/draft': (given) => draftShown(deps, given),
    'PUT /session/draft': (given) => keepingDraft(deps, given),
    'GET /session/morning': async (given) => ({ 200: { to: await morningOf(db, readerIn(given)) } }),
    'PUT /session/morning': async (given) => {
      await askMorning(db, readerIn(given), given.body.to);
      return { 200: { to: given.body.to } };
    },
    'DELETE /session': (given) => signingOut(deps, given),
    'GET /accesses': async ({ query: { subject, limit } }) => ({
      200: { accesses: (await listAccesses(db, limit, subject)).map((line) => ({ ...line, at: instantOf(line.at) })) },
    }),
    'GET /people': async () => ({ 200: { people: await listPeople(db) } }),
    'POST /people': async ({ body }) => {
      const person = await addPerson(db, await knownCreditors(deps, body));
      return { 201: { ...person, ...(await invitationOf(deps, person)) } };
    },
    'PUT /people/{id}': async ({ params, body }) => {
      const person = await changePerson(db, idIn(params), await knownCreditors(deps, body));
      if (!person) throw nobody(params);
      return { 200: person };
    },
    'DELETE /people/{id}': async ({ params }) => {
      const id = idIn(params);
      if (!(await db.transaction((tx) => endPerson(tx, id)))) throw nobody(params);
      return { 200: { id, ended: true } };
    },
    /** Another invitation: a new device, or one that was lost. */
    'POST /people/{id}/invitations': async ({ params }) => {
      const person = await findPerson(db, idIn(params));
      if (!person) throw nobody(params);
      return { 201: await invitationOf(deps, person) };
    },
  } satisfies Partial<Handlers>;
}

/** The name of the person of a session; null for a key. */
async function sessionShown({ db }: ApiDeps, { holder }: Given<'GET /session'>) {
  const names = await namesBeside(db, holder.creditors);
  return { 200: { ...holder, person: personIn(holder) === null ? null : (names[holder.name] ?? null), names } };
}

function readerIn({ holder }: Pick<Given<'GET /session'>, 'holder'>): number {
  return requirePerson(holder, 'A key reads no e-mail; a person does.');
}

type PersonParams = { readonly id: string };

async function draftShown({ db, config }: ApiDeps, { req }: Given<'GET /session/draft'>) {
  const token = sessionTokenIn(req, config.publicUrl);
  return { 200: { fields: token === undefined ? {} : await draftIn(db, token) } };
}

async function keepingDraft(deps: ApiDeps, given: Given<'PUT /session/draft'>) {
  await keepDraft(deps.db, sessionIn(deps, given, 'A key keeps no draft; a session does.'), given.body.fields);
  return { 200: given.body };
}

/** The token of the session that asks. Throws 409 with that sentence for a key. */
function sessionIn(
  { config }: ApiDeps,
  { holder, req }: Pick<Given<'PUT /session'>, 'holder' | 'req'>,
  whyNoKey: string,
): string {
  const token = sessionTokenIn(req, config.publicUrl);
  if (token === undefined || personIn(holder) === null) throw new HttpProblem(409, whyNoKey);
  return token;
}

async function choosingCreditor(deps: ApiDeps, given: Given<'PUT /session'>) {
  const { db } = deps;
  const { holder } = given;
  const { creditor } = given.body;
  const token = sessionIn(deps, given, 'A key belongs to its creditor; a session chooses one.');
  if (creditor === null ? holder.creditors?.length === 1 : !maySee(holder, creditor))
    throw new HttpProblem(404, `No creditor ${creditor}.`);
  await chooseCreditor(db, token, creditor);
  return { 200: { ...holder, creditorId: creditor } };
}

async function signingOut({ db, config }: ApiDeps, { req, res }: Given<'DELETE /session'>) {
  const token = sessionTokenIn(req, config.publicUrl);
  if (token !== undefined) await endSession(db, token);
  takeSession(res, config.publicUrl);
  return { 200: { signedOut: true } };
}

async function invitationOf({ db, config }: ApiDeps, { id }: Person) {
  const { token, expiresAt } = await giveToken(db, { purpose: 'invitation', personId: id, minutes: INVITATION_MINUTES });
  return { invitation: `${passkeyAddress(config.publicUrl)}/invitation/${token}`, expiresAt: instantOf(expiresAt) };
}

async function knownCreditors({ db }: ApiDeps, person: Omit<Person, 'id'>): Promise<Omit<Person, 'id'>> {
  for (const [index, creditor] of (person.creditors ?? []).entries()) {
    if (await creditorOf(db, creditor)) continue;
    refuse(`$.creditors[${index}]`, `got ${JSON.stringify(creditor)}, expected a known creditor`);
  }
  return person;
}

/** The number in a path; one that nothing has when it is none. */
export function idIn({ id }: PersonParams): number {
  return /^\d{1,9}$/.test(id) ? Number(id) : -1;
}

function nobody({ id }: PersonParams): HttpProblem {
  return new HttpProblem(404, `No person ${id}.`);
}
