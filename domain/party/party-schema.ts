import { isValidBIC, isValidIBAN } from 'ibantools';
import * as z from 'zod';
import { idSchema, strict, textSchema } from '../document-schema.ts';
import { debtorKinds } from '../plan/plan.ts';
import { isFrance } from './country.ts';
import { LANGUAGES } from './language.ts';
import {
  centsByCurrency,
  countrySchema,
  mandateSchema,
  mediatorSchema,
  postageSchema,
  qualitySchema,
  segmentRuleSchema,
  signatorySchema,
} from './party-fields-schema.ts';
import { qualityExpected, type ToldParty } from './quality.ts';

const debtorKind = z.enum(debtorKinds);
/** Without spaces, in capitals. */
export const bareIban = (text: string) => text.replaceAll(/\s/g, '').toUpperCase();

/** A postal address as letters print it; `country` is ISO 3166 alpha-2. The post of France sorts by five digits, Monaco's letters too. */
export const addressSchema = strict({
  line1: textSchema,
  line2: textSchema.exactOptional(),
  postcode: textSchema,
  city: textSchema,
  country: countrySchema.default('FR'),
})
  .check(({ value: { country, postcode }, issues }) => {
    if ((isFrance(country) || country === 'MC') && !/^\d{5}$/.test(postcode))
      issues.push({ code: 'custom', input: postcode, path: ['postcode'], message: 'five digits' });
  })
  .meta({ id: 'Address' });

const sirenSchema = z.string().regex(/^\d{9}$/, 'the nine digits of a SIREN');
const ibanSchema = z
  .string()
  .transform(bareIban)
  .refine((iban) => isValidIBAN(iban), 'an IBAN whose check digits are right');
const bicSchema = z
  .string()
  .transform(bareIban)
  .refine((bic) => isValidBIC(bic), 'a BIC of 8 or 11 characters');

const phoneSchema = z.string().regex(/^\+[1-9]\d{6,14}$/, 'a number in E.164 form such as +33612345678');

const terms = strict({
  dayCount: z.enum(['ACT/365F', 'ACT/ACT']).default('ACT/365F'),
  allocation: z
    .enum(['interest-first', 'principal-first'])
    .default('interest-first')
    .meta({ description: 'Imputation d’un paiement partiel, choisie une fois pour toutes (C. civ. 1343-1) et imprimée' }),
  contractRateBasisPoints: z.int().positive().exactOptional(),
});

const planChoice = strict({
  plan: idSchema,
  kinds: z.array(debtorKind).min(1).exactOptional(),
  segments: z.array(textSchema).min(1).exactOptional(),
  debtors: z.array(idSchema).min(1).exactOptional(),
  minimumTotal: centsByCurrency.exactOptional(),
  belowTotal: centsByCurrency.exactOptional(),
});

/** Refuses a quality that contradicts the kind of the party or `trader`. */
function agrees<Schema extends z.ZodType<ToldParty>>(schema: Schema): Schema {
  return schema.check(({ value, issues }) => {
    const expected = qualityExpected(value);
    if (expected !== null) issues.push({ code: 'custom', input: value.quality, path: ['quality'], message: expected });
  });
}

/** A creditor: who signs the letters, where the money goes, on which terms. */
export const creditorSchema = agrees(
  strict({
    id: idSchema,
    kind: z.enum(['company', 'individual']).default('company'),
    quality: qualitySchema.exactOptional(),
    name: textSchema,
    legalForm: textSchema.meta({ description: 'SARL, SAS, entreprise individuelle…' }),
    capital: textSchema.exactOptional().meta({ description: 'As printed on letters: « 10 000 € »' }),
    siren: sirenSchema,
    rcs: strict({ number: textSchema, city: textSchema }).exactOptional(),
    vatNumber: textSchema.exactOptional(),
    address: addressSchema,
    email: z.email(),
    phone: textSchema,
    iban: ibanSchema,
    bic: bicSchema,
    accountHolder: textSchema.max(70).exactOptional().meta({
      description:
        'Nom du titulaire exactement comme la banque le connaît : celle du payeur le compare (vérification du bénéficiaire) ; absent : name',
    }),
    bankName: textSchema.max(70).exactOptional().meta({ description: 'Nom de la banque, imprimé près de l’IBAN' }),
    signatory: signatorySchema.exactOptional(),
    mediator: mediatorSchema.exactOptional(),
    mandate: mandateSchema.exactOptional(),
    terms: terms.default({ dayCount: 'ACT/365F', allocation: 'interest-first' }),
    defaultPlan: idSchema.default('default-b2b'),
    planChoices: z
      .array(planChoice)
      .exactOptional()
      .meta({ description: 'Rules that choose the plan of a new invoice, the first that fits; else defaultPlan' }),
    segmentRule: segmentRuleSchema
      .exactOptional()
      .meta({ description: 'Par quoi les débiteurs sont regular, late, strategic ou new ; absent : proposé, à 15 et 180 jours' }),
    contact: strict({ name: textSchema, email: z.email(), phone: textSchema }).meta({
      description: 'Whom the debtor may call: printed on every message',
    }),
    secondPerson: z.boolean().exactOptional().meta({
      description:
        'Un nouvel IBAN, un nouveau mandat ou une nouvelle adresse de siège attendent qu’une seconde personne les confirme ; absent : dès que deux personnes ont le droit d’approuver',
    }),
    postage: postageSchema.exactOptional().meta({
      description:
        'Ce que coûte une lettre, impression et affranchissement, en centimes d’euro ; absent : les aperçus disent qu’il est inconnu',
    }),
    bankAccounts: z
      .array(textSchema)
      .exactOptional()
      .meta({ description: 'Accounts whose feed must be fresh before anything asks for money' }),
  }),
).meta({ id: 'Creditor' });

/** A debtor. Only what is known: a channel without an address becomes a task, never a blocked case. */
export const debtorSchema = agrees(
  strict({
    id: idSchema,
    kind: debtorKind,
    name: textSchema,
    siren: sirenSchema.exactOptional(),
    legalForm: textSchema.exactOptional(),
    trader: z.boolean().nullable().exactOptional().meta({ description: 'commerçant ; null quand on ne sait pas' }),
    quality: qualitySchema.exactOptional(),
    registeredOffice: addressSchema.exactOptional(),
    email: z.email().exactOptional(),
    mobile: phoneSchema.exactOptional().meta({ description: 'Où partent les SMS' }),
    phone: phoneSchema.exactOptional().meta({ description: 'Où l’appeler, ligne fixe comprise : aucun SMS n’y part' }),
    language: z
      .enum(LANGUAGES, `a language that messages are written in (${LANGUAGES.join(', ')}); left out, French leaves`)
      .default('fr')
      .meta({ description: 'Langue des e-mails et SMS ; les lettres restent en français' }),
    segment: textSchema.exactOptional(),
    paidBy: z
      .array(textSchema)
      .max(20)
      .exactOptional()
      .meta({ description: 'Noms sous lesquels un autre paie pour lui : siège, société mère ; la banque les dit comme payeur' }),
    creditLimit: centsByCurrency
      .exactOptional()
      .meta({ description: 'Encours que le créancier lui accorde, en centimes par devise : dit avec customer.hold.suggested' }),
    virtualIban: ibanSchema.exactOptional().meta({ description: 'IBAN que la banque du créancier tient pour ce seul débiteur' }),
  }),
).meta({ id: 'Debtor' });

export type Creditor = z.output<typeof creditorSchema>;
export type Debtor = z.output<typeof debtorSchema>;
export type Address = z.output<typeof addressSchema>;
