import { refuse } from '../../fault.ts';
import { atLine } from '../amount.ts';
import { type BalanceSheet, createBalanceSheet } from '../balance-sheet.ts';
import type { StatementPart, TextReader, TracedEntry } from '../bank-entry.ts';
import { entryKey } from '../entry-key.ts';
import { unbalancedWarning } from '../warnings.ts';
import { signedCents } from './amount.ts';
import { addDetail, currencyOf, decimalsOf, factsOf, type Movement, returnReasonOf } from './movement.ts';
import { accountOf, type CfonbRecord, columns, createRecordCutter, dateIn } from './records.ts';

interface OpenAccount {
  readonly id: string;
  readonly account: string;
  readonly currency: string;
  readonly sheet: BalanceSheet;
  /** Branch, number and currency: what stays when a bank writes another bank code on some records. */
  readonly place: string;
  bookings: number;
  isOtherBankSaid: boolean;
}

interface State {
  account: OpenAccount | null;
  /** The movement that still waits for details. */
  movement: Movement | null;
  line: number;
  statements: number;
  readonly known: Map<string, number>;
}

const FRESH = { bookings: 0, isOtherBankSaid: false };

type RecordReader = (state: State, record: CfonbRecord) => readonly StatementPart[];

/** Reads a CFONB 120 statement, record by record. */
export function createCfonbReader(): TextReader {
  const cutter = createRecordCutter();
  const state: State = { account: null, movement: null, line: 1, statements: 0, known: new Map() };
  const read = (records: readonly CfonbRecord[]): readonly StatementPart[] =>
    records.flatMap((record) => readRecord(state, record));
  return {
    write: (text) => read(cutter.write(text)),
    end() {
      const parts = read(cutter.end());
      if (state.account !== null)
        refuse(
          atLine(state.line),
          'le fichier s’arrête avant le solde de clôture (enregistrement 07)\u00a0: il est tronqué, le télécharger de nouveau en entier',
        );
      if (state.statements === 0)
        refuse(atLine(1), 'le fichier ne contient aucun enregistrement\u00a0; attendu\u00a0: un relevé CFONB 120');
      return parts;
    },
  };
}

const RECORDS = new Map<string, RecordReader>([
  ['01', openAccount],
  ['04', startMovement],
  ['05', detailMovement],
  ['07', closeAccount],
]);

function readRecord(state: State, record: CfonbRecord): readonly StatementPart[] {
  state.line = record.line;
  const done = record.code === '05' ? [] : finishedMovement(state);
  return [...done, ...(RECORDS.get(record.code)?.(state, record) ?? [])];
}

function openAccount(state: State, record: CfonbRecord): readonly StatementPart[] {
  if (state.account !== null)
    refuse(
      atLine(record.line),
      `l’enregistrement 01 ouvre un compte alors que ${state.account.account} n’a pas son solde de clôture (enregistrement 07)`,
    );
  const [account, currency, sheet] = [accountOf(record), currencyOf(record), createBalanceSheet()];
  sheet.open(currency, balanceOf(record));
  state.account = { id: statementId(state, record, account), account, currency, sheet, place: placeOf(record), ...FRESH };
  state.statements++;
  return [];
}

function startMovement(state: State, record: CfonbRecord): readonly StatementPart[] {
  const said = otherBank(sameAccount(state, record), record);
  state.movement = { record, details: new Map() };
  return said;
}

function detailMovement(state: State, record: CfonbRecord): readonly StatementPart[] {
  if (state.movement === null)
    return refuse(
      atLine(record.line),
      'l’enregistrement 05 ne complète aucun mouvement\u00a0; attendu\u00a0: un enregistrement 04 avant lui',
    );
  addDetail(state.movement, record);
  return [];
}

function closeAccount(state: State, record: CfonbRecord): readonly StatementPart[] {
  const open = sameAccount(state, record);
  const { id, account, currency, sheet } = open;
  sheet.close(currency, balanceOf(record));
  state.account = null;
  const figures = { openingCents: sheet.opening(currency), closingCents: sheet.closing(currency), balances: sheet.verdict() };
  const summary = { format: 'cfonb120', id, account, currency, ...figures };
  const said = [...otherBank(open, record), ...unbalancedWarning(summary)];
  return [{ kind: 'statement', statement: summary, throughOn: dateIn(record, 35) }, ...said];
}

/** Merged banks write their old code on some records: said once a statement. */
function otherBank(open: OpenAccount, record: CfonbRecord): readonly StatementPart[] {
  if (open.isOtherBankSaid || accountOf(record) === open.account) return [];
  open.isOtherBankSaid = true;
  const warning = `Relevé ${open.id} du compte ${open.account}, ligne ${record.line}\u00a0: le code banque ${columns(record, 3, 7).trim() || 'absent'} n’est pas celui de l’ouverture, l’écriture est lue sur ce compte.`;
  return [{ kind: 'warning', warning }];
}

function finishedMovement(state: State): readonly StatementPart[] {
  const { movement, account } = state;
  if (movement === null || account === null) return [];
  state.movement = null;
  const entry = tracedEntry(account, movement);
  account.sheet.move(entry.currency, entry.amountCents);
  return [{ kind: 'entry', entry }];
}

function tracedEntry(open: OpenAccount, movement: Movement): TracedEntry {
  open.bookings++;
  const facts = factsOf(movement);
  const place = { account: open.account, statement: open.id, booking: open.bookings, detail: 1 };
  const returnReason = returnReasonOf(movement.record);
  const trace = {
    account: open.account,
    booking: open.bookings,
    bookingCents: facts.amountCents,
    servicerReference: null,
    returnReason,
  };
  return { key: entryKey(place, facts), ...facts, trace };
}

/** The format has no statement id: the day of the opening balance, numbered when a file opens an account twice on that day. */
function statementId(state: State, record: CfonbRecord, account: string): string {
  const on = dateIn(record, 35) ?? 'undated';
  const name = JSON.stringify([account, on, currencyOf(record)]);
  const times = (state.known.get(name) ?? 0) + 1;
  state.known.set(name, times);
  return times === 1 ? on : `${on}-${times}`;
}

function placeOf(record: CfonbRecord): string {
  return [columns(record, 12, 16), columns(record, 22, 32), currencyOf(record)].join('|');
}

function balanceOf(record: CfonbRecord): number {
  return signedCents(columns(record, 91, 104), decimalsOf(record), record.line);
}

function sameAccount(state: State, record: CfonbRecord): OpenAccount {
  const account = accountOf(record);
  if (state.account === null)
    return refuse(
      atLine(record.line),
      `l’enregistrement ${record.code} vient avant le solde d’ouverture (enregistrement 01) du compte ${account}`,
    );
  if (state.account.account === account || state.account.place === placeOf(record)) return state.account;
  return refuse(
    atLine(record.line),
    `l’enregistrement ${record.code} est du compte ${account} alors que ${state.account.account} est ouvert\u00a0; attendu\u00a0: d’abord son solde de clôture (enregistrement 07)`,
  );
}
