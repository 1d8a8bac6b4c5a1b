import { setTimeout as pause } from 'node:timers/promises';
import type { Outside, SeenLine } from './outside.ts';

const GLANCE_MS = 400;

/** A case whose life is told. */
export interface Followed {
  readonly caseId: string;
  readonly name: string;
}

/** Tells each new act of the followed cases, one line each, as it happens. */
export interface Narrator {
  follow(followed: Followed): void;
  stop(): Promise<void>;
}

export function createNarrator(outside: Outside, say: (line: string) => void): Narrator {
  const told = new Map<string, number>();
  const cast: Followed[] = [];
  let running = true;
  const look = async (): Promise<void> => {
    const news = await Promise.all(cast.map((followed) => newLines(outside, followed, told)));
    for (const { followed, line } of news.flat().sort((a, b) => a.line.at.localeCompare(b.line.at))) say(lineOf(followed, line));
  };
  const loop = (async () => {
    while (running) {
      await look().catch(() => undefined);
      await pause(GLANCE_MS);
    }
    await look().catch(() => undefined);
  })();
  return {
    follow: (followed) => void cast.push(followed),
    async stop() {
      running = false;
      await loop;
    },
  };
}

async function newLines(
  outside: Outside,
  followed: Followed,
  told: Map<string, number>,
): Promise<{ followed: Followed; line: SeenLine }[]> {
  const from = told.get(followed.caseId) ?? 0;
  const lines = (await outside.timeline(followed.caseId)).filter((line) => line.sequence > from);
  told.set(followed.caseId, lines.at(-1)?.sequence ?? from);
  return lines.map((line) => ({ followed, line }));
}

function lineOf({ name }: Followed, { at, sentence }: SeenLine): string {
  return `${at.slice(11, 19)}  ${name.padEnd(24)}  ${sentence}`;
}
