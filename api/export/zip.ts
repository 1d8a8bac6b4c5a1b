import { once } from 'node:events';
import { Writable } from 'node:stream';
import { ZipFile } from 'yazl';

/** One file of an archive; the path has ASCII letters alone. */
export interface PackedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Stored, not compressed: PDF files hardly shrink. 1 January 1980, the first day that the format knows: the same files give the same bytes. */
const STORED = { compress: false, mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true };

/** A ZIP archive, file by file as they come; what fails on the way fails the archive. */
export async function* zipChunks(files: AsyncIterable<PackedFile>): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const packed = pack(zip, files).catch((error: unknown) => void zip.outputStream.emit('error', error));
  for await (const chunk of zip.outputStream) yield chunk as Uint8Array;
  await packed;
}

/** The next file is fetched once the one before is taken: a large case needs no large memory. */
async function pack(zip: ZipFile, files: AsyncIterable<PackedFile>): Promise<void> {
  const { outputStream } = zip;
  for await (const { path, bytes } of files) {
    zip.addBuffer(Buffer.from(bytes), path, STORED);
    if (outputStream instanceof Writable && outputStream.writableNeedDrain) await once(outputStream, 'drain');
  }
  zip.end();
}
