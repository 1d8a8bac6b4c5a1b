import type { MailevaAnswer, MailevaClient } from './client.ts';

/** The parts of a sending that we look at. */
export interface MailevaSending {
  readonly id: string;
  readonly custom_id?: string;
  readonly status: 'DRAFT' | 'PENDING' | 'ACCEPTED' | 'REJECTED' | 'PROCESSED' | 'PROCESSED_WITH_ERRORS';
  readonly status_detail?: string;
  readonly submission_date?: string;
  readonly deposit_proof_url?: string;
}

const PAGE = 500;
/** More than this is not looked through: better a human than a wrong "never sent". */
const MOST_PAGES = 100;

/** A sending by Maileva's own id. Rejects when Maileva does not show it. */
export async function sendingOf(client: MailevaClient, id: string): Promise<MailevaSending> {
  return shown<MailevaSending>(await client.call('GET', `/sendings/${id}`), id);
}

/** Every sending that carries our reference: the list cannot be filtered, so it is read to its end. */
export async function sendingsNamed(client: MailevaClient, customId: string): Promise<MailevaSending[]> {
  const found: MailevaSending[] = [];
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const path = `/sendings?start_index=${page * PAGE + 1}&count=${PAGE}`;
    const { sendings } = shown<{ sendings: MailevaSending[] }>(await client.call('GET', path), path);
    found.push(...sendings.filter((sending) => sending.custom_id === customId));
    if (sendings.length < PAGE) return found;
  }
  throw new Error('Maileva : trop d’envois pour retrouver le nôtre');
}

/** The body of a 200. Rejects on anything else: nothing is concluded from an answer that says nothing. */
export function shown<T>({ status, json }: MailevaAnswer, what: string): T {
  if (status !== 200 || json === null) throw new Error(`Maileva a répondu ${status} pour ${what}`);
  return json as T;
}
