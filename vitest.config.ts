import { defineConfig } from 'vitest/config';
import { HeavyFirst } from './test/support/runner/heavy-first.ts';
import { TEST_MS, WAIT_MS } from './test/support/runner/patience.ts';

/** Nothing is given up because the machine is busy. */
export const waits = { testTimeout: TEST_MS, hookTimeout: TEST_MS, expect: { poll: { timeout: WAIT_MS } } };

/** Processes killed again and again: `npm test` has the short storm in their place, `npm run test:long` has them. */
export const kills = ['test/activities/killed-sends.test.ts', 'test/system/kills.test.ts', 'test/system/import-kills.test.ts'];

/** A browser that walks whole rooms of the sites, and the whole demonstration: long by nature, `npm run test:long` has them. */
export const walks = [
  'test/site/rooms.test.ts',
  'test/site/tasks.test.ts',
  'test/site/plans.test.ts',
  'test/site/progress.test.ts',
  'test/site/amendments.test.ts',
  'test/site/first-steps.test.ts',
  'test/site/taking-over.test.ts',
  'test/site/postage-and-segments.test.ts',
  'test/site/debtor.test.ts',
  'test/site/debtor-browser.test.ts',
  'test/system/demo.test.ts',
];

/** Months in a real engine, which takes its time: `npm run test:long` has them, and each story in `engines` of which `npm test` plays some. */
export const engineLives = ['test/workflows/cut.test.ts', 'test/workflows/provider-down.test.ts'];

/** A whole installation that is started, stopped, moved and looked into as its operator does: `npm run test:long` has them. */
export const installations = [
  'test/system/backup.test.ts',
  'test/system/engine-tls.test.ts',
  'test/system/last-words.test.ts',
  'test/system/web-ui.test.ts',
];

export default defineConfig({
  test: {
    /** Many tests wait (for a clock, a process, a browser): three files at a time, also where there are two cores. */
    maxWorkers: 3,
    globalSetup: 'test/support/runner/report.ts',
    sequence: { sequencer: HeavyFirst },
    projects: [
      {
        test: {
          name: 'domain',
          include: ['test/domain/**/*.test.ts', 'test/templates/**/*.test.ts'],
          setupFiles: ['test/support/runner/seed.ts'],
          pool: 'threads',
          isolate: false,
          ...waits,
        },
      },
      {
        test: {
          name: 'world',
          include: ['test/{activities,providers,api,db,cli,site,workflows,system}/**/*.test.ts'],
          exclude: [...kills, ...walks, ...installations, ...engineLives],
          globalSetup: 'test/support/runner/database.ts',
          setupFiles: ['test/support/runner/seed.ts', 'test/support/runner/file.ts'],
          pool: 'forks',
          /** Modules are loaded once per worker, not once per file: that was half of the run. What a file changes of the process it puts back. */
          isolate: false,
          ...waits,
        },
      },
    ],
  },
});
