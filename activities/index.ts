import { ApplicationFailure, log } from '@temporalio/activity';
import type { Database } from '../db/database.ts';
import { isOutage } from '../db/outage.ts';
import { storedCase } from '../db/stored-cases.ts';
import { withoutValues } from '../db/told-error.ts';
import type { LiveCase } from '../domain/case/case.ts';
import type { Templates } from '../templates/renderer.ts';
import { createComposer, type DebtorPageLink, type FileOfCase } from '../words/compose.ts';
import type { CaseActivities, DocumentActivities, SendActivities } from './activities.ts';
import type { DocumentPrinter } from './documents/documents.ts';
import { joinInvoice, joinProofs } from './files/join-invoice.ts';
import type { DocumentStore } from './files/store.ts';
import { giveUp, perform } from './perform.ts';
import type { SendDeps } from './ports/courier.ts';
import { print } from './print.ts';
import { type RecordDeps, record, type TypedActs } from './record.ts';
import { send } from './send.ts';

/** What every activity needs. `clock` is milliseconds since 1970. */
export interface CaseDeps {
  readonly db: Database;
  readonly clock: () => number;
  readonly typed?: TypedActs;
}

/** What the outside acts need besides. */
export interface WorldDeps extends CaseDeps {
  readonly templates: Templates;
  readonly store: DocumentStore;
  /** Absent: messages name no page. */
  readonly debtorPage?: DebtorPageLink;
}

export function caseActivities({ db, clock, typed = 'refused' }: CaseDeps): CaseActivities {
  const deps: RecordDeps = { db, clock, typed };
  return sound({
    record: (asked) => record(deps, asked),
    perform: (todo) => perform(deps, todo),
    giveUp: (todo) => giveUp(deps, todo),
  });
}

export function sendActivities(deps: WorldDeps & Pick<SendDeps, 'couriers' | 'deadlineMs'>): SendActivities {
  const composer = createComposer(deps.db, deps.templates, invoiceFile(deps), deps.debtorPage);
  return sound({ send: (todo) => send({ ...deps, composer }, todo) });
}

export function documentActivities(world: WorldDeps & { printer: DocumentPrinter }): DocumentActivities {
  const readCase = (caseId: string) => knownCase(world.db, caseId);
  const deps = { ...world, invoice: invoiceFile(world), proofs: proofFiles(world), readCase };
  return sound({ print: (todo) => print(deps, todo) });
}

/** Only an outage is tried again as it is: what would fail the same way becomes a person's at once, and the case goes on listening. */
function sound<A extends { readonly [name in keyof A]: (input: never) => Promise<unknown> }>(activities: A): A {
  const entries = Object.entries<(input: never) => Promise<unknown>>(activities);
  const sounded = entries.map(([name, activity]) => [name, (input: never) => activity(input).catch(broken)] as const);
  return Object.fromEntries(sounded) as A;
}

function broken(failure: unknown): never {
  const error = withoutValues(failure);
  if (error instanceof ApplicationFailure || isOutage(error)) throw error;
  const why = error instanceof Error ? error.message : String(error);
  log.error('an activity cannot do its work', { why, stack: error instanceof Error ? error.stack : undefined });
  throw ApplicationFailure.nonRetryable(why, 'Broken');
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

async function knownCase(db: Database, caseId: string): Promise<LiveCase> {
  const stored = await storedCase(db, caseId);
  if (!stored) throw new Error(`${caseId} was never recorded`);
  return stored;
}
