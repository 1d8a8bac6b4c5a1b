import { type CivilDate, isCivilDate } from '../../calendar/civil-date.ts';
import { epochMs, parisDay } from '../../calendar/paris.ts';
import { refuse } from '../../fault.ts';
import { atLine, centsOfDecimal } from '../amount.ts';

/** A small piece of an XML file, without namespaces. */
export interface XmlNode {
  readonly name: string;
  /** Line of the file, from 1. */
  readonly line: number;
  /** The `Ccy` attribute, the only one that camt uses here. */
  readonly currency: string | null;
  readonly children: XmlNode[];
  text: string;
}

/** The first descendant along the names. */
export function nodeAt(node: XmlNode, ...names: readonly string[]): XmlNode | null {
  let found: XmlNode | undefined = node;
  for (const name of names) found = found?.children.find((child) => child.name === name);
  return found ?? null;
}

/** Every descendant along the names, each of which may repeat. */
export function nodesAt(node: XmlNode, ...names: readonly string[]): readonly XmlNode[] {
  return names.reduce<readonly XmlNode[]>(
    (nodes, name) => nodes.flatMap((each) => each.children.filter((child) => child.name === name)),
    [node],
  );
}

/** Trimmed text of the first descendant along the names, null when absent or blank. Never turned into a number. */
export function textAt(node: XmlNode, ...names: readonly string[]): string | null {
  const text = nodeAt(node, ...names)?.text.trim() ?? '';
  return text === '' ? null : text;
}

/** The first of several places that holds a text. */
export function firstTextAt(node: XmlNode, paths: readonly (readonly string[])[]): string | null {
  return paths.map((path) => textAt(node, ...path)).find((text) => text !== null) ?? null;
}

/** Unsigned cents of an amount element. */
export function centsOf(amount: XmlNode): number {
  return centsOfDecimal(amount.text.trim(), amount.line);
}

/** -1 for `DBIT`, 1 for `CRDT`, null when absent. */
export function signAt(node: XmlNode): 1 | -1 | null {
  const indicator = nodeAt(node, 'CdtDbtInd');
  if (indicator === null) return null;
  const text = indicator.text.trim();
  if (text === 'CRDT') return 1;
  return text === 'DBIT' ? -1 : refuse(atLine(indicator.line), `CdtDbtInd vaut « ${text} »\u00a0; attendu\u00a0: CRDT ou DBIT`);
}

/** Civil date of a `Dt` or `DtTm` choice; a moment with an offset is read in Paris. */
export function dateAt(node: XmlNode, name: string): CivilDate | null {
  const choice = nodeAt(node, name);
  const value = choice && (nodeAt(choice, 'Dt') ?? nodeAt(choice, 'DtTm'));
  if (!value) return null;
  const text = value.text.trim();
  const on = /T.*(Z|[+-]\d\d:\d\d)$/.test(text) ? parisDayOf(text, value.line) : text.slice(0, 10);
  return isCivilDate(on)
    ? on
    : refuse(atLine(value.line), `${name} vaut « ${text} »\u00a0; attendu\u00a0: un jour qui existe, par exemple 2026-11-02`);
}

function parisDayOf(at: string, line: number): CivilDate {
  try {
    return parisDay(epochMs(at));
  } catch {
    return refuse(
      atLine(line),
      `« ${at} » n’est pas un instant\u00a0; attendu\u00a0: ISO 8601, par exemple 2026-11-02T09:00:00+01:00`,
    );
  }
}
