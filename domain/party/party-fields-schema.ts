import * as z from 'zod';
import { civilDateSchema, currencySchema, strict, textSchema } from '../document-schema.ts';
import { QUALITIES } from './quality.ts';
import { USUAL_RULE } from './segment.ts';

const NAMES = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
/** Codes that name no country, or one that nobody writes to by post. */
const NO_COUNTRY: ReadonlySet<string> = new Set(['EU', 'EZ', 'UN', 'XA', 'XB', 'ZZ']);

/** An ISO 3166 alpha-2 country that exists: `UK` is refused, `GB` is not. */
export const countrySchema = z
  .string()
  .regex(/^[A-Z]{2}$/, 'an ISO 3166 country such as FR')
  .refine(isCountry, { error: 'an ISO 3166 country such as FR', when: ({ issues }) => issues.length === 0 });

function isCountry(code: string): boolean {
  return !NO_COUNTRY.has(code) && new Intl.Locale(`und-${code}`).region === code && NAMES.of(code) !== undefined;
}

/** What a party is in law; null or absent when nobody said. */
export const qualitySchema = z.enum(QUALITIES).nullable().meta({
  description:
    'Commerçant, artisan, profession libérale, agriculteur, association, particulier, personne publique ; null quand on ne sait pas',
});

/** Who signs the letters, and what gives him the power to. */
export const signatorySchema = strict({
  name: textSchema,
  capacity: textSchema.meta({ description: 'Sa fonction, imprimée sous son nom : « gérante »' }),
  power: textSchema.exactOptional().meta({
    description: 'Ce qui lui donne pouvoir quand sa fonction n’y suffit pas : « délégation du 3 mars 2026 »',
  }),
});

/** The consumer mediator of a trader (C. conso. L616-1, R616-1). */
export const mediatorSchema = strict({
  name: textSchema,
  address: textSchema,
  website: z.url({ protocol: /^https?$/ }).exactOptional(),
});

export const centsByCurrency = z.record(currencySchema, z.int().nonnegative());
const days = z.int().positive().max(3650);

/** By what a creditor tells his debtors apart. */
export const segmentRuleSchema = strict({
  decides: z
    .enum(['rule', 'person'])
    .default(USUAL_RULE.decides)
    .meta({ description: 'rule : le segment proposé vaut pour les nouvelles factures ; person : il est proposé' }),
  lateFromDays: days.default(USUAL_RULE.lateFromDays).meta({ description: 'Retard moyen à partir duquel un client est late' }),
  newForDays: days.default(USUAL_RULE.newForDays).meta({ description: 'Jours après la première facture où il est new' }),
  strategicFrom: centsByCurrency.exactOptional().meta({ description: 'Facturé en un an à partir duquel il est strategic' }),
});

const postagePrice = z.int().positive().max(100_000);

/** What a letter costs this creditor to print and post: his contract's price, no public tariff. */
export const postageSchema = strict({
  registeredLetterCents: postagePrice.exactOptional().meta({ description: 'Une lettre recommandée avec avis de réception' }),
  letterCents: postagePrice.exactOptional().meta({ description: 'Une lettre simple' }),
});

const collector = strict({
  name: textSchema,
  siren: z.string().regex(/^\d{9}$/, 'the nine digits of a SIREN'),
  address: textSchema,
  email: z.email().exactOptional(),
  phone: textSchema.exactOptional(),
});

const forAnother = {
  collector: collector.exactOptional(),
  agreementOn: civilDateSchema.exactOptional().meta({ description: 'Date du mandat écrit (CPCE R124-3)' }),
  insurance: textSchema
    .exactOptional()
    .meta({ description: 'Assureur et contrat de responsabilité professionnelle (CPCE R124-2)' }),
  dedicatedAccount: textSchema
    .exactOptional()
    .meta({ description: 'IBAN du compte réservé aux fonds des créanciers (CPCE R124-2)' }),
  declaredTo: textSchema
    .exactOptional()
    .meta({ description: 'Procureur de la République qui a reçu la déclaration (CPCE R124-2)' }),
};

/** In whose name a creditor is acted for; what is missing is told by `mandateFaults`, not here. */
export const mandateSchema = z
  .discriminatedUnion('as', [
    strict({ as: z.literal('own-name') }),
    strict({ as: z.literal('agency'), ...forAnother }),
    strict({ as: z.literal('accounting-firm'), ...forAnother }),
  ])
  .meta({
    description: 'Le créancier agit en son nom (own-name), ou une agence ou un cabinet comptable pour lui (CPCE R124-1 à R124-7)',
  });
