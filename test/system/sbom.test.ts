import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'exigible-sbom-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Named {
  readonly name: string;
  readonly version: string;
}

test('the bill of materials names every package that is installed for use, and each licence may be passed on', () => {
  const { status, stdout } = spawnSync(process.execPath, ['setup/sbom.mjs', folder], { encoding: 'utf8' });
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^\d+ packages, 0 with a licence to look at\n$/)]);
  const sbom = JSON.parse(readFileSync(join(folder, 'sbom.cdx.json'), 'utf8')) as { bomFormat: string; components: Named[] };
  const named = new Set(sbom.components.map(({ name, version }) => `${name}@${version}`));
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> };
  const installed = Object.keys(dependencies).map((name) => {
    const { version } = JSON.parse(readFileSync(join('node_modules', name, 'package.json'), 'utf8')) as Named;
    return `${name}@${version}`;
  });
  expect(sbom.bomFormat).toBe('CycloneDX');
  expect(installed.filter((one) => !named.has(one))).toEqual([]);
  expect(readFileSync(join(folder, 'licences.txt'), 'utf8').split('\n')).toHaveLength(sbom.components.length + 1);
});
