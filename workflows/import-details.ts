import type { ImportProgress } from '../activities/import/import.ts';
import { formatCents } from '../domain/money/cents.ts';

const MOST_SHOWN = 20;
const STATES = {
  waiting: 'Lecture du fichier. Rien n’est imputé avant sa fin.',
  settling: 'Imputation en cours.',
  done: '**Import terminé.**',
  refused: '**Rien n’a été importé.**',
  cancelled: '**Import annulé.** Ce qui était imputé le reste.',
} as const;

type Statement = ImportProgress['statements'][number];

/** Where an import stands, in Markdown, as the Web UI shows it. */
export function importDetails({ state, settled, bookings, statements, problem }: ImportProgress): string {
  const lines = statements.slice(0, MOST_SHOWN).map((statement) => `- ${statementLine(statement)}`);
  const more = statements.length > MOST_SHOWN ? [`- et ${statements.length - MOST_SHOWN} autres relevés`] : [];
  const counted = bookings > 0 ? [`${settled} écritures sur ${bookings}.`] : [];
  const head = problem?.kind === 'set-aside' ? '**Fichier mis de côté.**' : STATES[state];
  const why = problem === null ? [] : [problem.detail];
  return [head, ...why, ...counted, [...lines, ...more].join('\n')].filter((text) => text !== '').join('\n\n');
}

function statementLine({ id, account, currency, openingCents, closingCents, counts }: Statement): string {
  const [from, to] = [openingCents, closingCents].map((cents) => (cents === null ? '?' : formatCents(cents, currency)));
  const came = [
    `${counts.allocated} imputées`,
    `${counts.unmatched} à décider`,
    `${counts.known} déjà connues`,
    `${counts.pending} en attente`,
    `${counts.notPayments} sans paiement`,
  ];
  return `Relevé ${id}, compte ${account}, solde ${from} → ${to}\u00a0: ${came.join(', ')}`;
}
