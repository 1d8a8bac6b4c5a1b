import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const CACHE = join(ROOT, 'node_modules', '.cache');
mkdirSync(CACHE, { recursive: true });
const place = mkdtempSync(join(CACHE, 'exigible-program-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** What the command says of itself when it is loaded from there. */
function helpOf(cache: string): string {
  const source = `
    import { loadProgram } from './program.mjs';
    const { main } = await loadProgram(${JSON.stringify(cache)});
    await main(['plan', '--help']);`;
  return execFileSync(process.execPath, ['--input-type=module', '--eval', source], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: 'pipe',
  });
}

test('the command is made into modules once for its sources; a few of earlier ones stay, for what still runs', () => {
  for (let older = 0; older < 7; older += 1) mkdirSync(join(place, `program-${older}`));
  expect(helpOf(place)).toContain('exigible plan');
  const made = readdirSync(place).filter((name) => name.length > 'program-0'.length);
  expect([made.length, readdirSync(place).length]).toEqual([1, 5]);
  writeFileSync(join(place, made[0] ?? '', 'main.mjs'), 'export const main = () => console.log("as it was kept");');
  expect(helpOf(place)).toContain('as it was kept');
});

test('where nothing can be written it is read from its sources', () => {
  expect(helpOf('/dev/null/nowhere')).toContain('exigible plan');
});
