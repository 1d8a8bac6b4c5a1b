import { setImmediate } from 'node:timers/promises';
import { debtorWorld, liveCasesOf } from '../db/debtor-world.ts';
import { type DueDebtor, debtorsDue } from '../db/due-debtors.ts';
import { addDays } from '../domain/calendar/civil-date.ts';
import { midnightOf } from '../domain/calendar/clock.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import type { Creditor } from '../domain/party/party-schema.ts';
import { agendaOf } from '../domain/simulate/agenda.ts';
import { lifeToCome } from '../domain/simulate/what-if.ts';
import { creditorIn, requireCreditor } from './creditor-access.ts';
import type { ApiDeps } from './deps.ts';
import type { Given, Handlers } from './http/serve.ts';

/** More debtors than that are not played while somebody waits. */
const MOST_DEBTORS = 200;

/** What comes in the next days, debtor by debtor, on the planner of the live cases. Nothing changes. */
export function agendaHandlers(deps: ApiDeps) {
  return { 'GET /agenda': async (given) => ({ 200: await agenda(deps, given) }) } satisfies Partial<Handlers>;
}

async function agenda(deps: ApiDeps, given: Given<'GET /agenda'>) {
  const { days } = given.query;
  const creditorId = await creditorIn(deps, given);
  const creditor = await requireCreditor(deps, creditorId);
  const today = parisDay(deps.clock());
  const due = await debtorsDue(deps.db, creditorId, midnightOf(addDays(today, days)), MOST_DEBTORS + 1);
  const lines = [];
  for (const debtor of due.slice(0, MOST_DEBTORS)) {
    lines.push(...(await comingFor(deps, creditor, debtor, days)));
    await setImmediate();
  }
  return { today, lines: lines.toSorted((a, b) => (a.at < b.at ? -1 : 1)), isMore: due.length > MOST_DEBTORS };
}

async function comingFor({ db, clock }: ApiDeps, creditor: Creditor, { name, state, plan }: DueDebtor, days: number) {
  const { contacts } = await debtorWorld(db, state, clock());
  const cases = [{ case: state, plan }, ...(await liveCasesOf(db, state))];
  const life = lifeToCome(creditor, plan, { cases, contacts: contacts.toSorted((a, b) => a.atMs - b.atMs) }, clock());
  const { currency } = state.invoice;
  return agendaOf(life, days).map((line) => ({ ...line, debtorId: state.debtor.id, debtorName: name, currency }));
}
