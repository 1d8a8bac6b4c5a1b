import { writeAccess } from '../db/accesses.ts';
import { caseRowOf } from '../db/cases.ts';
import type { Queries } from '../db/database.ts';
import type { OfDebtor } from '../db/debtor-world.ts';
import { debtorOf } from '../db/debtors.ts';
import { eraseIdentity } from '../db/erasure.ts';
import { type PersonKnown, personKnown } from '../db/person.ts';
import { toInstant } from '../domain/calendar/paris.ts';
import { retentions } from '../domain/retention.ts';
import { creditorIn } from './creditor-access.ts';
import type { ApiDeps } from './deps.ts';
import { caseFiles } from './export/case-files.ts';
import { plainName } from './export/found-file.ts';
import { materialOf } from './export/material.ts';
import { type PackedFile, zipChunks } from './export/zip.ts';
import { HttpProblem } from './http/problem.ts';
import type { Given, Handlers } from './http/serve.ts';
import { type KnownBehaviour, knownBehaviour } from './segments.ts';
import { instantOf } from './stored-instant.ts';

/** What a debtor may ask of what is kept of him: all of it, and that it be erased. Rectification is `PUT /debtors/{id}`. */
export function personHandlers(deps: ApiDeps) {
  return {
    'GET /retentions': () => ({ 200: { retentions: Object.entries(retentions).map(([kind, kept]) => ({ kind, ...kept })) } }),
    'GET /debtors/{id}/person': (given) => exported(deps, given),
    'POST /debtors/{id}/erasure': (given) => erased(deps, given),
  } satisfies Partial<Handlers>;
}

async function exported(deps: ApiDeps, given: Given<'GET /debtors/{id}/person'>) {
  const name = { creditorId: await creditorIn(deps, given), debtorId: given.params.id };
  const known = await deps.db.transaction((tx) => everythingKnown(tx, name, deps.clock()), { isolationLevel: 'repeatable read' });
  if (!known) throw new HttpProblem(404, `No debtor ${given.params.id}.`);
  await writeAccess(deps.db, { ...name, kind: 'person-exported', actor: given.holder.name, subject: name.debtorId });
  const filename = `personne-${plainName(name.debtorId)}.zip`;
  return { 200: { filename, type: 'application/zip', bytes: zipChunks(filesOf(deps, known)) } };
}

interface EverythingKnown extends PersonKnown {
  readonly behaviour: KnownBehaviour;
}

/** What is known of him, and by what he is told apart. */
async function everythingKnown(tx: Queries, name: OfDebtor, nowMs: number): Promise<EverythingKnown | undefined> {
  const [known, debtor] = [await personKnown(tx, name), await debtorOf(tx, name.creditorId, name.debtorId)];
  return known && debtor && { ...known, behaviour: await knownBehaviour(tx, name.creditorId, debtor, nowMs) };
}

/** What is known, then each case as its own export makes it. */
async function* filesOf(deps: ApiDeps, known: EverythingKnown): AsyncGenerator<PackedFile> {
  const told = { exportedAt: toInstant(deps.clock()), ...known, retentions };
  yield { path: 'personne.json', bytes: Buffer.from(`${JSON.stringify(told, null, 2)}\n`) };
  for (const caseId of known.caseIds) {
    const row = await caseRowOf(deps.db, caseId);
    if (!row) continue;
    const folder = `dossiers/${plainName(caseId)}`;
    for await (const { path, bytes } of caseFiles(await materialOf(deps.db, row), deps.documents, deps.seal))
      yield { path: `${folder}/${path}`, bytes };
  }
}

async function erased(deps: ApiDeps, given: Given<'POST /debtors/{id}/erasure'>) {
  const name = { creditorId: await creditorIn(deps, given), debtorId: given.params.id };
  const actor = given.holder.name;
  const done = await deps.db.transaction(async (tx) => {
    if (!(await debtorOf(tx, name.creditorId, name.debtorId))) throw new HttpProblem(404, `No debtor ${name.debtorId}.`);
    const end = await eraseIdentity(tx, { ...name, actor, reason: 'asked' });
    if ('erasure' in end) await writeAccess(tx, { ...name, kind: 'person-erased', actor, subject: name.debtorId });
    return end;
  });
  if ('open' in done)
    throw new HttpProblem(
      409,
      `Des dossiers sont ouverts (${done.open.join(', ')})\u00a0: l’identité sert à constater et à exercer un droit en justice (RGPD art. 17, 3, e). Elle pourra être effacée à leur clôture.`,
    );
  const { papers, 'court-papers': courtPapers, books, evidence } = retentions;
  return { 200: { id: name.debtorId, erasedAt: instantOf(done.erasure.erasedAt), kept: [papers, courtPapers, books, evidence] } };
}
