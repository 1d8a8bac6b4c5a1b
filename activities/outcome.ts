/** Whose fault a refusal is: the address cannot be written to, the person said stop, the number is a landline; null: the message itself. */
export type AddressFault = 'invalid' | 'unsubscribed' | 'landline' | null;

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
