// What the product is made of: `sbom.cdx.json` (CycloneDX) and `licences.txt`. Ends with 1 when a licence is none that we may pass on.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const allowed = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'OFL-1.1',
  'Python-2.0',
  'Unlicense',
];
/** Packages whose licence lies in a file and not in their manifest. @type {Record<string, string>} */
const looked = { busboy: 'MIT', streamsearch: 'MIT', unionfs: 'Unlicense' };
const LARGEST_BYTES = 64_000_000;

/** @param {{ license?: { id?: string, name?: string }, expression?: string }} licence */
const wordsOf = ({ license, expression }) => license?.id ?? license?.name ?? expression ?? '';
/** One alternative that is allowed is enough; what is joined by AND must all be. @param {string} words */
const isAllowed = (words) =>
  words
    .replaceAll(/[()]/g, '')
    .split(/\s+or\s+/i)
    .some((one) => one.split(/\s+and\s+/i).every((id) => allowed.includes(id)));

const [folder = '.'] = process.argv.slice(2);
const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
const told = execFileSync('npm', args, { encoding: 'utf8', maxBuffer: LARGEST_BYTES, stdio: ['ignore', 'pipe', 'inherit'] });
/** npm's own `--omit dev` also leaves out what development shares with the product. @type {(part: { properties?: { name: string }[] }) => boolean} */
const isShipped = ({ properties = [] }) => properties.every(({ name }) => name !== 'cdx:npm:package:development');
/** @type {{ components: { 'bom-ref': string, name: string, version: string, licenses?: object[] }[], dependencies: { ref: string }[] }} */
const whole = JSON.parse(told);
const components = whole.components.filter(isShipped);
const left = new Set(whole.components.filter((part) => !isShipped(part)).map((part) => part['bom-ref']));
const dependencies = whole.dependencies.filter(({ ref }) => !left.has(ref));
const sbom = `${JSON.stringify({ ...whole, components, dependencies }, null, 2)}\n`;
const lines = components.map(({ name, version, licenses = [] }) => {
  const words = licenses.map(wordsOf).join(' AND ') || looked[name] || 'unknown';
  return { text: `${name} ${version}: ${words}`, isAllowed: isAllowed(words) };
});
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'sbom.cdx.json'), sbom);
writeFileSync(
  join(folder, 'licences.txt'),
  `${lines
    .map(({ text }) => text)
    .sort()
    .join('\n')}\n`,
);
const refused = lines.filter((line) => !line.isAllowed);
process.stdout.write(`${components.length} packages, ${refused.length} with a licence to look at\n`);
for (const { text } of refused) process.stdout.write(`  ${text}\n`);
process.exitCode = refused.length === 0 ? 0 : 1;
