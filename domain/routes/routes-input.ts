import * as z from 'zod';
import type { ClaimInput } from '../claim/claim.ts';
import { claimDaySchema, claimInputSchema, readClaimInput } from '../claim/claim-input.ts';
import { NATURES } from '../deadlines/deadline.ts';
import { departmentSchema } from '../deadlines/deadline-input.ts';
import { readDocument, strict } from '../document-schema.ts';
import { BadInput, type Fault } from '../fault.ts';
import { isFrance } from '../party/country.ts';
import { countrySchema, qualitySchema } from '../party/party-fields-schema.ts';
import { qualityExpected } from '../party/quality.ts';
import { debtorKinds } from '../plan/plan.ts';
import type { RoutesInput } from './route.ts';

const day = claimDaySchema;
const known = z.boolean().nullish();
const legalForm = z.string().max(200).nullish();

/** The document that `routes` takes, for OpenAPI and the reader. */
const routesInputSchema = strict({
  asOf: day,
  debtor: strict({
    kind: z.enum(debtorKinds),
    trader: known,
    quality: qualitySchema.optional(),
    department: departmentSchema.nullish(),
    legalForm,
    country: countrySchema.nullish(),
  }),
  creditor: strict({ trader: known, quality: qualitySchema.optional(), legalForm }).optional(),
  claim: claimInputSchema,
  connected: z.array(claimInputSchema).optional(),
  nature: z.enum(NATURES).nullish(),
  disputed: known,
  admitted: known,
  notice: strict({ effectiveOn: day }).nullish(),
  amicableAttempt: strict({ on: day }).nullish(),
});

/** Reads the input of `routes`. Throws `BadInput`: for each field at fault its JSON path, what came and what is expected. */
export function readRoutesInput(document: unknown): RoutesInput {
  const read: RoutesInput = readDocument(routesInputSchema, document);
  const claim: ClaimInput = readClaimInput(read.claim, '$.claim');
  const connected = (read.connected ?? []).map((each, index) => readClaimInput(each, `$.connected[${index}]`));
  const input = { ...read, claim, connected };
  const faults = [...sameAsClaim(input), ...connectedAlike(input), ...coherentQuality(input), ...coherentPlace(input)];
  if (faults.length > 0) throw new BadInput(faults);
  return input;
}

function sameAsClaim({ asOf, debtor, claim }: RoutesInput): readonly Fault[] {
  const faults: Fault[] = [];
  if (claim.asOf !== asOf) faults.push({ path: '$.claim.asOf', message: `got "${claim.asOf}", expected "${asOf}" as in asOf` });
  if (claim.debtor.kind !== debtor.kind)
    faults.push({
      path: '$.claim.debtor.kind',
      message: `got "${claim.debtor.kind}", expected "${debtor.kind}" as in debtor.kind`,
    });
  return faults;
}

/** Connected claims are those of the same parties, on the same day, in the same currency. */
function connectedAlike({ claim, connected = [] }: RoutesInput): readonly Fault[] {
  return connected.flatMap((each, index) => {
    const path = `$.connected[${index}]`;
    const pairs = [
      [`${path}.asOf`, each.asOf, claim.asOf],
      [`${path}.debtor.kind`, each.debtor.kind, claim.debtor.kind],
      [`${path}.creditor.kind`, each.creditor.kind, claim.creditor.kind],
      [`${path}.currency`, each.currency ?? 'EUR', claim.currency ?? 'EUR'],
    ] as const;
    return pairs.flatMap(([at, got, expected]) =>
      got === expected ? [] : [{ path: at, message: `got "${got}", expected "${expected}" as in claim` }],
    );
  });
}

function coherentQuality({ debtor, creditor = {}, claim, nature }: RoutesInput): readonly Fault[] {
  const parties = [
    ['$.debtor.quality', debtor],
    ['$.creditor.quality', { ...creditor, kind: claim.creditor.kind }],
  ] as const;
  const faults: Fault[] = parties.flatMap(([path, party]) => {
    const expected = qualityExpected(party);
    return expected === null ? [] : [{ path, message: `got "${party.quality}", expected ${expected}` }];
  });
  if (debtor.kind !== 'business' && debtor.trader === true)
    faults.push({ path: '$.debtor.trader', message: `got true, expected false or null for a debtor of kind "${debtor.kind}"` });
  if (nature && !isNatureOf(debtor.kind, nature))
    faults.push({
      path: '$.nature',
      message: `got "${nature}", expected services, goods or transport for a debtor of kind "${debtor.kind}"`,
    });
  return faults;
}

/** The natures of consumers and of public bodies are theirs alone. */
function isNatureOf(kind: RoutesInput['debtor']['kind'], nature: NonNullable<RoutesInput['nature']>): boolean {
  return (nature !== 'consumer' && nature !== 'public') || nature === kind;
}

function coherentPlace({ debtor: { country, department } }: RoutesInput): readonly Fault[] {
  if (!country || !department || isFrance(country)) return [];
  return [{ path: '$.debtor.department', message: `got "${department}", expected none for a debtor in "${country}"` }];
}
