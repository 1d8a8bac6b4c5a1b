import type { CivilDate } from '../calendar/civil-date.ts';
import { type Case, holdOf } from '../case/case.ts';
import { type ClaimCreditor, claimInputOf } from '../case/claim-of-case.ts';
import { isOverdue } from '../case/debtor/asked.ts';
import { routeNames } from '../case/show/french.ts';
import type { Quality } from '../party/quality.ts';
import type { Known, Route, RoutesInput } from './route.ts';

/** What the routes ask of the parties beyond what the case knows. */
export interface RouteParties {
  readonly creditor: ClaimCreditor & { readonly quality?: Quality | null; readonly legalForm?: string };
  readonly debtor: {
    readonly trader?: Known;
    readonly quality?: Quality | null;
    readonly legalForm?: string;
    readonly registeredOffice?: { readonly country: string };
  };
}

/** A case in the words of `exigible routes`: anybody can look at the same facts again. What is not known stays null; `others` are the debtor's other cases with the same creditor: those that are due and open add up with it (CPC 35). */
export function routesInputOf(
  theCase: Case,
  { creditor, debtor }: RouteParties,
  asOf: CivilDate,
  others: readonly Case[] = [],
): RoutesInput {
  const { kind, department } = theCase.debtor;
  const effectiveOn = theCase.notice?.effectiveOn;
  const adds = (each: Case) =>
    each.closed === null && each.invoice.currency === theCase.invoice.currency && isOverdue(each, asOf);
  const connected = others.filter(adds);
  return {
    asOf,
    debtor: {
      kind,
      department,
      trader: kind === 'business' ? debtor.trader : null,
      quality: debtor.quality,
      legalForm: debtor.legalForm,
      country: debtor.registeredOffice?.country,
    },
    creditor: { quality: creditor.quality, legalForm: creditor.legalForm },
    claim: claimInputOf(theCase, creditor, asOf),
    ...(connected.length === 0 ? {} : { connected: connected.map((each) => claimInputOf(each, creditor, asOf)) }),
    nature: kind === 'business' ? theCase.invoice.nature : kind,
    disputed: holdOf(theCase, 'dispute') !== undefined,
    notice: effectiveOn ? { effectiveOn } : null,
    amicableAttempt: theCase.amicableAttempt ? { on: theCase.amicableAttempt.on } : null,
  };
}

/** The routes that the law does not close, one French line each: open or not settled, and how many facts a person has to confirm. Facts, no advice (loi 71-1130 art. 54). */
export function routeLines(routes: readonly Route[]): string[] {
  return routes.filter(({ open }) => open !== false).map(lineOf);
}

function lineOf({ route, open, reasons }: Route): string {
  const state = open === null ? 'un fait manque' : 'voie ouverte en droit';
  return `${routeNames[route]}\u00a0: ${state}, ${toConfirm(reasons.filter(({ says }) => says === 'to-confirm').length)}`;
}

function toConfirm(count: number): string {
  if (count === 0) return 'rien à confirmer';
  return count === 1 ? '1 point à confirmer' : `${count} points à confirmer`;
}
