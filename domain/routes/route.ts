import type { CivilDate } from '../calendar/civil-date.ts';
import type { ClaimInput } from '../claim/claim.ts';
import type { Nature } from '../deadlines/deadline.ts';
import type { Quality } from '../party/quality.ts';

/** Yes, no, or a fact that nobody gave. */
export type Known = boolean | null;

/** A case as the routes look at it. What is left out or null is a fact that is missing. */
export interface RoutesInput {
  readonly asOf: CivilDate;
  readonly debtor: {
    readonly kind: ClaimInput['debtor']['kind'];
    readonly trader?: Known | undefined;
    readonly quality?: Quality | null | undefined;
    readonly department?: string | null | undefined;
    readonly legalForm?: string | null | undefined;
    /** ISO 3166 alpha-2; absent: in France. */
    readonly country?: string | null | undefined;
  };
  readonly creditor?:
    | {
        readonly trader?: Known | undefined;
        readonly quality?: Quality | null | undefined;
        readonly legalForm?: string | null | undefined;
      }
    | undefined;
  readonly claim: ClaimInput;
  /** Other claims of the same creditor against the same debtor (CPC 35). */
  readonly connected?: readonly ClaimInput[] | undefined;
  readonly nature?: Nature | null | undefined;
  readonly disputed?: Known | undefined;
  /** The public body admits that it owes the sum. */
  readonly admitted?: Known | undefined;
  readonly notice?: { readonly effectiveOn: CivilDate } | null | undefined;
  readonly amicableAttempt?: { readonly on: CivilDate } | null | undefined;
}

/** Every route, in the order in which they are shown: five for everybody, then those of a European and of a public debtor. */
export const ROUTE_NAMES = [
  'petites-creances',
  'injonction-de-payer',
  'recouvrement-simplifie',
  'refere-provision',
  'assignation',
  'injonction-europeenne',
  'petits-litiges-europeens',
  'recours-public',
  'mandatement-office',
] as const;

export type RouteName = (typeof ROUTE_NAMES)[number];

export type Court =
  | 'tribunal-de-commerce'
  | 'tribunal-des-activites-economiques'
  | 'chambre-commerciale-du-tribunal-judiciaire'
  | 'tribunal-mixte-de-commerce'
  | 'tribunal-judiciaire'
  | 'tribunal-administratif';

/** One rule that was looked at: its article, the fact of this case, and which way it points; `missing` are the fields that would settle it. */
export interface Reason {
  readonly rule: string;
  readonly article: string;
  readonly fact: string;
  readonly says: 'for' | 'against' | 'to-confirm';
  readonly missing?: readonly string[];
}

/** A route: open in law or not, null while a fact is missing; never a recommendation (loi 71-1130 art. 54). */
export interface Route {
  readonly route: RouteName;
  readonly open: Known;
  readonly court: Court | null;
  readonly reasons: readonly Reason[];
}

/** The routes; `refusal` says why none can be looked at here. */
export interface Routes {
  readonly routes: readonly Route[];
  readonly refusal?: string;
}

/** A rule applied to the case: what it leaves of the route, and why. */
export interface Verdict {
  readonly open: Known;
  readonly reason: Reason;
}
