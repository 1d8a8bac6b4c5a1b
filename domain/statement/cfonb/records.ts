import { type CivilDate, isCivilDate } from '../../calendar/civil-date.ts';
import { refuse } from '../../fault.ts';
import { spaced } from '../../plain-text.ts';
import { ibanOfRib } from '../account.ts';
import { atLine } from '../amount.ts';

const WIDTH = 120;
const DETAIL = '05';
const CODES = new Set(['01', '04', DETAIL, '07']);
/** Every record but a detail carries an amount: a shorter one lost more than trailing spaces. */
const AMOUNT_ENDS = 104;
/** Old systems end a file with this character. */
const END_MARK = '\u001a';
const FOUR_DIGITS_PIVOT = 60;

/** One record of 120 characters. Columns are counted from 1, as in the bank's manual. */
export interface CfonbRecord {
  readonly code: string;
  readonly text: string;
  readonly line: number;
}

/** Cuts a stream of text into records, with or without line breaks. */
export interface RecordCutter {
  write(text: string): readonly CfonbRecord[];
  end(): readonly CfonbRecord[];
}

/** A record is 120 characters or a shorter line whose trailing spaces were lost. */
export function createRecordCutter(): RecordCutter {
  let pending = '';
  let line = 1;
  const cut = (isLast: boolean): readonly CfonbRecord[] => {
    const records: CfonbRecord[] = [];
    let from = 0;
    while (pending.length - from > (isLast ? 0 : WIDTH + 1)) {
      const end = endOfRecord(pending, from);
      const text = pending.slice(from, end);
      const next = afterBreak(pending, end);
      if (text.replaceAll(END_MARK, '').trim() !== '') records.push(recordOf(text, line));
      if (next > end || next - from === WIDTH) line += 1;
      from = next;
    }
    pending = pending.slice(from);
    return records;
  };
  return {
    write(text) {
      pending += text;
      return cut(false);
    },
    end: () => cut(true),
  };
}

/** Text of the columns `first` to `last`, both included. */
export function columns(record: CfonbRecord, first: number, last: number): string {
  return record.text.slice(first - 1, last);
}

/** The account of a record, as IBAN. */
export function accountOf(record: CfonbRecord): string {
  return ibanOfRib(columns(record, 3, 7), columns(record, 12, 16), columns(record, 22, 32));
}

/** Civil date of `JJMMAA`, null when blank or zeros; years above 60 are of the last century. */
export function dateIn(record: CfonbRecord, first: number): CivilDate | null {
  const text = columns(record, first, first + 5);
  if (/^[ 0]*$/.test(text)) return null;
  const [day, month, year] = [text.slice(0, 2), text.slice(2, 4), text.slice(4, 6)];
  const on = `${Number(year) > FOUR_DIGITS_PIVOT ? '19' : '20'}${year}-${month}-${day}`;
  return isCivilDate(on)
    ? on
    : refuse(
        atLine(record.line),
        `les colonnes ${first} à ${first + 5} disent « ${text} »\u00a0; attendu\u00a0: un jour qui existe, JJMMAA`,
      );
}

function endOfRecord(text: string, from: number): number {
  for (let at = from; at < from + WIDTH && at < text.length; at++) {
    if (text[at] === '\n' || text[at] === '\r') return at;
  }
  return Math.min(from + WIDTH, text.length);
}

function afterBreak(text: string, at: number): number {
  if (text[at] === '\r' && text[at + 1] === '\n') return at + 2;
  return text[at] === '\n' || text[at] === '\r' ? at + 1 : at;
}

function recordOf(text: string, line: number): CfonbRecord {
  const code = text.slice(0, 2);
  const { length } = text;
  if (CODES.has(code) && (code === DETAIL || length >= AMOUNT_ENDS)) return { code, text: spaced(text).padEnd(WIDTH), line };
  if (CODES.has(code))
    return refuse(atLine(line), `l’enregistrement ${code} a ${length} caractères au lieu de 120\u00a0: une partie en est perdue`);
  return refuse(
    atLine(line),
    `l’enregistrement commence par « ${code} »\u00a0; attendu\u00a0: 01, 04, 05 ou 07 et 120 caractères (les fichiers de 240 caractères sont des retours de chèques ou d’effets, pas des relevés)`,
  );
}
