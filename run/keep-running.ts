import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '../domain/fault.ts';
import { endProcess } from './processes.ts';

/** A process of ours that should run as long as we do. */
export interface Running {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Strikes it out of the records, once it is gone. */
  readonly gone: () => void;
}

interface Kept {
  /** Of the process that runs now. */
  pid(): number;
  /** From now on its end is none, until `stop`. */
  watch(): void;
  stop(): Promise<void>;
  readonly failed: Promise<never>;
}

const BEFORE_AGAIN_MS = 500;
/** So many ends within a minute are no accident. */
const [MOST_ENDS, WITHIN_MS] = [5, 60_000];

/** Starts the engine again whenever it ends by itself, on the same ports and data: clients and workers find it again. */
export function keepRunning(
  first: Running,
  begin: () => Promise<Running>,
  { say, logFile }: { say?: (line: string) => void; logFile: string },
): Kept {
  let [running, isStopping, starting]: [Running, boolean, Promise<void>] = [first, false, Promise.resolve()];
  const ends: number[] = [];
  let giveUp: (reason: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  failed.catch(() => undefined);
  const again = async (how: string): Promise<void> => {
    running.gone();
    ends.push(Date.now());
    if (ends.filter((at) => at > Date.now() - WITHIN_MS).length > MOST_ENDS)
      return giveUp(new Refusal(`Le moteur Temporal s’arrête sans cesse (${how})\u00a0; la raison est dans ${logFile}`));
    say?.(`Le moteur Temporal s’est arrêté (${how})\u00a0: il est relancé, rien n’est perdu. Journal\u00a0: ${logFile}`);
    await pause(BEFORE_AGAIN_MS);
    if (isStopping) return;
    running = await begin();
    watch();
  };
  const ended = (code: number | null, signal: string | null): void => {
    if (!isStopping) starting = again(signal ?? `code ${code}`).catch(giveUp);
  };
  const watch = (): void => {
    const { exitCode, signalCode } = running.child;
    if (exitCode === null && signalCode === null) running.child.once('exit', ended);
    else ended(exitCode, signalCode);
  };
  return {
    pid: () => running.pid,
    watch,
    failed,
    async stop() {
      isStopping = true;
      await starting;
      await endProcess(running.pid);
      running.gone();
    },
  };
}
