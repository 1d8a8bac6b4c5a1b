// Vérifie ce dossier sans le logiciel qui l’a produit : node verifier.mjs [empreinte finale ou clé publique, reçue par une autre voie]
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

process.on('uncaughtException', ({ message }) => {
  process.stdout.write(`ROMPU : ${message}\n`);
  process.exitCode = 1;
});
const check = (right, otherwise) => {
  if (!right) throw new Error(otherwise);
};
const here = new URL('.', import.meta.url);
const read = (path) => readFileSync(new URL(encodeURI(path).replaceAll('#', '%23').replaceAll('?', '%3F'), here));
const lines = (path) => String(read(path)).split('\n').filter(Boolean);
const sha256 = (...parts) => parts.reduce((sum, part) => sum.update(part), createHash('sha256')).digest('hex');
const member = (object) => (key) => `${JSON.stringify(key)}:${canonical(object[key])}`;
const canonical = (value) => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  return value instanceof Object ? `{${Object.keys(value).sort().map(member(value)).join(',')}}` : JSON.stringify(value);
};
const isSigned = (bytes, { publicKey, signature }) =>
  verify(
    null,
    bytes,
    createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' }),
    Buffer.from(signature, 'base64'),
  );
const listIn = (list) => list.map((line) => [line.slice(0, 64), line.slice(66)]);
const listed = listIn(lines('empreintes.txt'));
const checkFile = (path, digest) => check(sha256(read(path)) === digest, `le fichier ${path} ne correspond plus à son empreinte`);
const checkCited = ({ sha256, proof, document, wordsSha256, joined = [] }, source) => {
  for (const digest of [sha256, proof, document, wordsSha256, ...joined].filter((text) => /^[0-9a-f]{64}$/.test(text))) {
    const path = listed.find(([known]) => known === digest)?.[1];
    check(path, `la pièce ${digest}, que cite ${source}, manque`);
    checkFile(path, digest);
    if (/^messages.*json$/.test(path)) checkCited(JSON.parse(read(path)), path);
  }
};

// 1. La chaîne des preuves et les pièces qu’elle cite.
const { caseId, entries, headDigest } = JSON.parse(read('dossier.json'));
const digests = ['0'.repeat(64)];
for (const line of lines('preuves.jsonl')) {
  const { digest, ...link } = JSON.parse(line);
  const name = `la preuve n° ${digests.length}`;
  check(link.sequence <= digests.length, `${name} manque`);
  check(link.sequence >= digests.length, `la preuve n° ${link.sequence} est en double ou hors de son rang`);
  check(sha256(canonical(link)) === digest, `le contenu de ${name} ne correspond plus à son empreinte`);
  check(link.previousDigest === digests.at(-1) && link.caseId === caseId, `${name} ne suit pas celle qui la précède`);
  checkCited(link.fact, name);
  digests.push(digest);
}
const [count, last, told] = [digests.length - 1, digests.at(-1), process.argv[2]];
check(count === entries, `la chaîne compte ${count} preuves alors que le dossier en a enregistré ${entries}`);
check(last === (told?.length === 64 ? told : headDigest), `l’empreinte finale est ${last}, et non celle qui est attendue`);

// 2. Chaque fichier, et rien d’autre que ces fichiers.
for (const [digest, path] of listed) checkFile(path, digest);
const { sealed, ...seal } = JSON.parse(read('sceau.json'));
const summaries = listIn(sealed.split('\n').filter(Boolean));
const known = ['sceau.json', ...[...listed, ...summaries].map(([, path]) => path)];
const found = readdirSync(here, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
const folder = decodeURIComponent(here.pathname);
for (const { name, parentPath, path = parentPath } of found) {
  const file = `${path.replaceAll('\\', '/')}/${name}`.replaceAll('//', '/').slice(folder.length);
  check(known.includes(file), `le fichier ${file} n’est pas de ce dossier`);
}

// 3. Le sceau du logiciel sur ce qui résume le dossier.
for (const [digest, path] of summaries) checkFile(path, digest);
check(
  ['dossier.json', 'empreintes.txt'].every((path) => known.indexOf(path) > listed.length),
  'le sceau ne couvre pas tout le dossier',
);
check(isSigned(Buffer.from(sealed), seal), 'le sceau est faux');
check(
  told === undefined || told.length === 64 || told === seal.publicKey,
  'le sceau est celui d’une autre clé que celle qui est attendue',
);
process.stdout.write(
  `INTACT : ${count} preuves, ${listed.length} fichiers, empreinte finale ${last}\nSceau de la clé ${seal.publicKey}\n`,
);

// 4. La tête signée : depuis quand rien n’a pu être changé, pas même par le créancier.
if (!known.includes('tete.json')) process.stdout.write('Aucune tête signée ne couvre encore ce dossier.\n');
else {
  const { head, leaf, path, witnesses } = JSON.parse(read('tete.json'));
  const { digest, signature: _, publicKey, ...body } = head;
  check(leaf.caseId === caseId && digests[leaf.sequence] === leaf.digest, 'la tête signée parle d’une autre chaîne');
  const start = sha256(Uint8Array.of(0), `${leaf.caseId}\n${leaf.sequence}\n${leaf.digest}`);
  const join = (at, { side, hash }) => (side === 'left' ? [hash, at] : [at, hash]).map((hex) => Buffer.from(hex, 'hex'));
  const root = path.reduce((at, step) => sha256(Uint8Array.of(1), ...join(at, step)), start);
  check(root === head.root, 'le chemin ne mène pas de ce dossier à la tête signée');
  check(sha256(canonical(body)) === digest, 'le contenu de la tête signée ne correspond plus à son empreinte');
  check(publicKey === seal.publicKey && isSigned(Buffer.from(digest, 'hex'), head), 'la signature de la tête est fausse');
  const where = witnesses.map(({ kind, witness }) => `${kind} ${witness}`).join(', ') || 'aucun témoin';
  process.stdout.write(
    `Preuves n° 1 à ${leaf.sequence} sous la tête n° ${head.sequence} du ${head.at}, empreinte ${digest}, remise à : ${where}\n`,
  );
}
