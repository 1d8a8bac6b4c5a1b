import { claimedCharges } from '../../cases/claimed-charges.ts';
import { type AccessKind, writeAccess } from '../../db/accesses.ts';
import { caseRowOf } from '../../db/cases.ts';
import { logoOf } from '../../db/creditor-logos.ts';
import { creditorOf } from '../../db/creditors.ts';
import type { Queries } from '../../db/database.ts';
import { accountOf } from '../../db/debtor-account.ts';
import { type DebtorLink, findDebtorLink } from '../../db/debtor-links.ts';
import { debtorOf } from '../../db/debtors.ts';
import type { CivilDate } from '../../domain/calendar/civil-date.ts';
import { parisDay } from '../../domain/calendar/paris.ts';
import { type Language, languageOf } from '../../domain/party/language.ts';
import { fitted, type ShownLogo } from '../../domain/party/logo.ts';
import { collectorOf } from '../../domain/party/mandate.ts';
import type { Creditor } from '../../domain/party/party-schema.ts';
import { payeeOf } from '../../domain/payment/payee.ts';
import type { Payee } from '../../domain/payment/payment-order.ts';
import { type Account, accountFrom } from './account.ts';
import { answerInvoices } from './answer.ts';
import type { DebtorAnswer, InvoiceAnswered } from './answer-types.ts';
import type { DebtorDeps } from './deps.ts';
import type { KeptFile } from './kept-file.ts';
import { type Receipt, receiptOf } from './receipt.ts';

/** What of his page a debtor opened. */
type OpenedKind = Extract<AccessKind, `${string}-opened`>;

/** The debtor in front of his page: his own account with one creditor, and nothing else. */
export interface DebtorVisit {
  readonly today: CivilDate;
  readonly language: Language;
  readonly debtorName: string;
  readonly creditor: { readonly name: string; readonly contactName: string; readonly email: string; readonly phone: string };
  /** Who collects for the creditor, if somebody does. */
  readonly collector?: { readonly name: string };
  /** How large the creditor's logo is shown; null when he has none. */
  readonly logo: Omit<ShownLogo, 'src'> | null;
  readonly payee: Payee;
  readonly account: Account;
  /** Writes down that he opened something of it: of one invoice when it is named. */
  opened(kind: OpenedKind, invoiceId?: string): Promise<void>;
  /** The invoice as a file, of an invoice of this account; null for any other. */
  invoiceFile(invoiceId: string): Promise<KeptFile | null>;
  /** The creditor's logo as a file; null when he has none. */
  logoFile(): Promise<KeptFile | null>;
  /** What was received for an invoice of this account; null for any other, and for one that nothing was paid of. */
  receipt(invoiceId: string): Promise<Receipt | null>;
  /** Tells the cases of these invoices what he answers; those that are not his, or closed, are not there. */
  answer(answer: DebtorAnswer, invoiceIds: readonly string[]): Promise<readonly InvoiceAnswered[]>;
}

/** Where a debtor's link leads. */
export interface DebtorDesk {
  /** Null for a link that is wrong, over or revoked. `from`: the address that it is opened from. */
  open(token: string, from: string): Promise<DebtorVisit | null>;
}

export function debtorDesk(deps: DebtorDeps): DebtorDesk {
  return {
    async open(token, from) {
      const link = await findDebtorLink(deps.db, token);
      return link ? visit(deps, link, from) : null;
    },
  };
}

async function visit(deps: DebtorDeps, link: DebtorLink, from: string): Promise<DebtorVisit | null> {
  const { db, clock } = deps;
  const { creditorId, debtorId } = link;
  const creditor = await creditorOf(db, creditorId);
  const debtor = await debtorOf(db, creditorId, debtorId);
  if (!creditor || !debtor) return null;
  const today = parisDay(clock());
  const rows = await accountOf(db, creditorId, debtorId);
  const claimed = await claimedCharges(db, link, today);
  const caseOf = (invoiceId: string) => rows.find((row) => row.invoiceId === invoiceId);
  return {
    today,
    language: languageOf(debtor.language),
    debtorName: debtor.name,
    ...namesOf(creditor),
    ...(await headOf(deps, creditorId)),
    payee: payeeOf(creditor, debtor),
    account: accountFrom(rows, claimed, today),
    opened: (kind, invoiceId) => writeOpening(db, link, { kind, from, invoiceId }),
    async invoiceFile(invoiceId) {
      const row = caseOf(invoiceId);
      return row ? deps.invoiceFile(row.caseId) : null;
    },
    async receipt(invoiceId) {
      const row = caseOf(invoiceId);
      const found = row && (await caseRowOf(db, row.caseId));
      return found ? receiptOf(found.state, claimed) : null;
    },
    async answer(answer, invoiceIds) {
      const asked = new Set(invoiceIds);
      return answerInvoices(
        { ...deps, link, today, claimed },
        answer,
        rows.filter((row) => asked.has(row.invoiceId) && row.closed === null),
      );
    },
  };
}

interface Opening {
  readonly kind: OpenedKind;
  readonly from: string;
  readonly invoiceId: string | undefined;
}

/** Which link opened what, of which invoice, and from where; never the token. */
function writeOpening(db: Queries, { id, creditorId, debtorId }: DebtorLink, { kind, from, invoiceId }: Opening): Promise<void> {
  const subject = `${debtorId}${invoiceId === undefined ? '' : `/${invoiceId}`} ${from}`;
  return writeAccess(db, { kind, actor: `link:${id}`, creditorId, subject });
}

/** The logo at the head of the page: its size, and its bytes when they are asked for. */
async function headOf({ db, documents }: DebtorDeps, creditorId: string): Promise<Pick<DebtorVisit, 'logo' | 'logoFile'>> {
  const logo = await logoOf(db, creditorId);
  if (!logo) return { logo: null, logoFile: () => Promise.resolve(null) };
  const { contentType, sha256 } = logo;
  return {
    logo: fitted(logo),
    logoFile: async () => ({ filename: 'logo', contentType, bytes: await documents.get(sha256) }),
  };
}

/** Who writes, whom to ask, and who collects for him. */
function namesOf({ name, contact, mandate }: Creditor): Pick<DebtorVisit, 'creditor' | 'collector'> {
  const collector = collectorOf(mandate);
  return {
    creditor: { name, contactName: contact.name, email: contact.email, phone: contact.phone },
    ...(collector === null ? {} : { collector: { name: collector.name } }),
  };
}
