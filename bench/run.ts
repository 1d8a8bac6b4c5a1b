import { parseArgs } from 'node:util';
import type { BenchOptions, BenchResult } from './result.ts';

type Bench = (options: BenchOptions) => Promise<BenchResult>;

/** Every measured claim by its name; each is loaded only when it is asked. */
const benches: Readonly<Record<string, () => Promise<{ bench: Bench }>>> = {
  ingest: () => import('./ingest.ts'),
  claim: () => import('./claim.ts'),
  feed: () => import('./feed.ts'),
  letters: () => import('./letters.ts'),
  simulate: () => import('./simulate.ts'),
  sends: () => import('./sends.ts'),
  start: () => import('./start.ts'),
  debtor: () => import('./debtor.ts'),
  cost: () => import('./cost.ts'),
  queue: () => import('./queue.ts'),
  wave: () => import('./wave.ts'),
  release: () => import('./release.ts'),
  site: () => import('./site.ts'),
  shield: () => import('./shield.ts'),
  portal: () => import('./portal.ts'),
};

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { json: { type: 'boolean' }, size: { type: 'string' }, engine: { type: 'boolean' } },
  });
  const load = benches[positionals[0] ?? ''];
  if (!load) {
    process.stderr.write(`npm run bench -- NAME [--size N] [--json], NAME one of ${Object.keys(benches).join(', ')}\n`);
    return 2;
  }
  const { bench } = await load();
  const size = values.size === undefined ? {} : { size: Number(values.size) };
  const result = await bench({ ...size, ...(values.engine ? { engine: true } : {}) });
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : `${textOf(result)}\n`);
  return 0;
}

function textOf({ name, ours, baseline, ratio, unit, peakMemoryMb, details }: BenchResult): string {
  const lines = Object.entries(details).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`);
  return [
    `${name}: ${ours} ${unit}, baseline ${baseline} ${unit}, ratio ${ratio}; peak memory ${peakMemoryMb} MB`,
    ...lines,
  ].join('\n');
}
