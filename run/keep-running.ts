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
export function keepRunning(first: Running, begin: () => Promise<Running>, { say, logFile }: Told): Kept {
  let [running, isStopping, starting]: [Running, boolean, Promise<void>] = [first, false, Promise.resolve()];
  const { failed, giveUp } = failure();
  const isTooOften = endCounter();
  const again = async (how: string): Promise<void> => {
    running.gone();
    if (isTooOften()) throw new Refusal(`Le moteur Temporal s’arrête sans cesse (${how})\u00a0; la raison est dans ${logFile}`);
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
  const stop = async (): Promise<void> => {
    isStopping = true;
    await starting;
    await endProcess(running.pid);
    running.gone();
  };
  return { pid: () => running.pid, watch, failed, stop };
}

interface Told {
  readonly say?: (line: string) => void;
  readonly logFile: string;
}

/** Rejects once it is given up; nobody has to listen. */
function failure(): { readonly failed: Promise<never>; readonly giveUp: (reason: unknown) => void } {
  let giveUp: (reason: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  failed.catch(() => undefined);
  return { failed, giveUp: (reason) => giveUp(reason) };
}

/** Counts an end each time it is asked; true when they are no accident any more. */
function endCounter(): () => boolean {
  const ends: number[] = [];
  return () => ends.push(Date.now()) > MOST_ENDS && Date.now() - (ends.at(-1 - MOST_ENDS) ?? 0) < WITHIN_MS;
}
