import Table from 'cli-table3';
import type { Court, Reason, Route, RouteName } from '../domain/routes/route.ts';
import { routesOf } from '../domain/routes/routes.ts';
import { readRoutesInput } from '../domain/routes/routes-input.ts';
import { EXIT, parseJson, print, printJson, readInput, reportBadInput } from './io.ts';

const ROUTES: Readonly<Record<RouteName, string>> = {
  'petites-creances': 'Procédure simplifiée des petites créances',
  'injonction-de-payer': 'Injonction de payer',
  'recouvrement-simplifie': 'Recouvrement des créances commerciales incontestées',
  'refere-provision': 'Référé-provision',
  assignation: 'Assignation au fond',
};

const COURTS: Readonly<Record<Court, string>> = {
  'tribunal-de-commerce': 'tribunal de commerce',
  'tribunal-des-activites-economiques': 'tribunal des activités économiques',
  'chambre-commerciale-du-tribunal-judiciaire': 'chambre commerciale du tribunal judiciaire',
  'tribunal-mixte-de-commerce': 'tribunal mixte de commerce',
  'tribunal-judiciaire': 'tribunal judiciaire',
  'tribunal-administratif': 'tribunal administratif',
};

const SAYS: Readonly<Record<Reason['says'], string>> = { for: 'pour', against: 'contre', 'to-confirm': 'à confirmer' };

/** Prints the five routes with the facts for, against and to confirm, or JSON. */
export async function run({ file, json }: { file: string; json: boolean }): Promise<number> {
  try {
    const answer = routesOf(readRoutesInput(parseJson(await readInput(file))));
    if (json) printJson(answer);
    else print([...answer.routes.map(routeText), 'Ni avis ni conseil\u00a0: le choix appartient à une personne.'].join('\n\n'));
    return EXIT.done;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

function routeText({ route, open, court, reasons }: Route): string {
  const state = open === null ? 'un fait manque' : open ? 'ouverte en droit' : 'fermée';
  const table = new Table({
    head: ['Sens', 'Règle', 'Texte', 'Fait'],
    colWidths: [13, 36, 32, 46],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const reason of reasons) table.push([SAYS[reason.says], reason.rule, reason.article, reason.fact]);
  return `${ROUTES[route]}\u00a0: ${state}${court === null ? '' : ` (${COURTS[court]})`}\n${table.toString()}`;
}
