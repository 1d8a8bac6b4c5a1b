import { crc32, deflateSync } from 'node:zlib';
import { putLogo } from '../../db/creditor-logos.ts';
import type { Queries } from '../../db/database.ts';
import { logoIn } from '../../domain/party/logo.ts';

/** A PNG of one colour that lets half of the paper through, whole; `width` and `height` in pixels. */
export function png(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6], 8);
  const line = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 4, '1d4e7980', 'hex')]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => line)));
  const beginning = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([beginning, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}

/** The segments of a JPEG of that size, without its picture. */
export function jpeg(width: number, height: number): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt16BE(height, 0);
  size.writeUInt16BE(width, 2);
  const app0 = Buffer.from('ffe000104a46494600010100000100010000', 'hex');
  const tables = Buffer.from('ffc4000300', 'hex');
  const frame = Buffer.concat([Buffer.from('ffc0000b08', 'hex'), size, Buffer.from('01011100', 'hex')]);
  return Buffer.concat([Buffer.from('ffd8', 'hex'), app0, tables, frame, Buffer.from('ffd9', 'hex')]);
}

/** A true JPEG of 48 by 16 pixels, with its colour profile, as a browser takes one. */
export const photograph = Buffer.from(
  [
    '/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAA',
    'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    'AAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAA',
    'ABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1',
    'AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAP',
    'KnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/',
    '2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK0',
    '6kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAQADADASIAAhEBAxEB/8QAFAABAAAA',
    'AAAAAAAAAAAAAAAABP/EABUQAQEAAAAAAAAAAAAAAAAAAAAD/8QAFQEBAQAAAAAAAAAAAAAAAAAAAgP/xAAVEQEBAAAAAAAAAAAAAAAAAAAAAf',
    '/aAAwDAQACEQMRAD8AFMmY0yZr1CEzKmLMqYU4TMmY0yZhTj//2Q==',
  ].join(''),
  'base64',
);

/** Where bytes are kept. */
interface Keeper {
  put(bytes: Uint8Array): Promise<string>;
}

/** A creditor gets that logo, or none, as the API gives it. */
export async function giveLogo(db: Queries, store: Keeper, creditorId: string, bytes: Buffer | null): Promise<void> {
  const logo = bytes && { ...logoIn(bytes), bytes: bytes.length, sha256: await store.put(bytes) };
  await putLogo(db, creditorId, logo, 'person:1');
}
