/** The same answer for a while, in milliseconds, and one asking at a time: who looks often costs no more. */
export function remembered<T>(ask: () => Promise<T>, forMs: number): () => Promise<T> {
  let last: { readonly atMs: number; readonly answer: Promise<T> } | null = null;
  return () => {
    const nowMs = Date.now();
    if (last && nowMs - last.atMs < forMs) return last.answer;
    const answer = ask();
    last = { atMs: nowMs, answer };
    answer.catch(() => {
      last = null;
    });
    return answer;
  };
}
