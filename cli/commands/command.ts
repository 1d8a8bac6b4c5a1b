/** Takes the exit code of the one command that was asked. */
export type Done = (code: Promise<number>) => Promise<void>;

/** `--json`: one document on standard output and nothing else there. */
export const json = ['--json', 'un document JSON sur la sortie standard', false] as const;
