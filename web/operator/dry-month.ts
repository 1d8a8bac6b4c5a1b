import { byDay } from './agenda.ts';
import { leavingOf } from './message.ts';
import type { Visit } from './visit.ts';

const DAYS = 31;

/** A month as it would go if nothing new came, and every message of the first case as it would be written: nothing leaves. */
export async function dryMonth({ api }: Visit) {
  const [{ lines, isMore }, { cases }] = await Promise.all([
    api.call('GET /agenda', { query: { days: DAYS } }),
    api.call('GET /search', { query: { open: 'true', limit: 1 } }),
  ]);
  const [first] = cases;
  return { days: byDay(lines), isMore, first: first ?? null, messages: first ? await messagesOf(api, first.caseId) : [] };
}

async function messagesOf(api: Visit['api'], caseId: string) {
  const { steps } = await api.call('GET /cases/{caseId}/steps', { params: { caseId } });
  const messages = [];
  for (const step of steps) if (step.template !== null) messages.push({ ...step, leaving: await leavingOf(api, caseId, step) });
  return messages;
}
