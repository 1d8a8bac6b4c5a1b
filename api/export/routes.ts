import { writeAccess } from '../../db/accesses.ts';
import { headProofOf } from '../../db/evidence-heads.ts';
import type { HeadProof } from '../../db/head-proof.ts';
import { caseIn } from '../case-access.ts';
import type { ApiDeps } from '../deps.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Given, Handlers } from '../http/serve.ts';
import { caseFiles } from './case-files.ts';
import { courtFile, hasCourtFile } from './court-file.ts';
import { plainName } from './found-file.ts';
import { type Material, materialOf } from './material.ts';
import { type PackedFile, zipChunks } from './zip.ts';

/** A whole case as one ZIP that verifies on its own, without the product; and what was handed over of it, with every exhibit. */
export function exportHandlers(deps: ApiDeps) {
  return {
    'GET /cases/{caseId}/export': async (given) => {
      const material = await exported(deps, given);
      return { 200: zipOf('dossier', material, caseFiles(material, deps.documents, deps.seal)) };
    },
    'GET /cases/{caseId}/head': async (given) => {
      const { id } = await caseIn(deps, given);
      return { 200: { caseId: id, proof: shownProof(await headProofOf(deps.db, id)) } };
    },
    'GET /cases/{caseId}/court-file': async (given) => {
      const material = await exported(deps, given);
      if (!hasCourtFile(material))
        throw new HttpProblem(
          409,
          'Le dossier n’a pas encore été remis\u00a0: choisir la voie (chooseRoute), puis attendre la remise.',
        );
      return { 200: zipOf('pieces', material, courtFile(material, deps.documents)) };
    },
  } satisfies Partial<Handlers>;
}

function shownProof(proof: HeadProof | undefined) {
  if (proof === undefined) return null;
  const { witnesses, ...rest } = proof;
  return { ...rest, path: [...proof.path], witnesses: witnesses.map(({ kind, witness }) => ({ kind, witness })) };
}

type Exporting = Given<'GET /cases/{caseId}/export'> | Given<'GET /cases/{caseId}/court-file'>;

async function exported(deps: ApiDeps, given: Exporting): Promise<Material> {
  const row = await caseIn(deps, given);
  const { id: subject, creditorId } = row;
  const material = await materialOf(deps.db, row);
  await writeAccess(deps.db, { kind: 'case-exported', actor: given.holder.name, creditorId, subject });
  return material;
}

function zipOf(what: string, { row }: Material, files: AsyncIterable<PackedFile>) {
  const filename = `${what}-${plainName(row.state.invoice.number)}.zip`;
  return { filename, type: 'application/zip', bytes: zipChunks(files) };
}
