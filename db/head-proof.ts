import { createHash, createPublicKey, verify } from 'node:crypto';
import type { evidenceHeads, evidenceLeaves, evidenceWitnesses } from './access-schema.ts';
import { canonicalDigest } from './canonical.ts';
import type { EvidenceRow } from './evidence-chain.ts';

/** A signed head, as it is left with a witness. `digest` is that of everything before it; the signature (Ed25519) is over the digest. */
export type Head = typeof evidenceHeads.$inferSelect;

/** How long the chain of a case was under a head, and its last digest. */
export type Leaf = Pick<typeof evidenceLeaves.$inferSelect, 'caseId' | 'sequence' | 'digest'>;

/** Where a head was left, and the token of the authority that stamped it (RFC 3161), base64 DER. */
export interface Witness {
  readonly kind: WitnessKind;
  readonly witness: string;
  readonly token: string | null;
}

export type WitnessKind = (typeof evidenceWitnesses.$inferSelect)['kind'];

/** The root of the Merkle tree of RFC 6962 (2.1): leaves and nodes are hashed apart, so that none stands in for another. */
export function rootOf(leaves: readonly Leaf[]): string {
  return treeOf(leaves.map(hashOfLeaf)).toString('hex');
}

/** A hash beside the way from a leaf to the root, and on which side of it it stands. */
export interface PathStep {
  readonly side: 'left' | 'right';
  readonly hash: string;
}

/** What proves, without our database, that a chain lay under a head: its leaf and the way from it to the root. */
export interface HeadProof {
  readonly head: Head;
  readonly leaf: Leaf;
  readonly path: readonly PathStep[];
  readonly witnesses: readonly Witness[];
}

/** Under which head a chain lies: until that instant, through that link, nothing of it can have been changed. */
export interface Signed {
  readonly at: string;
  readonly head: number;
  readonly digest: string;
  readonly through: number;
}

/** What a proof says of a chain, recomputed here; a French sentence when it proves nothing. */
export function signedUnder(
  rows: readonly Pick<EvidenceRow, 'sequence' | 'digest'>[],
  { head, leaf, path }: ShownProof,
): Signed | string {
  const own = rows.find(({ sequence }) => sequence === leaf.sequence);
  if (own?.digest !== leaf.digest)
    return `la preuve n° ${leaf.sequence} n’est plus celle qui fut signée sous la tête n° ${head.sequence}`;
  const root = path.reduce((below, { side, hash: beside }) => joined(below, side, Buffer.from(beside, 'hex')), hashOfLeaf(leaf));
  if (root.toString('hex') !== head.root) return `le chemin ne mène pas du dossier à la tête n° ${head.sequence}`;
  const fault = headFault(head, head.previousDigest, head.publicKey);
  if (fault !== null) return `tête n° ${head.sequence}\u00a0: ${fault}`;
  return { at: head.at, head: head.sequence, digest: head.digest, through: leaf.sequence };
}

/** A proof as the API shows it. */
export type ShownProof = Pick<HeadProof, 'leaf' | 'path'> & { readonly head: Omit<Head, 'reason'> & { readonly reason: string } };

function joined(below: Buffer, side: PathStep['side'], beside: Buffer): Buffer {
  return side === 'left' ? hash(1, beside, below) : hash(1, below, beside);
}

/** What is wrong with a head by itself, in French; null when nothing is. */
export function headFault({ digest, signature, publicKey, ...body }: Head, previous: string, expectedKey: string): string | null {
  if (body.previousDigest !== previous) return 'elle ne suit pas celle qui la précède';
  if (canonicalDigest(body) !== digest) return 'son contenu ne correspond plus à son empreinte';
  if (publicKey !== expectedKey) return 'elle est signée d’une autre clé';
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(digest, 'hex'), key, Buffer.from(signature, 'base64')) ? null : 'sa signature est fausse';
}

/** RFC 6962, 2.1.1: the hashes beside the way from a leaf to the root, the nearest first. */
export function pathOf(hashes: readonly Buffer[], position: number): PathStep[] {
  if (hashes.length <= 1) return [];
  const half = halfOf(hashes);
  const [left, right] = [hashes.slice(0, half), hashes.slice(half)];
  if (position < half) return [...pathOf(left, position), { side: 'right', hash: treeOf(right).toString('hex') }];
  return [...pathOf(right, position - half), { side: 'left', hash: treeOf(left).toString('hex') }];
}

function halfOf(hashes: readonly Buffer[]): number {
  return 2 ** Math.ceil(Math.log2(hashes.length) - 1);
}

export function hashOfLeaf({ caseId, sequence, digest }: Leaf): Buffer {
  return hash(0, Buffer.from(`${caseId}\n${sequence}\n${digest}`));
}

function treeOf(hashes: readonly Buffer[]): Buffer {
  const [only] = hashes;
  if (only === undefined) return createHash('sha256').digest();
  if (hashes.length === 1) return only;
  const half = halfOf(hashes);
  return hash(1, treeOf(hashes.slice(0, half)), treeOf(hashes.slice(half)));
}

function hash(kind: 0 | 1, ...parts: readonly Uint8Array[]): Buffer {
  const sum = createHash('sha256').update(Uint8Array.of(kind));
  for (const part of parts) sum.update(part);
  return sum.digest();
}
