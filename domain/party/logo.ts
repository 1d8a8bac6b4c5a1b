import { refuse } from '../fault.ts';

/** What a logo may be. */
export const logoTypes = ['image/png', 'image/jpeg'] as const;

/** What a logo is, as its own bytes say; sizes in pixels. */
export interface LogoFacts {
  readonly contentType: (typeof logoTypes)[number];
  readonly width: number;
  readonly height: number;
}

/** A logo that a document shows: where its bytes are, and how large it stands there, in CSS pixels. */
export interface ShownLogo {
  readonly src: string;
  readonly width: number;
  readonly height: number;
}

/** The logo as an e-mail carries it; its bytes lie in the document store. */
export interface LogoPart {
  readonly sha256: string;
  readonly contentType: LogoFacts['contentType'];
}

/** How that part is called (RFC 2392): most mail programs show nothing that is written into the page itself. */
export const LOGO_PART = 'logo@exigible';
/** How the page of the e-mail names it. */
export const LOGO_SRC = `cid:${LOGO_PART}`;

export const LOGO_MOST_BYTES = 300_000;
const MOST_PIXELS = 2_000;
/** The room of a logo at the head of a letter, an e-mail or a page: 58 mm by 17 mm on paper. */
const BOX = { width: 220, height: 64 };

type Reader = (bytes: Uint8Array) => Omit<LogoFacts, 'contentType'> | null;

const readers: readonly (readonly [LogoFacts['contentType'], beginning: readonly number[], Reader])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], sizeOfPng],
  ['image/jpeg', [0xff, 0xd8, 0xff], sizeOfJpeg],
];

/** Reads a logo by its first bytes and its header, whatever it is called. Refuses, under `logo`, what letters and mail programs could not show. */
export function logoIn(bytes: Uint8Array): LogoFacts {
  if (bytes.length === 0) refuse('logo', 'Choisissez un fichier PNG ou JPEG\u00a0: celui-ci est vide.');
  if (bytes.length > LOGO_MOST_BYTES) refuse('logo', TOO_HEAVY);
  const found = readers.find(([, beginning]) => beginning.every((byte, index) => bytes[index] === byte));
  if (!found) return refuse('logo', 'Ce fichier n’est ni un PNG ni un JPEG\u00a0: exportez le logo en PNG, puis envoyez-le.');
  const [contentType, , sizeOf] = found;
  const size = sizeOf(bytes);
  if (size === null || size.width === 0 || size.height === 0)
    return refuse('logo', 'Cette image est abîmée ou coupée\u00a0: exportez-la de nouveau, puis envoyez-la.');
  if (size.width > MOST_PIXELS || size.height > MOST_PIXELS)
    refuse(
      'logo',
      `Cette image fait ${size.width}\u00a0×\u00a0${size.height} pixels\u00a0: réduisez-la à 2000\u00a0×\u00a02000 au plus.`,
    );
  return { contentType, ...size };
}

/** Why a file is not even read to its end. */
const TOO_HEAVY = 'Ce fichier dépasse 300\u00a0ko\u00a0: réduisez l’image (600 pixels de large suffisent), puis envoyez-la.';

/** The size at which a logo stands at the head of a document: never enlarged, never out of proportion. */
export function fitted({ width, height }: Pick<LogoFacts, 'width' | 'height'>): Pick<ShownLogo, 'width' | 'height'> {
  const scale = Math.min(1, BOX.width / width, BOX.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The header chunk comes first, the end chunk last: without either the picture is not whole. */
function sizeOfPng(bytes: Uint8Array): ReturnType<Reader> {
  const view = viewOf(bytes);
  if (bytes.length < 45 || view.getUint32(12) !== IHDR || view.getUint32(bytes.length - 8) !== IEND) return null;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

const IHDR = 0x49484452;
const IEND = 0x49454e44;

/** The size stands in the first frame header (SOF) among the segments; the picture ends with EOI. */
function sizeOfJpeg(bytes: Uint8Array): ReturnType<Reader> {
  const view = viewOf(bytes);
  if (view.getUint16(bytes.length - 2) !== 0xffd9) return null;
  for (let at = 2; at + 9 <= bytes.length && view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1);
    if (isFrame(marker)) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return null;
}

/** SOF0 to SOF15, without the tables that lie among them (DHT, JPG, DAC). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The logo written into a page that must hold everything. */
export function logoUrl({ contentType }: Pick<LogoFacts, 'contentType'>, base64: string): string {
  return `data:${contentType};base64,${base64}`;
}
