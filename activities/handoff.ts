import { evidenceOf } from '../db/evidence.ts';
import { factOfRow } from '../db/evidence-chain.ts';
import { messagesOfCase } from '../db/messages.ts';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import { epochMs, parisDay } from '../domain/calendar/paris.ts';
import type { Case, LiveCase, Notice, Route } from '../domain/case/case.ts';
import { claimInputOf } from '../domain/case/claim-of-case.ts';
import type { Fact } from '../domain/case/facts/fact.ts';
import { noticeDeadline } from '../domain/case/next/step-day.ts';
import { capitalised, channelNames, outcomeNames, routeNames, templateName } from '../domain/case/show/french.ts';
import { isNoticeChannel, isPaper } from '../domain/plan/plan.ts';
import { frenchDate } from '../templates/french.ts';
import { type HandoffData, invoiceClaim, type MessageAsSent, type NoticeProof } from '../templates/handoff.ts';
import { type Reckoning, reckon } from '../words/claim.ts';
import { claimsData } from '../words/claim-data.ts';
import type { FileOfCase } from '../words/compose.ts';
import { chronologyOf, fewNumbers, namedInvoices, type Told } from '../words/handoff-chronology.ts';
import { paymentsReceived } from '../words/handoff-payments.ts';
import type { PrintedDocument } from '../words/message.ts';
import { messageData, oldestFirst } from '../words/message-data.ts';
import { inFrench, type Parties, partiesOf } from '../words/parties.ts';
import type { Known } from '../words/party.ts';
import { routesOfLiveCase } from '../words/routes.ts';
import { namedProofs } from './files/join-invoice.ts';
import { type Bordereau, bordereauOf, type DebtPiece, type SentPiece } from './handoff-exhibits.ts';
import { drawnFrom, keepDocument, type PrintDeps } from './letters.ts';

const letterNames: Readonly<Record<string, string>> = {
  'formal-notice': 'Mise en demeure',
  'late-charges': 'Demande des sommes dues en raison du retard',
  corrective: 'Rectification de la mise en demeure',
};

type SentRow = Awaited<ReturnType<typeof messagesOfCase>>[number];

/** What was sent, read back from the store: the record of a message is its JSON. */
interface Sent {
  /** A case that it spoke for. */
  readonly caseId: string;
  readonly row: SentRow;
  readonly record: { readonly to?: unknown; readonly subject?: string; readonly text?: string; readonly wordsSha256?: string };
}

/** What the file needs besides: the invoices and what proves them, as files. */
type HandoffDeps = Omit<PrintDeps, 'readCase'> & { readonly invoice: FileOfCase; readonly proofs: FileOfCase };

/** The cases of one debtor that go into one file, and the way that was chosen for them. */
interface HandOver {
  readonly members: readonly Known[];
  readonly route: Route;
  readonly nowMs: number;
}

/** Builds the file for a lawyer or a commissaire de justice, as PDF and as JSON, and keeps both for each case of it. */
export async function printHandoff(deps: HandoffDeps, { members, route, nowMs }: HandOver): Promise<PrintedDocument> {
  const on = parisDay(Math.max(deps.clock(), nowMs));
  const material = await materialOf(deps, members, on);
  const data = handoffData(material, route);
  const file = deps.templates.handoffFile(data);
  const { pdf, pages } = await deps.printer.print(file.html, { title: file.title, datedOn: on });
  const asJson = { ...data, ...(await recomputable(deps, material)) };
  const json = Buffer.from(JSON.stringify(asJson, null, 2));
  const name = `dossier-${material.first.live.case.invoice.number}`;
  for (const { case: of } of members) {
    const label = { caseId: of.id, kind: 'handoff-data', filename: `${name}.json`, contentType: 'application/json' };
    await keepDocument(deps, label, json);
  }
  const kept = await keepForEach(deps, members, `${name}.pdf`, pdf);
  return { ...kept, pages, askedCents: null, ...drawnFrom(members) };
}

/** The PDF of each case; answers with that of the one that asks. */
async function keepForEach(deps: HandoffDeps, members: readonly Known[], filename: string, pdf: Uint8Array) {
  const labelOf = (caseId: string) => ({ caseId, kind: 'handoff', filename, contentType: 'application/pdf' });
  const [own, ...others] = members.map((member) => labelOf(member.case.id));
  if (!own) throw new Error('a file of no case');
  for (const label of others) await keepDocument(deps, label, pdf);
  return keepDocument(deps, own, pdf);
}

/** What anybody can compute again: the claim of each invoice, and the routes. */
async function recomputable({ db }: HandoffDeps, { cases, first, parties, on }: Material): Promise<object> {
  const [claimInput, ...connected] = cases.map(({ live }) => claimInputOf(live.case, parties.creditor, on));
  const { routes } = await routesOfLiveCase(db, first.live.case, on);
  return { claimInput, ...(connected.length === 0 ? {} : { connected }), routes };
}

/** One case of the file. */
interface OneCase extends Told {
  readonly live: LiveCase;
  readonly reckoning: Reckoning;
  readonly sent: readonly Sent[];
  /** Null where none was given. */
  readonly noticed: Noticed | null;
}

