import { defineConfig } from 'vitest/config';
import { engineLives, installations, kills, waits, walks } from './vitest.config.ts';

/** `npm run test:long`: the proofs by repetition, at their full length. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    globalSetup: ['test/support/runner/report.ts', 'test/support/runner/database.ts'],
    setupFiles: ['test/support/runner/seed.ts', 'test/support/runner/file.ts'],
    include: [
      'test/long/**/*.test.ts',
      'test/domain/claim/properties.test.ts',
      'test/domain/simulate/truth.test.ts',
      'test/templates/aloud.test.ts',
      'test/workflows/engines.test.ts',
      ...kills,
      ...walks,
      ...installations,
      ...engineLives,
    ],
    env: { EXIGIBLE_LONG: '1' },
    pool: 'forks',
    ...waits,
  },
});
