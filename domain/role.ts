/** What a person or a key may do, weakest first: each may do what those before it may. The admin belongs to no creditor. */
export const roles = ['viewer', 'operator', 'approver', 'admin'] as const;
export type Role = (typeof roles)[number];
