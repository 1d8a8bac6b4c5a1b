import type { Readable } from 'node:stream';
import { writeAccess } from '../../db/accesses.ts';
import { endStray, type StrayMail, strayMailOf, strayMailsOf } from '../../db/stray-mails.ts';
import { tellCase } from '../../db/tell-case.ts';
import { toInstant } from '../../domain/calendar/paris.ts';
import { refuse } from '../../domain/fault.ts';
import { caseIn } from '../case-access.ts';
import { creditorsIn } from '../creditor-access.ts';
import { keptFileOf } from '../debtor/kept-file.ts';
import type { ApiDeps } from '../deps.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Given, Handlers } from '../http/serve.ts';
import { instantOf } from '../stored-instant.ts';
import { hearStray } from './hear.ts';

/** As much as the page of a debtor takes. */
const MOST_BYTES = 10_000_000;
const MOST_LISTED = 200;

/** Answers that come by a person's hand: a letter that was scanned, a mail that belonged to no case. */
export function answerHandlers(deps: ApiDeps) {
  const { db } = deps;
  return {
    'POST /cases/{caseId}/letters': (given) => scanned(deps, given),
    'GET /stray-mails': async (given) => ({
      200: { mails: (await strayMailsOf(db, await creditorsOf(deps, given), MOST_LISTED)).map(shown) },
    }),
    'GET /stray-mails/{mailId}': async (given) => {
      const { creditorId, sha256 } = await strayIn(deps, given);
      await writeAccess(db, { kind: 'document-read', actor: given.holder.name, creditorId, subject: `stray-mails/${sha256}` });
      const bytes = await deps.documents.get(sha256);
      return { 200: { filename: `courrier-${sha256.slice(0, 8)}.eml`, type: 'message/rfc822', sha256, bytes } };
    },
    'POST /stray-mails/{mailId}/end': (given) => ended(deps, given),
  } satisfies Partial<Handlers>;
}

/** The letter is kept as it was scanned, and pauses the ladder as an e-mail does. */
async function scanned(deps: ApiDeps, given: Given<'POST /cases/{caseId}/letters'>) {
  const { id: caseId } = await caseIn(deps, given);
  const { about, filename } = given.query;
  const file = keptFileOf(filename, await bytesOf(given.req));
  if (!file) return refuse('body', 'got a file of another kind, expected a PDF, a PNG or a JPEG');
  const document = await deps.keep(caseId, 'debtor-letter', file);
  const fact = {
    type: 'debtor-wrote',
    channel: 'letter',
    about,
    document,
    at: toInstant(deps.clock()),
    actor: given.holder.name,
  } as const;
  await tellCase(deps.db, { caseId, eventId: `letter:${caseId}:${document}`, fact: { ...fact, cause: document } });
  deps.wake();
  return { 202: { caseId, document } };
}

async function bytesOf(req: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    size += (chunk as Buffer).length;
    if (size > MOST_BYTES) throw new HttpProblem(413, 'A file of at most 10 MB is expected.');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

type OfSome = Pick<Given<'GET /stray-mails'>, 'holder' | 'query'>;

/** Of whom one may see mails: one's creditors, the one that is named, or everybody's. */
async function creditorsOf(deps: ApiDeps, given: OfSome): Promise<readonly string[] | null> {
  return given.query.creditor === undefined ? given.holder.creditors : creditorsIn(deps, given);
}

type OfMail = OfSome & { readonly params: { readonly mailId: string } };

async function strayIn(deps: ApiDeps, given: OfMail): Promise<StrayMail> {
  const mail = await strayMailOf(deps.db, await creditorsOf(deps, given), given.params.mailId);
  return mail ?? Promise.reject(new HttpProblem(404, `No stray mail ${given.params.mailId}.`));
}

/** Given to a case it is heard there; to none, it is put aside. */
async function ended(deps: ApiDeps, given: Given<'POST /stray-mails/{mailId}/end'>) {
  const { sha256, endedAt } = await strayIn(deps, given);
  if (endedAt !== null) throw new HttpProblem(409, 'Quelqu’un s’est déjà occupé de ce courrier.');
  const { caseId = null } = given.body;
  if (caseId !== null) {
    await caseIn(deps, { params: { caseId }, holder: given.holder });
    await hearStray(deps, Buffer.from(await deps.documents.get(sha256)), caseId);
  }
  await endStray(deps.db, sha256, given.holder.name, caseId);
  return { 200: { id: sha256, caseId } };
}

function shown({ sha256: id, creditorId, sender, subject, receivedAt }: StrayMail) {
  return { id, creditorId, sender, subject, receivedAt: instantOf(receivedAt) };
}
