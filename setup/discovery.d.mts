type Environment = Readonly<Record<string, string | undefined>>;

export declare function findEngine(env?: Environment): string | null;
export declare function findTimeSkipping(env?: Environment): string | null;
export declare function findChromium(env?: Environment): string | null;
export declare function findPoppler(name: 'pdftotext' | 'pdftoppm', env?: Environment): string | null;
