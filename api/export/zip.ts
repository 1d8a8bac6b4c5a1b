import { crc32 } from 'node:zlib';

/** One file of an archive; the path has ASCII letters alone. */
export interface PackedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
/** 1 January 1980, the first day that the format knows: the same files give the same bytes. */
const DAY = 0x21;

/**
 * A ZIP archive, file by file as they come: stored, not compressed, because PDF files hardly shrink and the format then fits on a page.
 * Throws `RangeError` beyond 4 GB or 65 535 files.
 */
export async function* zipChunks(files: AsyncIterable<PackedFile>): AsyncGenerator<Uint8Array> {
  const directory: Buffer[] = [];
  let offset = 0;
  for await (const file of files) {
    const common = commonFields(file);
    const local = Buffer.concat([fields([LOCAL, 4]), common, Buffer.from(file.path)]);
    directory.push(centralEntry(file, common, offset));
    yield local;
    yield file.bytes;
    offset += local.length + file.bytes.length;
  }
  const entries = Buffer.concat(directory);
  yield entries;
  const count = directory.length;
  yield fields([END, 4], [0, 2], [0, 2], [count, 2], [count, 2], [entries.length, 4], [offset, 4], [0, 2]);
}

/** What the local header and the directory both say of a file. */
function commonFields({ path, bytes }: PackedFile): Buffer {
  const { length } = bytes;
  return fields(
    [VERSION, 2],
    [0, 2],
    [0, 2],
    [0, 2],
    [DAY, 2],
    [crc32(bytes), 4],
    [length, 4],
    [length, 4],
    [path.length, 2],
    [0, 2],
  );
}

function centralEntry({ path }: PackedFile, common: Buffer, offset: number): Buffer {
  const place = fields([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]);
  return Buffer.concat([fields([CENTRAL, 4], [VERSION, 2]), common, place, Buffer.from(path)]);
}

/** Little-endian numbers, each with its width in bytes. */
function fields(...values: readonly (readonly [value: number, width: number])[]): Buffer {
  const buffer = Buffer.alloc(values.reduce((sum, [, width]) => sum + width, 0));
  let at = 0;
  for (const [value, width] of values) at = buffer.writeUIntLE(value, at, width);
  return buffer;
}
