import { factOfRow } from '../../db/evidence-chain.ts';
import { actorName } from '../../domain/case/show/actors.ts';
import { frenchInstant } from '../../domain/case/show/french.ts';
import { sentenceOf } from '../../domain/case/show/sentences.ts';
import type { Material } from './material.ts';

/** Each piece of evidence as a numbered French line, with who told it. */
export function chronologyOf({ row, rows, plans }: Material): string {
  const { number, currency } = row.state.invoice;
  const lines = rows.map((link) => {
    const sentence = sentenceOf(factOfRow(link), currency, { plans, steps: row.state.steps });
    return `${link.sequence}. ${frenchInstant(link.at)}\u00a0: ${sentence} [${actorName(link.actor)}]\n`;
  });
  return `Facture ${number}, dossier ${row.id}\n\n${lines.join('')}`;
}
