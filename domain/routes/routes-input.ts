import * as z from 'zod';
import type { ClaimInput } from '../claim/claim.ts';
import { claimDaySchema, claimInputSchema, readClaimInput } from '../claim/claim-input.ts';
import { departmentSchema } from '../deadlines/deadline-input.ts';
import { readDocument, strict } from '../document-schema.ts';
import { BadInput, type Fault } from '../fault.ts';
import type { RoutesInput } from './route.ts';

const day = claimDaySchema;
const known = z.boolean().nullish();

/** The document that `routes` takes, for OpenAPI and the reader. */
const routesInputSchema = strict({
  asOf: day,
  debtor: strict({
    kind: z.enum(['business', 'consumer', 'public']),
    trader: known,
    department: departmentSchema.nullish(),
    legalForm: z.string().max(200).nullish(),
  }),
  creditor: strict({ trader: known }).optional(),
  claim: claimInputSchema,
  nature: z.enum(['services', 'goods', 'transport', 'consumer']).nullish(),
  disputed: known,
  notice: strict({ effectiveOn: day }).nullish(),
  amicableAttempt: strict({ on: day }).nullish(),
});

/** Reads the input of `routes`. Throws `BadInput`: for each field at fault its JSON path, what came and what is expected. */
export function readRoutesInput(document: unknown): RoutesInput {
  const read: RoutesInput = readDocument(routesInputSchema, document);
  const claim: ClaimInput = readClaimInput(read.claim, '$.claim');
  const input = { ...read, claim };
  const faults = [...sameAsClaim(input), ...coherentQuality(input)];
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

function coherentQuality({ debtor, nature }: RoutesInput): readonly Fault[] {
  const faults: Fault[] = [];
  if (debtor.kind !== 'business' && debtor.trader === true)
    faults.push({ path: '$.debtor.trader', message: `got true, expected false or null for a debtor of kind "${debtor.kind}"` });
  if (debtor.kind !== 'consumer' && nature === 'consumer')
    faults.push({
      path: '$.nature',
      message: `got "consumer", expected services, goods or transport for a debtor of kind "${debtor.kind}"`,
    });
  return faults;
}
