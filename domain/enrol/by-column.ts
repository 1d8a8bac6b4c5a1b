import type { Fault } from '../fault.ts';

/** A fault on that many lines of a column is one of the column. */
const OF_COLUMN = 4;
const LINES_NAMED = 3;

/** The faults of a table as a person reads them: what is wrong on many lines of a column is said once, with its first lines, before the rest. */
export function byColumn(faults: readonly Fault[]): Fault[] {
  const groups = new Map<string, Fault[]>();
  for (const fault of faults) {
    const kind = kindOf(fault);
    const group = groups.get(kind);
    if (group) group.push(fault);
    else groups.set(kind, [fault]);
  }
  const isOfColumn = (fault: Fault) => columnIn(fault) !== null && (groups.get(kindOf(fault))?.length ?? 0) >= OF_COLUMN;
  const columns = [...groups.values()].flatMap((group) => {
    const [first] = group.filter(isOfColumn);
    return first ? [together(first, group)] : [];
  });
  return [...columns, ...faults.filter((fault) => !isOfColumn(fault))];
}

/** One column, one expectation, whatever came. */
function kindOf(fault: Fault): string {
  return `${columnIn(fault)}\n${fault.message.replace(/^reçu « .* »(?=\u00a0; attendu)/s, '')}`;
}

function columnIn({ path }: Fault): string | null {
  return /^ligne \d+, (colonne « .* »)$/s.exec(path)?.[1] ?? null;
}

function together(first: Fault, group: readonly Fault[]): Fault {
  const lines = group.slice(0, LINES_NAMED).map(({ path }) => /\d+/.exec(path)?.[0]);
  return { path: `${columnIn(first)}, ${group.length} lignes (${lines.join(', ')}…)`, message: first.message };
}
