import Table from 'cli-table3';
import type { AnswerOf } from '../api/client.ts';
import { connect, ofCreditor } from './connect.ts';
import { EXIT, print, printJson, reportBadInput } from './io.ts';

interface Asked {
  /** With an administrator's key only. */
  readonly creditor?: string;
  readonly json: boolean;
}

type SeenAccounts = AnswerOf<'GET /accounts'>;

/** `accounts`: the bank accounts of the creditor, their other names, and the names that nobody knows. */
export async function run({ creditor, json }: Asked): Promise<number> {
  try {
    const seen = await (await connect()).call('GET /accounts', { query: ofCreditor(creditor) });
    if (json) printJson(seen);
    else print([tableOf(seen), ...seen.unknown.map(unknownText)].join('\n'));
    return EXIT.done;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

/** `accounts name NAME --of ACCOUNT`: what is told under the name counts on that account; what waited is settled. */
export async function name(given: Asked & { readonly name: string; readonly of?: string }): Promise<number> {
  const { name: said, of: account = said, creditor, json } = given;
  try {
    const asked = { params: { name: said }, query: ofCreditor(creditor), body: { account } };
    const answer = await (await connect()).call('PUT /accounts/{name}', asked);
    if (json) printJson(answer);
    else print(`${said}\u00a0: compte ${account}. Écritures qui attendaient\u00a0: ${answer.settled}.`);
    return EXIT.done;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

function unknownText(unknown: string): string {
  return `À dire\u00a0: ${unknown}, nom inconnu dont les écritures attendent (exigible accounts name ${JSON.stringify(unknown)} --of IBAN).`;
}

function tableOf({ accounts }: SeenAccounts): string {
  const table = new Table({ head: ['Compte', 'Connu jusqu’au', 'Autres noms'], style: { head: [], border: [] } });
  for (const { account, throughOn, names } of accounts) table.push([account, throughOn ?? 'jamais', names.join('\n')]);
  return table.toString();
}
