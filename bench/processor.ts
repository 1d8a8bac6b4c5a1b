import { treeProcessorMs } from './process-tree.ts';
import { rounded } from './result.ts';

/** Processor time of a thing, in milliseconds: of this process, and of others by what they are. */
type Costs<Name extends string> = Readonly<Record<'here' | Name, number>>;

/** Does a piece of work about so many things and says what processor time each of them cost whom. */
export function processorOf<Name extends string>(pids: Readonly<Record<Name, number>>) {
  const used = (): Costs<Name> => {
    const { user, system } = process.cpuUsage();
    return { here: (user + system) / 1000, ...mapped(pids, treeProcessorMs) };
  };
  return async <Result>(size: number, work: () => Promise<Result>) => {
    const before = used();
    const result = await work();
    return { result, processorMs: mapped(used(), (after, name) => rounded((after - before[name]) / size)) };
  };
}

function mapped<Name extends string>(of: Readonly<Record<Name, number>>, change: (value: number, name: Name) => number) {
  const entries = Object.entries(of) as [Name, number][];
  return Object.fromEntries(entries.map(([name, value]) => [name, change(value, name)])) as Record<Name, number>;
}
