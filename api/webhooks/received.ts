import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import { keepReceived, type ReceivedWebhook } from '../../db/received-webhooks.ts';
import { toInstant } from '../../domain/calendar/paris.ts';
import { idsOfCase } from '../../domain/case/case.ts';
import { BadInput, type Fault } from '../../domain/fault.ts';
import type { Routes } from '../contract/route.ts';
import type { ApiDeps } from '../deps.ts';
import { HttpProblem } from '../http/problem.ts';

/** What a door took of a request: whose it is, what it is, and whether it is news. */
export type Taken = Pick<ReceivedWebhook, 'reference' | 'kind' | 'answer'> &
  Partial<Pick<ReceivedWebhook, 'creditorId' | 'caseId'>>;

/** Tells what came of a request of a door; each door says it of everything that it takes. */
export function noteTaken(res: Response, ...taken: readonly Taken[]): void {
  notesOf(res).taken.push(...taken);
}

/** What a case was told through a door. */
export function takenBy(
  caseId: string,
  { isNew = true, ...told }: Pick<Taken, 'reference' | 'kind'> & { readonly isNew?: boolean },
): Taken {
  return { ...told, caseId, creditorId: idsOfCase(caseId).creditorId, answer: isNew ? 'accepted' : 'duplicate' };
}

interface Notes {
  readonly taken: Taken[];
  faults: readonly Fault[] | null;
}

const notes = new WeakMap<Response, Notes>();

function notesOf(res: Response): Notes {
  const known = notes.get(res) ?? { taken: [], faults: null };
  notes.set(res, known);
  return known;
}

/** The door, and the creditor that its address may name. What else an address holds may be a secret. */
const DOOR = /^\/webhooks\/([a-z]+)(?:\/([A-Za-z0-9._-]{1,100}))?/;
const LONGEST = 200;

/** Sees what comes in through the doors and what is answered, and writes it down beside them: nobody waits for it. */
export function receivedWatch(deps: Pick<ApiDeps, 'db' | 'clock' | 'log'>, routes: Routes) {
  const keep = writer(deps);
  const doors = doorsOf(routes);
  const watch: RequestHandler = (req, res, next) => {
    const [, door = '', creditorId = null] = DOOR.exec(req.path) ?? [];
    if (req.method === 'POST' && doors.includes(door))
      res.once('finish', () => {
        for (const line of linesOf(res, creditorId)) keep({ ...line, at: toInstant(deps.clock()), door });
      });
    next();
  };
  const refusing: ErrorRequestHandler = (error, _req, res, next) => {
    notesOf(res).faults = faultsOf(error);
    next(error);
  };
  return { watch, refusing };
}

/** The names of the doors that are declared. */
export function doorsOf(routes: Routes): string[] {
  return [...new Set(Object.keys(routes).flatMap((name) => DOOR.exec(name.replace(/^POST /, ''))?.[1] ?? []))];
}

function linesOf(res: Response, named: string | null): Omit<ReceivedWebhook, 'at' | 'door'>[] {
  const { taken, faults } = notesOf(res);
  const [status, count] = [res.statusCode, 1];
  if (status >= 400)
    return [{ creditorId: named, reference: null, kind: null, caseId: null, answer: 'refused', status, faults, count }];
  return taken.map((each) => ({
    creditorId: named,
    caseId: null,
    ...each,
    reference: each.reference?.slice(0, LONGEST) ?? null,
    status,
    faults: null,
    count,
  }));
}

/** Why something was refused: our own sentence, or what was expected where. What came is left out, for it may name people. */
function faultsOf(error: unknown): readonly Fault[] | null {
  if (error instanceof BadInput)
    return error.faults.map(({ path, message }) => ({ path: path.slice(0, LONGEST), message: expectedIn(message) }));
  return error instanceof HttpProblem ? [{ path: '', message: error.message }] : null;
}

function expectedIn(message: string): string {
  const [, missing = '', expected] = /^(missing, )?.*?(expected .*)$/s.exec(message) ?? [];
  return expected === undefined ? 'expected another value' : `${missing}${expected.slice(0, LONGEST)}`;
}

/** Lines of one kind that stand by themselves between two writings; what is above them is one line with its count. */
const SINGLE = 20;
const MOST_KINDS = 500;
const EVERY_MS = 250;

/** Gathers lines and writes them down together. What it holds is bounded, whoever sends how much. */
function writer({ db, log }: Pick<ApiDeps, 'db' | 'log'>): (line: ReceivedWebhook) => void {
  let held = new Map<string, ReceivedWebhook[]>();
  const write = () => {
    const lines = [...held.values()].flat();
    held = new Map();
    keepReceived(db, lines).catch((error: unknown) => log.warn({ err: error }, 'what came in was not written down'));
  };
  return (line) => {
    if (held.size === 0) setTimeout(write, EVERY_MS).unref();
    const named = `${line.door} ${line.answer} ${line.creditorId}`;
    const kind = held.has(named) || held.size < MOST_KINDS ? named : `${line.door} ${line.answer}`;
    held.set(kind, joined(held.get(kind) ?? [], line, kind === named));
  };
}

function joined(lines: readonly ReceivedWebhook[], line: ReceivedWebhook, isNamed: boolean): ReceivedWebhook[] {
  const single = isNamed ? SINGLE : 0;
  const last = lines[single];
  if (last) return [...lines.slice(0, single), { ...last, count: last.count + 1 }];
  if (lines.length < single) return [...lines, line];
  return [...lines, { ...line, creditorId: isNamed ? line.creditorId : null, reference: null, caseId: null }];
}
