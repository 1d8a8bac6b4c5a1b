import { Router } from 'express';
import type { AnswerOf } from '../../api/client.ts';
import { fieldName, fieldValue } from './amended-shown.ts';
import { mustBeRefused } from './api.ts';
import { plansOf } from './known.ts';
import { sentIn } from './sent.ts';
import { ownPath } from './sign-in.ts';
import { type House, isAtLeast, type Room, roomOf, type Visit } from './visit.ts';

type Amendment = AnswerOf<'GET /amendments'>['amendments'][number];

const MOST_SHOWN = 20;

/** Which changes: of one creditor, and what narrows them. */
type About = { readonly creditor: string } & Readonly<Partial<Record<'kind' | 'subject' | 'state', string>>>;

/** What a second person says of what another proposed. */
export function amendmentRooms(house: House): Router {
  return Router()
    .get('/modifications', roomOf(house, showProposed))
    .post('/modifications/:id/confirmer', roomOf(house, deciding('confirmation', 'Confirmé\u00a0: c’est en vigueur.')))
    .post('/modifications/:id/refuser', roomOf(house, deciding('refusal', 'Refusé\u00a0: rien ne change.')));
}

const showProposed: Room = async (visit) => {
  const creditor = visit.session.creditorId;
  if (creditor === null) return visit.show('choose', 'À confirmer', {});
  await visit.show('proposed', 'À confirmer', { amendments: await amendmentsShown(visit, { creditor, state: 'waiting' }) });
};

/** Changes of one creditor, debtor or plan, the newest first, as a page shows them. */
export async function amendmentsShown({ api, session }: Visit, about: About) {
  const { amendments } = await api.call('GET /amendments', { query: { ...about, limit: MOST_SHOWN } });
  const plans = amendments.some(({ kind }) => kind === 'plan') ? await plansOf(api, about.creditor) : [];
  return amendments.map((each) => ({
    ...shownTo(session, each),
    planName: plans.find(({ value }) => value === each.subject)?.label ?? each.subject,
  }));
}

/** How many changes wait for a second person, of the creditor one works for. */
export async function waitingAmendments({ api, session }: Visit): Promise<number> {
  if (session.creditorId === null) return 0;
  const query = { creditor: session.creditorId, state: 'waiting' };
  return (await api.call('GET /amendments', { query })).amendments.length;
}

function shownTo(session: Visit['session'], { fields, ...amendment }: Amendment) {
  const isOwn = amendment.actor === session.name;
  const waits = amendment.state === 'waiting';
  return {
    ...amendment,
    fields: fields.map(({ field, before, after }) => ({
      name: fieldName(field),
      before: fieldValue(field, before),
      after: fieldValue(field, after),
    })),
    mayConfirm: waits && !isOwn && isAtLeast(session, 'approver'),
    mayRefuse: waits && (isOwn || isAtLeast(session, 'approver')),
  };
}

function deciding(what: 'confirmation' | 'refusal', text: string): Room {
  return async ({ api, goOn }, req) => {
    const back = ownPath(sentIn(req).ici);
    try {
      await api.call(`POST /amendments/{id}/${what}`, { params: { id: req.params.id ?? '' } });
    } catch (error) {
      mustBeRefused(error, 400, 403, 409);
      return goOn(back, { kind: 'bad', text: error.message });
    }
    goOn(back, { kind: 'good', text });
  };
}
