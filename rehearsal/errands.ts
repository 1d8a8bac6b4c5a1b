import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { eventOfAct, tellAct } from '../api/inbox/tell-act.ts';
import type { Opening } from '../cases/open.ts';
import { moveFeed } from '../db/bank.ts';
import { putDebtor } from '../db/debtors.ts';
import { answersTo, enqueue, ringSoon } from '../db/inbox.ts';
import { bankAccounts } from '../db/schema.ts';
import { tellCases } from '../db/tell-case.ts';
import { instantAt } from '../domain/calendar/clock.ts';
import { type ActName, actTelling } from '../domain/case/acts/index.ts';
import type { OutsideFact } from '../domain/case/facts/fact.ts';
import type { MachineFact } from '../domain/case/facts/hearing.ts';
import { rowOf, TOLD } from '../domain/simulate/rows.ts';
import type { EnginePlay, Errand } from './engine-play.ts';
import type { House } from './house.ts';
import { creditorOfStory, debtorOfStory } from './parties.ts';
import { STORY } from './scribe.ts';

const ANSWER_WITHIN_MS = 900_000;
const NEVER_STALE = '2999-12-31';
const LONG_AGO = '1990-01-01';

/** Acts whose fact a story tells as machines do: the bank's word, the debtor's new address. */
const machines: readonly ActName[] = ['recordPayment', 'correctContact'];

/** Does the errands of a moment in their order: cases begin, operators act, machines speak. */
export async function runErrands(house: House, play: EnginePlay, errands: readonly Errand[]): Promise<void> {
  for (const errand of errands) {
    if (errand.fact === 'enter') await enter(house, play, errand);
    else await tell(house, play, { ...errand, fact: errand.fact });
  }
}

async function enter({ db, drainer }: House, play: EnginePlay, { actor }: Errand): Promise<void> {
  const { id, creditorId, debtor, invoice, contact } = actor.case;
  const opening = { creditorId, debtor, invoice, contact: { email: contact.email, mobile: contact.mobile } };
  const body: Opening = { opening, plan: play.story.plan, actor: STORY };
  await enqueue(db, [{ eventId: `start:${id}`, creditorId, caseId: id, lane: id, kind: 'start', body }]);
  await drainAll(drainer);
}

interface Telling extends Errand {
  readonly fact: OutsideFact;
}

async function tell(house: House, play: EnginePlay, telling: Telling): Promise<void> {
  await prepare(house, play, telling);
  const act = actTelling(telling.fact.type);
  const byHand = act !== undefined && !machines.includes(act);
  await (byHand ? doAct(house, play, telling, act) : say(house, telling));
}

/** What the product keeps beside the cases: the feed of the bank, the addresses of the debtor. */
async function prepare({ db }: House, play: EnginePlay, { actor, fact }: Telling): Promise<void> {
  const { creditorId, debtor } = actor.case;
  if (fact.type === 'feed-stale' || fact.type === 'feed-fresh') {
    const throughOn = fact.type === 'feed-stale' ? LONG_AGO : NEVER_STALE;
    await db.update(bankAccounts).set({ throughOn }).where(eq(bankAccounts.creditorId, creditorId));
  }
  if (fact.type !== 'contact-changed') return;
  const known = play.deskOf(debtor.id).debtor;
  const email = fact.email ? `nouvelle@${debtor.id.toLowerCase()}.example` : known.email;
  const mobile = fact.mobile ? '+33600000001' : known.mobile;
  const changed = { ...known, ...(email === undefined ? {} : { email }), ...(mobile === undefined ? {} : { mobile }) };
  await putDebtor(db, creditorId, debtorOfStory(changed));
}

/** Machines speak through the inbox, as webhooks do: a closed case opens again by its own door. */
async function say({ db, drainer }: House, { actor, fact, atMs }: Telling): Promise<void> {
  const told = { at: instantAt(atMs), actor: 'machine', cause: STORY };
  await tellCases(db, [{ caseId: actor.case.id, fact: { ...(fact as MachineFact), ...told }, eventId: randomUUID() }]);
  await drainAll(drainer);
}

/** Delivers everything that waits in the inbox. */
export async function drainAll(drainer: House['drainer']): Promise<void> {
  while ((await drainer.drainOnce()) > 0);
}

/** Operators act by update; what the case refuses is printed with its sentence. */
async function doAct(house: House, play: EnginePlay, { actor, fact, atMs }: Telling, act: ActName): Promise<void> {
  const { type: _type, ...fields } = fact;
  const payload = { ...fields, operator: STORY };
  const told = { caseId: actor.case.id, act, payload, requestId: `${STORY}:${randomUUID()}`, at: instantAt(atMs) };
  const outcome = await tellAct(house, told, ANSWER_WITHIN_MS);
  if (outcome.kind === 'answer') return;
  const reason = outcome.kind === 'refused' ? outcome.sentence : await answerOnceRead(house, eventOfAct(told));
  if (reason === null) return;
  play.print(TOLD, rowOf(actor.case, instantAt(play.nowMs), { act: 'refused', reason }));
}

/** What a case says of an act that no workflow lives. */
async function answerOnceRead({ db, drainer }: House, event: string): Promise<string | null> {
  await ringSoon(db, event);
  await drainAll(drainer);
  const answer = (await answersTo(db, [event]))[event];
  return answer ? (answer.refused ?? null) : 'pas de réponse';
}

/** Creditor, debtors and a bank feed that is never stale, before the curtain rises. */
export async function furnish({ db }: House, play: EnginePlay): Promise<void> {
  const { story } = play;
  const creditor = creditorOfStory(story);
  const { putCreditor } = await import('../db/creditors.ts');
  await putCreditor(db, creditor);
  for (const debtor of story.debtors) await putDebtor(db, creditor.id, debtorOfStory(debtor));
  await moveFeed(db, creditor.id, creditor.iban, NEVER_STALE);
}
