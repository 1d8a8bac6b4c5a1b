import type { AnswerOf } from '../../api/client.ts';
import { sumCents } from '../../domain/money/cents.ts';
import { type PostageTerm, type Posted, postageOf } from '../../domain/party/postage.ts';

/** What a creditor pays for a letter, as his document says it. */
type Payer = Pick<AnswerOf<'GET /creditors/{id}'>, 'id' | 'postage'>;

/** What posting costs, as a page shows it: the terms of the sum, what they come to, and the letters whose price nobody said. */
export interface PostageShown {
  readonly terms: readonly { readonly count: number; readonly eachCents: number }[];
  readonly totalCents: number;
  readonly unknown: number;
  /** Where the price is said. */
  readonly setting: string;
}

/** The postage of letters of one or more creditors; the setting is that of the first whose price is not known. */
export function postageShown(all: readonly { readonly payer: Payer; readonly posted: readonly Posted[] }[]): PostageShown {
  const told = all.map(({ payer, posted }) => ({ id: payer.id, terms: postageOf(posted, payer.postage) }));
  const unsaid = told.find(({ terms }) => terms.some(({ eachCents }) => eachCents === null));
  const terms = told.flatMap((each) => each.terms);
  const known = termsByPrice(terms);
  return {
    terms: known,
    totalCents: sumCents(known.map(({ count, eachCents }) => count * eachCents)),
    unknown: sumCents(terms.map(({ count, eachCents }) => (eachCents === null ? count : 0))),
    setting: `/reglages/creancier?id=${encodeURIComponent(unsaid?.id ?? '')}#postage.registeredLetterCents`,
  };
}

function termsByPrice(terms: readonly PostageTerm[]) {
  const counts = new Map<number, number>();
  for (const { count, eachCents } of terms) if (eachCents !== null) counts.set(eachCents, (counts.get(eachCents) ?? 0) + count);
  return [...counts].map(([eachCents, count]) => ({ count, eachCents }));
}
