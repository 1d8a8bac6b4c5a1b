import type { Database } from '../../db/database.ts';
import { tellCase } from '../../db/tell-case.ts';
import { toInstant } from '../../domain/calendar/paris.ts';
import type { MachineFact } from '../../domain/case/facts/hearing.ts';
import type { DebtorDeps } from '../debtor/deps.ts';
import type { Log } from '../deps.ts';
import { aboutOf, ownWords } from './about.ts';
import { attach } from './attach.ts';
import { type Mail, readMail } from './mail.ts';

export interface AnswerDeps extends Pick<DebtorDeps, 'keep' | 'wake' | 'clock'> {
  readonly db: Database;
  readonly log: Log;
}

/** What became of a mail: of whom nobody knows, an absence that changes nothing, or told to so many cases. */
export type Heard = { readonly told: number } | 'unknown' | 'auto';

/** Hears a mail: kept whole beside each case that it is about, and told to it once, however often it comes. */
export async function hearMail(deps: AnswerDeps, raw: Buffer): Promise<Heard> {
  const mail = await readMail(raw);
  const attached = await attach(deps.db, mail);
  if (!attached || attached.cases.length === 0) {
    deps.log.warn({ mail: mail.sha256, sort: mail.sort }, 'an e-mail that belongs to no open case');
    return 'unknown';
  }
  for (const { id } of attached.cases) await hearIn(deps, mail, id);
  deps.wake();
  return mail.sort === 'auto' ? 'auto' : { told: attached.cases.length };
}

/** An absence is kept and changes nothing: whoever is away did not answer. */
async function hearIn(deps: AnswerDeps, mail: Mail, caseId: string): Promise<void> {
  const { db, keep, clock } = deps;
  const whole = { filename: `${mail.sort}-${mail.sha256.slice(0, 8)}.eml`, contentType: 'message/rfc822', bytes: mail.raw };
  const document = await keep(caseId, mail.sort === 'answer' ? 'debtor-mail' : `mail-${mail.sort}`, whole);
  if (mail.sort === 'auto') return;
  if (mail.sort === 'answer') for (const file of mail.files) await keep(caseId, 'debtor-proof', file);
  const fact = { ...factOf(mail, document), at: toInstant(clock()), actor: 'inbound', cause: mail.sha256 };
  await tellCase(db, { caseId, eventId: `mail:${mail.sha256}:${caseId}`, fact });
}

function factOf(mail: Mail, document: string): MachineFact {
  if (mail.sort === 'bounce') return { type: 'message-bounced', channel: 'email', reason: 'avis de non-remise' };
  return { type: 'debtor-wrote', channel: 'email', about: aboutOf(ownWords(mail.text)), document };
}
