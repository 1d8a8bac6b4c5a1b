import type { AnswerOf } from '../api/client.ts';
import { actorsNamed } from '../domain/case/show/actors.ts';
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
      `${formatCents(openCents, currency)}  ${bookedOn === null ? 'sans date' : frenchDay(bookedOn)}  ${counterparty ?? 'payeur inconnu'}\n  ${label ?? ''}\n  ${actorsNamed(reasons.join(', '))}\n  exigible allocate ${JSON.stringify(key)} FACTURE=MONTANT`,
  );
  const owed = credits.map(
    ({ invoiceNumber, creditCents, currency }) =>
      `Crédit du client, facture ${invoiceNumber}\u00a0: ${formatCents(creditCents, currency)}`,
  );
  const more = next === null ? [] : ['… et d’autres.'];
  return [...lines, ...more, ...owed].join('\n') || 'Aucun argent reçu n’attend sa facture.';
}

/** `allocate ENTRY INVOICE=AMOUNT…`: gives the money of an entry to cases, named by their invoice or their id. */
export function allocate(given: OnEntry & { readonly shares: readonly string[] }): Promise<number> {
  return deciding(given, async (api, asked) => {
    const allocations = [];
    for (const { name, amountCents } of given.shares.map(shareOf))
      allocations.push({ caseId: await caseNamed(api, name), amountCents });
    const answer = await api.call('POST /unmatched/{entryKey}/allocate', { ...asked, body: { allocations } });
    return { answer, said: `Affectée\u00a0: ${given.shares.join(', ')}. Les dossiers en prennent acte.` };
  });
}

/** `not-ours ENTRY REASON`: the money of an entry is for no invoice of ours. */
export function notOurs(given: OnEntry & { readonly reason: string }): Promise<number> {
  return deciding(given, async (api, asked) => ({
    answer: await api.call('POST /unmatched/{entryKey}/not-ours', { ...asked, body: { reason: given.reason } }),
    said: `Hors factures\u00a0: elle n’attend plus. Pour revenir en arrière\u00a0: exigible wait-again ${JSON.stringify(given.entry)}`,
  }));
}

/** `wait-again ENTRY`: it may be for one after all. */
export function waitAgain(given: OnEntry): Promise<number> {
  return deciding(given, async (api, asked) => {
    const answer = await api.call('POST /unmatched/{entryKey}/wait-again', asked);
    return {
      answer,
      said: answer.waits ? 'Elle attend de nouveau sa facture.' : 'Elle a trouvé sa facture\u00a0: elle est affectée.',
    };
  });
}

type OnEntry = Asked & { readonly entry: string };

interface Said {
  readonly answer: unknown;
  readonly said: string;
}

/** What a person decides of an entry. */
async function deciding({ entry, creditor, json }: OnEntry, decide: Deciding): Promise<number> {
  try {
    const { answer, said } = await decide(await connect(), { params: { entryKey: entry }, query: ofCreditor(creditor) });
    if (json) printJson(answer);
    else print(said);
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof Refusal)) return reportBadInput(error, json);
    if (json) printJson({ refused: error.message });
    process.stderr.write(`${error.message}\n`);
    return EXIT.refused;
  }
}

type Deciding = (
  api: Awaited<ReturnType<typeof connect>>,
  asked: { readonly params: { readonly entryKey: string }; readonly query: ReturnType<typeof ofCreditor> },
) => Promise<Said>;

/** `F2026-0412=1200,50`: the invoice stands before the last equals sign. */
function shareOf(text: string): { readonly name: string; readonly amountCents: number } {
  const at = text.lastIndexOf('=');
  const amountCents = centsCell.read(text.slice(at + 1));
  if (at < 1 || amountCents === null || amountCents <= 0)
    return refuse(text, 'attendu\u00a0: FACTURE=MONTANT, par exemple F2026-0412=1200,50');
  return { name: text.slice(0, at), amountCents };
}
