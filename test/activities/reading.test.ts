import { afterEach, describe, expect, test } from 'vitest';
import { collectStatements, readStatements } from '../../domain/statement/reader.ts';
import { createReading, ReaderEnded, type Reading, readingBounds } from '../../run/reader/reading.ts';
import { fixture } from '../domain/statement/read.ts';
import { bytesOf } from '../domain/statement/write-statement.ts';

/** Each statement is small, so that no bound of the reader is passed: what it must remember of them is more than its thread may have. */
const HOARD = 'x'.repeat(100_000);

let reading: Reading;
afterEach(() => reading.close());

/** A file whose every account has a name of its own, and a long one. */
async function* hoarding(): AsyncGenerator<Uint8Array> {
  yield bytesOf('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr/><Stmt>');
  for (let at = 0; at < 2000; at++) yield bytesOf(`<Acct><Id><IBAN>${at}${HOARD}</IBAN></Id></Acct>`);
}

async function* whole(name: string): AsyncGenerator<Uint8Array> {
  yield fixture(name);
}

describe('a file that ends its reader', () => {
  test('by memory is told so, beside a file of somebody else that is read to its end', async () => {
    reading = createReading({ ...readingBounds, memoryMb: 64 });
    const [bad, good] = await Promise.allSettled([
      collectStatements(reading.read(hoarding())),
      collectStatements(reading.read(whole('camt.053.001.08.xml'))),
    ]);
    expect(bad).toMatchObject({ status: 'rejected', reason: { name: 'ReaderEnded', message: expect.stringMatching(/mémoire/) } });
    expect(good).toMatchObject({ status: 'fulfilled' });
  });

  test('by time is told so, and the next file is read', async () => {
    const impatient = createReading({ ...readingBounds, silenceMs: 1 });
    await expect(collectStatements(impatient.read(whole('cfonb-utf8.txt')))).rejects.toThrow(ReaderEnded);
    await impatient.close();
    reading = createReading();
    await expect(collectStatements(reading.read(whole('cfonb-utf8.txt')))).resolves.toMatchObject({ warnings: [] });
  });
});

describe('a file that is read apart', () => {
  test.each(['camt.053.001.08.xml', 'camt.054.001.02-prefixed.xml', 'cfonb-latin1.txt'])('says the same: %s', async (name) => {
    reading = createReading();
    const apart = await collectStatements(reading.read(whole(name)));
    expect(apart).toEqual(await collectStatements(readStatements(whole(name))));
  });

  test('is refused with its line, and a reading that stops early spoils no other', async () => {
    reading = createReading();
    for await (const _ of reading.read(whole('camt.053.001.08.xml'))) break;
    await expect(collectStatements(reading.read(bad()))).rejects.toMatchObject({
      name: 'BadInput',
      faults: [{ path: 'ligne 1', message: expect.stringContaining('DOCTYPE') }],
    });
    await expect(collectStatements(reading.read(whole('camt.053.001.08.xml')))).resolves.toMatchObject({ warnings: [] });
  });
});

async function* bad(): AsyncGenerator<Uint8Array> {
  yield bytesOf('<!DOCTYPE lolz [<!ENTITY lol "lol">]><Document/>'.padEnd(600));
}
