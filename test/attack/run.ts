import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { type Attack, attacks } from './attacks.ts';

interface Tried {
  readonly name: string;
  readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
}

/** The tests of `npm test`, and the walks that are too long for it: some attacks are tried on those. */
const configs = ['vitest.config.ts', 'vitest.long.config.ts'];

/** `npm run attack`: tries every attack against a real start of what it is about, one line each; exit 1 when one gets in, or was not tried. */
function main(): number {
  const folder = mkdtempSync(join(tmpdir(), 'exigible-attack-'));
  const tried = configs.flatMap((config) => triedBy(config, folder));
  rmSync(folder, { recursive: true, force: true });
  const lines = attacks.map((attack) => ({ ...attack, ...verdictOf(attack, tried) }));
  const table = new Table({ head: ['Porte', 'Attaque', 'Essais', 'Issue'], style: { head: [], border: [] } });
  table.push(
    ...lines.map(({ door, what, count, holds }) => [door, what, String(count), holds ? 'repoussée' : 'PASSÉE OU NON ESSAYÉE']),
  );
  process.stdout.write(`${table.toString()}\n`);
  return lines.every(({ holds }) => holds) ? 0 : 1;
}

function triedBy(config: string, folder: string): readonly Tried[] {
  const report = join(folder, `${config}.json`);
  const files = [...new Set(attacks.map(({ file }) => file))];
  const args = ['vitest', 'run', '--config', config, ...files, '--reporter=json', `--outputFile=${report}`];
  spawnSync('npx', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  return (JSON.parse(readFileSync(report, 'utf8')) as { testResults: readonly Tried[] }).testResults;
}

function verdictOf({ file, named }: Attack, tried: readonly Tried[]): { count: number; holds: boolean } {
  const results = tried
    .filter(({ name }) => name.endsWith(file))
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ fullName }) => named.test(fullName));
  return { count: results.length, holds: results.length > 0 && results.every(({ status }) => status === 'passed') };
}

process.exitCode = main();
