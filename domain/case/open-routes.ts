import type { CivilDate } from '../calendar/civil-date.ts';
import type { RouteName } from '../routes/route.ts';
import { routesOf } from '../routes/routes.ts';
import type { Case } from './case.ts';
import { type ClaimCreditor, claimInputOf } from './claim-of-case.ts';

/** The routes that the law does not close for this case on a day, as far as the case knows: a person qualifies and chooses. */
export function openRoutes(theCase: Case, creditor: ClaimCreditor, asOf: CivilDate): RouteName[] {
  const { kind, department } = theCase.debtor;
  const effectiveOn = theCase.notice?.effectiveOn;
  const { routes } = routesOf({
    asOf,
    debtor: { kind, department },
    claim: claimInputOf(theCase, creditor, asOf),
    nature: kind === 'consumer' ? 'consumer' : 'services',
    disputed: theCase.holds.some((hold) => hold.type === 'dispute'),
    notice: effectiveOn ? { effectiveOn } : null,
  });
  return routes.filter((route) => route.open !== false).map((route) => route.route);
}
