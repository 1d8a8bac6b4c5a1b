import { expect, test } from 'vitest';
import { createTimeSkipping } from '../support/time-skipping.ts';

const MONTH_MS = 30 * 86_400_000;

test('a month passes at once on the time-skipping server', async () => {
  const time = await createTimeSkipping();
  try {
    const before = await time.nowMs();
    await time.sleep(MONTH_MS);
    expect((await time.nowMs()) - before).toBeGreaterThanOrEqual(MONTH_MS);
  } finally {
    await time.stop();
  }
});
