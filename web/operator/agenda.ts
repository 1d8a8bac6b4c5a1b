import { Router } from 'express';
import type { AnswerOf } from '../../api/client.ts';
import { queryText } from './api.ts';
import { moneyNews } from './money-news.ts';
import { askedIn, type Sent } from './sent.ts';
import { type House, roomOf, type Visit } from './visit.ts';

type Line = AnswerOf<'GET /agenda'>['lines'][number];

const spans = [1, 4, 7, 14, 31] as const;
const WEEK = 7;
/** Each is played while somebody waits. */
const DEBTORS_ON_A_PAGE = 30;

/** Ce qui part: what leaves on the next days and what will wait for an accord, before any of it does. */
export function agendaRooms(house: House): Router {
  return Router().get(
    '/prochains',
    roomOf(house, async (visit, req) => showAgenda(visit, askedIn(req))),
  );
}

async function showAgenda(visit: Visit, { jours, cursor }: Sent): Promise<void> {
  const { api, session, show } = visit;
  if (session.creditorId === null) return show('choose', 'Ce qui part', {});
  const days = spans.find((span) => String(span) === jours) ?? WEEK;
  const after = typeof cursor === 'string' && cursor !== '' ? cursor : undefined;
  const query = { days, limit: DEBTORS_ON_A_PAGE, cursor: after };
  const [{ lines, next }, news] = await Promise.all([api.call('GET /agenda', { query }), moneyNews(visit)]);
  const later = next === null ? null : `/prochains${queryText({ jours: days, cursor: next })}`;
  const isLater = after !== undefined;
  await show('agenda', 'Ce qui part', { days: byDay(lines), isLater, later, atOnce: DEBTORS_ON_A_PAGE, news, spans, span: days });
}

/** A day after the other, with how much leaves on it. */
export function byDay(lines: readonly Line[]) {
  return [...new Set(lines.map(({ on }) => on))].map((on) => {
    const own = lines.filter((line) => line.on === on);
    const count = (act: Line['act']) => own.filter((line) => line.act === act).length;
    return {
      on,
      lines: own,
      messages: count('message'),
      letters: count('letter'),
      approvals: count('approval'),
      tasks: count('task'),
    };
  });
}
