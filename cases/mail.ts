import { creditorOf } from '../db/creditors.ts';
import type { Queries } from '../db/database.ts';
import { noticedBeside } from '../db/debtor-world.ts';
import { type ActAnswer, enqueue, type InboxRow, keepAnswers, mailOf, removeFromInbox, setAsideInbox } from '../db/inbox.ts';
import { planOf } from '../db/plans.ts';
import { type Instant, parisDay, toInstant } from '../domain/calendar/paris.ts';
import { type ActName, actFaults, factOf, isActName, refusalOf } from '../domain/case/acts/index.ts';
import type { Distance, Fact, OutsideFact, Provenance } from '../domain/case/facts/fact.ts';
import { factHeard, isNews, onceClosed, reopening, type Signal } from '../domain/case/facts/hearing.ts';
import { factFaults } from '../domain/case/facts/shape.ts';
import { holdsForBoth, isSaidInCommon, type SaidInCommon } from '../domain/case/next/common-step.ts';
import { BadInput, isSenseless } from '../domain/fault.ts';
import { departmentOfAddress } from '../domain/party/country.ts';
import type { Address } from '../domain/party/party-schema.ts';
import { learnWays } from './debtor-ways.ts';
import type { Dossier } from './dossier.ts';
import { accruedOf } from './world.ts';

/** What a row of an operator's act holds. `at`: when it was accepted; `inCommon`: another case of the same notice passed it on. */
export interface ActBody {
  readonly act: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly at: Instant;
  readonly inCommon?: true;
}

/** So many letters are read at once; what is left is read at the next look. */
const LETTERS_AT_ONCE = 500;

/**
 * Writes the mail of cases down, in order, and takes it out of the inbox; answers with the last letter of each that had any. What cannot be
 * applied is set aside, and a person is told. Whoever reads it keeps what acts were answered, also when nothing else is to be written: a
 * refusal is no fact.
 */
export async function readMail(tx: Queries, dossiers: ReadonlyMap<string, Dossier>, nowMs: number): Promise<InboxRow[]> {
  if (dossiers.size === 0) return [];
  const rows = await mailOf(tx, [...dossiers.keys()], LETTERS_AT_ONCE);
  if (rows.length === LETTERS_AT_ONCE) for (const dossier of dossiers.values()) dossier.hasMore = true;
  const read: number[] = [];
  for (const row of rows) {
    const dossier = dossiers.get(row.lane);
    const fault = dossier ? await readLetter(tx, dossier, row, nowMs) : null;
    if (fault === null) read.push(row.sequence);
    else await setAsideInbox(tx, row.sequence, fault);
  }
  for (const { answers } of dossiers.values()) await keepAnswers(tx, answers);
  await removeFromInbox(tx, read);
  return [...new Map(rows.map((row) => [row.lane, row])).values()];
}

/** Reads one letter; answers with why it was set aside, or null. What throws leaves the case as it was: it blocks nobody. */
async function readLetter(tx: Queries, dossier: Dossier, row: InboxRow, nowMs: number): Promise<string | null> {
  const before = dossier.mark();
  try {
    if (row.kind === 'act') dossier.answers[row.eventId] = await hearAct(tx, dossier, row.body as ActBody, nowMs);
    if (row.kind === 'signal') await hearMachine(tx, dossier, row.body as Signal, nowMs);
    return null;
  } catch (error) {
    if (!(error instanceof Unheard || isSenseless(error))) throw error;
    dossier.backTo(before);
    if (row.kind === 'act') {
      dossier.answers[row.eventId] = { refused: `Cet acte n’a pas pu être appliqué (${error.message}).` };
      return null;
    }
    if (!dossier.case.closed) dossier.did(troubleOf(row, error.message));
    return error.message;
  }
}

/** A letter that makes no sense to its case. */
class Unheard extends Error {}

function troubleOf({ eventId }: InboxRow, why: string) {
  const context = `Une information n’a pas pu être prise en compte (${why})\u00a0: la vérifier, puis la saisir par son acte.`;
  return { type: 'task-raised', task: 'trouble', key: `mail:${eventId}`, context } as const;
}

/** An operator's act: written down, or refused with the sentence that he is told. */
export async function hearAct(tx: Queries, dossier: Dossier, body: ActBody, nowMs: number): Promise<ActAnswer> {
  const { act } = body;
  const refused = isActName(act) ? await refusalOfAct(tx, dossier, { ...body, act }, nowMs) : `Acte inconnu\u00a0: ${act}.`;
  return refused === null ? {} : { refused };
}

