import { createHash } from 'node:crypto';
import type { ApiClient, SignedVerification } from '../api/client.ts';
import { connect } from './connect.ts';
import { EXIT, parseJson, print, printJson, reportBadInput } from './io.ts';
import { unpack } from './unpack.ts';

export interface VerifyOptions {
  readonly id?: string;
  /** Also fetches every message and document that the evidence cites, and recomputes its digest. */
  readonly documents?: boolean;
  /** Every signed head instead, recomputed over all evidence (admin). */
  readonly heads?: boolean;
  readonly json: boolean;
}

/** Recomputes the evidence chain of a case, or of every case of the key; exit 1 at the first broken link. */
export async function run({ id, documents = false, heads = false, json }: VerifyOptions): Promise<number> {
  try {
    const api = await connect();
    if (heads) return await verifyHeads(api, json);
    const verdict = await verifyAll(api, id, documents ? (caseId) => lostPiece(api, caseId) : () => Promise.resolve(undefined));
    if (json) printJson(verdict);
    else print(sentenceOf(verdict));
    return verdict.ok ? EXIT.done : EXIT.refused;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

async function verifyHeads(api: ApiClient, json: boolean): Promise<number> {
  const verdict = await api.call('GET /heads');
  const { heads, intactSince, fault } = verdict;
  const count = `${heads} tête${heads > 1 ? 's signées' : ' signée'}`;
  if (json) printJson(verdict);
  else
    print(
      fault ?? (intactSince ? `${count}\u00a0: rien n’a pu être changé depuis le ${intactSince}.` : 'Aucune tête signée encore.'),
    );
  return fault === null ? EXIT.done : EXIT.refused;
}

type Signed = NonNullable<SignedVerification['signed']>;

interface Verdict {
  readonly ok: boolean;
  readonly cases: number;
  readonly checked: number;
  readonly firstBroken?: BrokenLink;
  /** The oldest of the heads under which the cases lie: until then nothing of any of them can have been changed. Null when a case lies under none. */
  readonly signed: Signed | null;
  /** Links that came after the head of their case. */
  readonly unsigned: number;
}

interface BrokenLink {
  readonly caseId: string;
  readonly sequence: number;
  readonly why: string;
}

type CheckPieces = (caseId: string) => Promise<BrokenLink | undefined>;

async function verifyAll(api: ApiClient, id: string | undefined, checkPieces: CheckPieces): Promise<Verdict> {
  let [cases, checked, under] = [0, 0, 0];
  const heads: (Signed | null)[] = [];
  for await (const caseId of idsOf(api, id)) {
    const verdict = await api.verify(caseId);
    cases += 1;
    checked += verdict.checked;
    under += verdict.signed?.through ?? 0;
    heads.push(verdict.signed);
    const firstBroken = verdict.firstBroken ?? (await checkPieces(caseId));
    if (firstBroken) return { ok: false, cases, checked, firstBroken, signed: null, unsigned: checked };
  }
  return { ok: true, cases, checked, signed: oldest(heads), unsigned: checked - under };
}

/** The oldest head; null when one case lies under none. */
function oldest(heads: readonly (Signed | null)[]): Signed | null {
  const found = heads.filter((head) => head !== null).sort((one, other) => one.head - other.head);
  return found.length === heads.length ? (found[0] ?? null) : null;
}

async function* idsOf(api: ApiClient, id: string | undefined): AsyncGenerator<string> {
  if (id !== undefined) yield id;
  else for await (const { caseId } of api.cases({})) yield caseId;
}

function sentenceOf({ cases, checked, firstBroken, signed, unsigned }: Verdict): string {
  if (!firstBroken)
    return `Chaîne intacte\u00a0: ${checked} preuves de ${cases} dossier${cases > 1 ? 's' : ''}. ${signedSentence(signed, unsigned)}`;
  return `Chaîne rompue dans ${firstBroken.caseId}\u00a0: ${firstBroken.why}.`;
}

function signedSentence(signed: Signed | null, unsigned: number): string {
  if (signed === null) return 'Aucune tête signée ne les couvre toutes encore.';
  const after = unsigned === 0 ? '' : ` ${unsigned > 1 ? `${unsigned} preuves sont venues` : 'Une preuve est venue'} après.`;
  return `Rien n’a pu être changé depuis le ${signed.at}, tête n° ${signed.head}, empreinte ${signed.digest}.${after}`;
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
