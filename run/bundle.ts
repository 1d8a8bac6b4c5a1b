import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundle } from '@temporalio/worker';
import type { KeyRing } from '../db/key-ring.ts';
import { sealedBundle } from './codec.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const KEPT = join(ROOT, 'node_modules', '.cache', 'exigible');
/** All that the bundle is made of: our code that it reaches, and the packages. */
const MADE_OF = ['workflows', 'domain', 'run/failure-converter.cjs', 'package-lock.json'];

/**
 * The workflow code as one bundle, used by every worker of the process. Made once for each content of the code: the next start reads it
 * where packages lie, or makes it anew where nothing can be written. `interceptors`: paths of modules that go with it; then it is not kept.
 */
export async function bundleWorkflows(
  interceptors: readonly string[] = [],
  codec: KeyRing | null = null,
  place = KEPT,
): Promise<WorkflowBundle> {
  if (interceptors.length > 0) return make(interceptors, codec);
  const kind = `workflows-${codec === null ? 'open' : 'sealed'}-`;
  const name = `${kind}${await digestOf()}.js`;
  const kept = await readFile(join(place, name), 'utf8').catch(() => null);
  if (kept !== null) return { code: kept };
  const made = await make([], codec);
  await keep(place, kind, name, made.code).catch(() => undefined);
  return made;
}

function make(interceptors: readonly string[], codec: KeyRing | null): Promise<WorkflowBundle> {
  return bundleWorkflowCode({
    workflowsPath: join(ROOT, 'workflows', 'index.ts'),
    workflowInterceptorModules: [...interceptors],
    logger: new DefaultLogger('WARN'),
    ...sealedBundle(codec),
  });
}

/** What the bundle would be made of today, in one word. */
async function digestOf(): Promise<string> {
  const hash = createHash('sha256');
  for (const part of MADE_OF)
    for (const file of await filesOf(part)) hash.update(`${file}\n`).update(await readFile(join(ROOT, file)));
  return hash.digest('hex').slice(0, 32);
}

async function filesOf(part: string): Promise<string[]> {
  if (part.includes('.')) return [part];
  const names = await readdir(join(ROOT, part), { recursive: true });
  return names
    .filter((name) => /\.(ts|json)$/.test(name))
    .sort()
    .map((name) => join(part, name));
}

/** In the place of what an earlier code left. Another process that starts meanwhile finds it whole, or not at all. */
async function keep(place: string, kind: string, name: string, code: string): Promise<void> {
  await mkdir(place, { recursive: true });
  const draft = join(place, `${name}.${process.pid}`);
  await writeFile(draft, code);
  await rename(draft, join(place, name));
  const older = (await readdir(place)).filter((other) => other.startsWith(kind) && other.endsWith('.js') && other !== name);
  for (const other of older) await rm(join(place, other), { force: true });
}
