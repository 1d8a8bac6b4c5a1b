/** What a mail of ours says of the one that it answers (RFC 5322, 3.6.4), or that no person wrote it (RFC 3834). */
export type ThreadHeaders = Readonly<Record<string, string>>;

export const WRITTEN_BY_MACHINE: ThreadHeaders = { 'Auto-Submitted': 'auto-generated' };

const ID = /<[^<>\s]{1,250}>/g;
/** The first of a thread and its last ones: enough for a mail program to find it. */
const MOST_REFERENCES = 20;

/** The headers that put an answer into the thread of a mail, read from its bytes as it came; none when it bears no id. */
export function threadOf(raw: Uint8Array): ThreadHeaders {
  const [head = ''] = Buffer.from(raw.subarray(0, 65_536))
    .toString('latin1')
    .split(/\r?\n\r?\n/, 1);
  const unfolded = head.replaceAll(/\r?\n[ \t]+/g, ' ');
  const idsIn = (name: string) => new RegExp(`^${name}:(.*)$`, 'im').exec(unfolded)?.[1]?.match(ID) ?? [];
  const [id] = idsIn('message-id');
  if (id === undefined) return {};
  const before = idsIn('references').length > 0 ? idsIn('references') : idsIn('in-reply-to');
  const kept = before.length < MOST_REFERENCES ? before : [...before.slice(0, 1), ...before.slice(2 - MOST_REFERENCES)];
  return { 'In-Reply-To': id, References: [...kept, id].join(' ') };
}
