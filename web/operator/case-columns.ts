import type { AnswerOf } from '../../api/client.ts';
import { parisDay, parisSecondOfDay } from '../../domain/calendar/paris.ts';
import { balanceSaid, holdName, phaseNames, routeNames } from '../../domain/case/show/french.ts';
import { formatCents } from '../../domain/money/cents.ts';
import type { Choice } from './act-form.ts';
import { euroCells } from './csv.ts';
import { moment, shortDay } from './format.ts';
import { plansOf } from './known.ts';
import { debtorPath } from './rooms.ts';
import type { Sent } from './sent.ts';
import { creditorName, type Visit } from './visit.ts';

/** A case in the list, as the API finds it. */
export type FoundLine = FoundPage['cases'][number];

/** The same, with what its plan and its creditor are called. */
export type NamedLine = FoundLine & { readonly planName: string; readonly creditorName: string };

export type FoundPage = AnswerOf<'GET /search'>;

/** A column of the list: its heading, and what a cell says, on the page and in a spreadsheet. */
export interface Column {
  readonly id: string;
  readonly name: string;
  readonly isNumber?: true;
  readonly cell: (line: NamedLine) => string;
  /** What a spreadsheet reads in CSV; the same when left out. */
  readonly plain?: (line: NamedLine) => string;
  /** What a cell of a workbook holds, where it is no text. */
  readonly value?: (line: NamedLine) => number | Date;
  /** The page that a cell leads to. */
  readonly href?: (line: NamedLine) => string;
}

/** What is left of a price, below zero what may be given back. */
const leftCents = ({ balanceCents, creditCents }: FoundLine) => (balanceCents < 0 ? 0 - creditCents : balanceCents);

export const columns: readonly Column[] = [
  { id: 'client', name: 'Client', cell: (line) => line.debtorName ?? line.debtorId, href: debtorPath },
  {
    id: 'solde',
    name: 'Solde',
    isNumber: true,
    cell: (line) => balanceSaid(line),
    plain: (line) => euroCells(leftCents(line)),
    value: (line) => leftCents(line) / 100,
  },
  {
    id: 'total',
    name: 'Total',
    isNumber: true,
    cell: (line) => formatCents(line.totalCents, line.currency),
    plain: (line) => euroCells(line.totalCents),
    value: (line) => line.totalCents / 100,
  },
  {
    id: 'echeance',
    name: 'Échéance',
    cell: (line) => shortDay(line.dueOn),
    plain: (line) => line.dueOn,
    value: (line) => new Date(`${line.dueOn}T00:00:00Z`),
  },
  { id: 'etape', name: 'Étape', cell: (line) => phaseNames[line.phase] },
  { id: 'blocage', name: 'Suspendu par', cell: (line) => (line.hold === 'none' ? '' : holdName(line.hold, line.pauseReason)) },
  { id: 'ensuite', name: 'Ensuite le', cell: (line) => (line.nextActAt === null ? '' : goesOn(line.nextActAt)) },
  { id: 'plan', name: 'Plan', cell: (line) => line.planName },
  { id: 'voie', name: 'Voie', cell: (line) => (line.route === null ? '' : routeNames[line.route]) },
  { id: 'creancier', name: 'Créancier', cell: (line) => line.creditorName },
  { id: 'devise', name: 'Devise', cell: (line) => line.currency },
];

/** When a case goes on: the beginning of a day, where a pause or a promise ends, is no hour at which something leaves. */
function goesOn(at: string): string {
  const ms = Date.parse(at);
  return parisSecondOfDay(ms) === 0 ? `à partir du ${shortDay(parisDay(ms))}` : moment(at);
}

const usual = ['client', 'solde', 'echeance', 'etape', 'blocage', 'ensuite'];

/** The columns asked for; of several creditors at once their name is worth one. */
export function chosenColumns({ colonnes }: Sent, { session }: Pick<Visit, 'session'>): readonly Column[] {
  const asked = [colonnes ?? []].flat().flatMap((text) => text.split(','));
  const ids = asked.length > 0 ? asked : [...usual, ...(session.creditorId === null ? ['creancier'] : [])];
  return columns.filter(({ id }) => ids.includes(id));
}

/** Gives cases the names of their creditors, and of their plans where those columns show them; each creditor is asked for his once. */
export function naming(
  { api, creditors }: Pick<Visit, 'api' | 'creditors'>,
  shown: readonly Column[],
): (found: readonly FoundLine[]) => Promise<NamedLine[]> {
  const isShown = shown.some(({ id }) => id === 'plan');
  const known = new Map<string, readonly Choice[]>();
  return async (found) => {
    for (const { creditorId } of isShown ? found : []) {
      if (!known.has(creditorId)) known.set(creditorId, await plansOf(api, creditorId));
    }
    const planOf = ({ creditorId, planId }: FoundLine) => known.get(creditorId)?.find(({ value }) => value === planId)?.label;
    return found.map((line) => ({
      ...line,
      planName: planOf(line) ?? line.planId,
      creditorName: creditorName(creditors, line.creditorId),
    }));
  };
}

/** What a table takes out: the columns that were chosen, all of them when nobody chose, after the number of the invoice; with amounts, their currency. */
export function columnsOut(query: Sent, visit: Pick<Visit, 'session'>): readonly Column[] {
  const number: Column = { id: 'facture', name: 'Facture', cell: (line) => line.invoiceNumber };
  const chosen = query.colonnes === undefined ? columns : chosenColumns(query, visit);
  const hasAmounts = chosen.some(({ isNumber }) => isNumber);
  return [number, ...columns.filter((column) => chosen.includes(column) || (hasAmounts && column.id === 'devise'))];
}
