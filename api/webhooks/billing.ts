import type { RequestHandler } from 'express';
import { creditorOf } from '../../db/creditors.ts';
import { type InboxEvent, type Receipt, receiveEvent, receiveInvoice, receiveInvoiceChange } from '../../db/inbox.ts';
import { invoiceOf } from '../../db/invoices.ts';
import { planOf } from '../../db/plans.ts';
import { toInstant } from '../../domain/calendar/paris.ts';
import { caseId } from '../../domain/case/case.ts';
import { readDocument } from '../../domain/document-schema.ts';
import { refuse } from '../../domain/fault.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import type { RecoverInvoiceInput } from '../../workflows/messages.ts';
import type { ApiDeps } from '../deps.ts';
import { type Cache, createCache } from '../http/cache.ts';
import { type BillingEvent, billingEventSchema, type ToldEvent } from './billing-event-schema.ts';
import { type TrustedMessage, webhookDoor } from './intake.ts';
import { openingOf } from './opening.ts';

const PLANS_FOR_MS = 3_000;

type Fact = Readonly<Record<string, unknown>>;
type Later = Exclude<BillingEvent, ToldEvent>;

/** `POST /webhooks/billing/{creditorId}`. */
export function billingWebhooks(deps: ApiDeps): RequestHandler {
  const load = async (key: string) => {
    const [creditorId = '', id = ''] = key.split('/');
    return planOf(deps.db, creditorId, id || (await defaultPlanOf(deps, creditorId)));
  };
  const plans = createCache(load, PLANS_FOR_MS, deps.clock);
  return webhookDoor(deps, 'billing', (message) => keep(deps, plans, message));
}

async function keep(deps: ApiDeps, plans: Cache<Plan>, message: TrustedMessage): Promise<Receipt> {
  const event = readDocument(billingEventSchema, message.document);
  if (event.type === 'invoice.created') return keepCreated(deps, plans, message, event);
  if (event.type === 'invoice.updated') return keepUpdated(deps, message, event);
  await requireInvoice(deps, message.creditorId, event.data.invoiceId, '$.data.invoiceId');
  return receiveEvent(deps.db, signalRow(deps, message, event.data.invoiceId, factOf(event)));
}

async function keepCreated(deps: ApiDeps, plans: Cache<Plan>, message: TrustedMessage, { data }: ToldEvent): Promise<Receipt> {
  const { creditorId, webhookId } = message;
  const plan = await plans.get(`${creditorId}/${data.plan ?? ''}`);
  if (!plan) refuse('$.data.plan', `got ${JSON.stringify(data.plan ?? null)}, expected a plan of this creditor or a shipped one`);
  const body: RecoverInvoiceInput = {
    opening: openingOf(creditorId, data.invoice, data.debtor),
    plan,
    actor: 'billing',
    cause: webhookId,
  };
  return receiveInvoice(deps.db, { ...rowOf(message, data.invoice.id), kind: 'start', body }, data);
}

/** The case hears the due date and the total; the debtor's new addresses are read when something is sent. */
async function keepUpdated(deps: ApiDeps, message: TrustedMessage, { data }: ToldEvent): Promise<Receipt> {
  const { id, dueOn, totalCents } = data.invoice;
  openingOf(message.creditorId, data.invoice, data.debtor);
  await requireInvoice(deps, message.creditorId, id, '$.data.invoice.id');
  return receiveInvoiceChange(deps.db, signalRow(deps, message, id, { type: 'invoice-changed', dueOn, totalCents }), data);
}

function factOf({ type, data }: Later): Fact {
  switch (type) {
    case 'invoice.cancelled':
      return { type: 'invoice-cancelled', ...(data.reason === undefined ? {} : { reason: data.reason }) };
    case 'invoice.paid':
      return { type: 'payment-announced', amountCents: data.amountCents, on: data.on };
    case 'credit-note.created':
      return { type: 'credit-note', id: data.id, amountCents: data.amountCents, on: data.on };
  }
}

function signalRow(deps: ApiDeps, message: TrustedMessage, invoiceId: string, fact: Fact): InboxEvent {
  const payload = { ...fact, at: toInstant(deps.clock()), actor: 'billing', cause: message.webhookId };
  return { ...rowOf(message, invoiceId), kind: 'signal', body: { signal: 'invoiceChanged', payload } };
}

function rowOf({ eventId, creditorId }: TrustedMessage, invoiceId: string): Omit<InboxEvent, 'kind' | 'body'> {
  const id = caseId(creditorId, invoiceId);
  return { eventId, creditorId, caseId: id, lane: id };
}

async function requireInvoice(deps: ApiDeps, creditorId: string, id: string, path: string): Promise<void> {
  if (!(await invoiceOf(deps.db, creditorId, id)))
    refuse(path, `got ${JSON.stringify(id)}, expected an invoice that invoice.created told before`);
}

async function defaultPlanOf(deps: ApiDeps, creditorId: string): Promise<string> {
  return (await creditorOf(deps.db, creditorId))?.defaultPlan ?? 'default-b2b';
}
