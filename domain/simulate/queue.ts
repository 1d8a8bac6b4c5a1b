/** A binary heap of things to do: the earliest moment first, then the lowest rank. */
export class Queue<T> {
  private readonly heap: { readonly atMs: number; readonly rank: number; readonly item: T }[] = [];

  /** The moment of the first thing, `Infinity` when there is none. */
  get firstMs(): number {
    return this.heap[0]?.atMs ?? Number.POSITIVE_INFINITY;
  }

  push(atMs: number, rank: number, item: T): void {
    this.heap.push({ atMs, rank, item });
    this.rise(this.heap.length - 1);
  }

  /** Takes the first thing out. */
  pop(): T | undefined {
    const [first] = this.heap;
    const last = this.heap.pop();
    if (first && last && this.heap.length > 0) {
      this.heap[0] = last;
      this.sink(0);
    }
    return first?.item;
  }

  private rise(from: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.isBefore(index, parent)) return;
      this.swap(index, parent);
      index = parent;
    }
  }

  private sink(from: number): void {
    let index = from;
    for (;;) {
      const left = 2 * index + 1;
      const least = [left, left + 1].reduce((best, child) => (this.isBefore(child, best) ? child : best), index);
      if (least === index) return;
      this.swap(index, least);
      index = least;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const [one, other] = [this.heap[a], this.heap[b]];
    if (!one || !other) return false;
    return one.atMs < other.atMs || (one.atMs === other.atMs && one.rank < other.rank);
  }

  private swap(a: number, b: number): void {
    const [one, other] = [this.heap[a], this.heap[b]];
    if (one && other) [this.heap[a], this.heap[b]] = [other, one];
  }
}
