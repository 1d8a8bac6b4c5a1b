import { parentPort } from 'node:worker_threads';
import { BadInput } from '../../domain/fault.ts';
import { createStatementReader, type StatementReader } from '../../domain/statement/reader.ts';
import type { Answer, Asked } from './ask.ts';

let reader: StatementReader = createStatementReader();

const ways = {
  open: () => {
    reader = createStatementReader();
    return [];
  },
  write: ({ piece }: Asked) => reader.write(piece ?? new Uint8Array()),
  end: () => reader.end(),
};

/** Answers each question with the parts of the file that it completed. An error of ours is told without its message, which may quote the file. */
function answerTo(asked: Asked): Answer {
  try {
    return { parts: ways[asked.what](asked) };
  } catch (error) {
    if (error instanceof BadInput) return { faults: error.faults };
    return { failed: error instanceof Error ? `${error.name} ${error.stack?.split('\n    at ')[1] ?? ''}`.trim() : 'unknown' };
  }
}

parentPort?.on('message', (asked: Asked) => parentPort?.postMessage(answerTo(asked)));
