import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common';
import type { Beginning } from '../cases/open.ts';
import { formatCents } from '../domain/money/cents.ts';
import { startAttributes } from '../workflows/attributes.ts';

const TASK_QUEUE = 'recovery';

/** How a run of a case starts: its queue, what the Web UI shows of it, and what it can be filtered by before its first task. */
export function startOptions(beginning: Beginning, publicUrl: string) {
  const { caseId, standing } = beginning;
  return {
    workflowId: caseId,
    taskQueue: TASK_QUEUE,
    args: [beginning],
    typedSearchAttributes: startAttributes(standing.attributes),
    staticSummary: summaryOf(beginning),
    staticDetails: detailsOf(beginning, publicUrl),
    priority: inTurn(standing.attributes.CreditorId),
  };
}

/** How an import starts. */
export function importOptions(importId: string, creditorId: string) {
  return {
    workflowId: importId,
    taskQueue: TASK_QUEUE,
    args: [{ importId }],
    typedSearchAttributes: [
      { key: defineSearchAttributeKey('CreditorId', 'KEYWORD'), value: creditorId },
    ] as SearchAttributePair[],
    staticSummary: 'Import d’un relevé bancaire',
    priority: inTurn(creditorId),
  };
}

/** Creditors take turns, where the engine knows of turns, in a queue of workflows and of their activities; a key of theirs has 64 bytes at most. */
function inTurn(creditorId: string) {
  return { fairnessKey: creditorId.slice(0, 64) };
}

function summaryOf({ standing: { view } }: Beginning): string {
  const { number, totalCents, currency, dueOn } = view.invoice;
  const [year, month, day] = dueOn.split('-');
  return `${number} · ${formatCents(totalCents, currency)} · échéance ${day}/${month}/${year}`;
}

/** The plan and where the case stands are said by what its workflow shows. */
function detailsOf({ caseId }: Beginning, publicUrl: string): string {
  return `- [Le dossier, et les actes qui demandent de savoir qui les fait](${publicUrl}/dossiers/${encodeURIComponent(caseId)})\n- [Tout ce que l’API sait faire](${publicUrl}/docs)`;
}
