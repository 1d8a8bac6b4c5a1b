import type { Liquid, Template } from 'liquidjs';
import { BadInput, refuse } from '../domain/fault.ts';
import type { Language } from '../domain/party/language.ts';
import type { TemplateId } from '../domain/plan/template-ids.ts';
import type { CreditorData, MessageData, MessageRequest } from './data.ts';
import type { HandoffData } from './handoff.ts';
import { paymentQr, qrSvg } from './payment/payment-qr.ts';
import { postalLines } from './postal-address.ts';
import { type SmsLength, smsLength, toGsm7 } from './rendering/gsm7.ts';
import { htmlEngine, markdownEngine, textEngine } from './rendering/liquid.ts';
import { faultsOfSources } from './rendering/load-checks.ts';
import { toHtml, toPlainText } from './rendering/markdown.ts';
import { type Channel, readSources, type Source, sourceDigests } from './rendering/sources.ts';
import { candidates, inLanguage } from './rendering/wording.ts';

export interface EmailMessage {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export interface SmsMessage extends SmsLength {
  readonly text: string;
}

/** A whole HTML document for the printer, and its words as plain text. */
export interface Letter {
  readonly title: string;
  readonly html: string;
  readonly text: string;
}

/** The one renderer: checked at load, so that nothing is discovered at sending. */
export interface Templates {
  /** The e-mail of a message: subject, HTML and text part. */
  email(request: MessageRequest): EmailMessage;
  /** The SMS of a message, GSM letters where they exist; refuses a template that has none. */
  sms(request: MessageRequest): SmsMessage;
  /** The letter of a message; a template without a letter of its own prints its e-mail. Refuses an address that no window holds. */
  letter(request: MessageRequest): Letter;
  /** Whether a template has a letter of its own. */
  hasLetter(template: TemplateId): boolean;
  /** The file handed to a lawyer or commissaire de justice. */
  handoffFile(data: HandoffData): Omit<Letter, 'text'>;
}

interface Compiled {
  readonly file: string;
  readonly subject: Template[];
  readonly mention: Template[];
  readonly body: Template[];
}

type Library = { readonly [C in Channel]: ReadonlyMap<string, Compiled> };
type Layout = (name: string, data: object) => string;
/** A passage that every message carries, in the language of its reader. */
type Passage = (name: 'privacy' | 'mandate', data: MessageData, language: Language) => string;

/** The SHA-256 of every file that a message is made of. */
export const templateDigests = (): Readonly<Record<string, string>> => sourceDigests(import.meta.dirname);

/** Reads, checks and compiles every template of the folder. Throws `BadInput` naming each file at fault. */
export function loadTemplates(folder: string = import.meta.dirname): Templates {
  const sources = readSources(folder);
  const markdown = markdownEngine(sources.partials);
  const plain = textEngine(sources.partials);
  const faults = faultsOfSources(sources, markdown);
  if (faults.length > 0) throw new BadInput(faults);
  const library: Library = {
    email: compile(sources.messages.email, markdown),
    sms: compile(sources.messages.sms, plain),
    letter: compile(sources.messages.letter, markdown),
  };
  const html = htmlEngine(sources.layouts);
  const layout: Layout = (name, data) => runFile(html, name, data, 'layouts');
  const passage: Passage = (name, data, language) => runFile(markdown, inLanguage(name, language), data, 'partials');
  return {
    email: (request) => email(request, find(library, 'email', request), markdown, layout, passage),
    sms: (request) => sms(request, find(library, 'sms', request), plain),
    letter: (request) => letter(request, find(library, 'letter', request), markdown, layout, passage),
    hasLetter: (template) => [...library.letter.keys()].some((name) => name.split('.')[0] === template),
    handoffFile: (data) => ({ title: handoffTitle(data), html: layout('handoff', { ...data, title: handoffTitle(data) }) }),
  };
}

function compile(list: readonly Source[], engine: Liquid): ReadonlyMap<string, Compiled> {
  return new Map(
    list.map(({ name, file, subject, mention, body }) => [
      name,
      { file, subject: engine.parse(subject, file), mention: engine.parse(mention, file), body: engine.parse(body, file) },
    ]),
  );
}

function find(library: Library, channel: Channel, { template, tone = 'friendly', data }: MessageRequest): Compiled {
  const names = candidates(template, tone, data.debtor.rules, channel === 'letter' ? 'fr' : data.debtor.language);
  const shelves = channel === 'letter' ? [library.letter, library.email] : [library[channel]];
  const found = shelves.flatMap((shelf) => names.flatMap((name) => shelf.get(name) ?? []))[0];
  return found ?? refuse('template', `« ${template} » has no ${channel} for a debtor of kind ${data.debtor.rules}`);
}

/** A file that the engine knows by its name, read once. */
function runFile(engine: Liquid, name: string, data: object, folder: 'layouts' | 'partials'): string {
  return run(engine, engine.parseFileSync(name), data, `${folder}/${name}`);
}

function run(engine: Liquid, template: Template[], data: object, file: string): string {
  try {
    return String(engine.renderSync(template, data));
  } catch (error) {
    throw new BadInput([{ path: file, message: error instanceof Error ? error.message : String(error) }]);
  }
}

function email(request: MessageRequest, source: Compiled, engine: Liquid, layout: Layout, passage: Passage): EmailMessage {
  const { data } = request;
  const body = run(engine, source.body, data, source.file);
  const subject = toPlainText(run(engine, source.subject, data, source.file));
  const small = smallPrint(request, data.debtor.language, passage);
  const parts = { ...data, subject, imprint: imprint(data.creditor), small: toHtml(small) };
  return {
    subject,
    html: layout('email', { ...parts, body: toHtml(body) }),
    text: joined(data.demonstration, toPlainText(body), `-- \n${parts.imprint}`, toPlainText(small)),
  };
}

/** What every message says at its end: for whom a collector writes (CPCE R124-4), and what becomes of personal data (GDPR art. 13, 14). */
function smallPrint(request: MessageRequest, language: Language, passage: Passage): string {
  const { data } = request;
  const mandated = { ...data, sum: sumAsked(request) };
  return joined(data.collector && passage('mandate', mandated, language), passage('privacy', data, language));
}

/** What asks the debtor for money; a note about a payment, a promise or a dispute asks for none. */
const demands: readonly TemplateId[] = ['courtesy-note', 'reminder', 'statement-of-account', 'formal-notice', 'late-charges'];

/** What the sum of a demand is made of, which a collector tells apart (CPCE R124-4, 3°): the principal alone, or with interest and the like. */
function sumAsked(request: MessageRequest): 'none' | 'principal' | 'claim' {
  const { template, data } = request;
  if (!demands.includes(template) || data.asked.amountCents <= 0) return 'none';
  if (data.asked.what === 'balance' || !('claim' in data)) return 'principal';
  return data.claim.lines.length > 0 || data.claim.indemnity !== undefined ? 'claim' : 'principal';
}

function sms({ data }: MessageRequest, source: Compiled, engine: Liquid): SmsMessage {
  const text = toGsm7(run(engine, source.body, data, source.file).replace(/\s+/g, ' ').trim());
  return { text, ...smsLength(text) };
}

const COPY = 'Copie, par lettre simple, de notre lettre recommandée';

function letter(request: MessageRequest, source: Compiled, engine: Liquid, layout: Layout, passage: Passage): Letter {
  const { data } = request;
  const { debtorPageUrl: _, ...printed } = data;
  const body = run(engine, source.body, printed, source.file);
  const title = toPlainText(run(engine, source.subject, data, source.file));
  const mention = request.copy ? COPY : toPlainText(run(engine, source.mention, data, source.file));
  const recipientLines = postalLines([data.debtor.name, ...data.debtor.addressLines], 'debtor.address');
  const small = smallPrint(request, 'fr', passage);
  const written = {
    title,
    mention,
    recipientLines,
    imprint: imprint(data.creditor),
    qr: qrOf(request),
    pageQr: pageQrOf(data),
    small: toHtml(small),
  };
  const parts = { ...data, ...written };
  const enclosed = data.enclosures.length === 0 ? undefined : ['Pièces jointes', ...data.enclosures].join('\n- ');
  const dateline = `${data.creditor.city}, le ${data.writtenOn}`;
  const text = joined(
    data.demonstration,
    parts.imprint,
    recipientLines.join('\n'),
    dateline,
    mention,
    `Objet\u00a0: ${title}`,
    toPlainText(body),
    enclosed,
    toPlainText(small),
  );
  return { title, html: layout('letter', { ...parts, body: toHtml(body) }), text };
}

/** The code pays the sum asked; an agreement asks for it in several dates, and has none. */
function qrOf({ template, data }: MessageRequest): string | null {
  const { asked, creditor, invoices, overdue } = data;
  if (template === 'instalment-agreement' || asked.currency !== 'EUR' || asked.amountCents <= 0) return null;
  const invoiceNumbers = (asked.overdue ? overdue : invoices).map(({ number }) => number);
  return paymentQr({ ...creditor, name: creditor.payee, amountCents: asked.amountCents, invoiceNumbers });
}

/** The address of the debtor's page, to be scanned or typed: paper has no link to follow. */
function pageQrOf({ debtorPageUrl }: MessageData): string | null {
  return debtorPageUrl === undefined ? null : qrSvg(debtorPageUrl, 'Code à scanner pour ouvrir votre compte');
}

/** Who writes, with the mentions that a company puts on its letters (C. com. R123-237, R123-238). */
function imprint({ name, legalForm, capital, siren, rcs, addressLines }: CreditorData): string {
  const form = capital === undefined ? legalForm : `${legalForm} au capital de ${capital}`;
  return [name, form, addressLines.join(', '), `SIREN ${siren}`, ...(rcs === undefined ? [] : [rcs])].join(' – ');
}

function handoffTitle(data: HandoffData): string {
  return `Dossier ${data.reference} – ${data.creditor.name} contre ${data.debtor.name}`;
}

function joined(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}
