import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common';
import { parisInstant } from '../domain/calendar/paris.ts';
import { formatCents } from '../domain/money/cents.ts';
import type { RecoverInvoiceInput } from '../workflows/messages.ts';

const TASK_QUEUE = 'recovery';

/** How a case starts: its queue, what the Web UI shows of it, and what it can be filtered by before its first task. */
export function startOptions(caseId: string, input: RecoverInvoiceInput, publicUrl: string) {
  return {
    workflowId: caseId,
    taskQueue: TASK_QUEUE,
    args: [input],
    typedSearchAttributes: attributesAtStart(input),
    staticSummary: summaryOf(input),
    staticDetails: detailsOf(caseId, input, publicUrl),
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
  };
}

function summaryOf({ opening: { invoice } }: RecoverInvoiceInput): string {
  const [year, month, day] = invoice.dueOn.split('-');
  return `${invoice.number} · ${formatCents(invoice.totalCents, invoice.currency)} · échéance ${day}/${month}/${year}`;
}

function detailsOf(caseId: string, { plan }: RecoverInvoiceInput, publicUrl: string): string {
  const address = `${publicUrl}/cases/${encodeURIComponent(caseId)}`;
  return [
    `Plan **${plan.id}**, version ${plan.version}.`,
    `- [Le dossier](${address})\n- [Ce qui s’est passé](${address}/timeline)\n- [Tout ce que l’API sait faire](${publicUrl}/docs)`,
  ].join('\n\n');
}

function attributesAtStart({ opening, plan }: RecoverInvoiceInput): SearchAttributePair[] {
  const { creditorId, debtor, invoice } = opening;
  return [
    { key: defineSearchAttributeKey('CreditorId', 'KEYWORD'), value: creditorId },
    { key: defineSearchAttributeKey('DebtorId', 'KEYWORD'), value: debtor.id },
    { key: defineSearchAttributeKey('InvoiceNumber', 'KEYWORD'), value: invoice.number },
    { key: defineSearchAttributeKey('Plan', 'KEYWORD'), value: plan.id },
    { key: defineSearchAttributeKey('Balance', 'DOUBLE'), value: invoice.totalCents / 100 },
    { key: defineSearchAttributeKey('DueOn', 'DATETIME'), value: new Date(parisInstant(invoice.dueOn)) },
  ];
}
