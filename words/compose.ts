import { type KeptLogo, logoOf } from '../db/creditor-logos.ts';
import type { Database } from '../db/database.ts';
import { documentOf } from '../db/documents.ts';
import { messagesOfCase } from '../db/messages.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import type { LiveCase } from '../domain/case/case.ts';
import { capitalised, templateName } from '../domain/case/show/french.ts';
import { whyUnwritten } from '../domain/party/fit-to-write.ts';
import { fitted, LOGO_SRC, type LogoPart } from '../domain/party/logo.ts';
import type { Creditor, Debtor } from '../domain/party/party-schema.ts';
import { isOutward, type OutwardStep, stepOf } from '../domain/plan/plan.ts';
import { type MessageRequest, withData } from '../templates/data.ts';
import type { EmailMessage, Templates } from '../templates/renderer.ts';
import { booksOf } from './books.ts';
import { withLogo } from './logo.ts';
import type { JoinedDocument, SendRequest, Unwritten } from './message.ts';
import { noteMessage } from './note-message.ts';
import { type Parties, partiesOf } from './parties.ts';
import type { Party } from './party.ts';
import { type Shares, stepMessage } from './step-message.ts';

interface ComposedBase {
  readonly template: string;
  readonly askedCents: number | null;
  readonly documentId: string | null;
  /** What is asked for each case that the message speaks for. */
  readonly shares: Shares;
  /** The message as it leaves, whole: what its digest proves. */
  readonly record: Uint8Array;
}

/** A message ready to leave, or why it cannot be written. */
export type Composed =
  | (ComposedBase & {
      readonly kind: 'email';
      readonly to: string;
      readonly creditor: Creditor;
      readonly replyTo: string;
      readonly email: EmailMessage;
      readonly joined: readonly JoinedDocument[];
      /** The part that its page shows at its head. */
      readonly logo?: LogoPart;
      /** Digest of the mail that it answers. */
      readonly answers?: string;
    })
  | (ComposedBase & { readonly kind: 'sms'; readonly to: string; readonly text: string })
  | (ComposedBase & {
      readonly kind: 'letter';
      readonly channel: 'registered-letter' | 'letter';
      readonly document: string;
      readonly title: string;
      readonly pages: number;
      readonly joined: readonly JoinedDocument[];
      readonly creditor: Creditor;
      readonly debtor: Debtor;
    });
export type Composition = Composed | { readonly kind: 'impossible'; readonly result: Unwritten };

/** Writes messages from the case, the parties as they stand now, and the templates. */
export interface Composer {
  /** `party`: the cases that leave in one message, and whose words it takes; absent, the case alone. */
  compose(live: LiveCase, request: SendRequest, nowMs: number, party?: Party): Promise<Composition>;
}

/** Who writes with these templates; without `invoice` no invoice is joined. */
export function createComposer(
  db: Database,
  templates: Templates,
  invoice: FileOfCase = noFile,
  page: DebtorPageLink = noPage,
): Composer {
  return {
    async compose(live, request, nowMs, party) {
      const parties = await partiesOf(db, live.case);
      const on = parisDay(nowMs);
      const others = (party?.members ?? []).filter((member) => member.case.id !== live.case.id);
      const about = { live, others, parties, on };
      const unwritten = whyUnwritten(parties.creditor, parties.debtor.kind, writtenBy(request));
      if (unwritten !== null) return impossible({ outcome: 'refused', reason: unwritten, address: null });
      const addressesOf = async () => (isReached(parties.debtor, request.channel) ? page(live.case) : null);
      const logo = (await logoOf(db, live.case.creditorId)) ?? null;
      const answered = (to: DebtorAddresses | null) => ({ ...parties, logo, replyTo: to?.replyTo ?? parties.creditor.email });
      if (request.note) {
        const addresses = await addressesOf();
        const noted = withPage(noteMessage(about, request.note), addresses);
        return composeNote(db, templates, answered(addresses), live, noted, { ...request, note: request.note });
      }
      const step = party?.words ?? stepOf(live.plan, request.step ?? '');
      if (!step || !isOutward(step)) return impossible({ outcome: 'unknown', reason: 'étape inconnue du plan' });
      if (request.document && request.channel !== 'email') return composeLetter(parties, request, step);
      const message = await stepMessage(booksOf(db), live, parties, step, on, others);
      if ('outcome' in message) return impossible(message);
      const { request: plain, ...asked } = message;
      const addresses = await addressesOf();
      const worded = withPage(plain, addresses);
      if (request.channel === 'sms') return composeSms(templates, parties, worded, asked);
      const invoices = await Promise.all([live, ...others].map((one) => invoice(one.case)));
      return composeEmail(templates, answered(addresses), worded, asked, [
        ...(await postedLetter(db, live, step)),
        ...invoices.flat(),
      ]);
    },
  };
}

/** Whether a message that carries a link can be written to a debtor: no link is made for one that cannot. A letter has its own, printed. */
function isReached({ email, mobile }: Debtor, channel: SendRequest['channel']): boolean {
  return (channel === 'email' && email !== undefined) || (channel === 'sms' && mobile !== undefined);
}

/** A note that asks for a missed instalment is a demand; a step says itself which it is (`stepMessage`). */
function writtenBy({ note }: SendRequest): 'demand' | 'note' {
  return note?.askedCents === undefined ? 'note' : 'demand';
}

/** The invoice of a case as a file, when it is to be had. */
export type FileOfCase = (theCase: LiveCase['case']) => Promise<readonly JoinedDocument[]>;
const noFile: FileOfCase = () => Promise.resolve([]);

/** Where a message sends its debtor: to a page of his own, whole address, and where his answer is read, when we read it. */
export interface DebtorAddresses {
  readonly pageUrl: string;
  readonly replyTo: string | null;
}

