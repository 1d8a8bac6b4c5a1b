import * as z from 'zod';
import { countAwaitedApprovals, countDue, debtorsDue, type KnownDebtor, type StandingDebtor } from '../db/due-debtors.ts';
import { countOpening } from '../db/inbox.ts';
import { addDays } from '../domain/calendar/civil-date.ts';
import { midnightOf } from '../domain/calendar/clock.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import type { Address, Debtor } from '../domain/party/party-schema.ts';
import { type Channel, type Medium, mediumOf } from '../domain/plan/plan.ts';
import { type AgendaLine, agendaOf } from '../domain/simulate/agenda.ts';
import { lifeToCome } from '../domain/simulate/what-if.ts';
import { nameSchema } from './contract/schema.ts';
import { creditorIn, requireCreditor } from './creditor-access.ts';
import { cursorIn } from './cursor.ts';
import type { ApiDeps } from './deps.ts';
import type { Given, Handlers } from './http/serve.ts';
import { likelyMoney } from './likely-money.ts';
import { standingDebtors } from './standing-debtors.ts';

const cursorSchema = z.tuple([nameSchema, nameSchema]);

/** What comes in the next days, debtor by debtor, on the planner of the live cases. Nothing changes. */
export function agendaHandlers(deps: ApiDeps) {
  return { 'GET /agenda': async (given) => ({ 200: await agenda(deps, given) }) } satisfies Partial<Handlers>;
}

async function agenda(deps: ApiDeps, given: Given<'GET /agenda'>) {
  const { days, limit, cursor } = given.query;
  const creditorId = await creditorIn(deps, given);
  const creditor = await requireCreditor(deps, creditorId);
  const nowMs = deps.clock();
  const today = parisDay(nowMs);
  const beforeMs = midnightOf(addDays(today, days));
  const after = cursorIn(cursorSchema, cursor);
  const [{ rows, next }, opening, awaited] = await Promise.all([
    debtorsDue(deps.db, { creditorId, beforeMs, limit, after }),
    countOpening(deps.db, creditorId),
    countAwaitedApprovals(deps.db, creditorId),
  ]);
  const isAll = after === undefined && next === null;
  const ids = rows.map(({ id }) => id);
  const [all, money] = await Promise.all([
    isAll ? rows.length : countDue(deps.db, { creditorId, beforeMs }),
    likelyMoney(deps.db, creditorId, ids),
  ]);
  const debtors = { here: rows.length, all };
  const lines = [];
  for await (const debtor of standingDebtors(deps, creditorId, rows)) lines.push(...comingFor(debtor));
  return { today, lines: lines.toSorted((a, b) => (a.at < b.at ? -1 : 1)), next, debtors, opening, awaited };

  function comingFor({ id, name, document, cases, contacts }: StandingDebtor<KnownDebtor>) {
    const [first] = cases;
    const life = lifeToCome(creditor, first.plan, { cases, contacts }, nowMs);
    const waiting = new Map(cases.map(({ case: { invoice } }) => [invoice.number, money.get(invoice.id) ?? null]));
    return agendaOf(life, days).map((line) => ({
      ...line,
      debtorId: id,
      debtorName: name,
      to: addressesOf(document, line.by),
      likely: asksMoney(line) ? (line.invoices.map((number) => waiting.get(number)).find(Boolean) ?? null) : null,
    }));
  }
}

function asksMoney({ act, askedCents }: AgendaLine): boolean {
  return askedCents !== null || act === 'approval';
}

/** Where channels arrive, by what carries them; what another person sends goes where he wants. */
const addresses: Readonly<Record<Exclude<Medium, 'person'>, (debtor: Debtor) => string | Address | undefined>> = {
  email: ({ email }) => email,
  sms: ({ mobile }) => mobile,
  post: ({ registeredOffice }) => registeredOffice,
  call: ({ phone, mobile }) => phone ?? mobile,
};

function addressesOf(debtor: Debtor | null, channels: readonly Channel[]) {
  return channels.flatMap((channel) => {
    const medium = mediumOf(channel);
    return medium === 'person' ? [] : [{ channel, address: (debtor && addresses[medium](debtor)) ?? null }];
  });
}
