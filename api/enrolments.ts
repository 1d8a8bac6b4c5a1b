import type { Opening } from '../cases/open.ts';
import { receiveInvoice } from '../db/inbox.ts';
import { invoiceOf, unknownInvoices } from '../db/invoices.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { caseId, type PaidBefore } from '../domain/case/case.ts';
import { doneBeforeFaults } from '../domain/case/done-before.ts';
import { BadInput, refuse } from '../domain/fault.ts';
import { creditorIn } from './creditor-access.ts';
import type { ApiDeps } from './deps.ts';
import type { Given, Handlers, Reply } from './http/serve.ts';
import { type SegmentFinder, segmentFinder } from './segments.ts';
import { openingOf } from './webhooks/opening.ts';
import { type PlanFinder, planFinder } from './webhooks/plan-finder.ts';

/** `POST /enrolments`: takes the way of billing's `invoice.created`. An invoice that is known already is left as it is. */
export function enrolmentHandlers(deps: ApiDeps) {
  const enrol = enrolling(deps);
  return {
    'POST /enrolments': (given) => enrol(given),
    'POST /enrolments/missing': async (given) => {
      const creditorId = await creditorIn(deps, given);
      return { 200: { missing: await unknownInvoices(deps.db, creditorId, given.body.invoices) } };
    },
  } satisfies Partial<Handlers>;
}

/** What is needed of a request to take an invoice over in somebody's name. */
type Enrolling = Pick<Given<'POST /enrolments'>, 'query' | 'body' | 'holder'>;

/** Takes open invoices over, one by one; what many share is read once for some seconds. Throws `BadInput`. */
export function enrolling(deps: ApiDeps) {
  const finders = { planFor: planFinder(deps, '$.plan'), inSegment: segmentFinder(deps) };
  return (given: Enrolling) => enrol({ ...deps, ...finders }, given);
}

interface EnrolDeps extends ApiDeps {
  readonly planFor: PlanFinder;
  readonly inSegment: SegmentFinder;
}

async function enrol(deps: EnrolDeps, given: Enrolling): Promise<Reply<'POST /enrolments'>> {
  const creditorId = await creditorIn(deps, given);
  const { invoice, debtor, plan, paid, quietUntil, before } = given.body;
  const today = parisDay(deps.clock());
  checkPaid(paid, invoice.totalCents, today);
  const faults = doneBeforeFaults(before ?? {}, invoice.dueOn, today);
  if (faults.length > 0) throw new BadInput(faults.map(([field, message]) => ({ path: `$.before.${field}`, message })));
  const id = caseId(creditorId, invoice.id);
  if (await invoiceOf(deps.db, creditorId, invoice.id)) return { 200: { caseId: id, enrolled: false } };
  const known = {
    ...(paid === undefined ? {} : { paid }),
    ...(quietUntil === undefined ? {} : { quietUntil }),
    ...(before === undefined ? {} : { before }),
  };
  const placed = await deps.inSegment(creditorId, debtor);
  const body: Opening = {
    opening: { ...openingOf(creditorId, invoice, placed, '$'), ...known },
    plan: await deps.planFor(creditorId, { invoice, debtor: placed, ...(plan === undefined ? {} : { plan }) }),
    actor: given.holder.name,
    cause: 'enrolment',
  };
  const event = { eventId: `enrolment:${id}`, creditorId, caseId: id, lane: id, kind: 'start', body };
  const { isNew } = await receiveInvoice(deps.db, event, { invoice, debtor }, { by: given.holder.name, isWhole: false });
  deps.wake();
  const enrolled = { caseId: id, enrolled: isNew };
  return isNew ? { 202: enrolled } : { 200: enrolled };
}

function checkPaid(paid: PaidBefore | undefined, totalCents: number, today: string): void {
  if (paid && paid.amountCents >= totalCents)
    refuse('$.paid.amountCents', `got ${paid.amountCents}, expected less than totalCents: what is paid is not enrolled`);
  if (paid && paid.on > today) refuse('$.paid.on', `got "${paid.on}", expected no day after today, ${today}`);
}
