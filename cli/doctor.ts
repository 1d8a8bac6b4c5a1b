import { findings, sentenceOf } from '../setup/findings.mjs';
import { print, printJson } from './io.ts';

/** What is installed and what is missing, each with the one command that fixes it. */
export async function run({ json }: { json: boolean }): Promise<number> {
  const found = findings();
  if (json) printJson({ findings: found });
  else print(found.map(sentenceOf).join('\n'));
  return found.every((finding) => finding.found || finding.forTestsOnly) ? 0 : 3;
}
