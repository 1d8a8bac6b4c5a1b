import { join } from 'node:path';
import { cachePlaces } from './cache.mjs';
import { takeFromDebian } from './debian.mjs';
import { findPoppler } from './discovery.mjs';

const TOOLS = ['pdftotext', 'pdftoppm'];

/** The tools by which the tests read what a PDF file says and shows. */
export const poppler = {
  name: 'poppler-utils (pdftotext, pdftoppm)',
  purposes: ['test'],
  find: (env) => (TOOLS.every((name) => findPoppler(name, env)) ? findPoppler('pdftotext', env) : null),
  looked: (env) => `pdftotext et pdftoppm dans le PATH, ${cachePlaces(env).debianPoppler}`,
  sources: () => [{ title: 'paquet Debian poppler-utils', take: takePackage }],
  fix: () => 'sudo apt-get update && sudo apt-get install -y poppler-utils   (macOS : brew install poppler)',
};

function takePackage(env, step) {
  const tools = TOOLS.map((name) => ({ name, program: join('usr', 'bin', name) }));
  return takeFromDebian(env, { packageName: 'poppler-utils', place: cachePlaces(env).debianPoppler, tools, step });
}
