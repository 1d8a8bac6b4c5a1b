import { mustBeRefused } from './api.ts';
import type { Visit } from './visit.ts';

/** Stops long work and goes back to where it is followed; a refusal is said there: `forbidden` to whose role is too weak. */
export async function stopped({ goOn }: Visit, path: string, forbidden: string, stop: () => Promise<unknown>): Promise<void> {
  try {
    await stop();
    goOn(path);
  } catch (error) {
    mustBeRefused(error, 403, 409);
    goOn(path, { kind: 'bad', text: error.status === 403 ? forbidden : error.message });
  }
}
