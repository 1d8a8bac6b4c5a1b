import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cachePlaces, versions } from './cache.mjs';
import { run } from './command.mjs';
import { findEngine } from './discovery.mjs';
import { onPath } from './look.mjs';
import { makeWhole } from './making.mjs';
import { takeFromVendor } from './vendor.mjs';

const BUILD_WITHIN_MS = 1_800_000;
const MODULE = `github.com/temporalio/cli/cmd/temporal@v${versions.temporal}`;
const STRIPPED = '-s -w';

/** SHA-256 of the archives that the vendor published for that version of the server, by platform and architecture. */
export const temporalDigests = {
  'linux-x64': 'ddc95e08b0b076efd4ea9733a3f488eb7d2be875f8834e616cd2a37358b4852d',
  'linux-arm64': 'bd1b0db9f18b051026de8bf6cc1505f2510f14bbb7a8b9a4a91fff46c77454f5',
  'darwin-x64': 'bbb73e2a31135abe50a1f1cdb35030c42961df618e8ce9c60ae89f201540c5d9',
  'darwin-arm64': 'cca01b7ea35ad56e2a328d9ae596bf716bd22313ef63c7a761c88354457c2415',
};

/** The Temporal server, its Web UI and its command, in one binary. */
export const engine = {
  name: 'serveur Temporal',
  purposes: ['demo', 'start', 'test'],
  find: (env, purpose) => remoteEngine(env, purpose) ?? findEngine(env),
  looked: (env) => `TEMPORAL_ADDRESS, temporal dans le PATH, ${cachePlaces(env).engine}`,
  sources: () => [
    { title: 'téléchargement du serveur Temporal chez son éditeur', take: takeEngine },
    {
      title: `construction du serveur Temporal ${versions.temporal} par go install (trois à quatre minutes, une seule fois)`,
      take: buildEngine,
    },
  ],
  fix: (env) =>
    onPath(['go'], env) ? goCommand(env) : 'installez Go 1.23 ou plus récent (https://go.dev/dl), puis : node setup.mjs',
};

/** Tests start engines of their own, so only the product is content with a server elsewhere. */
function remoteEngine(env, purpose) {
  return env.TEMPORAL_ADDRESS && purpose !== 'test' ? `TEMPORAL_ADDRESS=${env.TEMPORAL_ADDRESS}` : null;
}

function takeEngine(env) {
  const place = cachePlaces(env).engine;
  return takeFromVendor({ artifact: 'cli', version: versions.temporal, digests: temporalDigests, place, name: 'temporal' });
}

/** The module and build caches of this one build (about 3 GB) go away with their folder. */
export async function buildEngine(env) {
  if (!onPath(['go'], env)) throw new Error('go absent du PATH');
  await makeWhole(cachePlaces(env).engine, async (folder) => {
    const work = join(folder, 'build');
    mkdirSync(work);
    const places = {
      GOBIN: join(work, 'bin'),
      GOMODCACHE: join(work, 'modules'),
      GOCACHE: join(work, 'objects'),
      GOTMPDIR: work,
    };
    const goEnv = { ...env, ...places, CGO_ENABLED: '0' };
    await run('go', ['install', '-modcacherw', '-ldflags', STRIPPED, MODULE], {
      env: goEnv,
      cwd: work,
      timeoutMs: BUILD_WITHIN_MS,
    });
    renameSync(join(work, 'bin', 'temporal'), join(folder, 'temporal'));
    rmSync(work, { recursive: true, force: true });
  });
}

function goCommand(env) {
  return `CGO_ENABLED=0 GOBIN='${cachePlaces(env).engine}' go install -ldflags '${STRIPPED}' ${MODULE}`;
}
