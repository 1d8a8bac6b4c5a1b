import Table from 'cli-table3';
import { parisDay } from '../domain/calendar/paris.ts';
import { readSemesterRates } from '../domain/law/semester-rates-document.ts';
import { formatRate } from '../domain/money/cents.ts';
import { connect } from './connect.ts';
import { EXIT, parseJson, print, printJson, readInput, reportBadInput } from './io.ts';
import { type KnownRates, ratesOfServer, shippedRates } from './known-rates.ts';

const ORIGINS = { shipped: 'livré', entered: 'saisi' };

/** `rates`: the legal rates by semester, shipped and, with an API key, entered; and what is missing. */
export async function run({ json }: { json: boolean }): Promise<number> {
  try {
    const onServer = await ratesOfServer();
    const known = onServer ?? shippedRates(parisDay(Date.now()));
    if (json) printJson(known);
    else print([tableOf(known), ...(onServer ? [] : [WITHOUT_SERVER]), missingText(known)].join('\n'));
    return EXIT.done;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

/** `rates enter`: gives the rates of a semester to the server; the cases that waited for them go on. */
export async function enter({ file, json }: { file: string; json: boolean }): Promise<number> {
  try {
    const rates = readSemesterRates(parseJson(await readInput(file)));
    const { semester } = rates;
    const answer = await (await connect()).call('PUT /legal-rates/{semester}', { params: { semester }, body: rates });
    if (json) printJson(answer);
    else
      print(
        [`Taux de ${answer.semester} gardés. Dossiers qui reprennent\u00a0: ${answer.released.length}.`, ...answer.released].join(
          '\n',
        ),
      );
    return EXIT.done;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

const WITHOUT_SERVER = 'Taux livrés seulement\u00a0: avec EXIGIBLE_API_KEY, le serveur dit aussi ceux qui ont été saisis.';

function missingText({ missing }: KnownRates): string {
  if (missing === null) return 'Aucun semestre à saisir.';
  return `À saisir\u00a0: ${missing} (exigible rates enter FICHIER).`;
}

function tableOf({ rates }: KnownRates): string {
  const head = ['Semestre', 'BCE', 'Légal, professionnels', 'Légal, particuliers', 'Origine', 'Vérifié le', 'Source'];
  const colAligns = ['left', 'right', 'right', 'right', 'left', 'left', 'left'] as const;
  const table = new Table({ head, colAligns: [...colAligns], style: { head: [], border: [] } });
  for (const { semester, origin, checkedOn, source, ...figures } of rates) {
    const { centralBankBasisPoints, legalProfessionalBasisPoints, legalPrivateBasisPoints } = figures;
    const shown = [centralBankBasisPoints, legalProfessionalBasisPoints, legalPrivateBasisPoints].map(formatRate);
    table.push([semester, ...shown, ORIGINS[origin], checkedOn, source]);
  }
  return table.toString();
}