/** Everything the file says, read once. */
interface Material {
  /** The oldest invoices first, whichever of them asks: the same file for each. */
  readonly cases: readonly OneCase[];
  readonly first: OneCase;
  readonly parties: Parties;
  readonly on: CivilDate;
  /** What was sent about any of them, each message once. */
  readonly sent: readonly Sent[];
  readonly bordereau: Bordereau;
}

function handoffData(material: Material, route: Route): HandoffData {
  const { cases, first, parties, on, sent, bordereau } = material;
  const [live, ...others] = cases.map((one) => one.live);
  if (!live) throw new Error('a file of no case');
  const { currency } = live.case.invoice;
  const claimOf = (members: readonly OneCase[]) => claimsData(members.map(reckonedOf), parties, currency, on);
  const claim = claimOf(cases);
  const telling = { live, others, parties, on, askedCents: 0, what: 'claim', payBy: null } as const;
  const { creditor, debtor, contact, invoices, demonstration } = messageData(telling);
  return {
    reference: fewNumbers(cases.map(({ number }) => number)),
    builtOn: frenchDate(on),
    route: routeNames[route],
    ...choiceOf(first.facts),
    creditor,
    debtor,
    contact,
    claim,
    claims: cases.map((one) => invoiceClaim(one.number, claimOf([one]))),
    invoices,
    payments: cases.flatMap(({ live, number }) => paymentsReceived(live.case, number)),
    chronology: chronologyOf(cases, currency, bordereau.numberOf),
    messages: sent.filter(({ row }) => !isPaper(row.channel)).map((message) => messageAsSent(message, material)),
    notices: noticesOf(material),
    exhibits: bordereau.exhibits,
    ...(demonstration === undefined ? {} : { demonstration }),
  };
}

function reckonedOf({ live, reckoning }: OneCase) {
  return { case: live.case, reckoning };
}

async function materialOf(deps: HandoffDeps, members: readonly Known[], on: CivilDate): Promise<Material> {
  const [oldest, ...others] = oldestFirst(members);
  if (!oldest) throw new Error('a file of no case');
  const parties = inFrench(await partiesOf(deps.db, oldest.case));
  const first = await oneCase(deps, oldest, parties, on);
  const cases = [first];
  for (const live of others) cases.push(await oneCase(deps, live, parties, on));
  const debt = (await Promise.all(cases.map(({ live }) => debtPieces(deps, live.case, cases.length > 1)))).flat();
  const sent = onlyOnce(cases.flatMap((one) => one.sent));
  const pieces = [...sent.map(pieceOf), ...cases.flatMap(noticePiece)];
  const ids = cases.map(({ live }) => live.case.id);
  return { cases, first, parties, on, sent, bordereau: await bordereauOf(deps, ids, debt, pieces) };
}

async function oneCase(deps: HandoffDeps, live: LiveCase, { creditor }: Parties, on: CivilDate): Promise<OneCase> {
  const { id, invoice } = live.case;
  const reckoning = await reckon(deps.db, live.case, creditor, on);
  const facts = (await evidenceOf(deps.db, id)).map(factOfRow);
  const sent = await sentMessages(deps, id);
  return { live, number: invoice.number, reckoning, facts, sent, noticed: noticedIn(live.case, facts, sent) };
}

/** A message that spoke for several invoices is one message. */
function onlyOnce(sent: readonly Sent[]): Sent[] {
  const once = [...new Map(sent.map((message) => [message.row.id, message])).values()];
  return once.toSorted((a, b) => Date.parse(leftAt(a.row)) - Date.parse(leftAt(b.row)));
}

/** The invoice and what proves it; what could not be had keeps its place in the bordereau, to be joined by hand. */
async function debtPieces(deps: HandoffDeps, theCase: Case, isOneOfSeveral: boolean): Promise<DebtPiece[]> {
  const [invoice, proofs] = [await deps.invoice(theCase), await deps.proofs(theCase)];
  const had = proofs.map(({ title }) => title);
  const lacking = (await namedProofs(deps.db, theCase)).filter((title) => {
    const at = had.indexOf(title);
    if (at >= 0) had.splice(at, 1);
    return at < 0;
  });
  const { number } = theCase.invoice;
  const owed = invoice.length > 0 ? invoice : [{ title: `Facture ${number}` }];
  const proving = [...proofs, ...lacking.map((title) => ({ title }))];
  if (!isOneOfSeveral) return [...owed, ...proving];
  return [...owed, ...proving.map((piece) => ({ ...piece, title: `${piece.title}, facture ${number}` }))];
}

function choiceOf(facts: readonly Fact[]): Pick<HandoffData, 'chosenOn'> {
  const chosen = facts.findLast((fact) => fact.type === 'choose-route');
  return { chosenOn: chosen ? frenchDate(parisDay(epochMs(chosen.at))) : '' };
}

async function sentMessages(deps: HandoffDeps, caseId: string): Promise<Sent[]> {
  const rows = (await messagesOfCase(deps.db, caseId)).filter((row) => row.state === 'sent');
  return Promise.all(rows.map(async (row) => ({ caseId, row, record: await recordOfMessage(deps, row) })));
}

