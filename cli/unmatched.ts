import type { AnswerOf } from '../api/client.ts';
import { frenchDay } from '../domain/case/show/french.ts';
import { centsCell } from '../domain/enrol/cells.ts';
import { Refusal, refuse } from '../domain/fault.ts';
import { formatCents } from '../domain/money/cents.ts';
import { caseNamed } from './case-named.ts';
import { connect, ofCreditor } from './connect.ts';
import { EXIT, print, printJson, reportBadInput } from './io.ts';

interface Asked {
  /** With an administrator's key only. */
  readonly creditor?: string;
  readonly json: boolean;
}

type Waiting = AnswerOf<'GET /unmatched'>;

const MOST_SHOWN = 200;

/** `unmatched`: the money that no rule could place, each entry with its key and why. */
export async function run({ creditor, json }: Asked): Promise<number> {
  try {
    const waiting = await (await connect()).call('GET /unmatched', { query: { limit: MOST_SHOWN, ...ofCreditor(creditor) } });
    if (json) printJson(waiting);
    else print(waitingText(waiting));
    return EXIT.done;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

function waitingText({ entries, credits, next }: Waiting): string {
  const lines = entries.map(
    ({ key, bookedOn, openCents, currency, counterparty, label, reasons }) =>
      `${formatCents(openCents, currency)}  ${bookedOn === null ? 'sans date' : frenchDay(bookedOn)}  ${counterparty ?? 'payeur inconnu'}\n  ${label ?? ''}\n  ${reasons.join(', ')}\n  exigible allocate ${JSON.stringify(key)} FACTURE=MONTANT`,
  );
  const owed = credits.map(
    ({ invoiceNumber, creditCents, currency }) =>
      `Crédit du client, facture ${invoiceNumber}\u00a0: ${formatCents(creditCents, currency)}`,
  );
  const more = next === null ? [] : ['… et d’autres.'];
  return [...lines, ...more, ...owed].join('\n') || 'Tout l’argent reçu a trouvé sa facture.';
}

/** `allocate ENTRY INVOICE=AMOUNT…`: gives the money of an entry to cases, named by their invoice or their id. */
export async function allocate(given: Asked & { readonly entry: string; readonly shares: readonly string[] }): Promise<number> {
  const { entry, shares, creditor, json } = given;
  try {
    const api = await connect();
    const allocations = [];
    for (const { name, amountCents } of shares.map(shareOf))
      allocations.push({ caseId: await caseNamed(api, name), amountCents });
    const asked = { params: { entryKey: entry }, query: ofCreditor(creditor), body: { allocations } };
    const answer = await api.call('POST /unmatched/{entryKey}/allocate', asked);
    if (json) printJson(answer);
    else print(`Affectée\u00a0: ${shares.join(', ')}. Les dossiers en prennent acte.`);
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof Refusal)) return reportBadInput(error, json);
    if (json) printJson({ refused: error.message });
    process.stderr.write(`${error.message}\n`);
    return EXIT.refused;
  }
}

/** `F2026-0412=1200,50`: the invoice stands before the last equals sign. */
function shareOf(text: string): { readonly name: string; readonly amountCents: number } {
  const at = text.lastIndexOf('=');
  const amountCents = centsCell.read(text.slice(at + 1));
  if (at < 1 || amountCents === null || amountCents <= 0)
    return refuse(text, 'attendu\u00a0: FACTURE=MONTANT, par exemple F2026-0412=1200,50');
  return { name: text.slice(0, at), amountCents };
}
