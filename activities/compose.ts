import type { Database } from '../db/database.ts';
import { documentOf } from '../db/documents.ts';
import { messagesOfCase } from '../db/messages.ts';
import type { Creditor, Debtor } from '../db/party-schema.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { uncontestedCents } from '../domain/case/balance.ts';
import { type OutwardStep, stepOf } from '../domain/plan/plan.ts';
import type { TemplateId } from '../domain/plan/template-ids.ts';
import type { MessageRequest } from '../templates/data.ts';
import type { EmailMessage, Templates } from '../templates/renderer.ts';
import type { SendRequest, SendResult } from './activities.ts';
import type { LiveCase } from './gate.ts';
import { noteData, type Telling } from './message-data.ts';
import { type Parties, partiesOf } from './parties.ts';
import { stepMessage } from './step-message.ts';

interface ComposedBase {
  readonly template: string;
  readonly askedCents: number | null;
  readonly documentId: string | null;
  /** The message as it leaves, whole: what its digest proves. */
  readonly record: Uint8Array;
}

/** A document that goes with an e-mail; its bytes lie in the store. */
export interface JoinedDocument {
  readonly filename: string;
  readonly contentType: string;
  readonly sha256: string;
}

/** A message ready to leave, or why it cannot be written. */
export type Composed =
  | (ComposedBase & {
      readonly kind: 'email';
      readonly to: string;
      readonly creditor: Creditor;
      readonly email: EmailMessage;
      readonly joined: readonly JoinedDocument[];
    })
  | (ComposedBase & { readonly kind: 'sms'; readonly to: string; readonly text: string })
  | (ComposedBase & {
      readonly kind: 'letter';
      readonly document: string;
      readonly title: string;
      readonly creditor: Creditor;
      readonly debtor: Debtor;
    });
export type Composition = Composed | { readonly kind: 'impossible'; readonly result: SendResult };

/** Writes messages from the case, the parties as they stand now, and the templates. */
export interface Composer {
  compose(live: LiveCase, request: SendRequest, nowMs: number): Promise<Composition>;
}

export function createComposer(db: Database, templates: Templates): Composer {
  return {
    async compose(live, request, nowMs) {
      const parties = await partiesOf(db, live.case);
      const on = parisDay(nowMs);
      if (request.note) return composeNote(templates, live, parties, request.note, on);
      const step = stepOf(live.plan, request.step ?? '');
      if (!step || (step.act !== 'message' && step.act !== 'letter'))
        return impossible({ outcome: 'unknown', reason: 'étape inconnue du plan' });
      return composeStep(db, templates, live, parties, request, step, on);
    },
  };
}

function impossible(result: SendResult): Composition {
  return { kind: 'impossible', result };
}

function composeNote(
  templates: Templates,
  live: LiveCase,
  parties: Parties,
  note: NonNullable<SendRequest['note']>,
  on: string,
): Composition {
  const telling: Telling = {
    live,
    parties,
    on,
    askedCents: note.askedCents ?? uncontestedCents(live.case),
    what: 'balance',
    payBy: null,
  };
  const data = noteData(note.template, telling, note.key);
  return composeEmail(
    templates,
    parties,
    { template: note.template as TemplateId, data } as MessageRequest,
    note.askedCents ?? null,
  );
}

async function composeStep(
  db: Database,
  templates: Templates,
  live: LiveCase,
  parties: Parties,
  request: SendRequest,
  step: OutwardStep,
  on: string,
): Promise<Composition> {
  if (request.document && request.channel !== 'email') return composeLetter(parties, request, step);
  const message = await stepMessage(db, live, parties, step, on);
  if ('outcome' in message) return impossible(message);
  const { request: worded, askedCents } = message;
  if (request.channel === 'sms') return composeSms(templates, parties, worded, askedCents);
  return composeEmail(templates, parties, worded, askedCents, await postedLetter(db, live, step));
}

/** The copy of a letter by e-mail joins the letter that was posted. */
async function postedLetter(db: Database, { case: { id } }: LiveCase, step: OutwardStep): Promise<JoinedDocument[]> {
  if (step.act !== 'letter') return [];
  const posted = (await messagesOfCase(db, id)).find((message) => message.step === step.id && message.documentId !== null);
  const document = posted && (await documentOf(db, id, posted.documentId ?? ''));
  return document ? [document] : [];
}

function composeEmail(
  templates: Templates,
  { creditor, debtor }: Parties,
  message: MessageRequest,
  askedCents: number | null,
  joined: readonly JoinedDocument[] = [],
): Composition {
  if (debtor.email === undefined) return impossible({ outcome: 'no-address', reason: 'pas d’adresse e-mail' });
  const email = templates.email(message);
  const record = bytesOf({
    channel: 'email',
    to: debtor.email,
    replyTo: creditor.email,
    ...email,
    joined: joined.map(({ sha256 }) => sha256),
  });
  return {
    kind: 'email',
    to: debtor.email,
    creditor,
    email,
    joined,
    template: message.template,
    askedCents,
    documentId: null,
    record,
  };
}

function composeSms(templates: Templates, { debtor }: Parties, message: MessageRequest, askedCents: number | null): Composition {
  if (debtor.mobile === undefined) return impossible({ outcome: 'no-address', reason: 'pas de numéro de mobile' });
  const { text } = templates.sms(message);
  return {
    kind: 'sms',
    to: debtor.mobile,
    text,
    template: message.template,
    askedCents,
    documentId: null,
    record: bytesOf({ channel: 'sms', to: debtor.mobile, text }),
  };
}

function composeLetter({ creditor, debtor }: Parties, request: SendRequest, step: OutwardStep): Composition {
  const printed = request.document;
  if (!printed || !debtor.registeredOffice) return impossible({ outcome: 'no-address', reason: 'pas d’adresse du siège' });
  const record = bytesOf({
    channel: request.channel,
    to: debtor.registeredOffice,
    document: printed.sha256,
    pages: printed.pages,
    ...(printed.wordsSha256 === undefined ? {} : { wordsSha256: printed.wordsSha256 }),
  });
  return {
    kind: 'letter',
    document: printed.sha256,
    title: 'Mise en demeure',
    creditor,
    debtor,
    template: step.template,
    askedCents: printed.askedCents,
    documentId: printed.document,
    record,
  };
}

/** The record of a message: its JSON, as bytes. */
function bytesOf(message: object): Uint8Array {
  return Buffer.from(JSON.stringify(message));
}
