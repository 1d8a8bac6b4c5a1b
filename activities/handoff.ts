import { evidenceOf } from '../db/evidence.ts';
import { factOfRow } from '../db/evidence-chain.ts';
import { messagesOfCase } from '../db/messages.ts';
import { epochMs, parisDay } from '../domain/calendar/paris.ts';
import type { Case, Payment, Route } from '../domain/case/case.ts';
import { claimInputOf } from '../domain/case/claim-of-case.ts';
import type { Fact } from '../domain/case/facts/fact.ts';
import { noticeDeadline } from '../domain/case/next/step-day.ts';
import { capitalised, channelNames, outcomeNames, routeNames, templateName } from '../domain/case/show/french.ts';
import { formatCents } from '../domain/money/cents.ts';
import { type Channel, isNoticeChannel, isPaper } from '../domain/plan/plan.ts';
import { frenchDate } from '../templates/french.ts';
import type { HandoffData, MessageAsSent, NoticeProof } from '../templates/handoff.ts';
import { type Reckoning, reckon } from '../words/claim.ts';
import { claimData } from '../words/claim-data.ts';
import type { FileOfCase } from '../words/compose.ts';
import { chronologyOf } from '../words/handoff-chronology.ts';
import type { PrintedDocument } from '../words/message.ts';
import { messageData, type Telling } from '../words/message-data.ts';
import { inFrench, partiesOf } from '../words/parties.ts';
import { routesOfLiveCase } from '../words/routes.ts';
import { namedProofs } from './files/join-invoice.ts';
import { type Bordereau, bordereauOf, type DebtPiece } from './handoff-exhibits.ts';
import { keepDocument, type PrintDeps } from './letters.ts';

const letterNames: Readonly<Record<string, string>> = {
  'formal-notice': 'Mise en demeure',
  'late-charges': 'Demande des sommes dues en raison du retard',
  corrective: 'Rectification de la mise en demeure',
};

type SentRow = Awaited<ReturnType<typeof messagesOfCase>>[number];

/** What was sent, read back from the store: the record of a message is its JSON. */
interface Sent {
  readonly row: SentRow;
  readonly record: { readonly to?: unknown; readonly subject?: string; readonly text?: string; readonly wordsSha256?: string };
}

/** What the file needs besides: the invoice and what proves it, as files. */
type HandoffDeps = PrintDeps & { readonly invoice: FileOfCase; readonly proofs: FileOfCase };

/** Builds the file for a lawyer or a commissaire de justice, as PDF and as JSON, and keeps both. */
export async function printHandoff(
  deps: HandoffDeps,
  input: { caseId: string; route: Route; nowMs: number },
): Promise<PrintedDocument> {
  const on = parisDay(Math.max(deps.clock(), input.nowMs));
  const data = await handoffData(deps, input, on);
  const file = deps.templates.handoffFile(data);
  const { pdf, pages } = await deps.printer.print(file.html, { title: file.title, datedOn: on });
  const name = `dossier-${data.invoices[0]?.number ?? input.caseId}`;
  const label = { caseId: input.caseId, kind: 'handoff', filename: `${name}.pdf`, contentType: 'application/pdf' };
  const live = await deps.readCase(input.caseId);
  const parties = await partiesOf(deps.db, live.case);
  const { routes } = await routesOfLiveCase(deps.db, live.case, on);
  const asJson = { ...data, claimInput: claimInputOf(live.case, parties.creditor, on), routes };
  await keepDocument(
    deps,
    { ...label, kind: 'handoff-data', filename: `${name}.json`, contentType: 'application/json' },
    Buffer.from(JSON.stringify(asJson, null, 2)),
  );
  return { ...(await keepDocument(deps, label, pdf)), pages, askedCents: null };
}

/** Everything the file says, read once. */
interface Material {
  readonly telling: Telling;
  readonly reckoning: Reckoning;
  readonly facts: readonly Fact[];
  readonly sent: readonly Sent[];
  readonly bordereau: Bordereau;
}

async function handoffData(
  deps: HandoffDeps,
  { caseId, route }: { caseId: string; route: Route },
  on: string,
): Promise<HandoffData> {
  const material = await materialOf(deps, caseId, on);
  const { telling, reckoning, sent, facts, bordereau } = material;
  const { reference, creditor, debtor, contact, invoices, demonstration } = messageData(telling);
  const { currency } = telling.live.case.invoice;
  const notice = noticeProof(material);
  return {
    reference,
    builtOn: frenchDate(on),
    route: routeNames[route],
    ...choiceOf(facts),
    creditor,
    debtor,
    contact,
    claim: claimData(reckoning, telling.parties, telling.live, on),
    invoices,
    payments: paymentsOf(telling),
    chronology: chronologyOf(facts, currency, bordereau.numberOf),
    messages: sent.filter(({ row }) => !isPaper(channelOf(row))).map((message) => messageAsSent(message, material)),
    ...(notice === null ? {} : { notice }),
    exhibits: bordereau.exhibits,
    ...(demonstration === undefined ? {} : { demonstration }),
  };
}

async function materialOf(deps: HandoffDeps, caseId: string, on: string): Promise<Material> {
  const live = await deps.readCase(caseId);
  const parties = inFrench(await partiesOf(deps.db, live.case));
  const reckoning = await reckon(deps.db, live.case, parties.creditor, on);
  const facts = (await evidenceOf(deps.db, caseId)).map(factOfRow);
  const telling: Telling = { live, parties, on, askedCents: reckoning.claim.totalCents ?? 0, what: 'claim', payBy: null };
  const sent = await sentMessages(deps, caseId);
  const debt = await debtPieces(deps, live.case);
  return { telling, reckoning, facts, sent, bordereau: await bordereauOf(deps, caseId, debt, sent.map(pieceOf)) };
}

