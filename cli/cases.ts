import type { AnswerOf, ApiClient, AskedOf, CaseLine } from '../api/client.ts';
import { balanceSaid, holdName, phaseNames } from '../domain/case/show/french.ts';
import { connect } from './connect.ts';
import { EXIT, print, printJson, reportBadInput } from './io.ts';
import { wrappedTable } from './wrapped-table.ts';

type Found = AnswerOf<'GET /search'>['cases'][number];

export interface CasesOptions {
  readonly phase?: string;
  readonly hold?: string;
  readonly needsHuman?: boolean;
  readonly creditor?: string;
  readonly json: boolean;
}

/** Lists the cases that fit, as a table or as JSON. */
export async function run({ json, ...asked }: CasesOptions): Promise<number> {
  try {
    const api = await connect();
    if (json) printJson({ cases: await everyCase(api, asked) });
    else print(tableOf(await everyLine(api, asked)));
    return EXIT.done;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

type Asked = Omit<CasesOptions, 'json'>;

/** What a person filters by is checked where it arrives. */
type SearchQuery = NonNullable<AskedOf<'GET /search'>['query']>;

function filterOf({ needsHuman, ...named }: Asked): Readonly<Record<string, string>> {
  return { ...named, ...(needsHuman ? { needsHuman: 'true' } : {}) };
}

async function everyCase(api: ApiClient, asked: Asked): Promise<CaseLine[]> {
  const cases: CaseLine[] = [];
  for await (const line of api.cases(filterOf(asked))) cases.push(line);
  return cases;
}

/** With the names of the clients. */
async function everyLine(api: ApiClient, asked: Asked): Promise<readonly Found[]> {
  const lines: Found[] = [];
  let cursor: string | null = null;
  do {
    const query: SearchQuery = { limit: 200, ...filterOf(asked), ...(cursor === null ? {} : { cursor }) };
    const page: AnswerOf<'GET /search'> = await api.call('GET /search', { query });
    lines.push(...page.cases);
    cursor = page.next;
  } while (cursor !== null);
  return lines;
}

function tableOf(cases: readonly Found[]): string {
  if (cases.length === 0) return 'Aucun dossier.';
  const head = ['Facture', 'Client', 'Solde', 'Échéance', 'Où il en est'];
  return wrappedTable({ head, colWidths }, cases.map(rowOf));
}

/** Eighty columns with their borders. */
const colWidths = [14, 19, 15, 12, 14];

function rowOf(line: Found): string[] {
  const stands = line.hold === 'none' ? phaseNames[line.phase] : holdName(line.hold, line.pauseReason);
  return [
    line.invoiceNumber,
    line.debtorName ?? line.debtorId,
    balanceSaid(line),
    line.dueOn.split('-').toReversed().join('/'),
    `${stands}${line.needsHuman ? ' (à vous)' : ''}`,
  ];
}
