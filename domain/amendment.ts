/** What is amended: the data of a creditor or a debtor, the versions of a plan, the files of the wordings. */
export const amendmentKinds = ['creditor', 'debtor', 'plan', 'template'] as const;
export type AmendmentKind = (typeof amendmentKinds)[number];

/** Made at once; waiting for a second person; what became of it then. `expired`: nobody confirmed it in time. */
export const amendmentStates = ['made', 'waiting', 'confirmed', 'refused', 'replaced', 'expired'] as const;
export type AmendmentState = (typeof amendmentStates)[number];
