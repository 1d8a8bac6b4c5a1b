import { expect, test } from 'vitest';
import { createTimeSkipping } from '../support/time-skipping.ts';

const MONTH_MS = 30 * 86_400_000;

test('a month passes at once on the time-skipping server', async () => {
  const environment = await createTimeSkipping();
  try {
    const before = await environment.currentTimeMs();
    await environment.sleep(MONTH_MS);
    expect((await environment.currentTimeMs()) - before).toBeGreaterThanOrEqual(MONTH_MS);
  } finally {
    await environment.teardown();
  }
});
