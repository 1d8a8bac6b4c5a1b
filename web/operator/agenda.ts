import { Router } from 'express';
import type { AnswerOf } from '../../api/client.ts';
import { counted, stepName } from '../../domain/case/show/french.ts';
import { postedOf } from '../../domain/party/postage.ts';
import { type AgendaCounts, countsOf } from '../../domain/simulate/agenda.ts';
import { groupedPhone } from '../../templates/french.ts';
import { addressLines } from '../../templates/postal-address.ts';
import { mustBeRefused, queryText } from './api.ts';
import { moneyNews } from './money-news.ts';
import { postageShown } from './postage.ts';
import { askedIn, type Sent } from './sent.ts';
import { type House, roomOf, type Visit } from './visit.ts';

type Line = AnswerOf<'GET /agenda'>['lines'][number];

const spans = [1, 4, 8, 15, 31] as const;
/** So that the same day of next week is among them. */
const WEEK = 8;
/** Each is played while somebody waits. */
const DEBTORS_ON_A_PAGE = 20;
/** So many are played for who wants the totals of whole days, in half a second. */
const MOST_DEBTORS = 200;

/** Ce qui part: what leaves on the next days and what will wait for an accord, before any of it does. */
export function agendaRooms(house: House): Router {
  return Router().get(
    '/prochains',
    roomOf(house, async (visit, req) => showAgenda(visit, askedIn(req))),
  );
}

async function showAgenda(visit: Visit, { jours, tous, cursor }: Sent): Promise<void> {
  const { api, session, show } = visit;
  const { creditorId } = session;
  if (creditorId === null) return show('choose', 'Ce qui part', {});
  const days = spans.find((span) => String(span) === jours) ?? WEEK;
  const after = typeof cursor === 'string' && cursor !== '' ? cursor : undefined;
  const isWhole = tous === 'oui';
  const limit = isWhole ? MOST_DEBTORS : DEBTORS_ON_A_PAGE;
  const [found, news, payer] = await Promise.all([
    comingIn(visit, { days, limit, cursor: after }),
    moneyNews(visit),
    api.call('GET /creditors/{id}', { params: { id: creditorId } }),
  ]);
  if (found === null) return visit.goOn(`/prochains?jours=${days}`, STRAY);
  const { lines, next, debtors, opening, awaited } = found;
  const later = next === null ? null : `/prochains${queryText({ jours: days, tous: isWhole ? 'oui' : undefined, cursor: next })}`;
  const isLater = after !== undefined;
  await show('agenda', 'Ce qui part', {
    days: byDay(lines).map((day) => ({ ...day, lines: day.lines.map(lineShown) })),
    postage: postageShown([{ payer, posted: postedOf(lines.flatMap(({ posted }) => posted)) }]),
    isLater,
    later,
    debtors,
    isWhole,
    most: MOST_DEBTORS,
    opening,
    awaited,
    news,
    spans,
    span: days,
  });
}

const STRAY = { kind: 'bad', text: 'Suite\u00a0: ce n’est pas une page de cette liste. En voici le début.' } as const;

/** A page of what comes; null for one that is none of the list, as an address that was cut. */
async function comingIn(
  { api }: Visit,
  query: { readonly days: number; readonly limit: number; readonly cursor: string | undefined },
) {
  try {
    return await api.call('GET /agenda', { query });
  } catch (error) {
    if (query.cursor === undefined) throw error;
    mustBeRefused(error, 400);
    return null;
  }
}

/** `20 messages (dont 3 SMS)`, `1 accord à donner`: what there is of each. */
function said(lines: readonly Line[], { messages, letters, approvals, tasks }: AgendaCounts): string[] {
  const texts = lines.filter(({ act, channel }) => act === 'message' && channel === 'sms').length;
  const told = [
    [messages, 'message', texts > 0 ? ` (dont ${texts} SMS)` : ''],
    [letters, 'lettre', ''],
    [approvals, 'accord', ' à donner'],
    [tasks, 'tâche', ''],
  ] as const;
  return told.flatMap(([many, word, besides]) => (many > 0 ? [`${counted(many, word)}${besides}`] : []));
}

/** A day after the other, with how much leaves on it. */
export function byDay(lines: readonly Line[]) {
  return [...new Set(lines.map(({ on }) => on))].map((on) => {
    const own = lines.filter((line) => line.on === on);
    const counts = countsOf(own);
    return { on, lines: own, ...counts, counts: said(own, counts) };
  });
}

/** A line with the name of its step, as the plan gives it, and where it goes, as people write it. */
function lineShown(line: Line) {
  const { template, tone, to } = line;
  const name = template === null ? null : stepName({ act: 'message', template, tone });
  return { ...line, name, to: to.map(({ channel, address }) => ({ channel, address: address && addressText(address) })) };
}

/** An e-mail address as it is. */
function addressText(address: NonNullable<Line['to'][number]['address']>): string {
  return typeof address === 'string' ? groupedPhone(address) : addressLines(address).join(', ');
}
