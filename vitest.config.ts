import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    /** Many tests wait (for a clock, a process, a browser): two files at a time, also where there are two cores. */
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'domain',
          include: ['test/domain/**/*.test.ts', 'test/templates/**/*.test.ts'],
          pool: 'threads',
          isolate: false,
        },
      },
      {
        test: {
          name: 'world',
          include: ['test/{activities,api,db,cli,workflows,system}/**/*.test.ts'],
          pool: 'forks',
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
