import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import { writeAccess } from '../../db/accesses.ts';
import { caseIn } from '../case-access.ts';
import type { ApiDeps } from '../deps.ts';
import { holderIn } from '../http/auth.ts';
import { caseFiles } from './case-files.ts';
import { plainName } from './found-file.ts';
import { materialOf } from './material.ts';
import { zipChunks } from './zip.ts';

/** A whole case as one ZIP that verifies on its own, without the product. */
export function exportRoutes(deps: ApiDeps): Router {
  return Router().get('/cases/:caseId/export', async (req, res) => {
    const row = await caseIn(deps, req, res);
    const material = await materialOf(deps.db, row);
    const { id: subject, creditorId } = row;
    await writeAccess(deps.db, { kind: 'case-exported', actor: holderIn(res).name, creditorId, subject });
    res.attachment(`dossier-${plainName(material.row.state.invoice.number)}.zip`).type('application/zip');
    await pipeline(Readable.from(zipChunks(caseFiles(material, deps.documents, deps.seal))), res);
  });
}
