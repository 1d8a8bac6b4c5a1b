/** Why nothing of a new creditor leaves, until somebody says so. */
export const FIRST_STEPS = 'premiers pas';
