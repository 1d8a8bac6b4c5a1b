import type { CivilDate } from '../calendar/civil-date.ts';
import type { ClaimInput } from '../claim/claim.ts';
import type { Nature } from '../deadlines/deadline.ts';

/** Yes, no, or a fact that nobody gave. */
export type Known = boolean | null;

/** A case as the routes look at it. What is left out or null is a fact that is missing. */
export interface RoutesInput {
  readonly asOf: CivilDate;
  readonly debtor: {
    readonly kind: ClaimInput['debtor']['kind'];
    readonly trader?: Known | undefined;
    readonly department?: string | null | undefined;
    readonly legalForm?: string | null | undefined;
  };
  readonly creditor?: { readonly trader?: Known | undefined } | undefined;
  readonly claim: ClaimInput;
  readonly nature?: Nature | null | undefined;
  readonly disputed?: Known | undefined;
  readonly notice?: { readonly effectiveOn: CivilDate } | null | undefined;
  readonly amicableAttempt?: { readonly on: CivilDate } | null | undefined;
}

export type RouteName =
  | 'petites-creances'
  | 'injonction-de-payer'
  | 'recouvrement-simplifie'
  | 'refere-provision'
  | 'assignation';

export type Court =
  | 'tribunal-de-commerce'
  | 'tribunal-des-activites-economiques'
  | 'chambre-commerciale-du-tribunal-judiciaire'
  | 'tribunal-mixte-de-commerce'
  | 'tribunal-judiciaire'
  | 'tribunal-administratif';

/** One rule that was looked at: its article, the fact of this case, and which way it points. */
export interface Reason {
  readonly rule: string;
  readonly article: string;
  readonly fact: string;
  readonly says: 'for' | 'against' | 'to-confirm';
}

/** A route: open in law or not, null while a fact is missing; never a recommendation (loi 71-1130 art. 54). */
export interface Route {
  readonly route: RouteName;
  readonly open: Known;
  readonly court: Court | null;
  readonly reasons: readonly Reason[];
}

/** A rule applied to the case: what it leaves of the route, and why. */
export interface Verdict {
  readonly open: Known;
  readonly reason: Reason;
}
