import { postedOf } from '../../domain/party/postage.ts';
import { byDay } from './agenda.ts';
import type { Known } from './first-steps-known.ts';
import { leavingOf } from './message.ts';
import { postageShown } from './postage.ts';
import type { Visit } from './visit.ts';

const DAYS = 31;
/** As many as one is told of at once. */
const MOST_DEBTORS = 200;

/**
 * A month as it would go if nothing new came, and every message of the first case as it would be written: nothing leaves.
 * As long as cases open its figures would be far from the end: only how many still do.
 */
export async function dryMonth({ api }: Visit, { creditor }: Known) {
  const [{ lines, next, opening }, { cases }] = await Promise.all([
    api.call('GET /agenda', { query: { days: DAYS, limit: MOST_DEBTORS } }),
    api.call('GET /search', { query: { open: 'true', limit: 1 } }),
  ]);
  if (opening > 0) return { opening };
  const [first] = cases;
  const posted = postedOf(lines.flatMap((line) => line.posted));
  const postage = creditor === null ? null : postageShown([{ payer: creditor, posted }]);
  return {
    days: byDay(lines),
    postage,
    isMore: next !== null,
    first: first ?? null,
    messages: first ? await messagesOf(api, first.caseId) : [],
  };
}

async function messagesOf(api: Visit['api'], caseId: string) {
  const { steps } = await api.call('GET /cases/{caseId}/steps', { params: { caseId } });
  const messages = [];
  for (const step of steps) if (step.template !== null) messages.push({ ...step, leaving: await leavingOf(api, caseId, step) });
  return messages;
}
