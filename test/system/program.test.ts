import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
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

const programs = () => readdirSync(place).filter((name) => name.startsWith('program-') && name.length > 'program-recent'.length);

test('the command is made into modules once for its sources; what nobody has used for a month goes', () => {
  for (const [name, days] of [
    ['program-old', 31],
    ['program-recent', 29],
  ] as const) {
    mkdirSync(join(place, name));
    const used = new Date(Date.now() - days * 86_400_000);
    utimesSync(join(place, name), used, used);
  }
  expect(helpOf(place)).toContain('exigible plan');
  const [made = '', ...others] = programs();
  expect([others, readdirSync(place).toSorted()]).toEqual([[], [made, 'program-recent'].toSorted()]);
  const modules = readdirSync(join(place, made)).filter((name) => name.endsWith('.mjs'));
  for (const name of modules) expect(readFileSync(join(place, made, name), 'utf8')).not.toContain('import.meta');
  writeFileSync(join(place, made, 'main.mjs'), 'export const main = () => console.log("as it was kept");');
  expect(helpOf(place)).toContain('as it was kept');
});

test('what looks for files beside its source finds them', () => {
  const found = spawnSync(process.execPath, ['exigible.mjs', 'doctor', '--json'], { cwd: ROOT, encoding: 'utf8' });
  const { findings } = JSON.parse(found.stdout) as { findings: { name: string; found: boolean }[] };
  expect(findings.filter((each) => !each.found)).toEqual([]);
});

test('where nothing can be written it is read from its sources', () => {
  expect(helpOf('/dev/null/nowhere')).toContain('exigible plan');
});
