import type { CivilDate } from '../calendar/civil-date.ts';
import { COMMERCIAL_FORMS, SOLE_TRADER_FORMS } from '../law/data/courts.ts';
import { isOpenInLaw } from '../law/legal-values.ts';
import type { Quality, ToldParty } from './quality.ts';

/** Where a party stands in law; null wherever nobody said. */
export interface Standing {
  readonly quality: Quality | null;
  /** A trader (C. com. L121-1, L210-1). */
  readonly trades: boolean | null;
  /** Answers to the commercial court: a trader, and since 2022 an artisan (C. com. L721-3). */
  readonly commercial: boolean | null;
}

const BY_KIND: Readonly<Partial<Record<ToldParty['kind'], Quality>>> = {
  consumer: 'private',
  individual: 'private',
  public: 'public',
};

/**
 * What is known of a party: by its kind, by a form that is commercial whatever it does (C. com. L210-1), else as it was told. Nobody is taken
 * to trade; who does not trade and works alone may still be an artisan.
 */
export function standingOf(party: ToldParty & { readonly legalForm?: string | null | undefined }, on: CivilDate): Standing {
  const { kind, quality, trader } = party;
  const form = party.legalForm?.trim().toLowerCase().replaceAll('.', '') ?? '';
  const known = BY_KIND[kind] ?? (COMMERCIAL_FORMS.includes(form) ? 'trader' : (quality ?? (trader ? 'trader' : null)));
  if (known === null) return untold(trader ?? null, SOLE_TRADER_FORMS.includes(form));
  const trades = known === 'trader' || trader === true;
  return {
    quality: known,
    trades,
    commercial: trades || (known === 'artisan' && isOpenInLaw('commercial-court-for-artisans', on)),
  };
}

function untold(trader: boolean | null, isAlone: boolean): Standing {
  return { quality: null, trades: trader, commercial: isAlone ? null : trader };
}
