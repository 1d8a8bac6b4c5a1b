/** A file as it is kept, and as it is given out. */
export interface KeptFile {
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** How the kinds of files that are kept begin: nothing else is, whatever it is called. */
const beginnings: readonly [contentType: string, extension: string, bytes: readonly number[]][] = [
  ['application/pdf', 'pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/png', 'png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', 'jpg', [0xff, 0xd8, 0xff]],
];

/** A file that a stranger sent, under a plain name and as what its first bytes say; null for any other kind. */
export function keptFileOf(filename: string, bytes: Uint8Array): KeptFile | null {
  const kind = beginnings.find(([, , beginning]) => beginning.every((byte, index) => bytes[index] === byte));
  return kind ? { filename: `${nameOf(filename)}.${kind[1]}`, contentType: kind[0], bytes } : null;
}

/** Letters, digits and little else, without the extension, which follows the content. */
function nameOf(filename: string): string {
  const plain = filename
    .replace(/\.[^.]*$/, '')
    .replaceAll(/[^\p{L}\p{N}_-]+/gu, '-')
    .slice(0, 60);
  return plain.replaceAll(/^-+|-+$/g, '') || 'piece';
}
