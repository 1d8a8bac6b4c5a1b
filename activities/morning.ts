import type { Queries } from '../db/database.ts';
import { takeReader } from '../db/morning.ts';
import { firstTasks } from '../db/tasks.ts';
import { parisDay, parisSecondOfDay } from '../domain/calendar/paris.ts';
import { isWorkingDay } from '../domain/calendar/working-days.ts';
import { morningMail } from '../words/morning.ts';
import type { MailPort } from './ports/mail.ts';
import { WRITTEN_BY_MACHINE } from './ports/thread.ts';

const [FROM_SECOND, UNTIL_SECOND] = [8 * 3600, 12 * 3600];
const LINES_OF_A_KIND = 3;

/** What the list of the morning needs. `fromEmail` null: it comes from the address of whoever reads it; `clock` is milliseconds since 1970. */
export interface MorningGround {
  readonly db: Queries;
  readonly mail: MailPort;
  readonly fromEmail: string | null;
  readonly siteUrl: string;
  readonly clock: () => number;
}

/**
 * Writes to whoever asked for it what is to do, on the mornings of working days from eight to noon in Paris, once a day: a reader is taken in
 * hand before anything leaves, and never again on that day, whatever became of it. Nothing to do: nothing is written. Answers with how many
 * were written to; throws when one could not be, and the others come at the next look.
 */
export async function writeMornings(ground: MorningGround): Promise<number> {
  const nowMs = ground.clock();
  const [on, second] = [parisDay(nowMs), parisSecondOfDay(nowMs)];
  if (!isWorkingDay(on) || second < FROM_SECOND || second >= UNTIL_SECOND) return 0;
  let written = 0;
  for (let reader = await takeReader(ground.db, on); reader; reader = await takeReader(ground.db, on)) {
    const tasks = await firstTasks(ground.db, reader.creditors, LINES_OF_A_KIND);
    if (tasks.length === 0) continue;
    const { id, name, to } = reader;
    const from = { email: ground.fromEmail ?? to, name: 'Exigible' };
    const envelope = {
      key: `matin-${on}-${id}`,
      from,
      replyTo: from.email,
      to,
      attachments: [],
      customArgs: {},
      headers: WRITTEN_BY_MACHINE,
    };
    const { outcome } = await ground.mail.send({ ...envelope, ...morningMail({ name, on, tasks, siteUrl: ground.siteUrl }) });
    if (outcome === 'accepted') written += 1;
  }
  return written;
}
