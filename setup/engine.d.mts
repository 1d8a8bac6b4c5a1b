type Environment = Readonly<Record<string, string | undefined>>;

export declare function buildEngine(env: Environment): Promise<void>;

export declare const temporalDigests: Readonly<Record<string, string>>;
