import type { ApiClient } from '../api/client.ts';
import { refuse } from '../domain/fault.ts';

const DEFAULT_URL = 'http://127.0.0.1:3000';

/** The API named by `EXIGIBLE_URL` (default: this machine), asked with `EXIGIBLE_API_KEY`. */
export async function connect(env: NodeJS.ProcessEnv = process.env): Promise<ApiClient> {
  const { createClient } = await import('../api/client.ts');
  const key = env.EXIGIBLE_API_KEY;
  if (!key) refuse('EXIGIBLE_API_KEY', 'missing, expected an API key: exigible key create makes one');
  return createClient({ url: (env.EXIGIBLE_URL ?? DEFAULT_URL).replace(/\/$/, ''), key });
}
