import type { AnswerOf } from '../../api/client.ts';
import type { Visit } from './visit.ts';

/** What is there of a creditor already: each of the first steps reads from it whether it is done. */
export interface Known {
  readonly creditor: AnswerOf<'GET /creditors/{id}'> | null;
  /** A statement of his bank was read. */
  readonly isHeard: boolean;
  readonly hasCases: boolean;
  /** Nothing of his leaves. */
  readonly isHeld: boolean;
}

const nothing: Known = { creditor: null, isHeard: false, hasCases: false, isHeld: true };

/** Of the creditor one works for; nothing before there is one. */
export async function knownOf({ api, session, creditors }: Visit): Promise<Known> {
  const { creditorId: id } = session;
  if (id === null) return nothing;
  const [creditor, { accounts }, { cases }] = await Promise.all([
    api.call('GET /creditors/{id}', { params: { id } }),
    api.call('GET /accounts'),
    api.call('GET /cases', { query: { limit: 1 } }),
  ]);
  return {
    creditor,
    isHeard: accounts.some(({ throughOn }) => throughOn !== null),
    hasCases: cases.length > 0,
    isHeld: creditors.some((each) => each.id === id && each.held !== null),
  };
}
