import { writeAccess } from '../../db/accesses.ts';
import { caseIn } from '../case-access.ts';
import type { ApiDeps } from '../deps.ts';
import type { Handlers } from '../http/serve.ts';
import { caseFiles } from './case-files.ts';
import { plainName } from './found-file.ts';
import { materialOf } from './material.ts';
import { zipChunks } from './zip.ts';

/** A whole case as one ZIP that verifies on its own, without the product. */
export function exportHandlers(deps: ApiDeps) {
  return {
    'GET /cases/{caseId}/export': async (given) => {
      const row = await caseIn(deps, given);
      const material = await materialOf(deps.db, row);
      const { id: subject, creditorId } = row;
      await writeAccess(deps.db, { kind: 'case-exported', actor: given.holder.name, creditorId, subject });
      const filename = `dossier-${plainName(material.row.state.invoice.number)}.zip`;
      return { 200: { filename, type: 'application/zip', bytes: zipChunks(caseFiles(material, deps.documents, deps.seal)) } };
    },
  } satisfies Partial<Handlers>;
}
