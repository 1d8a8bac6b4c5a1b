import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundle } from '@temporalio/worker';
import type { KeyRing } from '../db/key-ring.ts';
import { digestOf, sourcesIn } from '../setup/digest.mjs';
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
  const name = `${kind}${digestOf(sourcesIn(MADE_OF))}.js`;
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

/** In the place of what an earlier code left. Another process that starts meanwhile finds it whole, or not at all. */
async function keep(place: string, kind: string, name: string, code: string): Promise<void> {
  await mkdir(place, { recursive: true });
  const draft = join(place, `${name}.${process.pid}`);
  await writeFile(draft, code);
  await rename(draft, join(place, name));
  const older = (await readdir(place)).filter((other) => other.startsWith(kind) && other.endsWith('.js') && other !== name);
  for (const other of older) await rm(join(place, other), { force: true });
}
