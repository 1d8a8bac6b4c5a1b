import { randomUUID } from 'node:crypto';
import { type CaseRow, caseOfInvoice } from '../db/cases.ts';
import { answersTo, ringSoon } from '../db/inbox.ts';
import type { KeyHolder } from '../db/keys.ts';
import { parisDay, toInstant } from '../domain/calendar/paris.ts';
import { type ActName, actFaults, actNames, acts, factOf, isActName, refusalOf } from '../domain/case/acts/index.ts';
import { idsOfCase } from '../domain/case/case.ts';
import { BadInput, Refusal } from '../domain/fault.ts';
import { openOrOpening } from './case-access.ts';
import type { ApiDeps } from './deps.ts';
import type { UpdateOutcome } from './engine-port.ts';
import { requireRole } from './http/auth.ts';
import { HttpProblem } from './http/problem.ts';
import type { Given, Handlers, Reply } from './http/serve.ts';
import { eventOfAct, tellAct } from './inbox/tell-act.ts';
import { requirePlan } from './plan-change.ts';
import { storedView } from './stored-view.ts';

/** How long a person waits for a worker before being told to come back. */
const ANSWER_WITHIN_MS = 5_000;

type Payload = Readonly<Record<string, unknown>>;
type Answer = Reply<'POST /cases/{caseId}/acts/{act}'>;

/** `POST /cases/{id}/acts/{act}`: an operator's act is a letter in the case's mail before it is answered, and an update that announces it. */
export function actHandlers(deps: ApiDeps) {
  return { 'POST /cases/{caseId}/acts/{act}': (given) => act(deps, given) } satisfies Partial<Handlers>;
}

interface Acted {
  readonly caseId: string;
  /** Null while its invoice is taken and the case is not open yet. */
  readonly row: CaseRow | null;
  readonly act: ActName;
  readonly payload: Payload;
  readonly event: string;
}

/** What is needed of a request to act in somebody's name. */
type Acting = Pick<Given<'POST /cases/{caseId}/acts/{act}'>, 'params' | 'body' | 'holder'>;

/** Does an act in the name of its holder. Throws `Refusal`, `BadInput` and `HttpProblem`. */
export async function act(deps: ApiDeps, given: Acting): Promise<Answer> {
  const { caseId } = given.params;
  const row = await openOrOpening(deps, given);
  const name = actNamed(given.params.act);
  requireRole(given.holder, acts[name].mayAct);
  const payload = payloadOf(name, given.body ?? {}, given.holder);
  if (name === 'changePlan') await requirePlan(deps, idsOfCase(caseId).creditorId, payload as { plan: string; version?: number });
  if (name === 'useCredit' && row) await requireOwnInvoice(deps, row, String(payload.to));
  const acted = { caseId, row, act: name, payload, event: eventOfAct({ caseId, requestId: String(payload.requestId) }) };
  return answer(deps, acted, (await answeredBefore(deps, acted)) ?? (await tell(deps, acted)));
}

/** A credit goes to another invoice of the same debtor in the same currency. */
async function requireOwnInvoice({ db }: ApiDeps, { creditorId, state }: CaseRow, invoiceId: string): Promise<void> {
  const { debtor, invoice } = state;
  const asked = { creditorId, debtorId: debtor.id, currency: invoice.currency, invoiceId };
  if (await caseOfInvoice(db, asked)) return;
  throw new Refusal(
    `Ce client n’a pas de facture «\u00a0${invoiceId}\u00a0» en ${invoice.currency}\u00a0: son crédit n’y va pas. Choisir une autre de ses factures.`,
  );
}

/** The same `requestId` is answered the same, whatever became of the case since. */
async function answeredBefore({ db, clock }: ApiDeps, { row, event }: Acted): Promise<UpdateOutcome | null> {
  const known = (await answersTo(db, [event]))[event];
  if (!known || !row) return null;
  return known.refused === undefined
    ? { kind: 'answer', view: await storedView(db, row, clock()) }
    : { kind: 'refused', sentence: known.refused };
}

/** Keeps the act, then tells the case; whatever the engine does, the act is kept. */
async function tell(deps: ApiDeps, acted: Acted): Promise<UpdateOutcome> {
  const { caseId, row, act, payload, event } = acted;
  const refused = row?.state.closed ? refusalOf(row.state, factOf(act, payload), row.plan, parisDay(deps.clock())) : null;
  if (refused !== null) return { kind: 'refused', sentence: refused };
  const told = { caseId, act, payload, requestId: String(payload.requestId), at: toInstant(deps.clock()) };
  return tellAct(deps, told, ANSWER_WITHIN_MS).catch((error: unknown) => keptAnyway(deps, event, error));
}

/** Kept and not told: the drainer tells it. Not kept: nothing was accepted. */
async function keptAnyway({ db, log }: ApiDeps, event: string, error: unknown): Promise<UpdateOutcome> {
  if (!(event in (await answersTo(db, [event])))) throw error;
  log.warn({ err: error }, 'the engine did not answer an act: it is kept');
  return { kind: 'pending' };
}

async function answer(deps: ApiDeps, { payload, event }: Acted, outcome: UpdateOutcome): Promise<Answer> {
  const requestId = String(payload.requestId);
  switch (outcome.kind) {
    case 'answer':
      return { 200: outcome.view };
    case 'refused':
      throw new Refusal(outcome.sentence);
    case 'pending': {
      const detail = 'It is kept; no worker wrote it down yet. The same requestId tells what came of it.';
      return { 202: { status: 'pending', requestId, detail } };
    }
    case 'not-found':
      await ringSoon(deps.db, event);
      deps.wake();
      return { 202: { status: 'accepted', requestId, detail: 'It is kept: the case reads it as soon as it begins.' } };
  }
}

function actNamed(name: string): ActName {
  if (isActName(name)) return name;
  throw new HttpProblem(404, `No act ${name}; there are ${actNames.join(', ')}.`);
}

/** The body as the case takes it; evidence names the key that acted, and the person when the caller says who. */
function payloadOf(act: ActName, body: unknown, holder: KeyHolder): Payload {
  const faults = actFaults(act, body);
  if (faults.length > 0) throw new BadInput(faults);
  const given = body as Payload;
  const operator = typeof given.operator === 'string' ? `${given.operator} (${holder.name})` : holder.name;
  return { ...given, requestId: given.requestId ?? randomUUID(), operator };
}
