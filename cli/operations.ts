import { readConfig } from '../config.ts';
import { connect, ofCreditor } from './connect.ts';
import { EXIT, print } from './io.ts';

/**
 * `exigible restart`, `hold`, `release`: asked of the API, which may be running on an embedded database that nobody else can open; beside a
 * PostgreSQL, and without a key, written into the database itself, so that they work while the API is away.
 */
export async function restart(caseId: string | undefined): Promise<number> {
  if (asksDatabase()) return (await import('../run/operations.ts')).restart(caseId);
  const { asked } = await (await connect()).call('POST /restarts', { body: caseId === undefined ? {} : { case: caseId } });
  print(`${asked} dossier(s) à relancer\u00a0: le système en marche s’en charge.`);
  return EXIT.done;
}

/** Nothing of a creditor, or of nobody, leaves until it is released. */
export async function hold(creditor: string | undefined, reason: string): Promise<number> {
  if (asksDatabase()) return (await import('../run/operations.ts')).hold(creditor, reason);
  await (await connect()).call('POST /holds', { body: { ...ofCreditor(creditor), reason } });
  print('Plus rien ne part\u00a0: « exigible release » lève l’arrêt.');
  return EXIT.done;
}

/** What was held may leave again. */
export async function release(creditor: string | undefined): Promise<number> {
  if (asksDatabase()) return (await import('../run/operations.ts')).release(creditor);
  const { released } = await (await connect()).call('POST /releases', { body: ofCreditor(creditor) });
  print(released ? 'Les envois reprennent.' : 'Rien n’était arrêté.');
  return EXIT.done;
}

function asksDatabase(): boolean {
  const { EXIGIBLE_API_KEY: key, DATABASE_URL: url } = readConfig();
  return key === undefined && url !== undefined;
}
