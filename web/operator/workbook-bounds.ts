import { Readable } from 'node:stream';
import { Parse } from 'unzipper-esm';

/** What a workbook holds when it is no archive any more; the form takes far less of a table. */
const MOST_BYTES = 20_000_000;
const MOST_ENTRIES = 1000;

/** True when a workbook unpacks to no more than is read here: looked at as its reader will, which trusts no size that an archive says of itself. */
export async function isWithinBounds(bytes: Uint8Array): Promise<boolean> {
  let [unpacked, entries] = [0, 0];
  const archive = Readable.from([bytes]).pipe(Parse({ forceStream: true }));
  for await (const entry of archive as AsyncIterable<AsyncIterable<Uint8Array>>) {
    entries += 1;
    for await (const chunk of entry) {
      unpacked += chunk.length;
      if (unpacked > MOST_BYTES) return false;
    }
    if (entries > MOST_ENTRIES) return false;
  }
  return true;
}