/** New addresses for a message to the debtor of a case; null where pages are not served to the outside. */
export type DebtorPageLink = (theCase: Pick<LiveCase['case'], 'creditorId' | 'debtor'>) => Promise<DebtorAddresses | null>;
const noPage: DebtorPageLink = () => Promise.resolve(null);

/** The message with the address of the debtor's page, when there is one. */
export function withPage(message: MessageRequest, addresses: DebtorAddresses | null): MessageRequest {
  if (addresses === null) return message;
  return withData(message, { debtorPageUrl: addresses.pageUrl });
}

/** Both parties, the logo of the one who writes, and where the answer of the other goes. */
interface Answered extends Parties {
  readonly replyTo: string;
  readonly logo: KeptLogo | null;
}

function impossible(result: Unwritten): Composition {
  return { kind: 'impossible', result };
}

async function composeNote(
  db: Database,
  templates: Templates,
  parties: Answered,
  live: LiveCase,
  message: MessageRequest,
  request: SendRequest & Required<Pick<SendRequest, 'note'>>,
): Promise<Composition> {
  const asked = { askedCents: request.note.askedCents ?? null, shares: {} };
  const joined = await printedNote(db, live, request);
  return composeEmail(templates, parties, message, asked, joined, await answeredMail(db, live, request.note.key));
}

/** The mail that a note answers, as it came; null when it answers none. */
async function answeredMail(db: Database, { case: { id, notes } }: LiveCase, key: string): Promise<string | null> {
  const fact = notes.find((note) => note.key === key)?.fact;
  if (fact?.about !== 'answer' || fact.document === undefined) return null;
  const document = await documentOf(db, id, fact.document);
  return document?.contentType === 'message/rfc822' ? document.sha256 : null;
}

/** What was printed for a note: the agreement to be signed, the letter that corrects a notice. */
async function printedNote(db: Database, { case: { id } }: LiveCase, { document, note }: SendRequest): Promise<JoinedDocument[]> {
  const printed = document && (await documentOf(db, id, document.document));
  const title = note?.template === 'corrective' ? 'Lettre de rectification' : 'Accord de règlement échelonné';
  return printed ? [{ ...printed, title }] : [];
}

/** The sum that a message asks for, and the part of each case. */
interface Asked {
  readonly askedCents: number | null;
  readonly shares: Shares;
}

/** The copy of a letter by e-mail joins the letter that was posted. */
async function postedLetter(db: Database, { case: { id } }: LiveCase, step: OutwardStep): Promise<JoinedDocument[]> {
  if (step.act !== 'letter') return [];
  const posted = (await messagesOfCase(db, id)).find((message) => message.step === step.id && message.documentId !== null);
  const document = posted && (await documentOf(db, id, posted.documentId ?? ''));
  return document ? [{ ...document, title: 'Mise en demeure' }] : [];
}

function composeEmail(
  templates: Templates,
  { creditor, debtor, replyTo, logo }: Answered,
  message: MessageRequest,
  asked: Asked,
  joined: readonly JoinedDocument[],
  answers: string | null = null,
): Composition {
  if (debtor.email === undefined) return impossible({ outcome: 'no-address', reason: 'pas d’adresse e-mail' });
  const enclosures = joined.map(({ title }) => title);
  const request = withData(message, { enclosures });
  const email = templates.email(withLogo(request, logo && { ...fitted(logo), src: LOGO_SRC }));
  const part = logo === null ? {} : { logo: { sha256: logo.sha256, contentType: logo.contentType } };
  const record = bytesOf({
    channel: 'email',
    to: debtor.email,
    replyTo,
    ...email,
    joined: joined.map(({ sha256 }) => sha256),
    ...part,
    ...(answers === null ? {} : { answers }),
  });
  return {
    kind: 'email',
    to: debtor.email,
    creditor,
    replyTo,
    email,
    joined,
    ...part,
    ...(answers === null ? {} : { answers }),
    template: message.template,
    ...asked,
    documentId: null,
    record,
  };
}

function composeSms(templates: Templates, { debtor }: Parties, message: MessageRequest, asked: Asked): Composition {
  if (debtor.mobile === undefined) return impossible({ outcome: 'no-address', reason: 'pas de numéro de mobile' });
  const { text } = templates.sms(message);
  return {
    kind: 'sms',
    to: debtor.mobile,
    text,
    template: message.template,
    ...asked,
    documentId: null,
    record: bytesOf({ channel: 'sms', to: debtor.mobile, text }),
  };
}

function composeLetter({ creditor, debtor }: Parties, request: SendRequest, step: OutwardStep): Composition {
  const printed = request.document;
  if (!printed || !debtor.registeredOffice) return impossible({ outcome: 'no-address', reason: 'pas d’adresse du siège' });
  const { joined = [] } = printed;
  const record = bytesOf({
    channel: request.channel,
    to: debtor.registeredOffice,
    document: printed.sha256,
    pages: printed.pages,
    ...(printed.wordsSha256 === undefined ? {} : { wordsSha256: printed.wordsSha256 }),
    ...(joined.length === 0 ? {} : { joined: joined.map(({ sha256 }) => sha256) }),
  });
  return {
    kind: 'letter',
    channel: request.channel === 'letter' ? 'letter' : 'registered-letter',
    document: printed.sha256,
    title: capitalised(templateName(step.template)),
    pages: printed.pages,
    joined,
    creditor,
    debtor,
    template: step.template,
    askedCents: printed.askedCents,
    shares: printed.shares ?? {},
    documentId: printed.document,
    record,
  };
}

/** The record of a message: its JSON, as bytes. */
function bytesOf(message: object): Uint8Array {
  return Buffer.from(JSON.stringify(message));
}
