import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, longest first: started last they would run alone at the end. */
const heavy: readonly string[] = [
  'test/workflows/engines.test.ts',
  'test/system/kills.test.ts',
  'test/system/storm.test.ts',
  'test/activities/killed-sends.test.ts',
  'test/system/last-words.test.ts',
  'test/system/demo.test.ts',
  'test/site/rooms.test.ts',
  'test/site/tasks.test.ts',
  'test/site/debtor.test.ts',
  'test/workflows/provider-down.test.ts',
  'test/workflows/lives.test.ts',
  'test/site/pages.test.ts',
  'test/system/import-kills.test.ts',
];

/** The order of vitest, the same on a new machine as on one that remembers: heavy files first. */
export class HeavyFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const weight = ({ moduleId }: TestSpecification) => heavy.toReversed().indexOf(relative(this.ctx.config.root, moduleId));
    return (await super.sort(files)).toSorted((a, b) => weight(b) - weight(a));
  }
}
