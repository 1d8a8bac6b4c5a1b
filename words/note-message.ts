import type { CivilDate } from '../domain/calendar/civil-date.ts';
import type { LiveCase } from '../domain/case/case.ts';
import { shareOf } from '../domain/case/debtor/asked.ts';
import { type NoteRequest, saysOfNote, thanksOf } from '../domain/case/next/notes.ts';
import { sumCents } from '../domain/money/cents.ts';
import type { TemplateId } from '../domain/plan/template-ids.ts';
import type { MessageRequest } from '../templates/data.ts';
import { noteData, type Telling } from './message-data.ts';
import type { Parties } from './parties.ts';

/** Of whom a note speaks, and on which day. */
export interface NoteAbout {
  readonly live: LiveCase;
  readonly others: readonly LiveCase[];
  readonly parties: Parties;
  readonly on: CivilDate;
}

/** What a message that belongs to no step says (thanks, confirmation, receipt, agreement), ready to render. */
export function noteMessage({ live, others, parties, on }: NoteAbout, note: NoteRequest): MessageRequest {
  const members = [live, ...others];
  const owed = sumCents(members.map((one) => shareOf(members, one, on)));
  const telling: Telling = { live, others, parties, on, askedCents: note.askedCents ?? owed, what: 'balance', payBy: null };
  const says = members.map((one) => saysOfNote(one.case, one.plan, note, on) ?? note.template);
  const template = thanksOf(says);
  return { template: template as TemplateId, data: noteData(template, telling, note) } as MessageRequest;
}
