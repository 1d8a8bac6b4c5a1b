import type { Database } from '../db/database.ts';
import { digestOfKept } from '../db/documents.ts';
import { openLetters } from '../db/letters.ts';
import { actsOfMessage } from '../db/messages.ts';
import { type Report, receiveReport } from '../db/reports.ts';
import type { DocumentStore } from './files/store.ts';
import { follow } from './follow.ts';
import { keepDocument } from './letters.ts';
import type { LetterEvent, PostPort, Proof, Tracking } from './ports/post.ts';

export interface TrackDeps {
  readonly db: Database;
  readonly store: DocumentStore;
  readonly post: PostPort;
}

/** After so long a registered letter has nothing more to say; a human was asked on the 25th day. */
const FOLLOWED_MS = 90 * 24 * 3600 * 1000;
const names = { 'deposit-proof': 'preuve-de-depot', 'acknowledgement-of-receipt': 'avis-de-reception' } as const;

/** Asks what became of a letter and queues what is new for its cases; proofs are kept first. The same news twice is once. */
export async function trackLetter({ db, store, post }: TrackDeps, providerId: string, message: string): Promise<void> {
  if (!post.track) return;
  const { events, proofs }: Tracking = await post.track(providerId);
  for (const event of events) await receiveReport(db, reportOf(post, providerId, message, event));
  for (const proof of proofs) await keepProof({ db, store, post }, providerId, message, { events, proof });
}

/** Asks about every registered letter that a case still waits for; of a simple one the post says nothing. A letter whose provider fails does not keep the others waiting; answers with how many failed. */
export async function trackLetters(deps: TrackDeps, nowMs: number): Promise<number> {
  const letters = await openLetters(deps.db, deps.post.provider, new Date(nowMs - FOLLOWED_MS).toISOString());
  let failed = 0;
  for (const { id, providerId } of letters) {
    await trackLetter(deps, providerId ?? '', id).catch(() => {
      failed += 1;
    });
  }
  return failed;
}

/** Looks after every letter now and then until it is stopped; several processes may, and each piece of news is heard once. */
export function followLetters(
  deps: TrackDeps & { readonly warn: (failed: number) => void },
  everyMs: number,
): () => Promise<void> {
  const look = async () => {
    const failed = await trackLetters(deps, Date.now());
    if (failed > 0) deps.warn(failed);
    return false;
  };
  return follow(look, everyMs, () => deps.warn(1));
}

/** A proof is kept with each case before the case is told of it; its digest is in the fact. */
async function keepProof(
  { db, store, post }: TrackDeps,
  providerId: string,
  message: string,
  { events, proof }: { events: readonly LetterEvent[]; proof: Proof },
): Promise<void> {
  const event = events.find(({ outcome }) => outcome === proof.proves);
  const acts = await actsOfMessage(db, message);
  if (!event) return;
  const filename = `${names[proof.kind]}-${providerId}`;
  let digest = await digestOfKept(db, { caseId: acts.at(-1)?.caseId ?? '', filename });
  if (digest === undefined) {
    const bytes = await proof.fetch();
    const file = { kind: proof.kind, filename, contentType: typeOf(bytes) };
    for (const { caseId } of acts) digest = (await keepDocument({ db, store }, { caseId, ...file }, bytes)).sha256;
  }
  await receiveReport(db, reportOf(post, providerId, message, { ...event, code: proof.kind }, digest));
}

function reportOf(
  { provider }: PostPort,
  providerId: string,
  message: string,
  { outcome, on, at, code }: LetterEvent,
  proof?: string,
): Report {
  const fact = { type: 'notice-event', outcome, on, ...(proof === undefined ? {} : { proof }) } as const;
  return { provider, event: `${providerId}:${code}`, message, at, fact };
}

/** Maileva gives proofs as PDF or as ZIP. */
function typeOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-' ? 'application/pdf' : 'application/zip';
}
