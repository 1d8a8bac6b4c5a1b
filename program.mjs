import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { digestOf, sourcesIn } from './setup/digest.mjs';

const ROOT = fileURLToPath(new URL('.', import.meta.url));
/** Among the packages, which modules look for beside themselves. */
const CACHE = join(ROOT, 'node_modules', '.cache', 'exigible');
const KIND = 'program-';
const ENTRY = 'cli/main.ts';
/** All that it is made of. */
const MADE_OF =
  'activities api bank cases cli config.ts db demo domain providers rehearsal run setup templates web words workflows package-lock.json program.mjs'.split(
    ' ',
  );
/** Those that no process has started from for so long go; one that runs still loads parts of its own. */
const UNUSED_MS = 30 * 86_400_000;

/**
 * The command, from our TypeScript made into plain modules once for each content: tsx, which asks a thread of its own for each module, took two
 * seconds and a hundred megabytes of each start. Where nothing can be written tsx does it.
 */
export async function loadProgram(cache = CACHE) {
  // The modules name their sources by where these lie.
  const place = join(cache, `${KIND}${digestOf(sources(), [ROOT, process.version])}`);
  const isThere = existsSync(place) ? use(place) : await make(place).catch(() => false);
  process.setSourceMapsEnabled(true);
  if (isThere) return import(pathToFileURL(join(place, 'main.mjs')).href);
  const { register } = await import('tsx/esm/api');
  register();
  return import(new URL(ENTRY, import.meta.url).href);
}

const sources = () => sourcesIn(MADE_OF);

/** Whoever starts beside finds it whole, or not at all. */
async function make(place) {
  const draft = `${place}.${process.pid}`;
  mkdirSync(dirname(place), { recursive: true });
  const { build, stop } = await import('esbuild');
  try {
    const { metafile } = await build(plan(draft));
    const known = new Set(sources());
    const strays = Object.keys(metafile.inputs).filter((file) => !known.has(file));
    if (strays.length > 0) throw new Error(`Not among what the program is made of: ${strays.join(', ')}`);
    renameSync(draft, place);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(place)) throw error;
  } finally {
    await stop();
  }
  forgetUnused(dirname(place));
  return true;
}

const plan = (outdir) => ({
  absWorkingDir: ROOT,
  entryPoints: [ENTRY],
  outdir,
  entryNames: '[name]',
  bundle: true,
  splitting: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  sourcemap: 'linked',
  sourcesContent: false,
  metafile: true,
  logLevel: 'silent',
  plugins: [placesOfSources],
});

/** A module that looks for files beside itself means beside its source. */
const placesOfSources = {
  name: 'places-of-sources',
  setup({ onLoad }) {
    onLoad({ filter: /\.(ts|mjs)$/ }, ({ path }) => ({
      loader: 'ts',
      contents: readFileSync(path, 'utf8')
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path))),
    }));
  },
};

/** Is used now, where that can be written down. */
function use(place) {
  try {
    utimesSync(place, new Date(), new Date());
  } catch {
    // Of somebody else: it is there all the same.
  }
  return true;
}

function forgetUnused(cache) {
  const made = readdirSync(cache).filter((name) => name.startsWith(KIND));
  for (const place of made.map((name) => join(cache, name)))
    if (Date.now() - (statSync(place, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) > UNUSED_MS)
      rmSync(place, { recursive: true, force: true });
}
