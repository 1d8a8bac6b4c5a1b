import { readDocument } from '../../domain/document-schema.ts';
import { BadInput, type Fault } from '../../domain/fault.ts';
import { creditorSchema } from '../../domain/party/party-schema.ts';
import { creditorFields } from './creditor-form.ts';
import { creditorTold } from './creditor-told.ts';
import type { Sent } from './sent.ts';

/** On which page a field of the creditor is asked; its id is made from its name. */
export function partOf({ path, part }: (typeof creditorFields)[number]): string | null {
  if (path === 'id') return null;
  if (path === 'defaultPlan') return 'plan';
  return { account: 'compte', mediator: 'mediateur', company: 'societe', later: null }[part ?? 'company'];
}

/** What is wrong with the company of a creditor that is not kept yet: without it nobody goes on to the account. */
export function companyFaults(sent: Sent): readonly Fault[] {
  const { document, faults } = creditorTold({ id: 'neuf' }, sent);
  try {
    readDocument(creditorSchema, document);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    const ofCompany = error.faults.filter(({ path }) =>
      creditorFields.some((field) => path === `$.${field.path}` && partOf(field) === 'societe'),
    );
    return [...faults, ...ofCompany];
  }
  return faults;
}
