import { createHash } from 'node:crypto';
import { withoutAccents } from '../../domain/plain-text.ts';
import type { DocumentReader } from '../deps.ts';

/** A file to export; null bytes: the store no longer has them, and the export says so. */
export interface FoundFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: Uint8Array | null;
}

/** A file made here. */
export function found(path: string, bytes: Uint8Array): FoundFile {
  return { path, sha256: digestOf(bytes), bytes };
}

/** SHA-256 in hexadecimal. */
export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Bytes of the store; null when they are lost or no longer those of their digest. */
export async function bytesOf(store: DocumentReader, sha256: string): Promise<Uint8Array | null> {
  const bytes = await store.get(sha256).catch(() => null);
  return bytes !== null && digestOf(bytes) === sha256 ? bytes : null;
}

/** `01`, `02`: files are listed in their order. */
export function numbered(index: number): string {
  return String(index + 1).padStart(2, '0');
}

/** A name that every file system takes, and no path. */
export function plainName(name: string): string {
  const ascii = withoutAccents(name).replace(/[^A-Za-z0-9._-]+/g, '-');
  return ascii.replace(/^[.-]+/, '').slice(-100) || 'piece';
}
