import fc from 'fast-check';

/** What chance decides in a test is decided by this number; `EXIGIBLE_SEED` gives another, a whole number of 32 bits. */
export const seed = seedOf(process.env.EXIGIBLE_SEED);

/** Every property draws the same examples in every run, and says its seed when it fails. Examples are limited by number, never by time. */
fc.configureGlobal({ seed });

function seedOf(given: string | undefined): number {
  if (given === undefined || given === '') return 20_261_128;
  if (!/^-?\d{1,10}$/.test(given)) throw new Error(`EXIGIBLE_SEED: got ${JSON.stringify(given)}, expected a whole number`);
  return Number(given) | 0;
}
