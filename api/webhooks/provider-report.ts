import type { Database } from '../../db/database.ts';
import { type Report, receiveReport } from '../../db/reports.ts';
import type { Log } from '../deps.ts';
import { type Taken, takenBy } from './received.ts';

/** What every door of a provider needs. */
export interface ReportDeps {
  readonly db: Database;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly wake: () => void;
  readonly log: Log;
}

/** Keeps a report. One about a message that never was ours changes nothing: it is logged, without saying whose it is. */
export async function keepReport({ db, log }: ReportDeps, report: Report): Promise<Taken[]> {
  const { provider, event: reference, fact } = report;
  const told = await receiveReport(db, report);
  if (told.length > 0) return told.map(({ caseId, isNew }) => takenBy(caseId, { reference, kind: fact.type, isNew }));
  log.warn({ provider, event: reference }, 'a report about an unknown message');
  return [{ reference, kind: fact.type, answer: 'unknown' }];
}
