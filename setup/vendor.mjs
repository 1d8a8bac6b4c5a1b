import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { chmod, rename } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { run } from './command.mjs';
import { makeWhole } from './making.mjs';

const SITE = 'https://temporal.download';
const ANSWER_WITHIN_MS = 5000;
const DOWNLOAD_WITHIN_MS = 600_000;
const architectures = { x64: 'amd64', arm64: 'arm64' };

/**
 * Takes one executable from Temporal's own site, by the two steps of the SDK: ask where the archive is, unpack its file. With `digests`
 * (SHA-256 by platform and architecture) nothing is unpacked of any other archive.
 */
export async function takeFromVendor({ artifact, version, digests, place, name, site = SITE }) {
  const { archiveUrl, fileToExtract } = await askForArchive(site, artifact, version);
  await makeWhole(place, async (folder) => {
    const archive = join(folder, 'archive.tar.gz');
    await download(archiveUrl, archive);
    if (digests) await checkDigest(archive, digests);
    await run('tar', ['-xzf', archive, '-C', folder, '--', fileToExtract]);
    rmSync(archive);
    await rename(join(folder, fileToExtract), join(folder, name));
    await chmod(join(folder, name), 0o755);
  });
}

async function askForArchive(site, artifact, version) {
  const query = new URLSearchParams({ arch: architectures[arch()] ?? arch(), platform: platform(), format: 'tar.gz' });
  const answer = await fetch(`${site}/${artifact}/v${version}?${query}`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  if (!answer.ok) throw new Error(`${site} a répondu ${answer.status}`);
  return answer.json();
}

async function download(url, file) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_WITHIN_MS) });
  if (!answer.ok) throw new Error(`${url} a répondu ${answer.status}`);
  await pipeline(Readable.fromWeb(answer.body), createWriteStream(file));
}

async function checkDigest(archive, digests) {
  const expected = digests[`${platform()}-${arch()}`];
  if (expected === undefined) throw new Error(`aucune empreinte connue pour ${platform()} ${arch()}`);
  const hash = createHash('sha256');
  await pipeline(createReadStream(archive), hash);
  const found = hash.digest('hex');
  if (found !== expected) throw new Error(`l’archive reçue n’est pas celle attendue (SHA-256 ${found}, attendu ${expected})`);
}
