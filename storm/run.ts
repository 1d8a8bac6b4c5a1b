import { parseArgs } from 'node:util';
import { logFolder } from '../test/support/runner/logs.ts';
import { storm } from './storm.ts';
import { startWorld } from './world.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    lives: { type: 'string', default: '100' },
  },
});
const [first, seeds, lives] = [values.seed, values.seeds, values.lives].map(wholeNumber) as [number, number, number];
const say = (line: string) => void process.stdout.write(`${line}\n`);

// What was started ends with us.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
say(`Logs: ${logFolder()}`);
const world = await startWorld();
let wrong = 0;
try {
  for (let seed = first; seed < first + seeds; seed += 1) {
    const { complaints, struck, seconds } = await storm(world, {
      seed,
      lives,
      long: true,
      log: (line) => say(`  seed ${seed}: ${line}`),
    });
    say(`seed ${seed}: ${lives} lives, ${struck.length} faults, ${seconds} s, ${complaints.length} to explain`);
    for (const complaint of complaints) say(`  ${complaint}`);
    wrong += complaints.length;
  }
} finally {
  await world.stop();
}
say(
  `${seeds * lives} lives over ${seeds} seeds: ${wrong} to explain${wrong === 0 ? '' : ' (npm run storm -- --seed N --lives M plays one again)'}`,
);
process.exitCode = wrong === 0 ? 0 : 1;

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new Error(`got ${JSON.stringify(text)}, expected a whole number from 1`);
  return Number(text);
}
