import { debtorAtAddress, debtorOfMessages, owingCases } from '../../db/answered-debtors.ts';
import type { Queries } from '../../db/database.ts';
import { findReplyName } from '../../db/debtor-links.ts';
import { messagesOfEmail } from '../../db/messages.ts';
import type { Mail } from './mail.ts';

/** A case that an answer may be about. */
interface OpenCase {
  readonly id: string;
  readonly number: string;
}

/** Whose answer it is, and by what one knows. */
export interface Attached {
  readonly creditorId: string;
  readonly debtorId: string;
  readonly by: 'address' | 'reference' | 'sender';
  readonly cases: readonly OpenCase[];
}

/** So many cases at most are told of one mail. */
const MOST_CASES = 50;

/** Finds whose answer a mail is: by the address that it was sent to, by the message that it answers, by who sent it when that is one debtor alone. */
export async function attach(db: Queries, mail: Mail): Promise<Attached | null> {
  const known = (await byAddress(db, mail)) ?? (await byReference(db, mail)) ?? (await bySender(db, mail));
  if (!known) return null;
  const open = await owingCases(db, known);
  const named = open.filter(({ number }) => number.length >= 4 && `${mail.subject}\n${mail.text}`.includes(number));
  return { ...known, cases: (named.length > 0 ? named : open).slice(0, MOST_CASES) };
}

type Known = Omit<Attached, 'cases'>;

async function byAddress(db: Queries, { to }: Mail): Promise<Known | null> {
  for (const address of to) {
    const [, name = ''] = /^[^@+]+\+([0-9a-f]{24})@/.exec(address) ?? [];
    const found = await findReplyName(db, name);
    if (found) return { ...found, by: 'address' };
  }
  return null;
}

async function byReference(db: Queries, { references }: Mail): Promise<Known | null> {
  const ids = await messagesOfEmail(db, references);
  const found = ids.length === 0 ? undefined : await debtorOfMessages(db, ids);
  return found ? { ...found, by: 'reference' } : null;
}

/** Anybody may write under any name: who wrote counts only when the address is one debtor's alone. */
async function bySender(db: Queries, { from }: Mail): Promise<Known | null> {
  const only = from === '' ? undefined : await debtorAtAddress(db, from);
  return only ? { ...only, by: 'sender' } : null;
}
