import Table from 'cli-table3';
import type { CaseLine } from '../api/client.ts';
import { frenchDay, frenchInstant, holdNames, phaseNames } from '../domain/case/show/french.ts';
import { formatCents } from '../domain/money/cents.ts';
import { connect } from './connect.ts';
import { EXIT, print, printJson, reportBadInput } from './io.ts';

export interface CasesOptions {
  readonly phase?: string;
  readonly hold?: string;
  readonly needsHuman?: boolean;
  readonly json: boolean;
}

/** Lists the cases that fit, as a table or as JSON. */
export async function run({ phase, hold, needsHuman, json }: CasesOptions): Promise<number> {
  try {
    const api = await connect();
    const filter = { ...(phase ? { phase } : {}), ...(hold ? { hold } : {}), ...(needsHuman ? { needsHuman: 'true' } : {}) };
    const cases: CaseLine[] = [];
    for await (const line of api.cases(filter)) cases.push(line);
    if (json) printJson({ cases });
    else print(tableOf(cases));
    return EXIT.done;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

function tableOf(cases: readonly CaseLine[]): string {
  if (cases.length === 0) return 'Aucun dossier.';
  const head = ['Dossier', 'Facture', 'Solde', 'Échéance', 'Étape', 'Blocage', 'Ensuite', 'À vous'];
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const line of cases) table.push(rowOf(line));
  return table.toString();
}

function rowOf(line: CaseLine): string[] {
  return [
    line.caseId,
    line.invoiceNumber,
    formatCents(line.balanceCents, line.currency),
    frenchDay(line.dueOn),
    phaseNames[line.phase],
    line.hold === 'none' ? '' : holdNames[line.hold],
    line.nextActAt === null ? '' : frenchInstant(new Date(line.nextActAt).toISOString()),
    line.needsHuman ? 'oui' : '',
  ];
}
