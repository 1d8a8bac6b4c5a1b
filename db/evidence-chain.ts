import type { Fact } from '../domain/case/facts/fact.ts';
import { canonicalDigest } from './canonical.ts';

/** One link of a case's evidence, as stored and as shown. `fact` holds the fields of its type alone. */
export interface EvidenceRow {
  readonly caseId: string;
  readonly sequence: number;
  readonly at: string;
  readonly actor: string;
  readonly cause: string | null;
  readonly type: string;
  readonly fact: Readonly<Record<string, unknown>>;
  readonly previousDigest: string;
  readonly digest: string;
}

/** Why a chain is broken, and where. The sentence is French. */
export interface BrokenLink {
  readonly caseId: string;
  readonly sequence: number;
  readonly why: string;
}

export interface Verification {
  readonly ok: boolean;
  readonly checked: number;
  readonly firstBroken?: BrokenLink;
}

/** The previous digest of the first link. */
export const GENESIS = '0'.repeat(64);

/** The link that records a fact after the one whose digest is `previousDigest`. */
export function linkOf(caseId: string, sequence: number, told: Fact, previousDigest: string): EvidenceRow {
  const { at, actor, cause, type, ...fields } = told;
  const fact = JSON.parse(JSON.stringify(fields)) as Record<string, unknown>;
  const body = { caseId, sequence, at, actor, cause: cause ?? null, type, fact, previousDigest };
  return { ...body, digest: digestOf(body) };
}

/** The fact that a link records. */
export function factOfRow({ type, at, actor, cause, fact }: EvidenceRow): Fact {
  return { ...fact, type, at, actor, ...(cause === null ? {} : { cause }) } as Fact;
}

/** SHA-256, in hexadecimal, of the canonical JSON (RFC 8785) of everything in a row but its digest. */
export function digestOf({ digest: _, ...body }: Omit<EvidenceRow, 'digest'> & { readonly digest?: string }): string {
  return canonicalDigest(body);
}

/**
 * Checks the chain of each case, and that it has as many links as the case recorded facts (`revisions`, by case id).
 * Rows may come in any order of cases, but within a case in order of sequence.
 */
export function verifyEvidence(rows: readonly EvidenceRow[], revisions: Readonly<Record<string, number>>): Verification {
  const chains = chainsOf(rows);
  for (const caseId of new Set([...chains.keys(), ...Object.keys(revisions)])) {
    const firstBroken = firstBrokenLink(caseId, chains.get(caseId) ?? [], revisions[caseId] ?? 0);
    if (firstBroken) return { ok: false, checked: rows.length, firstBroken };
  }
  return { ok: true, checked: rows.length };
}

function chainsOf(rows: readonly EvidenceRow[]): ReadonlyMap<string, EvidenceRow[]> {
  const chains = new Map<string, EvidenceRow[]>();
  for (const row of rows) {
    const chain = chains.get(row.caseId);
    if (chain) chain.push(row);
    else chains.set(row.caseId, [row]);
  }
  return chains;
}

function firstBrokenLink(caseId: string, chain: readonly EvidenceRow[], revision: number): BrokenLink | null {
  let previousDigest = GENESIS;
  for (const [index, row] of chain.entries()) {
    const why = faultOf(row, index + 1, previousDigest);
    if (why) return { caseId, sequence: Math.min(row.sequence, index + 1), why };
    previousDigest = row.digest;
  }
  return lengthFault(caseId, chain.length, revision);
}

function faultOf(row: EvidenceRow, expected: number, previousDigest: string): string | null {
  if (row.sequence > expected) return `la preuve n° ${expected} manque`;
  if (row.sequence < expected) return `la preuve n° ${row.sequence} est en double ou hors de son rang`;
  if (row.digest !== digestOf(row)) return `le contenu de la preuve n° ${expected} ne correspond plus à son empreinte`;
  if (row.previousDigest !== previousDigest) return `la preuve n° ${expected} ne suit pas celle qui la précède`;
  return null;
}

function lengthFault(caseId: string, length: number, revision: number): BrokenLink | null {
  if (length === revision) return null;
  const why =
    length < revision
      ? `la chaîne s’arrête à ${length} alors que le dossier a enregistré ${revision} faits`
      : `la chaîne compte ${length} preuves alors que le dossier a enregistré ${revision} faits`;
  return { caseId, sequence: Math.min(length, revision) + 1, why };
}
