import type { AccountBook } from '../../db/bank-accounts.ts';
import type { ImportedStatement, ImportProblem } from '../../db/statement-imports.ts';
import type { BadInput } from '../../domain/fault.ts';
import { formatCents } from '../../domain/money/cents.ts';
import { comparableAccount } from '../../domain/statement/account.ts';
import type { StatementPart } from '../../domain/statement/bank-entry.ts';

/** What a whole file holds, read once without keeping its entries. */
export interface Survey {
  readonly statements: readonly ImportedStatement[];
  readonly warnings: readonly string[];
}

const MOST_WARNINGS = 100;
const NOTHING = { entries: 0, fresh: 0, known: 0, pending: 0, allocated: 0, unmatched: 0, notPayments: 0 };

/** How often a reading says how far it is, in bookings. */
const TELL_EVERY = 1000;

/** Reads a file to its end, and says on its way how many bookings it has come to. Throws `BadInput` with the line. */
export async function survey(
  parts: AsyncIterable<StatementPart>,
  tell: (bookings: number) => Promise<void> = async () => {},
): Promise<Survey> {
  const [statements, warnings]: [ImportedStatement[], string[]] = [[], []];
  let [bookings, last, read] = [0, 0, 0];
  for await (const part of parts) {
    if (part.kind === 'entry' && part.entry.trace.booking !== last) {
      last = part.entry.trace.booking;
      bookings += 1;
      read += 1;
      if (read % TELL_EVERY === 0) await tell(read);
    }
    if (part.kind === 'warning' && warnings.length < MOST_WARNINGS) warnings.push(part.warning);
    if (part.kind !== 'statement') continue;
    statements.push({ ...part.statement, throughOn: part.throughOn, bookings, counts: NOTHING });
    [bookings, last] = [0, 0];
  }
  return { statements, warnings };
}

/** Why a file that can be read is not imported; null when nothing speaks against it. `given` are accounts that the sender names. */
export function refusalOf({ statements }: Survey, book: AccountBook, given: readonly string[]): ImportProblem | null {
  const named = new Set(given.map(comparableAccount));
  const unknown = statements.filter(({ account }) => book(account) === null && !named.has(comparableAccount(account)));
  const sentences = [
    ...[...new Set(unknown.map(({ account }) => account))].map(unknownAccount),
    ...statements.filter(({ balances }) => balances === 'disagree').map(unbalanced),
  ];
  return sentences.length === 0 ? null : { kind: 'refused', detail: sentences.join(' '), errors: [] };
}

/** The problem of a file that cannot be read. */
export function unreadable({ message, faults }: BadInput): ImportProblem {
  return { kind: 'bad-input', detail: message, errors: faults };
}

function unknownAccount(account: string): string {
  if (account === '') return 'Un relevé du fichier ne nomme pas son compte\u00a0: il faut redemander le fichier à la banque.';
  return `Le compte ${account} n’est pas connu pour ce créancier\u00a0: s’il est à lui, importez avec --account ${account}. Si c’est un autre nom d’un compte connu, dites lequel\u00a0: exigible accounts name ${account} --of IBAN.`;
}

function unbalanced({ id, account, currency, openingCents, closingCents }: ImportedStatement): string {
  const [opening, closing] = [openingCents ?? 0, closingCents ?? 0].map((cents) => formatCents(cents, currency));
  return `Relevé ${id} du compte ${account}\u00a0: le solde d’ouverture (${opening}) et les écritures ne donnent pas le solde de clôture (${closing}), il faut redemander le fichier à la banque.`;
}
