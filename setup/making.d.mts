type Environment = Readonly<Record<string, string | undefined>>;

export declare function makeWhole(place: string, work: (folder: string) => Promise<void>): Promise<void>;
export declare function alone<Result>(env: Environment, onWait: (pid: number) => void, work: () => Promise<Result>): Promise<Result>;
