/** How files begin that are no text, and what a person calls them. */
const beginnings: readonly (readonly [said: string, bytes: readonly number[]])[] = [
  ['une image PNG', [0x89, 0x50, 0x4e, 0x47]],
  ['une image JPEG', [0xff, 0xd8, 0xff]],
  ['une image GIF', [0x47, 0x49, 0x46, 0x38]],
  ['un PDF', [0x25, 0x50, 0x44, 0x46]],
  ['une archive ZIP ou un document bureautique', [0x50, 0x4b, 0x03, 0x04]],
  ['un fichier compressé', [0x1f, 0x8b]],
  ['un document bureautique d’un ancien format', [0xd0, 0xcf, 0x11, 0xe0]],
];

/** Enough of a file to know it by. */
const HEAD_BYTES = 4096;
/** Of so many bytes one that no text has is an accident. */
const ACCIDENTS = 100;

/** What a file is that is no text, whatever it is called: `une image PNG`; null for a text, UTF-16 with its mark too. */
export function binaryKind(bytes: Uint8Array): string | null {
  const known = beginnings.find(([, beginning]) => beginning.every((byte, index) => bytes[index] === byte));
  if (known) return known[0];
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const head = bytes.subarray(0, HEAD_BYTES);
  return !isUtf16 && head.filter(isOdd).length > head.length / ACCIDENTS ? 'un fichier binaire' : null;
}

function isOdd(byte: number): boolean {
  return byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1a);
}
