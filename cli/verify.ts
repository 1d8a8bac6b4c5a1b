import type { ApiClient } from '../api/client.ts';
import { connect } from './connect.ts';
import { EXIT, print, printJson, reportBadInput } from './io.ts';

/** Recomputes the evidence chain of a case, or of every case of the key; exit 1 at the first broken link. */
export async function run({ id, json }: { id?: string; json: boolean }): Promise<number> {
  try {
    const verdict = await verifyAll(await connect(), id);
    if (json) printJson(verdict);
    else print(sentenceOf(verdict));
    return verdict.ok ? EXIT.done : EXIT.refused;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

interface Verdict {
  readonly ok: boolean;
  readonly cases: number;
  readonly checked: number;
  readonly firstBroken?: { readonly caseId: string; readonly sequence: number; readonly why: string };
}

async function verifyAll(api: ApiClient, id: string | undefined): Promise<Verdict> {
  let [cases, checked] = [0, 0];
  for await (const caseId of idsOf(api, id)) {
    const verdict = await api.verify(caseId);
    cases += 1;
    checked += verdict.checked;
    if (verdict.firstBroken) return { ok: false, cases, checked, firstBroken: verdict.firstBroken };
  }
  return { ok: true, cases, checked };
}

async function* idsOf(api: ApiClient, id: string | undefined): AsyncGenerator<string> {
  if (id !== undefined) yield id;
  else for await (const { caseId } of api.cases({})) yield caseId;
}

function sentenceOf({ cases, checked, firstBroken }: Verdict): string {
  if (!firstBroken) return `Chaîne intacte\u00a0: ${checked} preuves de ${cases} dossier${cases > 1 ? 's' : ''}.`;
  return `Chaîne rompue dans ${firstBroken.caseId}\u00a0: ${firstBroken.why}.`;
}