/** The record of a letter names its words by their digest. */
async function recordOfMessage({ store }: HandoffDeps, row: SentRow): Promise<Sent['record']> {
  const textOf = async (sha256: string) => Buffer.from(await store.get(sha256)).toString();
  const record = JSON.parse(await textOf(row.sha256 ?? '')) as Sent['record'];
  return record.wordsSha256 === undefined ? record : { ...record, text: await textOf(record.wordsSha256) };
}

function sentOnOf(row: SentRow): string {
  return frenchDate(parisDay(Date.parse(leftAt(row))));
}

function leftAt({ sentAt, reservedAt }: SentRow): string {
  return sentAt ?? reservedAt;
}

function messageAsSent({ row, record }: Sent, { cases, bordereau }: Material): MessageAsSent {
  const facts = cases.find(({ sent }) => sent.some((other) => other.row.id === row.id))?.facts ?? [];
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

function pieceOf({ caseId, row, record }: Sent) {
  const subject = record.subject === undefined ? '' : ` «\u00a0${record.subject}\u00a0»`;
  const title = isPaper(row.channel)
    ? `${letterNames[row.template] ?? capitalised(templateName(row.template))}, ${channelName(row)}`
    : `${capitalised(channelName(row))}${subject}`;
  const { id, sha256, documentId } = row;
  return { caseId, message: id, title, on: sentOnOf(row), sha256, documentId };
}

function channelName(row: SentRow): string {
  return channelNames[row.channel];
}

/** A formal notice of a file: a letter of ours, or what somebody else did, whose paper is joined by hand. */
interface Noticed {
  /** The message, or the piece that stands for it. */
  readonly id: string;
  readonly title: string;
  readonly reference: string;
  readonly text: string;
  readonly isOurs: boolean;
  /** The paper of what somebody else did; a letter of ours is a message, which has its own. */
  readonly documentId: string | null;
  readonly given: Notice;
}

function noticedIn({ id, notice: given }: Case, facts: readonly Fact[], sent: readonly Sent[]): Noticed | null {
  if (!given) return null;
  const letter = sent.find(({ row }) => isNoticeChannel(row.channel) && row.template === 'formal-notice');
  if (letter) {
    const { row, record } = letter;
    const { id: message, providerId: reference } = row;
    const said = { reference: reference ?? '', text: record.text ?? '' };
    return { id: message, title: 'Mise en demeure', ...said, isOurs: true, documentId: null, given };
  }
  const acts = facts.flatMap((fact) => (fact.type === 'external-step' && fact.on === given.postedOn ? [fact] : []));
  const act = acts.at(-1);
  const by = act ? `par ${act.who}` : 'faite avant la reprise du dossier';
  const { reference = '', document: documentId = null } = act ?? {};
  return { id: `notice:${id}`, title: `Mise en demeure ${by}`, reference, text: '', isOurs: false, documentId, given };
}

/** The formal notice that somebody else gave keeps its place in the bordereau, to be joined by hand. */
function noticePiece({ live, noticed }: OneCase): SentPiece[] {
  if (!noticed || noticed.isOurs) return [];
  const { id: message, title, documentId, given } = noticed;
  const on = frenchDate(given.postedOn);
  return [{ caseId: live.case.id, message, title: `${title} (à joindre)`, on, sha256: null, documentId }];
}

/** The formal notices of the file, each once with the invoices that it spoke for, and what became of them. */
function noticesOf({ cases, bordereau }: Material): NoticeProof[] {
  const proofs = cases.flatMap((one) => (one.noticed ? [{ notice: one.noticed, one }] : []));
  const first = proofs.filter(({ notice }, index) => proofs.findIndex((other) => other.notice.id === notice.id) === index);
  return first.map(({ notice, one }) => {
    const about = proofs.filter((other) => other.notice.id === notice.id).map((other) => other.one);
    const numbers = about.map(({ number }) => number);
    return noticeProof(notice, one, about, namedInvoices(numbers, cases), bordereau);
  });
}

function noticeProof(
  { id, title, reference, text, isOurs, given }: Noticed,
  { live }: OneCase,
  about: readonly OneCase[],
  invoices: string,
  { numberOf }: Bordereau,
): NoticeProof {
  const delay = live.plan.steps.find((step) => step.anchor === 'after-notice-receipt')?.delay ?? 'P8D';
  const deadlineOn = noticeDeadline(live.case, delay);
  const events = about.map((one) => ({ ...one, facts: one.facts.filter(({ type }) => type === 'notice-event') }));
  return {
    exhibit: numberOf(id) ?? 0,
    invoices,
    title,
    isOurs,
    postedOn: frenchDate(given.postedOn),
    trackingId: reference,
    outcome: outcomeNames[given.outcome],
    effectiveOn: given.effectiveOn ? frenchDate(given.effectiveOn) : '',
    deadlineOn: deadlineOn === null ? '' : frenchDate(deadlineOn),
    text,
    events: chronologyOf(events, live.case.invoice.currency, numberOf),
  };
}
