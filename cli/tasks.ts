import type { TaskLine } from '../api/client.ts';
import { balanceSaid } from '../domain/case/show/french.ts';
import { connect } from './connect.ts';
import { EXIT, print, printJson, reportBadInput } from './io.ts';
import { moneyNews } from './money-news.ts';
import { wrappedTable } from './wrapped-table.ts';

export interface TasksOptions {
  readonly kind?: string;
  readonly owner?: string;
  readonly debtor?: string;
  readonly overdue?: boolean;
  readonly creditor?: string;
  readonly json: boolean;
}

/** Lists what waits for a person, the most urgent first, as a table or as JSON. */
export async function run({ kind, owner, debtor, overdue, creditor, json }: TasksOptions): Promise<number> {
  try {
    const api = await connect();
    const named = Object.entries({ kind, owner, debtor, creditor, overdue: overdue ? 'true' : undefined });
    const filter = Object.fromEntries(named.filter((entry): entry is [string, string] => entry[1] !== undefined));
    const tasks: TaskLine[] = [];
    for await (const task of api.tasks(filter)) tasks.push(task);
    if (json) printJson({ tasks });
    else {
      const news = await moneyNews(api, creditor);
      print([tableOf(tasks, news?.length === 0), ...(news ?? [])].join('\n\n'));
    }
    return EXIT.done;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

const owners: Readonly<Record<string, string>> = { operator: 'opérateur', approver: 'approbateur' };

function tableOf(tasks: readonly TaskLine[], isQuiet: boolean): string {
  if (tasks.length === 0) return isQuiet ? 'Rien à faire.' : 'Aucun dossier n’attend quelqu’un.';
  const head = ['Pour le', 'Facture', 'Client', 'Solde', 'À faire'];
  const colWidths = [12, 13, 15, 13, 21];
  return wrappedTable({ head, colWidths }, tasks.map(rowOf));
}

function rowOf(task: TaskLine): string[] {
  return [
    `${task.dueOn.split('-').toReversed().join('/')}${task.overdue ? ' en retard' : ''}`,
    task.invoiceNumber,
    task.debtorName ?? task.debtorId,
    task.balanceCents === 0 ? '' : balanceSaid(task),
    `${task.context} → ${task.remedy.replaceAll('`', '')} (${owners[task.owner] ?? task.owner})`,
  ];
}
