import { joinInvoice } from '../activities/files/join-invoice.ts';
import type { DocumentStore } from '../activities/files/store.ts';
import { keepDocument } from '../activities/letters.ts';
import type { AnswerDeps } from '../api/answers/hear.ts';
import type { DebtorDeps } from '../api/debtor/deps.ts';
import type { Log } from '../api/deps.ts';
import type { Config } from '../config.ts';
import { caseRowOf } from '../db/cases.ts';
import type { Database } from '../db/database.ts';
import { makeDebtorLink, replyNameOf } from '../db/debtor-links.ts';
import { waysOpenWith } from '../providers/index.ts';
import type { DebtorPageLink } from '../words/compose.ts';

/**
 * How messages link to the page of their debtor: under the address that others know. Without one, on a laptop whose messages go to the
 * outbox, under its own; never an address of this machine in a message that really leaves.
 */
export function debtorPageLinks(config: Config, db: Database): { readonly debtorPage?: DebtorPageLink } {
  const { EXIGIBLE_PUBLIC_URL: told, EXIGIBLE_PORT: port, TEMPORAL_ADDRESS: engine } = config;
  const isLaptop = engine === undefined && waysOpenWith.every((key) => config[key] === undefined);
  const base = told ?? (isLaptop ? `http://127.0.0.1:${port}` : undefined);
  if (base === undefined) return {};
  const { EXIGIBLE_REPLY_DOMAIN: domain } = config;
  const debtorPage: DebtorPageLink = async ({ creditorId, debtor }) => {
    const token = await makeDebtorLink(db, creditorId, debtor.id);
    const replyTo = domain === undefined ? null : `reponse+${replyNameOf(token)}@${domain}`;
    return { pageUrl: `${base.replace(/\/$/, '')}/d/${token}`, replyTo };
  };
  return { debtorPage };
}

/** Files of debtors: what they send is kept as what is printed is, and their invoices are those that are joined to messages. */
export function debtorFiles(
  db: Database,
  store: DocumentStore,
  log: Log,
): Pick<DebtorDeps, 'keep' | 'invoiceFile'> & Pick<AnswerDeps, 'put'> {
  const warn = (why: string) => log.warn({ why }, 'an invoice could not be shown to its debtor');
  return {
    put: (bytes) => store.put(bytes),
    async keep(caseId, kind, { filename, contentType, bytes }) {
      return (await keepDocument({ db, store }, { caseId, kind, filename, contentType }, bytes)).document;
    },
    async invoiceFile(caseId) {
      const row = await caseRowOf(db, caseId);
      const [file] = row ? await joinInvoice({ db, store, warn }, row.state) : [];
      return file ? { filename: file.filename, contentType: file.contentType, bytes: await store.get(file.sha256) } : null;
    },
  };
}
