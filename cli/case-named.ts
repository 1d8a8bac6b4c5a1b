import type { ApiClient } from '../api/client.ts';
import { isCaseId } from '../domain/case/case.ts';
import { refuse } from '../domain/fault.ts';

/** The case that a person names, by its id or by the number of its invoice. Throws `BadInput` for a number that several cases have, or none. */
export async function caseNamed(api: ApiClient, name: string): Promise<string> {
  if (isCaseId(name)) return name;
  const { cases } = await api.call('GET /cases', { query: { number: name } });
  const [only, ...others] = cases;
  if (only === undefined) return refuse('', `No case ${name}.`);
  if (others.length === 0) return only.caseId;
  return refuse('', `plusieurs dossiers ont la facture ${name}\u00a0: ${cases.map(({ caseId }) => caseId).join(', ')}`);
}
