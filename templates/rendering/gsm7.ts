import { SegmentedMessage } from 'sms-segments-calculator';
import { withoutAccents } from '../../domain/plain-text.ts';

const replacements: Record<string, string> = {
  '\u00a0': ' ',
  '\u202f': ' ',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '−': '-',
  '…': '...',
  '°': 'o',
};

/** How an SMS travels: its alphabet and the number of segments that are billed. */
export interface SmsLength {
  readonly encoding: 'GSM-7' | 'UCS-2';
  readonly segments: number;
}

/** True when the character belongs to the GSM 03.38 alphabet or its extension. */
export function isGsm7(character: string): boolean {
  return new SegmentedMessage(character).encodingName === 'GSM-7';
}

/** The text with its letters brought into the GSM alphabet where a plain form exists (`ê` becomes `e`); others stay. */
export function toGsm7(text: string): string {
  return [...text.normalize('NFC').replace(/«\s*|\s*»/g, '"')]
    .map((character) => (isGsm7(character) ? character : plainForm(character)))
    .join('');
}

/** Alphabet and segments of an SMS: one character outside GSM 03.38 brings the whole text to 70 characters a segment. */
export function smsLength(text: string): SmsLength {
  const { encodingName, segmentsCount } = new SegmentedMessage(text);
  return { encoding: encodingName, segments: segmentsCount };
}

function plainForm(character: string): string {
  const plain = replacements[character] ?? withoutAccents(character);
  return [...plain].every(isGsm7) ? plain : character;
}
