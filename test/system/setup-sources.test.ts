import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { installForAll } from '../../setup/debian.mjs';
import { findEngine } from '../../setup/discovery.mjs';
import { buildEngine, temporalDigests } from '../../setup/engine.mjs';
import { alone, makeWhole } from '../../setup/making.mjs';
import { isComplete } from '../../setup/packages.mjs';
import { takeFromVendor } from '../../setup/vendor.mjs';

let folder: string;
let cache: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exigible-sources-'));
  cache = join(folder, 'cache');
  mkdirSync(cache);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a folder is whole or absent', () => {
  test('work that fails half way leaves nothing behind', async () => {
    const work = async (making: string) => {
      writeFileSync(join(making, 'half'), '');
      throw new Error('stopped');
    };
    await expect(makeWhole(join(cache, 'thing-1'), work)).rejects.toThrow('stopped');
    expect(readdirSync(cache)).toEqual([]);
  });

  test('while work goes on the place does not exist yet', async () => {
    const place = join(cache, 'thing-1');
    await makeWhole(place, async (making) => {
      expect(existsSync(place)).toBe(false);
      writeFileSync(join(making, 'whole'), '');
    });
    expect(readdirSync(cache)).toEqual(['thing-1']);
    expect(readdirSync(place)).toEqual(['whole']);
  });
});

describe('one set-up at a time', () => {
  test('the second waits, is told once, and starts when the first is done', async () => {
    const env = { EXIGIBLE_CACHE: cache };
    const diary: string[] = [];
    const first = alone(
      env,
      () => diary.push('first waits'),
      async () => {
        await pause(700);
        diary.push('first done');
      },
    );
    const second = alone(
      env,
      (pid) => diary.push(`second waits for ${pid}`),
      async () => {
        diary.push('second runs');
      },
    );
    await Promise.all([first, second]);
    expect(diary).toEqual([`second waits for ${process.pid}`, 'first done', 'second runs']);
  });

  test('the lock and the unfinished folders of a killed set-up are cleared away', async () => {
    const dead = Number(execFileSync('/bin/sh', ['-c', 'echo $$'], { encoding: 'utf8' }));
    writeFileSync(join(cache, 'lock'), String(dead));
    mkdirSync(join(cache, '.making-1-1'));
    const seen = await alone(
      { EXIGIBLE_CACHE: cache },
      () => {},
      async () => readdirSync(cache),
    );
    expect(seen).toEqual(['lock']);
    expect(readdirSync(cache)).toEqual([]);
  });
});

describe('the vendor’s download', () => {
  let vendor: Server;
  let site: string;
  let archive: Buffer;
  const asked: string[] = [];

  beforeEach(async () => {
    writeFileSync(join(folder, 'temporal'), '#!/bin/sh\necho served\n');
    execFileSync('tar', ['-czf', join(folder, 'archive.tar.gz'), '-C', folder, 'temporal']);
    archive = readFileSync(join(folder, 'archive.tar.gz'));
    vendor = createServer((request, response) => {
      asked.push(request.url ?? '');
      if (request.url?.startsWith('/cli/'))
        response.end(JSON.stringify({ archiveUrl: `${site}/file`, fileToExtract: 'temporal' }));
      else response.end(archive);
    });
    await new Promise<void>((listening) => vendor.listen(0, '127.0.0.1', listening));
    site = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
  });
  afterEach(() => vendor.close());

  const wanted = () => ({ artifact: 'cli', version: '9.9.9', place: join(cache, 'temporal-9.9.9'), name: 'temporal', site });

  test('asks for the version and this platform, and keeps a program that runs', async () => {
    await takeFromVendor(wanted());
    expect(asked[0]).toMatch(/^\/cli\/v9\.9\.9\?arch=\w+&platform=\w+&format=tar\.gz$/);
    expect(execFileSync(join(cache, 'temporal-9.9.9', 'temporal'), { encoding: 'utf8' })).toBe('served\n');
  });

  test('an archive that is not the one that was published is not unpacked, on whatever machine', async () => {
    const here = `${process.platform}-${process.arch}`;
    const digest = createHash('sha256').update(archive).digest('hex');
    await takeFromVendor({ ...wanted(), digests: { [here]: digest } });
    expect(readdirSync(cache)).toEqual(['temporal-9.9.9']);
    const other = { ...wanted(), place: join(cache, 'other') };
    await expect(takeFromVendor({ ...other, digests: { [here]: '0'.repeat(64) } })).rejects.toThrow(digest);
    await expect(takeFromVendor({ ...other, digests: { 'plan9-x64': digest } })).rejects.toThrow(process.platform);
    expect(readdirSync(cache)).toEqual(['temporal-9.9.9']);
  });

  test('the digests of the server are told for every platform that its vendor builds for', () => {
    for (const platform of ['linux', 'darwin'])
      for (const arch of ['x64', 'arm64'])
        expect(temporalDigests).toHaveProperty(`${platform}-${arch}`, expect.stringMatching(/^[0-9a-f]{64}$/));
  });

  test('a broken archive leaves nothing behind', async () => {
    archive = archive.subarray(0, 40);
    await expect(takeFromVendor(wanted())).rejects.toThrow('tar');
    expect(readdirSync(cache)).toEqual([]);
  });

  test('a site that is not there fails at once', async () => {
    await expect(takeFromVendor({ ...wanted(), site: 'http://127.0.0.1:1' })).rejects.toThrow();
  });
});

