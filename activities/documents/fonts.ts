import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const weights = [400, 600] as const;
const subsets = {
  'latin-ext': 'U+0100-02BA, U+1E00-1E9F, U+1EF2-1EFF, U+20A0-20AB, U+20AD-20C0',
  latin: 'U+0000-00FF, U+0131, U+0152-0153, U+2000-206F, U+20AC, U+2122, U+2212',
} as const;

/** The family that every document is set in: embedded, so that a letter looks the same on every machine. */
export const FONT_FAMILY = 'Source Sans 3';

let faces: string | null = null;

/** The `@font-face` rules with their files inside, for a page or for the footer (which does not see the page's fonts). */
export function fontFaces(): string {
  faces ??= weights
    .flatMap((weight) => Object.entries(subsets).map(([subset, range]) => fontFace(subset, range, weight)))
    .join('');
  return faces;
}

function fontFace(subset: string, range: string, weight: number): string {
  const file = createRequire(import.meta.url).resolve(
    `@fontsource/source-sans-3/files/source-sans-3-${subset}-${weight}-normal.woff2`,
  );
  const data = readFileSync(file).toString('base64');
  return `@font-face{font-family:"${FONT_FAMILY}";font-weight:${weight};src:url(data:font/woff2;base64,${data}) format("woff2");unicode-range:${range}}`;
}
