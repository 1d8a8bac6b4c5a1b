import { channelNames, counted, frenchInstant, holdNames, phaseNames, stepName, templateName } from '../case/show/french.ts';
import { formatCents } from '../money/cents.ts';
import { isOutward, stepOf } from '../plan/plan.ts';
import type { End, Row, RowAct, Story, WrittenMessage } from './story.ts';

const MOST_NUMBERS = 3;

const actNames: Readonly<Record<RowAct, string>> = {
  message: 'Message',
  letter: 'Mise en demeure',
  task: 'À faire',
  approval: 'Accord demandé',
  hold: 'Suspension',
  resume: 'Reprise',
  decision: 'Choix de la voie',
  handoff: 'Dossier remis',
  close: 'Clôture',
  reopen: 'Réouverture',
  refused: 'Refusé',
};

export const rowHeads = ['Date', 'Factures', 'Acte', 'Canal', 'Montant demandé', 'Pourquoi'] as const;
export const endHeads = ['Facture', 'Phase', 'Suspension', 'Solde', 'Et ensuite'] as const;

/** One line of the timeline as a controller reads it: date, invoice numbers, act, channel, amount, reason. */
export function rowCells(story: Story, row: Row): string[] {
  const step = nameOf(story, row);
  return [
    frenchInstant(row.at),
    numbersOf(story, row.invoices),
    step === null || step === actNames[row.act].toLowerCase() ? actNames[row.act] : `${actNames[row.act]} (${step})`,
    row.channel === null ? '' : channelNames[row.channel],
    row.askedCents === null ? '' : formatCents(row.askedCents, currencyOf(story, row.invoices[0])),
    row.reason,
  ];
}

/** What a person calls the step of a row: never by its id in the plan. */
function nameOf({ plan }: Story, { step: id, template }: Row): string | null {
  const step = id === null ? undefined : stepOf(plan, id);
  if (step && isOutward(step)) return stepName(step);
  return template === null ? null : templateName(template);
}

/** Where one invoice stands at the end. */
export function endCells(story: Story, end: End): string[] {
  return [
    numbersOf(story, [end.invoice]),
    phaseNames[end.phase],
    end.hold === 'none' ? '' : holdNames[end.hold],
    formatCents(end.balanceCents, currencyOf(story, end.invoice)),
    end.reason,
  ];
}

/** Of a message: when, by which channel, for which invoices. */
export function messageHead(story: Story, { at, channel, invoices }: WrittenMessage): string {
  return `${frenchInstant(at)} · ${channelNames[channel]} · ${numbersOf(story, invoices)}`;
}

/** What the story plays: plan, days, how many invoices and debtors. */
export function headline({ plan, debtors, invoices }: Story): string {
  return `Plan ${plan.name} (${plan.id}, version ${plan.version}) · ${counted(invoices.length, 'facture')} · ${counted(debtors.length, 'débiteur')}`;
}

function numbersOf(story: Story, invoices: readonly string[]): string {
  const numbers = invoices.slice(0, MOST_NUMBERS).map((id) => story.invoices.find((invoice) => invoice.id === id)?.number ?? id);
  const more = invoices.length - numbers.length;
  return more > 0 ? `${numbers.join(', ')} et ${counted(more, 'autre')}` : numbers.join(', ');
}

function currencyOf(story: Story, invoice: string | undefined): string {
  return story.invoices.find(({ id }) => id === invoice)?.currency ?? 'EUR';
}
