import { log } from '@temporalio/activity';
import { eq } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { planOf } from '../db/plans.ts';
import { cases } from '../db/schema.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { routeLines } from '../domain/routes/routes-of-case.ts';
import type { Templates } from '../templates/renderer.ts';
import type { DocumentActivities, RecordActivities, SendActivities } from './activities.ts';
import { createComposer, type FileOfCase } from './compose.ts';
import { passCredit } from './credit.ts';
import type { DocumentPrinter } from './documents/documents.ts';
import type { LiveCase } from './gate.ts';
import { printHandoff } from './handoff.ts';
import { printLetter, printNote } from './letters.ts';
import { joinInvoice, joinProofs } from './mail/join-invoice.ts';
import { recordFacts, storedCase, worldOf } from './record.ts';
import { routesOfLiveCase } from './routes.ts';
import { type Courier, send } from './send.ts';
import type { DocumentStore } from './store.ts';

/** What writing down needs. `clock` is milliseconds since 1970. */
export interface RecordDeps {
  readonly db: Database;
  readonly clock: () => number;
}

/** What the outside acts need besides. `readCase` asks the running case itself, so that nothing it heard is missed. */
export interface WorldDeps extends RecordDeps {
  readonly readCase: (caseId: string) => Promise<LiveCase>;
  readonly templates: Templates;
  readonly store: DocumentStore;
}

export function recordActivities({ db, clock }: RecordDeps): RecordActivities {
  return {
    recordFacts: (input) => recordFacts(db, input, clock()),
    readWorld: async ({ caseId, nowMs }) => worldOf(db, (await knownCase(db, caseId)).case, nowMs),
    loadPlan: async ({ caseId, plan, version }) => {
      const [row] = await db.select({ creditorId: cases.creditorId }).from(cases).where(eq(cases.id, caseId));
      return (await planOf(db, row?.creditorId ?? '', plan, version)) ?? null;
    },
    passCredit: (input) => passCredit(db, input),
    listRoutes: async ({ caseId, nowMs }) => {
      const { routes } = await routesOfLiveCase(db, (await knownCase(db, caseId)).case, parisDay(Math.max(clock(), nowMs)));
      return routeLines(routes);
    },
  };
}

export function sendActivities(deps: WorldDeps & { couriers: { email: Courier; sms: Courier; post: Courier } }): SendActivities {
  const composer = createComposer(deps.db, deps.templates, invoiceFile(deps));
  return { send: (request) => send({ ...deps, composer }, request) };
}

export function documentActivities(world: WorldDeps & { printer: DocumentPrinter }): DocumentActivities {
  const deps = { ...world, invoice: invoiceFile(world), proofs: proofFiles(world) };
  return {
    printLetter: (input) => printLetter(deps, input),
    printNote: (input) => printNote(deps, input),
    printHandoff: (input) => printHandoff(deps, input),
  };
}

/** The invoice of a case as billing keeps it; a message never waits for it. */
function invoiceFile(deps: WorldDeps): FileOfCase {
  const warn = (why: string) => log.warn('the invoice could not be joined', { why });
  return (theCase) => joinInvoice({ ...deps, warn }, theCase);
}

/** What proves the invoice, for a court; a file that cannot be had is left out. */
function proofFiles(deps: WorldDeps): FileOfCase {
  const warn = (why: string) => log.warn('a proof could not be joined', { why });
  return (theCase) => joinProofs({ ...deps, warn }, theCase);
}

async function knownCase(db: Database, caseId: string) {
  const stored = await storedCase(db, caseId);
  if (!stored) throw new Error(`${caseId} was never recorded`);
  return stored;
}
