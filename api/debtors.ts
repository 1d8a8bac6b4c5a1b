import { claimedCharges } from '../cases/claimed-charges.ts';
import { openAccountOf } from '../db/debtor-account.ts';
import { contactsOf } from '../db/debtor-history.ts';
import { liveLinksOf } from '../db/debtor-links.ts';
import { addNote, type DebtorNote, notesOf } from '../db/debtor-notes.ts';
import { decideSegment } from '../db/debtor-segments.ts';
import { pausesOf, sumsOfDebtor, waysToDebtor } from '../db/debtor-standing.ts';
import { debtorOf } from '../db/debtors.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { sumCents } from '../domain/money/cents.ts';
import type { Debtor } from '../domain/party/party-schema.ts';
import { creditorIn } from './creditor-access.ts';
import { type Account, accountFrom, dueNowOf } from './debtor/account.ts';
import type { ApiDeps } from './deps.ts';
import { HttpProblem } from './http/problem.ts';
import type { Handlers } from './http/serve.ts';
import { knownBehaviour } from './segments.ts';
import { instantOf, instantOrNull } from './stored-instant.ts';

const MOST_CONTACTS = 100;
const MOST_NOTES = 100;

/** A debtor as he was last told, when he was written to, and how he has paid. */
export function debtorHandlers(deps: ApiDeps) {
  const { db } = deps;
  return {
    'GET /debtors/{id}': async (given) => ({
      200: await knownDebtor(deps, await creditorIn(deps, given), given.params.id),
    }),
    'GET /debtors/{id}/contacts': async (given) => {
      const contacts = await contactsOf(db, await creditorIn(deps, given), given.params.id, MOST_CONTACTS);
      return { 200: { contacts: contacts.map((row) => ({ ...row, at: instantOf(row.at) })) } };
    },
    'GET /debtors/{id}/payments': async (given) => {
      const creditorId = await creditorIn(deps, given);
      return { 200: await knownBehaviour(db, creditorId, await knownDebtor(deps, creditorId, given.params.id), deps.clock()) };
    },
    'GET /debtors/{id}/standing': async (given) => {
      const creditorId = await creditorIn(deps, given);
      return { 200: await standingOf(deps, creditorId, await knownDebtor(deps, creditorId, given.params.id)) };
    },
    'GET /debtors/{id}/notes': async (given) => {
      const name = { creditorId: await creditorIn(deps, given), debtorId: given.params.id };
      return { 200: { notes: (await notesOf(db, name, MOST_NOTES)).map(noteShown) } };
    },
    'POST /debtors/{id}/notes': async (given) => {
      const creditorId = await creditorIn(deps, given);
      const { id: debtorId } = await knownDebtor(deps, creditorId, given.params.id);
      return { 201: noteShown(await addNote(db, { creditorId, debtorId, text: given.body.text, writtenBy: given.holder.name })) };
    },
    'PUT /debtors/{id}/segment': async (given) => {
      const creditorId = await creditorIn(deps, given);
      const { id } = await knownDebtor(deps, creditorId, given.params.id);
      const { segment } = given.body;
      await decideSegment(db, { creditorId, debtorId: id, segment, decidedBy: given.holder.name });
      return { 200: { id, segment } };
    },
  } satisfies Partial<Handlers>;
}

async function standingOf({ db, clock, config }: ApiDeps, creditorId: string, { id: debtorId, creditLimit = {} }: Debtor) {
  const name = { creditorId, debtorId };
  const today = parisDay(clock());
  const [sums, ways, lateCharges, links, pauses, rows] = await Promise.all([
    sumsOfDebtor(db, name, today),
    waysToDebtor(db, name),
    claimedCharges(db, name, today),
    liveLinksOf(db, creditorId, debtorId),
    pausesOf(db, name),
    openAccountOf(db, creditorId, debtorId),
  ]);
  const account = accountFrom(rows, lateCharges, today);
  const dueNow = new Map(dueNowOf(account).map(({ currency, cents }) => [currency, cents]));
  return {
    sums: sums.map((sum) => ({
      ...sum,
      lateChargesCents: sumCents(lateCharges.filter((each) => each.currency === sum.currency).map((each) => each.amountCents)),
      dueNowCents: dueNow.get(sum.currency) ?? 0,
      limitCents: creditLimit[sum.currency] ?? null,
    })),
    ways: ways.map((way) => ({ ...way, bouncedAt: instantOrNull(way.bouncedAt) })),
    lateCharges,
    links,
    linksPages: config.linksPages,
    pauses,
    waiting: waitingIn(account),
  };
}

/** What keeps open invoices from being asked, as their debtor reads it; those that wait for nothing are not there. */
function waitingIn({ overdue, toCome, disputed }: Account) {
  return [...overdue, ...toCome, ...disputed].flatMap(({ id: invoiceId, waiting }) =>
    waiting.length === 0 ? [] : [{ invoiceId, waiting }],
  );
}

function noteShown({ writtenAt, ...note }: DebtorNote) {
  return { ...note, writtenAt: instantOf(writtenAt) };
}

/** A debtor that was told. Throws 404 when there is none. */
export async function knownDebtor({ db }: ApiDeps, creditorId: string, id: string): Promise<Debtor> {
  const debtor = await debtorOf(db, creditorId, id);
  if (!debtor) throw new HttpProblem(404, `No debtor ${id}.`);
  return debtor;
}
