/** The files of our code that lie in folders or are named themselves, in order, by their paths from the root of the project. */
export function sourcesIn(parts: readonly string[]): string[];
/** What would be made of these files today, in one word; `besides`: what it depends on more. */
export function digestOf(files: readonly string[], besides?: readonly string[]): string;
