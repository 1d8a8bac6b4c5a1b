type Environment = Readonly<Record<string, string | undefined>>;

export declare function installForAll(
  packageName: string,
  quiet: { readonly env: Environment; readonly timeoutMs?: number },
  step: (words: string) => void,
): Promise<void>;
