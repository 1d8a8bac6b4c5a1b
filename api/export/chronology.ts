import type { Fact } from '../../domain/case/facts/fact.ts';
import { frenchInstant } from '../../domain/case/show/french.ts';
import { sentenceOf } from '../../domain/case/show/sentences.ts';
import type { Material } from './material.ts';

/** Each piece of evidence as a numbered French line, with who told it. */
export function chronologyOf({ row, rows }: Material): string {
  const { number, currency } = row.state.invoice;
  const lines = rows.map(({ sequence, at, actor, type, fact }) => {
    const sentence = sentenceOf({ ...fact, type, at, actor } as Fact, currency);
    return `${sequence}. ${frenchInstant(at)}\u00a0: ${sentence} [${actor}]\n`;
  });
  return `Facture ${number}, dossier ${row.id}\n\n${lines.join('')}`;
}
