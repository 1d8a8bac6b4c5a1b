import type { Request } from 'express';
import { readDocument } from '../../domain/document-schema.ts';
import { BadInput } from '../../domain/fault.ts';
import { creditorSchema } from '../../domain/party/party-schema.ts';
import { withoutAccents } from '../../domain/plain-text.ts';
import { choicesByKind } from '../../domain/plan/plan-choice.ts';
import { creditorFields } from './creditor-form.ts';
import { documentOf } from './document-form.ts';
import { FIRST_STEPS } from './first-steps-hold.ts';
import type { Known } from './first-steps-known.ts';
import { type Sent, sentIn } from './sent.ts';
import type { Visit } from './visit.ts';

/** On which page a field of the creditor is asked; its id is made from its name. */
export function partOf({ path, part }: (typeof creditorFields)[number]): string | null {
  if (path === 'id') return null;
  if (path === 'defaultPlan') return 'plan';
  return { account: 'compte', mediator: 'mediateur', company: 'societe', later: null }[part ?? 'company'];
}

/** What was typed of a company that is not kept yet, as the address of the next page holds it: a reload loses nothing. */
export function draftOf(sent: Sent): Record<string, string> {
  return Object.fromEntries(
    creditorFields.flatMap(({ path }) => (typeof sent[path] === 'string' ? [[path, String(sent[path])]] : [])),
  );
}

/** A new company is looked at here and kept with its account, which nothing goes without. */
export async function keepCompany(visit: Visit, known: Known, req: Request<Record<string, string>>): Promise<void> {
  const sent = sentIn(req);
  if (known.creditor !== null) return keepFields(visit, known, req);
  try {
    readDocument(creditorSchema, documentOf(creditorFields, { id: 'neuf' }, sent));
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    const faults = error.faults.filter(({ path }) =>
      creditorFields.some((field) => path === `$.${field.path}` && partOf(field) === 'societe'),
    );
    if (faults.length > 0) throw new BadInput(faults);
  }
}

/** Fields over what is known. A new creditor sends nothing before somebody says so at the last step. */
export async function keepFields(
  { api, session, creditors }: Visit,
  { creditor }: Known,
  req: Request<Record<string, string>>,
): Promise<void> {
  const sent = sentIn(req);
  const id = creditor?.id ?? freeId(String(sent.name ?? ''), creditors);
  const body = documentOf(creditorFields, creditor ?? { id, planChoices: choicesByKind }, sent);
  await api.call('PUT /creditors/{id}', { params: { id }, body });
  if (creditor !== null) return;
  await api.call('POST /holds', { body: { creditor: id, reason: FIRST_STEPS } });
  if (session.creditorId === null) await api.call('PUT /session', { body: { creditor: id } });
}

/** An id from a name, that no other creditor has: `atelier-lemoine`. */
function freeId(name: string, taken: readonly { readonly id: string }[]): string {
  const plain = withoutAccents(name).toLowerCase();
  const base =
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 40) || 'creancier';
  const ids = new Set(taken.map(({ id }) => id));
  const numbered = [base, ...[...ids].map((_, index) => `${base}-${index + 2}`)];
  return numbered.find((id) => !ids.has(id)) ?? base;
}
