import { createHash } from 'node:crypto';
import type { ApiClient } from '../api/client.ts';
import { connect } from './connect.ts';
import { EXIT, parseJson, print, printJson, reportBadInput } from './io.ts';
import { unpack } from './unpack.ts';

export interface VerifyOptions {
  readonly id?: string;
  /** Also fetches every message and document that the evidence cites, and recomputes its digest. */
  readonly documents?: boolean;
  readonly json: boolean;
}

/** Recomputes the evidence chain of a case, or of every case of the key; exit 1 at the first broken link. */
export async function run({ id, documents = false, json }: VerifyOptions): Promise<number> {
  try {
    const api = await connect();
    const verdict = await verifyAll(api, id, documents ? (caseId) => lostPiece(api, caseId) : () => Promise.resolve(undefined));
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
  readonly firstBroken?: BrokenLink;
}

interface BrokenLink {
  readonly caseId: string;
  readonly sequence: number;
  readonly why: string;
}

type CheckPieces = (caseId: string) => Promise<BrokenLink | undefined>;

async function verifyAll(api: ApiClient, id: string | undefined, checkPieces: CheckPieces): Promise<Verdict> {
  let [cases, checked] = [0, 0];
  for await (const caseId of idsOf(api, id)) {
    const verdict = await api.verify(caseId);
    cases += 1;
    checked += verdict.checked;
    const firstBroken = verdict.firstBroken ?? (await checkPieces(caseId));
    if (firstBroken) return { ok: false, cases, checked, firstBroken };
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

/** The first piece of evidence that cites bytes which are no longer there. Digests are recomputed here, over what is fetched. */
async function lostPiece(api: ApiClient, caseId: string): Promise<BrokenLink | undefined> {
  const files = unpack(await api.call('GET /cases/{caseId}/export', { params: { caseId } }));
  const kept = new Set(files.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex')));
  const chain = Buffer.from(files.find(({ path }) => path === 'preuves.jsonl')?.bytes ?? []).toString();
  for (const line of chain.split('\n').filter(Boolean)) {
    const { sequence, fact } = parseJson(line) as { sequence: number; fact: { sha256?: string; proof?: string } };
    const lost = [fact.sha256, fact.proof].find((digest) => digest !== undefined && !kept.has(digest));
    if (lost !== undefined)
      return { caseId, sequence, why: `la pièce ${lost}, que cite la preuve n° ${sequence}, manque ou a été modifiée` };
  }
  return undefined;
}
