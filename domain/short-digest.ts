/** So many of its characters name a digest. */
const ENOUGH = 12;

/** The beginning of a digest, enough to name it. */
export function shortDigest(digest: string): string {
  return digest.slice(0, ENOUGH);
}

/** True for a digest, or a beginning of it that is enough to name it. */
export function namesDigest(told: string, digest: string): boolean {
  return told.length >= ENOUGH && digest.startsWith(told);
}
