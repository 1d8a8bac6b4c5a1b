import { type RateTable, SHIPPED_RATES } from '../law/rates.ts';
import { allOf } from './common-rules.ts';
import { courtOf } from './court.ts';
import type { Route, RouteName, RoutesInput } from './route.ts';
import { ROUTE_RULES } from './route-rules.ts';
import { type Situation, situationOf } from './situation.ts';

const NAMES: readonly RouteName[] = [
  'petites-creances',
  'injonction-de-payer',
  'recouvrement-simplifie',
  'refere-provision',
  'assignation',
];

/** The five routes, each with its court and every rule that was looked at. Facts and texts only: choosing belongs to a person (loi 71-1130 art. 54). */
export function routesOf(input: RoutesInput, rates: RateTable = SHIPPED_RATES): { readonly routes: readonly Route[] } {
  const situation = situationOf(input, rates);
  return { routes: NAMES.map((name) => routeOf(name, situation)) };
}

/** The small-claims procedure is led by a commissaire de justice: no court. */
function routeOf(route: RouteName, situation: Situation): Route {
  const verdicts = ROUTE_RULES[route].flatMap((rule) => rule(situation) ?? []);
  const reasons = verdicts.map(({ reason }) => reason);
  const open = allOf(verdicts.map((each) => each.open));
  if (route === 'petites-creances') return { route, open, court: null, reasons };
  const { court, reason } = courtOf(situation);
  return { route, open, court, reasons: [...reasons, reason] };
}
