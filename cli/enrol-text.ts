import Table from 'cli-table3';
import { channelNames, frenchDay } from '../domain/case/show/french.ts';
import { issuedLaterSaid } from '../domain/enrol/issued-later.ts';
import type { EnrolmentPreview, FirstAct, InvoicePreview } from '../domain/enrol/preview.ts';
import { formatCents, sumCents } from '../domain/money/cents.ts';

/** Lines of the table of invoices before the rest is only counted. */
const MOST_LINES = 40;

export interface Besides {
  /** Invoices of the file that run already. */
  readonly already: number;
  /** Headings that nobody understood. */
  readonly ignored: readonly string[];
}

/** What would leave, and when: by day, then by invoice, then what to look at before confirming. */
export function previewText(preview: EnrolmentPreview, besides: Besides): string {
  return [
    headline(preview, besides),
    ...(preview.days.length === 0 ? [] : [daysTable(preview)]),
    ...(preview.invoices.length === 0 ? [] : [invoicesTable(preview.invoices)]),
    ...remarks(preview, besides),
    'Rien n’est parti. Pour reprendre ces factures\u00a0: la même commande avec --confirm.',
  ].join('\n\n');
}

/** What a confirmed enrolment came to. */
export function enrolledText(enrolled: number, already: number): string {
  const before = already === 0 ? '' : ` ${counted(already, 'l’était déjà', 'l’étaient déjà')}.`;
  return `${counted(enrolled, 'facture reprise', 'factures reprises')}.${before}`;
}

function headline({ invoices }: EnrolmentPreview, { already }: Besides): string {
  const debtors = new Set(invoices.map((invoice) => invoice.debtor)).size;
  const currencies = [...new Set(invoices.map((invoice) => invoice.currency))];
  const sums = currencies.map((currency) =>
    formatCents(sumCents(invoices.filter((each) => each.currency === currency).map((each) => each.balanceCents)), currency),
  );
  const before = already === 0 ? '' : `\u00a0; ${counted(already, 'autre est déjà reprise', 'autres sont déjà reprises')}`;
  const owed = sums.length === 0 ? '' : `, ${sums.join(' et ')} dus`;
  return `${counted(invoices.length, 'facture', 'factures')} à reprendre, ${counted(debtors, 'client', 'clients')}${owed}${before}.`;
}

function daysTable({ days }: EnrolmentPreview): string {
  const head = ['Jour', 'Messages', 'Lettres', 'Clients', 'Accords à donner', 'Tâches'];
  const table = new Table({ head, colAligns: ['left', ...head.slice(1).map(() => 'right' as const)], style: plain });
  for (const { on, messages, letters, debtors, approvals, tasks } of days)
    table.push([frenchDay(on), ...[messages, letters, debtors, approvals, tasks].map(String)]);
  return table.toString();
}

function invoicesTable(invoices: readonly InvoicePreview[]): string {
  const head = ['Facture', 'Client', 'Solde', 'Plan', 'Premier envoi', 'Mise en demeure à approuver'];
  const table = new Table({ head, colAligns: ['left', 'left', 'right'], style: plain });
  for (const invoice of invoices.slice(0, MOST_LINES)) table.push(rowOf(invoice));
  const more = invoices.length - MOST_LINES;
  return more > 0 ? `${table.toString()}\n… et ${counted(more, 'autre', 'autres')} (--json les donne toutes)` : table.toString();
}

function rowOf(invoice: InvoicePreview): string[] {
  return [
    invoice.number,
    invoice.debtorName,
    formatCents(invoice.balanceCents, invoice.currency),
    invoice.plan,
    invoice.first ? firstOf(invoice.first) : (invoice.silence ?? ''),
    noticeOf(invoice),
  ];
}

function noticeOf({ noticeOn, noticeLeftOut }: InvoicePreview): string {
  if (noticeOn !== null) return frenchDay(noticeOn);
  return noticeLeftOut === null ? '' : `aucune\u00a0; ${frenchDay(noticeLeftOut.on)}, une tâche (${noticeLeftOut.reason})`;
}

function firstOf({ on, act, called, channel, reason }: FirstAct): string {
  if (act === 'task') return `${frenchDay(on)}, ${called ?? ''}\u00a0: une tâche (${reason})`;
  const by = channel === null ? '' : ` par ${channelNames[channel]}`;
  return `${frenchDay(on)}, ${called ?? ''}${by}`;
}

/** What a careful person puts right first: missing addresses make tasks, not messages. */
function remarks(preview: EnrolmentPreview, { ignored }: Besides): string[] {
  const { invoices, withoutEmail, withoutAddress, undated } = preview;
  const silent = invoices.filter((invoice) => invoice.silence !== null).length;
  const remark = (count: number, text: string) => (count === 0 ? [] : [`Attention\u00a0: ${text}`]);
  return [
    ...remark(
      withoutEmail,
      `${counted(withoutEmail, 'client', 'clients')} sans e-mail\u00a0: ce qui ne les atteint pas autrement devient une tâche (« Coordonnées manquantes »), au jour dit.`,
    ),
    ...remark(
      withoutAddress,
      `${counted(withoutAddress, 'client', 'clients')} sans adresse postale\u00a0: aucune mise en demeure ne pourra leur être postée.`,
    ),
    ...remark(
      undated,
      `${counted(undated, 'acompte', 'acomptes')} sans date\u00a0: ${undated > 1 ? 'comptés' : 'compté'} à l’échéance (au jour de la reprise si elle est à venir), ce qui ne réclame aucun intérêt dessus\u00a0; donnez une colonne « Date de paiement ».`,
    ),
    ...remark(preview.issuedLater.length, issuedLaterSaid(preview.issuedLater) ?? ''),
    ...remark(silent, `${counted(silent, 'facture', 'factures')} sans envoi dans les semaines qui viennent.`),
    ...remark(ignored.length, `colonnes ignorées\u00a0: ${ignored.join(', ')}.`),
  ];
}

const plain = { head: [], border: [] };

function counted(count: number, one: string, several: string): string {
  return `${count} ${count > 1 ? several : one}`;
}
