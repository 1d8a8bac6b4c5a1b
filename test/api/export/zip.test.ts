import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { type PackedFile, zipChunks } from '../../../api/export/zip.ts';
import { unpack } from '../../../cli/unpack.ts';
import { BadInput } from '../../../domain/fault.ts';

const files: readonly PackedFile[] = [
  { path: 'preuves.jsonl', bytes: Buffer.from('123456789') },
  { path: 'pieces/01-vide.pdf', bytes: Buffer.alloc(0) },
  { path: 'pieces/02-lettre.pdf', bytes: Buffer.from([0, 255, 80, 75, 3, 4]) },
];

async function zipOf(packed: readonly PackedFile[]): Promise<Buffer> {
  async function* each() {
    yield* packed;
  }
  return buffer(zipChunks(each()));
}

describe('a stored ZIP', () => {
  test('gives back its files, in their order', async () => {
    const unpacked = unpack(await zipOf(files));
    expect(unpacked.map(({ path, bytes }) => ({ path, bytes: Buffer.from(bytes) }))).toEqual(files);
  });

  test('the same files are the same bytes', async () => {
    expect(await zipOf(files)).toEqual(await zipOf(files));
  });

  test('its directory names each file, its checksum and its place, as other programs read it', async () => {
    const zip = await zipOf(files);
    const end = zip.length - 22;
    expect(zip.readUInt32LE(end)).toBe(0x06054b50);
    expect([zip.readUInt16LE(end + 8), zip.readUInt16LE(end + 10)]).toEqual([3, 3]);
    let at = zip.readUInt32LE(end + 16);
    expect(at + zip.readUInt32LE(end + 12)).toBe(end);
    expect(zip.readUInt32LE(at + 16)).toBe(0xcbf43926);
    for (const { path, bytes } of files) {
      expect(zip.readUInt32LE(at)).toBe(0x02014b50);
      expect([zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 24)]).toEqual([
        0,
        bytes.length,
        bytes.length,
      ]);
      expect(zip.toString('latin1', at + 46, at + 46 + path.length)).toBe(path);
      const local = zip.readUInt32LE(at + 42);
      expect(zip.subarray(local + 30 + path.length, local + 30 + path.length + bytes.length)).toEqual(bytes);
      at += 46 + path.length;
    }
    expect(at).toBe(end);
  });

  const damaged: [string, (zip: Buffer) => Uint8Array][] = [
    ['not an archive', () => Buffer.from('{"status":"ok"}')],
    ['cut', (zip) => zip.subarray(0, 40)],
    [
      'a path that climbs out',
      (zip) => Buffer.from(zip.toString('latin1').replaceAll('preuves.jsonl', '../../../x.txt'.slice(0, 13)), 'latin1'),
    ],
    ['an absolute path', (zip) => Buffer.from(zip.toString('latin1').replaceAll('preuves.jsonl', '/etc/passwd-x'), 'latin1')],
  ];
  test.each(damaged)('%s: refused', async (_, damage) => {
    const zip = damage(await zipOf(files));
    expect(() => unpack(zip)).toThrow(BadInput);
  });
});

test('a file that cannot be read fails the archive: none is cut off and looks whole', async () => {
  async function* broken() {
    yield* files;
    throw new Error('document gone');
  }
  await expect(buffer(zipChunks(broken()))).rejects.toThrow('document gone');
});

test('a large archive is made file by file, as it is taken', async () => {
  let made = 0;
  async function* many() {
    for (; made < 50; made += 1) yield { path: `pieces/${made}.pdf`, bytes: Buffer.alloc(100_000) };
  }
  const chunks = zipChunks(many());
  await chunks.next();
  await new Promise((resolve) => setImmediate(resolve));
  expect(made).toBeLessThan(10);
  await buffer(chunks);
  expect(made).toBe(50);
});
