import type { Mandate } from '../party/mandate.ts';
import type { Payee } from './payment-order.ts';

/** What a creditor's document says of his account. */
interface AccountOwner {
  readonly name: string;
  readonly accountHolder?: string | undefined;
  readonly iban: string;
  readonly bic: string;
  readonly bankName?: string | undefined;
  readonly mandate?: Mandate | undefined;
}

/**
 * Where a debtor pays: the account that whoever recovers for the creditor keeps for such money (CPCE R124-2), else the account that the creditor's bank
 * keeps for that debtor alone when there is one, else the creditor's own.
 */
export function payeeOf(creditor: AccountOwner, { virtualIban }: { readonly virtualIban?: string | undefined }): Payee {
  const dedicated = dedicatedAccount(creditor);
  if (dedicated) return dedicated;
  const { accountHolder = creditor.name, bankName, bic } = creditor;
  const iban = virtualIban ?? creditor.iban;
  const isSameBank = bankOf(iban) === bankOf(creditor.iban);
  return {
    name: accountHolder,
    iban,
    ...(isSameBank ? { bic } : {}),
    ...(isSameBank && bankName !== undefined ? { bankName } : {}),
  };
}

function dedicatedAccount({ name, mandate }: AccountOwner): Payee | null {
  if (mandate === undefined || mandate.as === 'own-name' || mandate.dedicatedAccount === undefined) return null;
  return { name: mandate.collector?.name ?? name, iban: mandate.dedicatedAccount };
}

/** Country, and the five digits of a French bank; elsewhere as many letters and digits, which no two banks share either. */
function bankOf(iban: string): string {
  return `${iban.slice(0, 2)}${iban.slice(4, 9)}`;
}
