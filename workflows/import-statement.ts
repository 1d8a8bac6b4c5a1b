import { allHandlersFinished, condition, proxyActivities, setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { ImportActivities, ImportProgress } from '../activities/import/import.ts';
import { importDetails } from './import-details.ts';
import { type ImportStatementInput, progressQuery } from './messages.ts';

const { readStatement } = proxyActivities<ImportActivities>({
  taskQueue: 'imports',
  summary: 'Lecture du fichier jusqu’au bout',
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '20 seconds',
  retry: { maximumInterval: '30 seconds' },
});

const { settleStatement } = proxyActivities<ImportActivities>({
  taskQueue: 'imports',
  summary: 'Imputation des écritures',
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '20 seconds',
  retry: { maximumInterval: '30 seconds' },
});

/** One bank file: read it whole, and only then settle it, batch by batch, until every euro has its place. */
export async function importStatement({ importId }: ImportStatementInput): Promise<ImportProgress> {
  let progress: ImportProgress = { state: 'waiting', settled: 0, bookings: 0, statements: [], problem: null };
  const show = (now: ImportProgress): void => {
    progress = now;
    setCurrentDetails(importDetails(progress));
  };
  setHandler(progressQuery, () => progress, { description: 'Où en est l’import' });
  show(progress);
  show(await readStatement({ importId }));
  while (progress.state === 'settling') show(await settleStatement({ importId }));
  await condition(allHandlersFinished);
  return progress;
}
