/** What no bank file of a business comes near, and a bad one tries. What passes a bound is refused with its line. */
export const fileBounds = {
  /** Of the whole file, about ten years of a busy account. */
  bytes: 512_000_000,
  /** Elements inside one another. */
  depth: 64,
  /** Elements of one booking, or of one payment of it. */
  nodes: 10_000,
  /** Characters of one tag, text, comment, booking or payment. */
  characters: 200_000,
  /** Payments, or lines of detail, of one booking. */
  details: 50_000,
  /** Statements of one file. */
  statements: 10_000,
} as const;