/** The invoice and what proves it; what could not be had keeps its place in the bordereau, to be joined by hand. */
async function debtPieces(deps: HandoffDeps, theCase: Case): Promise<DebtPiece[]> {
  const [invoice, proofs] = [await deps.invoice(theCase), await deps.proofs(theCase)];
  const had = proofs.map(({ title }) => title);
  const lacking = (await namedProofs(deps.db, theCase)).filter((title) => {
    const at = had.indexOf(title);
    if (at >= 0) had.splice(at, 1);
    return at < 0;
  });
  const owed = invoice.length > 0 ? invoice : [{ title: `Facture ${theCase.invoice.number}` }];
  return [...owed, ...proofs, ...lacking.map((title) => ({ title }))];
}

function choiceOf(facts: readonly Fact[]): Pick<HandoffData, 'chosenBy' | 'chosenOn'> {
  const chosen = facts.findLast((fact) => fact.type === 'choose-route');
  return {
    chosenBy: `un opérateur (${chosen?.actor ?? 'inconnu'})`,
    chosenOn: chosen ? frenchDate(parisDay(epochMs(chosen.at))) : '',
  };
}

function paymentsOf({ live }: Telling): HandoffData['payments'] {
  const { payments, invoice } = live.case;
  return payments
    .filter((payment) => !payment.reversed)
    .map((payment) => ({
      on: frenchDate(payment.on),
      label: paymentLabel(payment),
      amount: formatCents(payment.amountCents, invoice.currency),
    }));
}

/** How a payment is known to its reader: an id that a person typed, never one that a machine made. */
function paymentLabel({ id, creditOf }: Payment): string {
  if (id === 'enrolment') return 'Règlements antérieurs à la reprise du dossier';
  if (creditOf !== undefined) return 'Crédit d’une autre facture';
  return id.length > 40 || /^[0-9a-f]{16,}/.test(id) ? 'Règlement reçu en banque' : `Règlement ${id}`;
}

async function sentMessages(deps: PrintDeps, caseId: string): Promise<Sent[]> {
  const rows = (await messagesOfCase(deps.db, caseId)).filter((row) => row.state === 'sent');
  return Promise.all(rows.map(async (row) => ({ row, record: await recordOfMessage(deps, row) })));
}

/** The record of a letter names its words by their digest. */
async function recordOfMessage({ store }: PrintDeps, row: SentRow): Promise<Sent['record']> {
  const textOf = async (sha256: string) => Buffer.from(await store.get(sha256)).toString();
  const record = JSON.parse(await textOf(row.sha256 ?? '')) as Sent['record'];
  return record.wordsSha256 === undefined ? record : { ...record, text: await textOf(record.wordsSha256) };
}

function sentOnOf(row: SentRow): string {
  return frenchDate(parisDay(Date.parse(row.sentAt ?? row.reservedAt)));
}

function messageAsSent({ row, record }: Sent, { facts, bordereau }: Material): MessageAsSent {
  return {
    exhibit: bordereau.numberOf(row.id) ?? 0,
    channel: channelName(row),
    sentOn: sentOnOf(row),
    to: typeof record.to === 'string' ? record.to : '',
    ...(record.subject === undefined ? {} : { subject: record.subject }),
    text: record.text ?? '',
    provider: row.provider ?? '',
    providerId: row.providerId ?? '',
    events: facts
      .filter((fact) => fact.type === 'message-delivered' && fact.message === row.id)
      .map((fact) => ({ on: frenchDate(parisDay(epochMs(fact.at))), text: 'remis au destinataire' })),
  };
}

function pieceOf({ row, record }: Sent) {
  const subject = record.subject === undefined ? '' : ` «\u00a0${record.subject}\u00a0»`;
  const title = isPaper(channelOf(row))
    ? `${letterNames[row.template] ?? capitalised(templateName(row.template))}, ${channelName(row)}`
    : `${capitalised(channelName(row))}${subject}`;
  const { id, sha256, documentId } = row;
  return { message: id, title, on: sentOnOf(row), sha256, documentId };
}

function channelName(row: SentRow): string {
  return channelNames[channelOf(row)];
}

function channelOf({ channel }: SentRow): Channel {
  return channel as Channel;
}

/** The formal notice and what became of it; null when none left. */
function noticeProof({ telling: { live }, sent, facts, bordereau }: Material): NoticeProof | null {
  const letter = sent.find(({ row }) => isNoticeChannel(channelOf(row)) && row.template === 'formal-notice');
  const notice = live.case.notice;
  if (!letter || !notice) return null;
  const delay = live.plan.steps.find((step) => step.anchor === 'after-notice-receipt')?.delay ?? 'P8D';
  const deadlineOn = noticeDeadline(live.case, delay);
  return {
    exhibit: bordereau.numberOf(letter.row.id) ?? 0,
    title: 'Mise en demeure',
    postedOn: frenchDate(notice.postedOn),
    trackingId: letter.row.providerId ?? '',
    outcome: outcomeNames[notice.outcome],
    effectiveOn: notice.effectiveOn === null ? '' : frenchDate(notice.effectiveOn),
    deadlineOn: deadlineOn === null ? '' : frenchDate(deadlineOn),
    text: letter.record.text ?? '',
    events: chronologyOf(
      facts.filter((fact) => fact.type === 'notice-event'),
      letter.row.currency,
      bordereau.numberOf,
    ),
  };
}
