/** What takes long is asked so many times less often than it takes. */
const TIMES_ITS_COST = 50;

/** The same answer for a while, in milliseconds, and one asking at a time: who looks often costs no more. Longer for what takes long. */
export function remembered<T>(ask: () => Promise<T>, forMs: number): () => Promise<T> {
  let last: { untilMs: number; readonly answer: Promise<T> } | null = null;
  return () => {
    const atMs = Date.now();
    if (last && atMs < last.untilMs) return last.answer;
    const asked = { untilMs: Number.POSITIVE_INFINITY, answer: ask() };
    last = asked;
    const end = () => {
      const nowMs = Date.now();
      asked.untilMs = Math.max(atMs + forMs, nowMs + TIMES_ITS_COST * (nowMs - atMs));
    };
    asked.answer.then(end, () => {
      last = null;
    });
    return asked.answer;
  };
}
