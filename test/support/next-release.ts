import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const NOT_SHIPPED = new Set(['node_modules', '.git', 'test', 'bench', 'storm', 'docs', 'coverage']);

/** What a history shows of a case that the next release answered for. */
export const NEXT_RELEASE_MARK = '(version suivante)';

/** What the next release decides otherwise: a holiday, a rule of the ladder, a sentence. File, what stands there, what it becomes. */
const changes: readonly (readonly [file: string, from: string, to: string])[] = [
  ['domain/calendar/holidays.ts', "const FIXED = ['01-01',", "const FIXED = ['01-01', '11-30', '12-01', '12-02',"],
  ['domain/case/next/step-day.ts', 'ms: anchor.ms + durationMs(delay) }', 'ms: anchor.ms + durationMs(delay) + 1_500 }'],
  ['domain/case/show/next-sentence.ts', 'return said(next.why);', `return \`\${said(next.why)} ${NEXT_RELEASE_MARK}\`;`],
  ['domain/case/show/next-sentence.ts', `(\${said(next.why)})\`;`, `(\${said(next.why)}) ${NEXT_RELEASE_MARK}\`;`],
];

/** A build of the product on this disk. */
export interface Release {
  readonly root: string;
  remove(): void;
}

/** Builds a release that follows this one, beside it: the same product with another holiday, another rule of the ladder and other sentences. */
export function layNextRelease(): Release {
  const root = mkdtempSync(join(tmpdir(), 'exigible-next-'));
  for (const name of readdirSync(ROOT))
    if (!NOT_SHIPPED.has(name)) cpSync(join(ROOT, name), join(root, name), { recursive: true });
  layPackages(root);
  for (const [file, from, to] of changes) change(join(root, file), from, to);
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** The packages of this one, but a cache of its own: a bundle takes the place of an older one. */
function layPackages(root: string): void {
  const [from, to] = [join(ROOT, 'node_modules'), join(root, 'node_modules')];
  mkdirSync(to);
  for (const name of readdirSync(from)) if (name !== '.cache') symlinkSync(join(from, name), join(to, name));
}

function change(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  if (text.split(from).length !== 2) throw new Error(`${file}: ${JSON.stringify(from)} stands there not once`);
  writeFileSync(
    file,
    text.replace(from, () => to),
  );
}
