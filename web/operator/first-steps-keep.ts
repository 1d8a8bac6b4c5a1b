import type { Request } from 'express';
import { BadInput } from '../../domain/fault.ts';
import { withoutAccents } from '../../domain/plain-text.ts';
import { choicesByKind } from '../../domain/plan/plan-choice.ts';
import { creditorFields } from './creditor-form.ts';
import { creditorTold } from './creditor-told.ts';
import { companyFaults } from './first-steps-fields.ts';
import { FIRST_STEPS } from './first-steps-hold.ts';
import type { Known } from './first-steps-known.ts';
import { type Sent, sentIn, textsIn } from './sent.ts';
import type { Visit } from './visit.ts';

/** A new company is looked at here and kept with its account, which nothing goes without; what was typed of it stays with the session. */
export async function keepCompany(visit: Visit, known: Known, req: Request<Record<string, string>>): Promise<void> {
  if (known.creditor !== null) return keepFields(visit, known, req);
  const faults = companyFaults(await drafted(visit, known, req));
  if (faults.length > 0) throw new BadInput(faults);
}

/** Fields over what is known. A new creditor sends nothing before somebody says so at the last step. */
export async function keepFields(visit: Visit, known: Known, req: Request<Record<string, string>>): Promise<void> {
  const { api, session, creditors } = visit;
  const { creditor } = known;
  const sent = creditor === null ? await drafted(visit, known, req) : sentIn(req);
  const id = creditor?.id ?? freeId(String(sent.name ?? ''), creditors);
  const { document: body, faults } = creditorTold(creditor ?? { id, planChoices: choicesByKind }, sent);
  if (faults.length > 0) throw new BadInput(faults);
  await api.call('PUT /creditors/{id}', { params: { id }, body });
  if (creditor !== null) return;
  await api.call('POST /holds', { body: { creditor: id, reason: FIRST_STEPS } });
  await api.call('PUT /session/draft', { body: { fields: {} } });
  if (session.creditorId === null) await api.call('PUT /session', { body: { creditor: id } });
}

/** All that was typed of a new creditor so far; it is kept, whatever is wrong with it. */
async function drafted({ api }: Visit, { draft }: Known, req: Request<Record<string, string>>): Promise<Sent> {
  const typed = textsIn(req);
  const fields = Object.fromEntries(
    creditorFields.flatMap(({ path }) => {
      const text = typed[path] ?? draft[path];
      return text === undefined ? [] : [[path, text] as const];
    }),
  );
  await api.call('PUT /session/draft', { body: { fields } });
  return fields;
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
