import { fitted, LOGO_MOST_BYTES, logoIn, type ShownLogo } from '../../domain/party/logo.ts';
import { chunksOf, fileIn } from '../shared/upload.ts';
import { type Api, mustBeRefused } from './api.ts';
import type { Visit } from './visit.ts';

/** What is read of a form: more than a logo may have, so that one that is too heavy is told so by the API. */
const MOST_BYTES = 20 * LOGO_MOST_BYTES;

/** How large the logo of a creditor is shown; null when he has none. */
export async function logoShown(api: Api, id: string): Promise<Omit<ShownLogo, 'src'> | null> {
  try {
    return fitted(logoIn(await api.call('GET /creditors/{id}/logo', { params: { id } })));
  } catch (error) {
    mustBeRefused(error, 404);
    return null;
  }
}

/** Keeps the file of a form as the logo of a creditor; answers with what is wrong with it, null when nothing is. */
export async function keepLogo({ api }: Visit, id: string, req: Parameters<typeof fileIn>[0]): Promise<string | null> {
  const file = await fileIn(req, 'fichier', MOST_BYTES);
  if (file === null) return 'Choisissez un fichier PNG ou JPEG.';
  try {
    await api.call('PUT /creditors/{id}/logo', { params: { id }, body: chunksOf(file.bytes) });
    return null;
  } catch (error) {
    mustBeRefused(error, 400, 403);
    return error.faults[0]?.message ?? error.message;
  }
}
