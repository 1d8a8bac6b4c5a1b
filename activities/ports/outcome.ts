/** Whose fault a refusal is: the address cannot be written to, the person said stop, the number is a landline; null: the message itself. */
export type AddressFault = 'invalid' | 'unsubscribed' | 'landline' | null;

/** While a provider is called: what ends its calls, and whether this attempt is still the one that may make them. */
export interface Calling {
  readonly signal: AbortSignal;
  readonly isMine: () => Promise<boolean>;
}

/** An attempt that nobody hurries and nobody follows. */
export const unhurried: Calling = { signal: new AbortController().signal, isMine: () => Promise.resolve(true) };

/**
 * What a provider answered. `retry`: it certainly did not take the message. `unknown`: nobody can tell, and it is never sent again blindly.
 * `afterMs`: how long the provider asks to wait.
 */
export type SendOutcome =
  | { readonly outcome: 'accepted'; readonly provider: string; readonly providerId: string; readonly at: string }
  | {
      readonly outcome: 'refused';
      readonly provider: string;
      readonly code: string;
      readonly reason: string;
      readonly address: AddressFault;
    }
  | { readonly outcome: 'retry'; readonly afterMs: number | null; readonly reason: string }
  | { readonly outcome: 'unknown'; readonly reason: string };
