import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Table from 'cli-table3';
import type { AnswerOf, ApiClient } from '../api/client.ts';
import { frenchInstant } from '../domain/case/show/french.ts';
import { formatCents } from '../domain/money/cents.ts';
import { connect, ofCreditor } from './connect.ts';
import { chunksOf, EXIT, print, printJson, reportBadInput } from './io.ts';
import { BALANCES } from './statement.ts';

export interface ImportOptions {
  readonly file: string;
  /** Accounts of ours that the system does not know yet. */
  readonly account: readonly string[];
  /** In whose name an administrator imports. */
  readonly creditor?: string;
  readonly json: boolean;
}

/** An import as the API shows it. */
type SeenImport = AnswerOf<'GET /statements/{importId}'>;
type SeenStatement = SeenImport['statements'][number];

const GLANCE_MS = 300;

/** Hands a bank file over, follows its import to the end and prints what came of it. Exit 1 when a rule refuses it, 2 when it cannot be read. */
export async function run({ file, account, creditor, json }: ImportOptions): Promise<number> {
  try {
    const api = await connect();
    const query = { ...ofCreditor(creditor), account: [...account], ...(file === '-' ? {} : { filename: basename(file) }) };
    const { importId, state } = await api.call('POST /statements', { query, body: chunksOf(file) });
    const seen = await ended(api, importId);
    if (json) printJson(seen);
    else print(textOf(seen, state === 'done'));
    return exitOf(seen);
  } catch (error) {
    return reportBadInput(error, json);
  }
}

/** `exigible import-cancel ID`: stops an import that is under way or set aside; what is settled stays. Exit 1 when it has ended. */
export async function cancel(importId: string, asJson: boolean): Promise<number> {
  try {
    const seen = await (await connect()).call('POST /statements/{importId}/cancel', { params: { importId } });
    if (asJson) printJson(seen);
    else
      print(
        `Import annulé\u00a0: ${seen.progress.settled} écritures sur ${seen.progress.bookings} étaient imputées et le restent.`,
      );
    return EXIT.done;
  } catch (error) {
    return reportBadInput(error, asJson);
  }
}

async function ended(api: ApiClient, importId: string): Promise<SeenImport> {
  for (;;) {
    const seen = await api.call('GET /statements/{importId}', { params: { importId } });
    showProgress(seen);
    if (hasEnded(seen)) return seen;
    await pause(GLANCE_MS);
  }
}

function hasEnded({ state }: Pick<SeenImport, 'state'>): boolean {
  return state !== 'waiting' && state !== 'settling';
}

/** One line that is written over, for a person who waits at a terminal. */
function showProgress({ state, progress: { read, settled, bookings } }: SeenImport): void {
  if (!process.stderr.isTTY) return;
  const line = state === 'waiting' ? `Lecture du fichier… ${read} écritures lues` : `${settled} écritures sur ${bookings}`;
  process.stderr.write(hasEnded({ state }) ? '\r\u001b[K' : `\r\u001b[K${line}`);
}

function exitOf({ problem }: SeenImport): number {
  if (problem === null) return EXIT.done;
  process.stderr.write(`${problem.detail}\n`);
  return problem.kind === 'bad-input' ? EXIT.badInput : EXIT.refused;
}

const HEADINGS = { 'bad-input': 'Rien n’a été importé.', refused: 'Rien n’a été importé.', 'set-aside': 'Fichier mis de côté.' };

/** `wasDone`: the same file had been imported before. */
function textOf({ state, statements, warnings, problem, endedAt }: SeenImport, wasDone: boolean): string {
  const done = wasDone
    ? `Déjà importé le ${endedAt === null ? '' : frenchInstant(endedAt)}\u00a0: rien n’a été ajouté. Voici ce qu’il en est.`
    : 'Import terminé.';
  const heading = problem ? HEADINGS[problem.kind] : state === 'cancelled' ? 'Import annulé.' : done;
  const lines = warnings.map((warning) => `Attention\u00a0: ${warning}`);
  return [heading, ...(statements.length > 0 ? [tableOf(statements)] : []), ...lines].join('\n');
}

function tableOf(statements: readonly SeenStatement[]): string {
  const head = ['Relevé', 'Compte', 'Soldes', 'Nouvelles', 'Connues', 'Imputées', 'À décider', 'En attente', 'Autres'];
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const statement of statements) {
    const { id, account, fresh, known, allocated, unmatched, pending, notPayments } = statement;
    table.push([id, account, balancesOf(statement), fresh, known, allocated, unmatched, pending, notPayments]);
  }
  return table.toString();
}

function balancesOf({ openingCents, closingCents, currency, balances }: SeenStatement): string {
  const [from, to] = [openingCents, closingCents].map((cents) => (cents === null ? '?' : formatCents(cents, currency)));
  return `${from} → ${to}\n${BALANCES[balances]}`;
}