/** A program of that name at the head of the PATH. */
function program(name: string, script: string): Record<string, string> {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
  return { EXIGIBLE_CACHE: cache, PATH: `${bin}:/usr/bin:/bin` };
}

test('a command that is not there is said, and nothing waits for its end', () => {
  const script = `import('${new URL('../../setup/command.mjs', import.meta.url).href}').then(({ run }) => run('absent-program', [], { timeoutMs: 900_000 }))
    .catch((error) => process.stdout.write(JSON.stringify([error.message, process.getActiveResourcesInfo().filter((name) => name === 'Timeout')])))
    .finally(() => process.exit());`;
  const said = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  expect(JSON.parse(said)).toEqual(['absent-program absent', []]);
});

describe('a Debian package', () => {
  const busy = (what: string) => `if [ "$1" = ${what} ] && ! [ -e ${folder}/${what} ]; then touch ${folder}/${what}
    echo "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 912 (unattended-upgr)"
    echo "E: Unable to lock directory /var/lib/apt/lists/"; exit 100; fi`;

  test('another apt is waited for, and said', async () => {
    const env = program('apt-get', `echo "$*" >> ${folder}/asked\n${busy('update')}\n${busy('install')}`);
    const steps: string[] = [];
    await installForAll('poppler-utils', { env }, (step) => steps.push(step));
    const waits = 'j’attends la fin d’une autre installation (processus 912, unattended-upgr)';
    expect(steps).toEqual(['listes des paquets', waits, 'installation de poppler-utils', waits]);
    const asked = readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n');
    expect(asked.map((line) => line.split(' ')[0])).toEqual(['update', 'update', 'install', 'install']);
    for (const line of asked) expect(line).toContain('-o DPkg::Lock::Timeout=');
  });

  test('what fails for another reason fails at once', async () => {
    const env = program('apt-get', `echo "E: Unable to locate package $4"; exit 100`);
    await expect(installForAll('nothing', { env }, () => {})).rejects.toThrow('Unable to locate package');
  });
});

describe('the build with Go', () => {
  const go = (script: string) => program('go', script);

  test('keeps the program and none of the caches', async () => {
    const env = go('mkdir -p "$GOBIN" "$GOMODCACHE" && echo "$*" > "$GOBIN/temporal" && chmod +x "$GOBIN/temporal"');
    await buildEngine(env);
    expect(readdirSync(cache)).toEqual(['temporal-1.5.1']);
    expect(readdirSync(join(cache, 'temporal-1.5.1'))).toEqual(['temporal']);
    expect(readFileSync(join(cache, 'temporal-1.5.1', 'temporal'), 'utf8')).toContain(
      'github.com/temporalio/cli/cmd/temporal@v1.5.1',
    );
  });

  test('a build that fails gives its last words and leaves nothing that looks complete', async () => {
    const env = go('mkdir -p "$GOBIN" && touch "$GOBIN/temporal" && echo "proxy: not reachable" >&2 && exit 1');
    await expect(buildEngine(env)).rejects.toThrow('go : proxy: not reachable');
    expect(findEngine(env)).toBeNull();
    expect(readdirSync(cache)).toEqual([]);
  });

  test('without Go it says so', async () => {
    await expect(buildEngine({ EXIGIBLE_CACHE: cache, PATH: folder })).rejects.toThrow('go absent du PATH');
  });
});

describe('npm ci is needed', () => {
  const locked = { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0', optional: true } };

  test.each([
    ['never installed', null, false],
    ['as locked', locked, true],
    ['an optional package left out', { 'node_modules/a': { version: '1.0.0' } }, true],
    ['an older version', { ...locked, 'node_modules/a': { version: '0.9.0' } }, false],
    ['a package missing', { 'node_modules/b': { version: '2.0.0' } }, false],
  ])('%s', (_, installed, complete) => {
    mkdirSync(join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: locked }));
    if (installed !== null)
      writeFileSync(join(folder, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }));
    expect(isComplete(folder)).toBe(complete);
  });
});
