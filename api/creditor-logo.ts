import type { Readable } from 'node:stream';
import { type KeptLogo, logoOf, putLogo } from '../db/creditor-logos.ts';
import { LOGO_MOST_BYTES, logoIn } from '../domain/party/logo.ts';
import { requireCreditor } from './creditor-access.ts';
import type { ApiDeps } from './deps.ts';
import { HttpProblem } from './http/problem.ts';
import type { Given, Handlers } from './http/serve.ts';
import { maySee } from './people/holder.ts';

/** The logo of a creditor, at the head of what he writes. */
export function creditorLogoHandlers(deps: ApiDeps) {
  const { db, documents } = deps;
  return {
    'PUT /creditors/{id}/logo': (given) => putting(deps, given),
    'GET /creditors/{id}/logo': async ({ params: { id }, holder }) => {
      const logo = maySee(holder, id) ? await logoOf(db, id) : undefined;
      if (!logo) throw new HttpProblem(404, `No logo of ${id}.`);
      const { sha256, contentType: type } = logo;
      return { 200: { filename: `logo.${extensionOf(logo)}`, type, sha256, bytes: await documents.get(sha256) } };
    },
    'DELETE /creditors/{id}/logo': async ({ params: { id }, holder }) => {
      await requireCreditor(deps, id);
      await db.transaction((tx) => putLogo(tx, id, null, holder.name));
      return { 200: { id } };
    },
  } satisfies Partial<Handlers>;
}

/** What is no logo is refused before anything is kept. */
async function putting(deps: ApiDeps, { params: { id }, holder, req }: Given<'PUT /creditors/{id}/logo'>) {
  const { db, documents } = deps;
  await requireCreditor(deps, id);
  const bytes = await beginningOf(req, LOGO_MOST_BYTES);
  const logo = { ...logoIn(bytes), bytes: bytes.length, sha256: await documents.put(bytes) };
  await db.transaction((tx) => putLogo(tx, id, logo, holder.name));
  return { 200: logo };
}

/** The body, or more of it than `most` bytes: enough to see that it is too long. The request is not destroyed: it must still be answered. */
async function beginningOf(req: Readable, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > most) break;
  }
  req.resume();
  return Buffer.concat(chunks);
}

function extensionOf({ contentType }: KeptLogo): string {
  return contentType === 'image/png' ? 'png' : 'jpg';
}
