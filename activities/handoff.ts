import { evidenceOf } from '../db/evidence.ts';
import { messagesOfCase } from '../db/messages.ts';
import { epochMs, parisDay } from '../domain/calendar/paris.ts';
import type { Route } from '../domain/case/case.ts';
import { claimInputOf } from '../domain/case/claim-of-case.ts';
import type { Fact } from '../domain/case/fact.ts';
import { channelNames, outcomeNames, routeNames } from '../domain/case/french.ts';
import { sentenceOf } from '../domain/case/sentences.ts';
import { noticeDeadline } from '../domain/case/step-day.ts';
import { formatCents } from '../domain/money/cents.ts';
import { frenchDate } from '../templates/french.ts';
import type { ChronologyLine, Exhibit, HandoffData, MessageAsSent, NoticeProof } from '../templates/handoff.ts';
import type { PrintedDocument } from './activities.ts';
import { type Reckoning, reckon } from './claim.ts';
import { claimData } from './claim-data.ts';
import { keepDocument, type PrintDeps } from './letters.ts';
import { messageData, type Telling } from './message-data.ts';
import { inFrench, partiesOf } from './parties.ts';
import { routesOfLiveCase } from './routes.ts';

type SentRow = Awaited<ReturnType<typeof messagesOfCase>>[number];

/** What was sent, read back from the store: the record of a message is its JSON. */
interface Sent {
  readonly row: SentRow;
  readonly exhibit: number;
  readonly record: { readonly to?: unknown; readonly subject?: string; readonly text?: string; readonly wordsSha256?: string };
}

/** Builds the file for a lawyer or a commissaire de justice, as PDF and as JSON, and keeps both. */
export async function printHandoff(
  deps: PrintDeps,
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
}

async function handoffData(
  deps: PrintDeps,
  { caseId, route }: { caseId: string; route: Route },
  on: string,
): Promise<HandoffData> {
  const material = await materialOf(deps, caseId, on);
  const { telling, reckoning, sent, facts } = material;
  const { reference, creditor, debtor, contact, invoices, demonstration } = messageData(telling);
  const { currency } = telling.live.case.invoice;
  const notice = noticeProof(telling, sent, facts);
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
    chronology: facts.map((fact) => chronologyLine(fact, currency, sent)),
    messages: sent.filter(({ row }) => !isLetter(row)).map((message) => messageAsSent(message, facts)),
    ...(notice === null ? {} : { notice }),
    exhibits: sent.map(exhibitOf),
    ...(demonstration === undefined ? {} : { demonstration }),
  };
}

async function materialOf(deps: PrintDeps, caseId: string, on: string): Promise<Material> {
  const live = await deps.readCase(caseId);
  const parties = inFrench(await partiesOf(deps.db, live.case));
  const reckoning = await reckon(deps.db, live.case, parties.creditor, on);
  const facts = (await evidenceOf(deps.db, caseId)).map(
    (row) => ({ type: row.type, at: row.at, actor: row.actor, ...row.fact }) as Fact,
  );
  const telling: Telling = { live, parties, on, askedCents: reckoning.claim.totalCents ?? 0, what: 'claim', payBy: null };
  return { telling, reckoning, facts, sent: await sentMessages(deps, caseId) };
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
      label: payment.id,
      amount: formatCents(payment.amountCents, invoice.currency),
    }));
}

async function sentMessages(deps: PrintDeps, caseId: string): Promise<Sent[]> {
  const rows = (await messagesOfCase(deps.db, caseId)).filter((row) => row.state === 'sent');
  return Promise.all(rows.map(async (row, index) => ({ row, exhibit: index + 1, record: await recordOfMessage(deps, row) })));
}

/** The record of a letter names its words by their digest. */
async function recordOfMessage({ store }: PrintDeps, row: SentRow): Promise<Sent['record']> {
  const textOf = async (sha256: string) => Buffer.from(await store.get(sha256)).toString();
  const record = JSON.parse(await textOf(row.sha256 ?? '')) as Sent['record'];
  return record.wordsSha256 === undefined ? record : { ...record, text: await textOf(record.wordsSha256) };
}

function isLetter(row: SentRow): boolean {
  return row.channel !== 'email' && row.channel !== 'sms';
}

function sentOnOf(row: SentRow): string {
  return frenchDate(parisDay(Date.parse(row.sentAt ?? row.reservedAt)));
}

function chronologyLine(fact: Fact, currency: string, sent: readonly Sent[]): ChronologyLine {
  const exhibit = fact.type === 'sent' ? sent.find(({ row }) => row.id === fact.message)?.exhibit : undefined;
  return {
    on: frenchDate(parisDay(epochMs(fact.at))),
    text: sentenceOf(fact, currency),
    ...(exhibit === undefined ? {} : { exhibit }),
  };
}

function messageAsSent({ row, exhibit, record }: Sent, facts: readonly Fact[]): MessageAsSent {
  return {
    exhibit,
    channel: channelName(row),
    sentOn: sentOnOf(row),
    to: typeof record.to === 'string' ? record.to : '',
    ...(record.subject === undefined ? {} : { subject: record.subject }),
    text: record.text ?? '',
    provider: row.provider ?? '',
    providerId: row.providerId ?? '',
    events: facts
      .filter((fact) => fact.type === 'message-delivered' && fact.message === row.id)
      .map((fact) => chronologyLine(fact, row.currency, [])),
  };
}

function exhibitOf({ row, exhibit, record }: Sent): Exhibit {
  const subject = record.subject === undefined ? '' : ` «\u00a0${record.subject}\u00a0»`;
  const title = isLetter(row) ? `Mise en demeure, ${channelName(row)}` : `${capitalised(channelName(row))}${subject}`;
  return { number: exhibit, title, on: sentOnOf(row), ...(row.sha256 === null ? {} : { sha256: row.sha256 }) };
}

function channelName({ channel }: SentRow): string {
  return channelNames[channel as keyof typeof channelNames];
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The formal notice and what became of it; null when none left. */
function noticeProof({ live }: Telling, sent: readonly Sent[], facts: readonly Fact[]): NoticeProof | null {
  const letter = sent.find(({ row }) => isLetter(row));
  const notice = live.case.notice;
  if (!letter || !notice) return null;
  const delay = live.plan.steps.find((step) => step.anchor === 'after-notice-receipt')?.delay ?? 'P8D';
  const deadlineOn = noticeDeadline(live.case, delay);
  return {
    exhibit: letter.exhibit,
    title: 'Mise en demeure',
    postedOn: frenchDate(notice.postedOn),
    trackingId: letter.row.providerId ?? '',
    outcome: outcomeNames[notice.outcome],
    effectiveOn: notice.effectiveOn === null ? '' : frenchDate(notice.effectiveOn),
    deadlineOn: deadlineOn === null ? '' : frenchDate(deadlineOn),
    text: letter.record.text ?? '',
    events: facts.filter((fact) => fact.type === 'notice-event').map((fact) => chronologyLine(fact, letter.row.currency, [])),
  };
}
