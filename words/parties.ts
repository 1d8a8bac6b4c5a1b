import { creditorOf } from '../db/creditors.ts';
import type { Queries } from '../db/database.ts';
import { debtorOf } from '../db/debtors.ts';
import { handwrittenSum } from '../domain/agreement/agreement.ts';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import type { Case } from '../domain/case/case.ts';
import { runsByItself } from '../domain/claim/regimes.ts';
import { languageOf } from '../domain/party/language.ts';
import { collectorOf } from '../domain/party/mandate.ts';
import type { Creditor, Debtor } from '../domain/party/party-schema.ts';
import { standingOf } from '../domain/party/standing.ts';
import { payeeOf } from '../domain/payment/payee.ts';
import type { CollectorData, ContactData, CreditorData, DebtorData, SignatoryData } from '../templates/data.ts';
import { groupedIban, groupedSiren, unbrokenPhone } from '../templates/french.ts';
import { addressLines } from '../templates/postal-address.ts';
import { speechOf } from '../templates/speech.ts';

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

async function knownCreditor(db: Queries, creditorId: string): Promise<Creditor> {
  const creditor = await creditorOf(db, creditorId);
  if (!creditor) throw new Error(`creditor ${creditorId} is unknown`);
  return creditor;
}

/** The creditor as letters to a debtor print him, with the account that this debtor pays to. */
export function creditorData(creditor: Creditor, debtor: Pick<Debtor, 'virtualIban'>): CreditorData {
  const { name, legalForm, capital, rcs, address, email, phone, mediator } = creditor;
  const { name: payee, iban, ...bank } = payeeOf(creditor, debtor);
  return {
    name,
    legalForm,
    ...(capital === undefined ? {} : { capital }),
    siren: groupedSiren(creditor.siren),
    ...(rcs === undefined ? {} : { rcs: `RCS ${rcs.city} ${groupedSiren(rcs.number)}` }),
    addressLines: addressLines(address),
    city: address.city,
    email,
    phone: unbrokenPhone(phone),
    payee,
    iban: groupedIban(iban),
    ...bank,
    ...(mediator === undefined
      ? {}
      : { mediator: [mediator.name, mediator.address, mediator.website].filter(Boolean).join(', ') }),
  };
}

/** The debtor as letters of the creditor print him. */
export function debtorData({ creditor, debtor }: Parties, on: CivilDate): DebtorData {
  const sum = handwrittenSum(standingOf(debtor, on).quality);
  return {
    name: debtor.name,
    addressLines: debtor.registeredOffice ? addressLines(debtor.registeredOffice) : [],
    ...(debtor.siren === undefined ? {} : { siren: groupedSiren(debtor.siren) }),
    kind: debtor.kind,
    rules: runsByItself({ creditor, debtor }) ? debtor.kind : 'consumer',
    language: languageOf(debtor.language),
    ...(sum === 'not-required' ? {} : { handwrittenSum: sum }),
  };
}

/** Whom the debtor may ask. */
export function contactData({ contact }: Creditor): ContactData {
  return { ...contact, phone: unbrokenPhone(contact.phone) };
}

/** Who signs the letters, with the power that lets him; the contact where nobody else was named. */
export function signatoryData({ signatory, contact }: Creditor): SignatoryData {
  if (signatory === undefined) return { name: contact.name };
  const { name, capacity, power } = signatory;
  return { name, capacity: power === undefined ? capacity : `${capacity}, ${power}` };
}

/** Who collects for the creditor, when he does not write himself (CPCE R124-4); null in his own name. */
export function collectorData({ mandate }: Creditor, language: string): CollectorData | null {
  const collector = collectorOf(mandate);
  if (collector === null || mandate === undefined || mandate.as === 'own-name') return null;
  const { name, siren, address } = collector;
  const agreementOn = mandate.agreementOn && speechOf(language).day(mandate.agreementOn);
  return { name, siren: groupedSiren(siren), address, ...(agreementOn === undefined ? {} : { agreementOn }) };
}

/** The same parties, written to in French: letters with legal weight are in no other language. */
export function inFrench({ creditor, debtor }: Parties): Parties {
  return { creditor, debtor: { ...debtor, language: 'fr' } };
}
