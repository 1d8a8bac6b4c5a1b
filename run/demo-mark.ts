import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../domain/fault.ts';

/** The file that makes a folder that of a demonstration; it holds its key. */
export function demoMark(dataDir: string): string {
  return join(dataDir, 'demo.key');
}

/** Throws a French `Refusal` for the folder of a demonstration: no real work is done there. */
export function refuseDemoFolder(dataDir: string): void {
  if (!existsSync(demoMark(dataDir))) return;
  throw new Refusal(`Le dossier ${dataDir} est celui d’une démonstration : donnez-en un autre avec --data.`);
}
