// Vérifie ce dossier sans le logiciel qui l’a produit : node verifier.mjs [empreinte finale, reçue par une autre voie]
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

process.on('uncaughtException', ({ message }) => {
  process.stdout.write(`ROMPU : ${message}\n`);
  process.exitCode = 1;
});
const check = (right, otherwise) => {
  if (!right) throw new Error(otherwise);
};
const read = (path) => readFileSync(new URL(path, import.meta.url));
const lines = (path) => String(read(path)).split('\n').filter(Boolean);
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const member = (object) => (key) => `${JSON.stringify(key)}:${canonical(object[key])}`;
const canonical = (value) => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  return value instanceof Object ? `{${Object.keys(value).sort().map(member(value)).join(',')}}` : JSON.stringify(value);
};
const listed = lines('empreintes.txt').map((line) => [line.slice(0, 64), line.slice(66)]);
const checkFile = (path, digest) => check(sha256(read(path)) === digest, `le fichier ${path} ne correspond plus à son empreinte`);
const checkCited = ({ sha256, proof, document, wordsSha256, joined = [] }, source) => {
  for (const digest of [sha256, proof, document, wordsSha256, ...joined].filter((text) => /^[0-9a-f]{64}$/.test(text))) {
    const path = listed.find(([known]) => known === digest)?.[1];
    check(path, `la pièce ${digest}, que cite ${source}, manque`);
    checkFile(path, digest);
    if (/^messages.*json$/.test(path)) checkCited(JSON.parse(read(path)), path);
  }
};

const { caseId, entries, headDigest } = JSON.parse(read('dossier.json'));
let [count, previous] = [0, '0'.repeat(64)];
for (const line of lines('preuves.jsonl')) {
  const { digest, ...link } = JSON.parse(line);
  const name = `la preuve n° ${++count}`;
  check(link.sequence <= count, `${name} manque`);
  check(link.sequence >= count, `la preuve n° ${link.sequence} est en double ou hors de son rang`);
  check(sha256(canonical(link)) === digest, `le contenu de ${name} ne correspond plus à son empreinte`);
  check(link.previousDigest === previous && link.caseId === caseId, `${name} ne suit pas celle qui la précède`);
  checkCited(link.fact, name);
  previous = digest;
}
check(count === entries, `la chaîne compte ${count} preuves alors que le dossier en a enregistré ${entries}`);
check(previous === (process.argv[2] ?? headDigest), `l’empreinte finale est ${previous}, et non celle qui est attendue`);
for (const [digest, path] of listed) checkFile(path, digest);
process.stdout.write(`INTACT : ${count} preuves, ${listed.length} fichiers, empreinte finale ${previous}\n`);
