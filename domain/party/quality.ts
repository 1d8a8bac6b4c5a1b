import type { DebtorKind } from '../plan/plan.ts';
/** What a party is in law: decides the court, the procedures and the proof of an undertaking. Null wherever nobody said. */
export const QUALITIES = ['trader', 'artisan', 'liberal', 'farmer', 'association', 'private', 'public'] as const;

export type Quality = (typeof QUALITIES)[number];

/** As an operator reads them. */
export const qualityNames: Readonly<Record<Quality, string>> = {
  trader: 'commerçant',
  artisan: 'artisan',
  liberal: 'profession libérale',
  farmer: 'agriculteur',
  association: 'association',
  private: 'particulier',
  public: 'personne publique',
};

type PartyKind = DebtorKind | 'company' | 'individual';

const FITTING: Readonly<Record<PartyKind, readonly Quality[]>> = {
  business: ['trader', 'artisan', 'liberal', 'farmer', 'association'],
  consumer: ['private'],
  public: ['public'],
  company: ['trader', 'artisan', 'liberal', 'farmer', 'association', 'public'],
  individual: ['private'],
};

/** A party as documents tell it: its kind, and what is known of its quality. */
export interface ToldParty {
  readonly kind: PartyKind;
  readonly quality?: Quality | null | undefined;
  readonly trader?: boolean | null | undefined;
}

/** What the quality should have been, when it contradicts the kind of the party or `trader`; null when they agree. An artisan may trade as well. */
export function qualityExpected({ kind, quality, trader }: ToldParty): string | null {
  if (quality === undefined || quality === null) return null;
  if (!FITTING[kind].includes(quality)) return `one of ${FITTING[kind].join(', ')} or null for the kind "${kind}"`;
  if (trader === false && quality === 'trader') return 'another quality, or null, beside trader: false';
  if (trader === true && quality !== 'trader' && quality !== 'artisan') return '"trader" or "artisan" beside trader: true';
  return null;
}
