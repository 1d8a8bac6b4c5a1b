import { routeNames } from '../domain/case/show/french.ts';
import type { Court, Reason, Route, Routes } from '../domain/routes/route.ts';
import { routesOf } from '../domain/routes/routes.ts';
import { readRoutesInput } from '../domain/routes/routes-input.ts';
import { EXIT, parseJson, print, printJson, readInput, reportBadInput } from './io.ts';
import { wrappedTable } from './wrapped-table.ts';

const COURTS: Readonly<Record<Court, string>> = {
  'tribunal-de-commerce': 'tribunal de commerce',
  'tribunal-des-activites-economiques': 'tribunal des activités économiques',
  'chambre-commerciale-du-tribunal-judiciaire': 'chambre commerciale du tribunal judiciaire',
  'tribunal-mixte-de-commerce': 'tribunal mixte de commerce',
  'tribunal-judiciaire': 'tribunal judiciaire',
  'tribunal-administratif': 'tribunal administratif',
};

const SAYS: Readonly<Record<Reason['says'], string>> = { for: 'pour', against: 'contre', 'to-confirm': 'à confirmer' };

/** Prints the routes with the facts for, against and to confirm, or JSON; exit 1 where the debtor's law is not the one known here. */
export async function run({ file, json }: { file: string; json: boolean }): Promise<number> {
  try {
    const answer = routesOf(readRoutesInput(parseJson(await readInput(file))));
    if (json) printJson(answer);
    else print(answerText(answer));
    return answer.refusal === undefined ? EXIT.done : EXIT.refused;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

function answerText({ routes, refusal }: Routes): string {
  const closing = 'Ni avis ni conseil\u00a0: le choix appartient à une personne.';
  return [...(refusal === undefined ? routes.map(routeText) : [refusal]), closing].join('\n\n');
}

function routeText({ route, open, court, reasons }: Route): string {
  const state = open === null ? 'un fait manque' : open ? 'ouverte en droit' : 'fermée';
  const table = wrappedTable(
    { head: ['Sens', 'Règle', 'Texte', 'Fait'], colWidths: [13, 36, 32, 46] },
    reasons.map((reason) => [SAYS[reason.says], reason.rule, reason.article, reason.fact]),
  );
  const name = routeNames[route];
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}\u00a0: ${state}${court === null ? '' : ` (${COURTS[court]})`}\n${table}`;
}
