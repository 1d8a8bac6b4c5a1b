import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ApiClient, SignedVerification } from '../api/client.ts';
import { connect } from './connect.ts';
import { EXIT, print, printJson, reportBadInput } from './io.ts';
import { unpack, writeFiles } from './unpack.ts';

export interface VerifyOptions {
  readonly id?: string;
  /** Also fetches the export of each case and has its own verifier go through it: every piece that the evidence or a message names. */
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
  /** 0 where no link of the chain is named: a file beside it, the seal, the head. */
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

/** The verifier that every export carries: what it walks, it walks here. */
const verifier = fileURLToPath(new URL('../api/export/verifier.mjs', import.meta.url));
const AT_PROOF = /preuve n° (\d+)/;

/** What the verifier of exports says of the case as it can be exported now; it is run from this installation, never as the server sent it. */
async function lostPiece(api: ApiClient, caseId: string): Promise<BrokenLink | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'exigible-verify-'));
  try {
    writeFiles(folder, unpack(await api.call('GET /cases/{caseId}/export', { params: { caseId } })));
    const source = readFileSync(verifier, 'utf8');
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', source], { cwd: folder, encoding: 'utf8' });
    if (stdout.startsWith('INTACT')) return undefined;
    const why = /^ROMPU : (.*)/.exec(stdout)?.[1] ?? 'le vérificateur de l’export n’a pas pu conclure';
    return { caseId, sequence: Number(AT_PROOF.exec(why)?.[1] ?? 0), why };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
