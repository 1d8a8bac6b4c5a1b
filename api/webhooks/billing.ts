import type { RequestHandler } from 'express';
import type { Opening } from '../../cases/open.ts';
import { type Receipt, receiveInvoice, receiveInvoiceChange } from '../../db/inbox.ts';
import { invoiceOf } from '../../db/invoices.ts';
import { mailOf, type Telling, tellCase } from '../../db/tell-case.ts';
import { toInstant } from '../../domain/calendar/paris.ts';
import { caseId } from '../../domain/case/case.ts';
import type { MachineFact } from '../../domain/case/facts/hearing.ts';
import { readDocument } from '../../domain/document-schema.ts';
import { refuse } from '../../domain/fault.ts';
import type { ApiDeps } from '../deps.ts';
import { type SegmentFinder, segmentFinder } from '../segments.ts';
import { type BillingEvent, billingEventSchema, type ToldEvent } from './billing-event-schema.ts';
import { type TrustedMessage, webhookDoor } from './intake.ts';
import { openingOf } from './opening.ts';
import { type PlanFinder, planFinder } from './plan-finder.ts';
import type { WebhookSecrets } from './secrets.ts';

/** Billing tells a debtor whole, with each of his invoices. */
const BILLING = { by: 'billing', isWhole: true };

type Later = Exclude<BillingEvent, ToldEvent>;

/** `POST /webhooks/billing/{creditorId}`. */
export function billingWebhooks(deps: ApiDeps, secrets: WebhookSecrets): RequestHandler {
  const finders = { planFor: planFinder(deps, '$.data.plan'), inSegment: segmentFinder(deps) };
  return webhookDoor(deps, secrets, 'billing', (message) => keep({ ...deps, ...finders }, message));
}

interface BillingDeps extends ApiDeps {
  readonly planFor: PlanFinder;
  readonly inSegment: SegmentFinder;
}

async function keep(deps: BillingDeps, message: TrustedMessage): Promise<Receipt> {
  const event = readDocument(billingEventSchema, message.document);
  if (event.type === 'invoice.created') return keepCreated(deps, message, event);
  if (event.type === 'invoice.updated') return keepUpdated(deps, message, event);
  await requireInvoice(deps, message.creditorId, event.data.invoiceId, '$.data.invoiceId');
  return tellCase(deps.db, tellingOf(deps, message, event.data.invoiceId, factOf(event)));
}

async function keepCreated(deps: BillingDeps, message: TrustedMessage, { data }: ToldEvent): Promise<Receipt> {
  const { creditorId, webhookId, eventId } = message;
  const id = caseId(creditorId, data.invoice.id);
  const debtor = await deps.inSegment(creditorId, data.debtor);
  const body: Opening = {
    opening: openingOf(creditorId, data.invoice, debtor, '$.data'),
    plan: await deps.planFor(creditorId, { ...data, debtor }),
    actor: 'billing',
    cause: webhookId,
  };
  return receiveInvoice(deps.db, { eventId, creditorId, caseId: id, lane: id, kind: 'start', body }, data, BILLING);
}

/** The case hears the due date and the total; the debtor's new addresses are read when something is sent. */
async function keepUpdated(deps: ApiDeps, message: TrustedMessage, { data }: ToldEvent): Promise<Receipt> {
  const { id, dueOn, totalCents } = data.invoice;
  openingOf(message.creditorId, data.invoice, data.debtor, '$.data');
  await requireInvoice(deps, message.creditorId, id, '$.data.invoice.id');
  const told = tellingOf(deps, message, id, { type: 'invoice-changed', dueOn, totalCents });
  return receiveInvoiceChange(deps.db, mailOf(told), data, BILLING);
}

function factOf({ type, data }: Later): MachineFact {
  switch (type) {
    case 'invoice.cancelled':
      return { type: 'invoice-cancelled', ...(data.reason === undefined ? {} : { reason: data.reason }) };
    case 'invoice.paid':
      return { type: 'payment-announced', amountCents: data.amountCents, on: data.on };
    case 'invoice.status': {
      const { invoiceId: _invoiceId, ...told } = data;
      return { type: 'invoice-status', ...told };
    }
    case 'credit-note.created':
      return { type: 'credit-note', id: data.id, amountCents: data.amountCents, on: data.on };
  }
}

function tellingOf(deps: ApiDeps, message: TrustedMessage, invoiceId: string, fact: MachineFact): Telling {
  const { creditorId, webhookId, eventId } = message;
  const told = { at: toInstant(deps.clock()), actor: 'billing', cause: webhookId };
  return { caseId: caseId(creditorId, invoiceId), fact: { ...fact, ...told }, eventId };
}

async function requireInvoice(deps: ApiDeps, creditorId: string, id: string, path: string): Promise<void> {
  if (!(await invoiceOf(deps.db, creditorId, id)))
    refuse(path, `got ${JSON.stringify(id)}, expected an invoice that invoice.created told before`);
}
