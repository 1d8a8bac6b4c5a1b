import { type ActKey, stepOfNote } from '../db/messages.ts';
import type { SendRequest } from '../words/message.ts';

/** The key of an outward act: it leaves once, whatever run or worker tries. */
export function keyOf({ caseId, step, note, channel, sequence }: SendRequest): ActKey {
  return { caseId, step: step ?? stepOfNote(note?.key ?? ''), channel, sequence };
}
