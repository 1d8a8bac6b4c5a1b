import type { ApiClient } from '../api/client.ts';
import { refuse } from '../domain/fault.ts';

/** The API named by `EXIGIBLE_URL` (default: this machine), asked with `EXIGIBLE_API_KEY`. */
export async function connect(): Promise<ApiClient> {
  const [{ createClient }, { readConfig }] = await Promise.all([import('../api/client.ts'), import('../config.ts')]);
  const { EXIGIBLE_URL: url, EXIGIBLE_API_KEY: key } = readConfig();
  if (key === undefined) refuse('EXIGIBLE_API_KEY', 'missing, expected an API key: exigible key create makes one');
  return createClient({ url: url.replace(/\/$/, ''), key });
}

/** In whose name an administrator asks; any other key has its own creditor. */
export function ofCreditor(creditor: string | undefined): { creditor?: string } {
  return creditor === undefined ? {} : { creditor };
}
