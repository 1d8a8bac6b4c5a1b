import { type RateTable, SHIPPED_RATES } from '../law/rates.ts';
import { hasEuropeanProcedures } from '../party/country.ts';
import { courtOf } from './court.ts';
import { ROUTE_NAMES, type Route, type RouteName, type Routes, type RoutesInput } from './route.ts';
import { ROUTE_RULES } from './route-rules.ts';
import { type Situation, situationOf } from './situation.ts';
import { allOf } from './verdict.ts';

/** The routes that only some debtors have. */
const CONCERNS: Readonly<Partial<Record<RouteName, (situation: Situation) => boolean>>> = {
  'injonction-europeenne': ({ country }) => country !== null && hasEuropeanProcedures(country),
  'petits-litiges-europeens': ({ country }) => country !== null && hasEuropeanProcedures(country),
  'recours-public': ({ input }) => input.debtor.kind === 'public',
  'mandatement-office': ({ input }) => input.debtor.kind === 'public',
};

/** Led by a commissaire de justice or asked of an authority: no court. */
const WITHOUT_COURT: readonly RouteName[] = ['petites-creances', 'mandatement-office'];

/**
 * The five routes and those of a European or public debtor, each with its court and every rule that was looked at. Facts and texts only: choosing
 * belongs to a person (loi 71-1130 art. 54). Where the debtor's law is not the one known here `refusal` says so and every route is closed.
 */
export function routesOf(input: RoutesInput, rates: RateTable = SHIPPED_RATES): Routes {
  const situation = situationOf(input, rates);
  const names = ROUTE_NAMES.filter((name) => CONCERNS[name]?.(situation) ?? true);
  const routes = names.map((name) => routeOf(name, situation));
  return situation.pacific ? { routes, refusal: refusalIn(situation) } : { routes };
}

function refusalIn({ department }: Situation): string {
  return `Débiteur établi dans une collectivité du Pacifique (${department})\u00a0: le droit et les procédures y sont locaux, aucune voie métropolitaine n’est proposée. À demander à un avocat du ressort.`;
}

function routeOf(route: RouteName, situation: Situation): Route {
  const verdicts = ROUTE_RULES[route].flatMap((rule) => rule(situation) ?? []);
  const reasons = verdicts.map(({ reason }) => reason);
  const open = allOf(verdicts.map((each) => each.open));
  if (WITHOUT_COURT.includes(route)) return { route, open, court: null, reasons };
  const { court, reason } = courtOf(situation);
  return { route, open, court, reasons: [...reasons, reason] };
}
