import type { AnswerOf } from '../../api/client.ts';
import { companyFaults } from './first-steps-fields.ts';
import type { Visit } from './visit.ts';

/** What is there of a creditor already: each of the first steps reads from it whether it is done. */
export interface Known {
  readonly creditor: AnswerOf<'GET /creditors/{id}'> | null;
  /** What was typed of a creditor that is not there yet; nothing once he is. */
  readonly draft: Readonly<Record<string, string>>;
  /** His company is kept, or was typed without a fault. */
  readonly isCompanyTold: boolean;
  /** A statement of his bank was read. */
  readonly isHeard: boolean;
  readonly hasCases: boolean;
  /** Nothing of his leaves. */
  readonly isHeld: boolean;
}

const nothing = { creditor: null, isHeard: false, hasCases: false, isHeld: true } as const;

/** Of the creditor one works for; nothing before there is one. */
export async function knownOf({ api, session, creditors }: Visit): Promise<Known> {
  const { creditorId: id } = session;
  if (id === null) {
    const { fields: draft } = await api.call('GET /session/draft');
    return { ...nothing, draft, isCompanyTold: companyFaults(draft).length === 0 };
  }
  const [creditor, { accounts }, { cases }] = await Promise.all([
    api.call('GET /creditors/{id}', { params: { id } }),
    api.call('GET /accounts'),
    api.call('GET /cases', { query: { limit: 1 } }),
  ]);
  return {
    creditor,
    draft: {},
    isCompanyTold: true,
    isHeard: accounts.some(({ throughOn }) => throughOn !== null),
    hasCases: cases.length > 0,
    isHeld: creditors.some((each) => each.id === id && each.held !== null),
  };
}