async function refusalOfAct(
  tx: Queries,
  dossier: Dossier,
  body: ActBody & { readonly act: ActName },
  nowMs: number,
): Promise<string | null> {
  const { act, payload, at } = body;
  const faults = actFaults(act, payload);
  if (faults.length > 0) return faults.map(({ path, message }) => `${path} : ${message}`).join(' · ');
  const fact = await placed(tx, dossier, factOf(act, payload));
  const today = parisDay(nowMs);
  const owed = fact.type === 'instalments' ? await accruedOf(tx, dossier.case, today) : undefined;
  const sentence = refusalOf(dossier.case, fact, dossier.plan, today, owed);
  if (sentence !== null) return sentence;
  const { operator, requestId } = payload as { operator?: string; requestId?: string };
  const told = { at, actor: operator ?? 'operator', ...(requestId === undefined ? {} : { cause: requestId }) };
  if (fact.type === 'change-plan') return changePlan(tx, dossier, { ...fact, ...told });
  await reopenFor(tx, dossier, fact, told);
  dossier.tell({ ...fact, ...told });
  if (isSaidInCommon(fact.type)) await tellSameNotice(tx, dossier, body, fact.type);
  return null;
}

/** What a person said of one invoice of a common formal notice is said to the others that it spoke for: one notice, one decision. */
async function tellSameNotice(
  tx: Queries,
  { case: own, plan }: Dossier,
  { act, payload, at, inCommon }: ActBody,
  said: SaidInCommon,
): Promise<void> {
  const { requestId = at } = payload as { requestId?: string };
  if (plan.together !== 'debtor' || inCommon) return;
  const same = (await noticedBeside(tx, own)).filter((other) => holdsForBoth(said, own, other));
  const requestOf = (id: string) => `ensemble:${act}:${own.id}:${requestId}:${id}`;
  await enqueue(
    tx,
    same.map(({ id, creditorId }) => ({
      eventId: requestOf(id),
      creditorId,
      caseId: id,
      lane: id,
      kind: 'act' as const,
      body: { act, payload: { ...payload, requestId: requestOf(id) }, at, inCommon: true } satisfies ActBody,
    })),
  );
}

/** An insolvency, with where the creditor is unless somebody said: it decides the time to declare the claim. */
async function placed(tx: Queries, { case: { creditorId } }: Dossier, fact: OutsideFact): Promise<OutsideFact> {
  if (fact.type !== 'insolvency' || fact.creditorDepartment !== undefined || fact.creditorAbroad !== undefined) return fact;
  const creditor = await creditorOf(tx, creditorId);
  return { ...fact, ...(creditor ? distanceOf(creditor.address) : {}) };
}

/** Nothing is known of a postcode that no department has. */
function distanceOf(address: Address): Distance {
  try {
    const department = departmentOfAddress(address);
    return department === null ? { creditorAbroad: true } : { creditorDepartment: department };
  } catch (error) {
    if (error instanceof BadInput) return {};
    throw error;
  }
}

async function changePlan(tx: Queries, dossier: Dossier, fact: Extract<Fact, { type: 'change-plan' }>): Promise<string | null> {
  const plan = await planOf(tx, dossier.case.creditorId, fact.plan, fact.version);
  if (!plan) return `Le plan ${fact.plan} n’existe pas\u00a0: le dossier garde le sien.`;
  dossier.tell(fact);
  dossier.plan = plan;
  dossier.did({ type: 'plan-changed', plan: plan.id, version: plan.version });
  return null;
}

/** What a machine told: what is known already, or means nothing any more, is no fact. */
async function hearMachine(tx: Queries, dossier: Dossier, signal: Signal, nowMs: number): Promise<void> {
  const { at, actor, cause, ...heard }: OutsideFact & Partial<Provenance> = factHeard(signal);
  const faults = factFaults(heard);
  if (faults.length > 0) throw new Unheard(faults.map(({ path, message }) => `${path} : ${message}`).join(' · '));
  if (!isNews(dossier.case, heard)) return;
  const told = { at: at ?? toInstant(nowMs), actor: actor ?? 'machine', ...(cause === undefined ? {} : { cause }) };
  const meaning = dossier.case.closed && onceClosed(heard, dossier.case.closed);
  if (meaning === 'moot') return;
  if (meaning === 'refused') throw new Unheard(unheardOf(heard));
  await reopenFor(tx, dossier, heard, told);
  dossier.tell({ ...(await placed(tx, dossier, heard)), ...told });
}

/** Why a closed case does not hear it, and what to do. */
function unheardOf({ type }: OutsideFact): string {
  return type === 'invoice-changed'
    ? 'une personne a clos le dossier\u00a0: sa facture corrigée n’est pas réclamée de nouveau\u00a0; ce qui resterait dû se facture à part, sous un autre numéro, puis la ligne s’écarte'
    : `le dossier est clos et n’entend plus ${type}\u00a0: la ligne s’écarte`;
}

/** Money moves whatever was decided: a closed case opens again for it, and knows what its debtor's other cases learned meanwhile. */
async function reopenFor(tx: Queries, dossier: Dossier, fact: OutsideFact, told: Provenance): Promise<void> {
  const reason = reopening(dossier.case, fact);
  if (reason === null) return;
  await learnWays(tx, dossier, told.at);
  dossier.tell({ type: 'reopened', reason, ...told });
}
