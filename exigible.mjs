#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { findings, sentenceOf } from './setup/findings.mjs';

const TSX = new URL('./node_modules/tsx/package.json', import.meta.url);
const WORLD_FAILED = 3;
const ENDS_WITHIN_MS = 10_000;

// What is written here is for its owner alone, from the first byte: the embedded database, the engine, keys, exports.
process.umask(0o077);

const argv = process.argv.slice(2);
if (existsSync(TSX)) await runInstalled();
else if (argv[0] === 'doctor') process.exitCode = tellFindings();
else process.exitCode = askForPackages();

/** The real command, in TypeScript. */
async function runInstalled() {
  const { loadProgram } = await import('./program.mjs');
  const { main } = await loadProgram();
  process.exitCode = (await main(argv)) ?? process.exitCode;
  // A start that failed half way may leave what holds the process for ever (a connection, a worker that never ran): nobody would start it again.
  setTimeout(() => process.exit(), ENDS_WITHIN_MS).unref();
}

/** `doctor` before anything is installed: the findings of the set-up. */
function tellFindings() {
  const found = findings();
  const text = argv.includes('--json') ? JSON.stringify({ findings: found }, null, 2) : found.map(sentenceOf).join('\n');
  process.stdout.write(`${text}\n`);
  return found.every((finding) => finding.found || finding.forTestsOnly) ? 0 : WORLD_FAILED;
}

function askForPackages() {
  process.stderr.write(
    'Les paquets npm ne sont pas installés : lancez « npm install » (ou « npm run demo », qui met tout en place).\n',
  );
  return WORLD_FAILED;
}
