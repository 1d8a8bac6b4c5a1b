import { type RequestHandler, Router } from 'express';
import type { Opening } from '../cases/open.ts';
import { receiveInvoice } from '../db/inbox.ts';
import { invoiceSchema } from '../db/invoice-schema.ts';
import { invoiceOf } from '../db/invoices.ts';
import { debtorSchema } from '../db/party-schema.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { caseId } from '../domain/case/case.ts';
import { centsSchema, civilDateSchema, idSchema, readDocument, strict } from '../domain/document-schema.ts';
import { refuse } from '../domain/fault.ts';
import type { ApiDeps } from './deps.ts';
import { atLeast, creditorIn, holderIn } from './http/auth.ts';
import { openingOf } from './webhooks/opening.ts';
import { type PlanFinder, planFinder } from './webhooks/plan-finder.ts';

/** An open invoice of a running business: as billing tells it, with what was paid before and the last day on which nothing leaves. */
export const enrolmentSchema = strict({
  invoice: invoiceSchema,
  debtor: debtorSchema,
  plan: idSchema.exactOptional(),
  paid: strict({ amountCents: centsSchema, on: civilDateSchema }).exactOptional(),
  quietUntil: civilDateSchema.exactOptional(),
}).meta({ id: 'Enrolment' });

/** `POST /enrolments`: takes the way of billing's `invoice.created`. An invoice that is known already is left as it is. */
export function enrolmentRoutes(deps: ApiDeps): Router {
  return Router().post('/enrolments', atLeast('operator'), enrolling(deps, planFinder(deps, '$.plan')));
}

function enrolling(deps: ApiDeps, planFor: PlanFinder): RequestHandler {
  return async (req, res) => {
    const creditorId = creditorIn(res, req.query.creditor);
    const { invoice, debtor, plan, paid, quietUntil } = readDocument(enrolmentSchema, req.body);
    checkPaid(paid, invoice.totalCents, parisDay(deps.clock()));
    const id = caseId(creditorId, invoice.id);
    if (await invoiceOf(deps.db, creditorId, invoice.id)) return void res.json({ caseId: id, enrolled: false });
    const known = { ...(paid === undefined ? {} : { paid }), ...(quietUntil === undefined ? {} : { quietUntil }) };
    const body: Opening = {
      opening: { ...openingOf(creditorId, invoice, debtor), ...known },
      plan: await planFor(creditorId, { invoice, debtor, ...(plan === undefined ? {} : { plan }) }),
      actor: holderIn(res).name,
      cause: 'enrolment',
    };
    const event = { eventId: `enrolment:${id}`, creditorId, caseId: id, lane: id, kind: 'start', body };
    const { isNew } = await receiveInvoice(deps.db, event, { invoice, debtor });
    deps.wake();
    res.status(isNew ? 202 : 200).json({ caseId: id, enrolled: isNew });
  };
}

function checkPaid(paid: { amountCents: number; on: string } | undefined, totalCents: number, today: string): void {
  if (paid && paid.amountCents >= totalCents)
    refuse('$.paid.amountCents', `got ${paid.amountCents}, expected less than totalCents: what is paid is not enrolled`);
  if (paid && paid.on > today) refuse('$.paid.on', `got "${paid.on}", expected no day after today, ${today}`);
}
