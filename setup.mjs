#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { sentenceOf } from './setup/findings.mjs';
import { installAll } from './setup/install.mjs';
import { say } from './setup/progress.mjs';

const PURPOSES = ['demo', 'start', 'test'];
const WORLD_FAILED = 3;
const BAD_INPUT = 2;

process.exitCode = await main(process.argv.slice(2));

/** Puts in place what the command that follows needs; one sentence for each thing that cannot be had. */
async function main(argv) {
  const purpose = purposeOf(argv);
  if (purpose === null) {
    say(`setup.mjs : --for attend ${PURPOSES.join(', ')}`);
    return BAD_INPUT;
  }
  try {
    const missing = (await installAll({ env: process.env, purpose })).filter((finding) => !finding.found);
    for (const finding of missing) say(sentenceOf(finding));
    return missing.length === 0 ? 0 : WORLD_FAILED;
  } catch (error) {
    say(`Mise en place impossible : ${error.message}`);
    return WORLD_FAILED;
  }
}

function purposeOf(argv) {
  try {
    const { values } = parseArgs({ args: argv, options: { for: { type: 'string', default: 'start' } } });
    return PURPOSES.includes(values.for) ? values.for : null;
  } catch {
    return null;
  }
}
