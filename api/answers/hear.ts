import type { Database } from '../../db/database.ts';
import { ofAddress, wentToFormer } from '../../db/dead-addresses.ts';
import { actsOfMessage, messagesOfEmail } from '../../db/messages.ts';
import { keepStray } from '../../db/stray-mails.ts';
import { tellCase } from '../../db/tell-case.ts';
import { toInstant } from '../../domain/calendar/paris.ts';
import type { MachineFact } from '../../domain/case/facts/hearing.ts';
import type { DebtorDeps } from '../debtor/deps.ts';
import type { KeptFile } from '../debtor/kept-file.ts';
import type { Log } from '../deps.ts';
import { aboutOf, ownWords } from './about.ts';
import { attach } from './attach.ts';
import { type Mail, readMail } from './mail.ts';

export interface AnswerDeps extends Pick<DebtorDeps, 'keep' | 'wake' | 'clock'> {
  readonly db: Database;
  readonly log: Log;
  /** Keeps bytes under their SHA-256. */
  readonly put: (bytes: Uint8Array) => Promise<string>;
}

/** What became of a mail: of whom nobody knows, an absence that changes nothing, or told to cases. */
export type Heard = { readonly told: readonly string[] } | 'unknown' | 'auto';

/** Hears a mail: kept whole beside each case that it is about, and told to it once, however often it comes. */
export async function hearMail(deps: AnswerDeps, raw: Buffer): Promise<Heard> {
  const mail = await readMail(raw);
  const returned = mail.sort === 'bounce' ? await actsReturned(deps.db, mail) : [];
  if (returned.length > 0) return hearReturn(deps, mail, returned);
  const attached = await attach(deps.db, mail);
  if (!attached || attached.cases.length === 0) {
    deps.log.warn({ mail: mail.sha256, sort: mail.sort }, 'an e-mail that belongs to no open case');
    if (mail.sort === 'answer') await keepForSomebody(deps, mail, attached?.creditorId ?? null);
    return 'unknown';
  }
  for (const { id } of attached.cases) await hearIn(deps, mail, id);
  deps.wake();
  return mail.sort === 'auto' ? 'auto' : { told: attached.cases.map(({ id }) => id) };
}

/** A person looks at it: nothing that somebody wrote is lost. What machines send of nobody is. */
async function keepForSomebody({ db, put }: AnswerDeps, mail: Mail, creditorId: string | null): Promise<void> {
  await put(mail.raw);
  await keepStray(db, { sha256: mail.sha256, creditorId, sender: mail.from, subject: mail.subject });
}

/** A mail that a person gave to a case is heard there as if it had come to it. */
export async function hearStray(deps: Omit<AnswerDeps, 'put'>, raw: Buffer, caseId: string): Promise<void> {
  await hearIn(deps, await readMail(raw), caseId);
  deps.wake();
}

/** An absence is kept and changes nothing: whoever is away did not answer. */
async function hearIn(deps: Omit<AnswerDeps, 'put'>, mail: Mail, caseId: string): Promise<void> {
  const { db, keep, clock } = deps;
  const document = await keep(caseId, mail.sort === 'answer' ? 'debtor-mail' : `mail-${mail.sort}`, wholeOf(mail));
  if (mail.sort === 'auto') return;
  if (mail.sort === 'answer') for (const file of mail.files) await keep(caseId, 'debtor-proof', file);
  const fact = { ...factOf(mail, document), at: toInstant(clock()), actor: 'inbound', cause: mail.sha256 };
  await tellCase(db, { caseId, eventId: `mail:${mail.sha256}:${caseId}`, fact });
}

type ReturnedAct = Awaited<ReturnType<typeof actsOfMessage>>[number];

/** The acts of the e-mail that came back, when the report says which one it was. */
async function actsReturned(db: Database, { references }: Mail): Promise<ReturnedAct[]> {
  const [id] = await messagesOfEmail(db, references);
  return id === undefined ? [] : actsOfMessage(db, id);
}

/** A return is told to the cases of its message alone, each with the step that it left for. */
async function hearReturn(deps: AnswerDeps, mail: Mail, acts: readonly ReturnedAct[]): Promise<Heard> {
  const { db, keep, clock } = deps;
  const former = new Map<string, boolean>();
  for (const [index, { caseId, messageId: message, step, sequence }] of acts.entries()) {
    const isFormer = former.get(message) ?? (await wentToFormer(db, message, 'email'));
    former.set(message, isFormer);
    const address = ofAddress(isFormer, index);
    await keep(caseId, 'mail-bounce', wholeOf(mail));
    const about = { message, step, sequence, ...address, at: toInstant(clock()), actor: 'inbound', cause: mail.sha256 };
    await tellCase(db, { caseId, eventId: `mail:${mail.sha256}:${caseId}`, fact: { ...bounced(mail), ...about } });
  }
  deps.wake();
  return { told: acts.map(({ caseId }) => caseId) };
}

function wholeOf({ sort, sha256, raw }: Mail): KeptFile {
  return { filename: `${sort}-${sha256.slice(0, 8)}.eml`, contentType: 'message/rfc822', bytes: raw };
}

function bounced({ report }: Mail): Extract<MachineFact, { type: 'message-bounced' }> {
  const code = report?.status ? ` (${report.status})` : '';
  return {
    type: 'message-bounced',
    channel: 'email',
    reason: `avis de non-remise${code}`,
    ...(report?.status?.startsWith('4') ? { passing: true } : {}),
  };
}

function factOf(mail: Mail, document: string): MachineFact {
  if (mail.sort === 'bounce') return bounced(mail);
  return { type: 'debtor-wrote', channel: 'email', about: aboutOf(ownWords(mail.text)), document };
}
