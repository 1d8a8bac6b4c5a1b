import { creditorOf } from '../db/creditors.ts';
import type { Queries } from '../db/database.ts';
import { debtorOf } from '../db/debtors.ts';
import type { Address, Creditor, Debtor } from '../db/party-schema.ts';
import type { Case } from '../domain/case/case.ts';
import type { ClaimCreditor } from '../domain/case/claim-of-case.ts';
import type { ContactData, CreditorData, DebtorData } from '../templates/data.ts';
import { groupedIban, groupedSiren, unbrokenPhone } from '../templates/french.ts';

/** The creditor and the debtor of a case as they stand now: an address corrected this morning is the one written to. */
export interface Parties {
  readonly creditor: Creditor;
  readonly debtor: Debtor;
}

/** Reads both parties. Throws when one was never told: the billing system names the debtor before any case opens. */
export async function partiesOf(db: Queries, { creditorId, debtor }: Pick<Case, 'creditorId' | 'debtor'>): Promise<Parties> {
  const known = await debtorOf(db, creditorId, debtor.id);
  if (!known) throw new Error(`debtor ${debtor.id} of ${creditorId} is unknown`);
  return { creditor: await knownCreditor(db, creditorId), debtor: known };
}

/** Who claims, and under which terms. */
export async function claimCreditorOf(db: Queries, creditorId: string): Promise<ClaimCreditor> {
  const { kind, terms } = await knownCreditor(db, creditorId);
  return { kind, terms };
}

async function knownCreditor(db: Queries, creditorId: string): Promise<Creditor> {
  const creditor = await creditorOf(db, creditorId);
  if (!creditor) throw new Error(`creditor ${creditorId} is unknown`);
  return creditor;
}

/** The creditor as letters print him. */
export function creditorData(creditor: Creditor): CreditorData {
  const { name, legalForm, capital, rcs, address, email, phone, bic } = creditor;
  return {
    name,
    legalForm,
    ...(capital === undefined ? {} : { capital }),
    siren: groupedSiren(creditor.siren),
    ...(rcs === undefined ? {} : { rcs: `RCS ${rcs.city} ${groupedSiren(rcs.number)}` }),
    addressLines: linesOf(address),
    city: address.city,
    email,
    phone: unbrokenPhone(phone),
    iban: groupedIban(creditor.iban),
    bic,
  };
}

/** The debtor as letters print him. */
export function debtorData(debtor: Debtor): DebtorData {
  return {
    name: debtor.name,
    addressLines: debtor.registeredOffice ? linesOf(debtor.registeredOffice) : [],
    ...(debtor.siren === undefined ? {} : { siren: groupedSiren(debtor.siren) }),
    kind: debtor.kind,
  };
}

/** Whom the debtor may ask. */
export function contactData({ contact }: Creditor): ContactData {
  return { ...contact, phone: unbrokenPhone(contact.phone) };
}

function linesOf({ line1, line2, postcode, city }: Address): string[] {
  return [line1, ...(line2 === undefined ? [] : [line2]), `${postcode} ${city}`];
}
