import { readFileSync } from 'node:fs';

/** How a run ends that nobody asked to end: with what went wrong. */
interface End {
  /** Settles with the name of the first signal that asks this process to end. A second Ctrl-C is the terminal's own. */
  readonly asked: Promise<NodeJS.Signals>;
  /** Rejects, in French, with what nobody caught. */
  readonly crashed: Promise<never>;
}

/**
 * Sees to it that nothing ends this process without a word: a terminal that closes asks to end like Ctrl-C, what nobody caught is told
 * like any other failure, and a reader of our output who goes away ends nothing.
 */
export function watchEnd(): End {
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
  const asked = new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of signals()) process.once(signal, () => resolve(signal));
  });
  const crashed = new Promise<never>((_, reject) => {
    const tell = (error: unknown) => reject(new Crash(sentenceOf(error), { cause: error }));
    process.on('uncaughtException', tell).on('unhandledRejection', tell);
  });
  crashed.catch(() => undefined);
  return { asked, crashed };
}

/** An error that nobody caught. */
export class Crash extends Error {}

function signals(): readonly NodeJS.Signals[] {
  return isHangUpIgnored() ? ['SIGINT', 'SIGTERM'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];
}

/** True under `nohup`, which a listener of ours would undo. Where the system does not say, whoever has no terminal loses none. */
function isHangUpIgnored(): boolean {
  try {
    const [, ignored = '0'] = /^SigIgn:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return (BigInt(`0x${ignored}`) & 1n) === 1n;
  } catch {
    return !process.stdin.isTTY;
  }
}

function sentenceOf(error: unknown): string {
  const why = error instanceof Error ? error.message : String(error);
  return `Exigible s’arrête sur une erreur que rien n’attendait (${why})\u00a0: relancez-le, rien n’est perdu\u00a0; le journal en dit plus.`;
}
