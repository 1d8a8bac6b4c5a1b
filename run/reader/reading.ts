import { Worker } from 'node:worker_threads';
import { BadInput } from '../../domain/fault.ts';
import type { StatementPart } from '../../domain/statement/bank-entry.ts';
import type { Answer, Asked } from './ask.ts';

/** What the thread that reads a bank file may take: memory, and how long it may be silent over one piece. */
export interface ReadingBounds {
  readonly memoryMb: number;
  readonly silenceMs: number;
}

export const readingBounds: ReadingBounds = { memoryMb: 512, silenceMs: 60_000 };

/** A file made its reader end: nothing is known of it but that. The sentence is for people. */
export class ReaderEnded extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'ReaderEnded';
  }
}

/** Reads bank files in a thread of their own. */
export interface Reading {
  /** The parts of a file, in order, as `readStatements` gives them. Throws `BadInput`, or `ReaderEnded` when the file was too much for its reader. */
  read(chunks: AsyncIterable<Uint8Array>): AsyncIterable<StatementPart>;
  close(): Promise<void>;
}

const ENTRY = new URL('./thread.mjs', import.meta.url);
/** Small pieces, so that one answer is small too. */
const PIECE_BYTES = 131_072;

/**
 * One thread for each file being read, and one that rests for the next. A file that takes more memory, or more time over one piece, ends its
 * thread and nothing else.
 */
export function createReading(bounds: ReadingBounds = readingBounds): Reading {
  let resting: Thread | null = null;
  const take = (): Thread => {
    const thread = resting ?? startThread(bounds);
    resting = null;
    return thread;
  };
  const giveBack = async (thread: Thread): Promise<void> => {
    if (resting === null && !thread.hasEnded()) resting = thread;
    else await thread.end();
  };
  return {
    async *read(chunks) {
      const thread = take();
      try {
        yield* readBy(thread, chunks);
      } finally {
        await giveBack(thread);
      }
    },
    close: async () => {
      const thread = resting;
      resting = null;
      await thread?.end();
    },
  };
}

/** The thread reads one piece ahead of whoever takes the parts. */
async function* readBy(thread: Thread, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<StatementPart> {
  let coming = thread.ask({ what: 'open' });
  try {
    for await (const piece of piecesOf(chunks)) {
      const parts = await coming;
      coming = thread.ask({ what: 'write', piece });
      yield* parts;
    }
    yield* await coming;
    coming = thread.ask({ what: 'end' });
    yield* await coming;
  } finally {
    await coming.catch(() => undefined);
  }
}

async function* piecesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks)
    for (let from = 0; from < chunk.length; from += PIECE_BYTES) yield chunk.slice(from, from + PIECE_BYTES);
}

interface Thread {
  ask(asked: Asked): Promise<readonly StatementPart[]>;
  hasEnded(): boolean;
  end(): Promise<void>;
}

interface Waiting {
  readonly answered: (answer: Answer) => void;
  readonly failed: (error: Error) => void;
}

function startThread({ memoryMb, silenceMs }: ReadingBounds): Thread {
  const worker = new Worker(ENTRY, { resourceLimits: { maxOldGenerationSizeMb: memoryMb } });
  worker.unref();
  let waiting: Waiting | null = null;
  let ended: Error | null = null;
  const fail = (error: Error): void => {
    ended ??= error;
    waiting?.failed(ended);
    waiting = null;
  };
  worker.on('message', (answer: Answer) => {
    waiting?.answered(answer);
    waiting = null;
  });
  worker.on('error', (error: unknown) => fail(endedBy(error, memoryMb)));
  worker.on('exit', () => fail(new ReaderEnded('Le lecteur de relevés s’est arrêté en lisant ce fichier.')));
  const silent = (): void => {
    fail(new ReaderEnded(`La lecture n’avance plus\u00a0: un morceau du fichier demande plus de ${silenceMs / 1000} secondes.`));
    void worker.terminate();
  };
  return {
    async ask(asked) {
      if (ended !== null) throw ended;
      const timer = setTimeout(silent, silenceMs);
      const answer = await new Promise<Answer>((answered, failed) => {
        waiting = { answered, failed };
        worker.postMessage(asked);
      }).finally(() => clearTimeout(timer));
      return partsOf(answer);
    },
    hasEnded: () => ended !== null,
    end: async () => void (await worker.terminate()),
  };
}

function endedBy(error: unknown, memoryMb: number): Error {
  const isMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (isMemory) return new ReaderEnded(`La lecture du fichier demande plus de ${memoryMb} Mo de mémoire.`);
  return new ReaderEnded('Le lecteur de relevés s’est arrêté en lisant ce fichier.');
}

function partsOf(answer: Answer): readonly StatementPart[] {
  if ('parts' in answer) return answer.parts;
  if ('faults' in answer) throw new BadInput(answer.faults);
  throw new ReaderEnded(`Le lecteur de relevés a échoué sur ce fichier (${answer.failed}).`);
}
