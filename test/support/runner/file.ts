import { relative, sep } from 'node:path';
import { expect } from 'vitest';
import { FILE } from './logs.ts';

/** `test/system/kills.test.ts` → `system-kills`, before its first line runs. */
const path = relative('test', expect.getState().testPath ?? '');
process.env[FILE] = path.replace(/\.test\.ts$/, '').replaceAll(sep, '-');
