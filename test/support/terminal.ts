import { afterEach, beforeEach, vi } from 'vitest';

/** What commands print: caught for each test of a file or of a `describe`, empty again before the next. */
export interface Terminal {
  output: string;
  errors: string;
}

/** Catches standard output and standard error; called once, where `beforeEach` would be. */
export function catchTerminal(): Terminal {
  const terminal: Terminal = { output: '', errors: '' };
  beforeEach(() => {
    Object.assign(terminal, { output: '', errors: '' });
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      terminal.output += String(text);
      return true;
    });
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      terminal.errors += String(text);
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  return terminal;
}
