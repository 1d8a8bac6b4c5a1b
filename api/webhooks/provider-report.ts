import type { Database } from '../../db/database.ts';
import { type Report, receiveReport } from '../../db/reports.ts';
import type { Log } from '../deps.ts';

/** What every door of a provider needs. */
export interface ReportDeps {
  readonly db: Database;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly wake: () => void;
  readonly log: Log;
}

/** Keeps a report. One about a message that never was ours changes nothing: it is logged, without saying whose it is. */
export async function keepReport({ db, log }: ReportDeps, report: Report): Promise<void> {
  const { provider, event } = report;
  if ((await receiveReport(db, report)) === 0) log.warn({ provider, event }, 'a report about an unknown message');
}
