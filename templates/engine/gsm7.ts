const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENDED = '^{}\\[~]|€';

const replacements: Record<string, string> = {
  '\u00a0': ' ',
  '\u202f': ' ',
  '’': "'",
  '‘': "'",
  '«': '"',
  '»': '"',
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '−': '-',
  '…': '...',
  œ: 'oe',
  Œ: 'OE',
  '°': 'o',
};

/** How an SMS travels: its alphabet and the number of segments that are billed. */
export interface SmsLength {
  readonly encoding: 'GSM-7' | 'UCS-2';
  readonly segments: number;
}

const sizes = { 'GSM-7': { single: 160, part: 153 }, 'UCS-2': { single: 70, part: 67 } } as const;

/** True when the character belongs to the GSM 03.38 alphabet or its extension. */
export function isGsm7(character: string): boolean {
  return BASIC.includes(character) || EXTENDED.includes(character);
}

/** The text with its letters brought into the GSM alphabet where a plain form exists (`ê` becomes `e`); others stay. */
export function toGsm7(text: string): string {
  return [...text.normalize('NFC')].map((character) => (isGsm7(character) ? character : plainForm(character))).join('');
}

/** Alphabet and segments of an SMS: one character outside GSM 03.38 brings the whole text to 70 characters a segment. */
export function smsLength(text: string): SmsLength {
  const encoding = [...text].every(isGsm7) ? 'GSM-7' : 'UCS-2';
  const units =
    encoding === 'GSM-7' ? [...text].reduce((sum, character) => sum + (EXTENDED.includes(character) ? 2 : 1), 0) : text.length;
  const { single, part } = sizes[encoding];
  return { encoding, segments: units <= single ? 1 : Math.ceil(units / part) };
}

function plainForm(character: string): string {
  const plain = replacements[character] ?? character.normalize('NFD').replace(/\p{M}/gu, '');
  return [...plain].every(isGsm7) ? plain : character;
}
