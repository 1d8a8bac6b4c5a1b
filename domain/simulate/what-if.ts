import { addDays } from '../calendar/civil-date.ts';
import { dayAt, instantAt, msOf } from '../calendar/clock.ts';
import type { Case } from '../case/case.ts';
import { readDocument } from '../document-schema.ts';
import { BadInput } from '../fault.ts';
import type { Plan } from '../plan/plan.ts';
import type { Before, Story, StoryInvoice } from './story.ts';
import { supposedSchema } from './story-fact-input.ts';
import { strangers } from './story-input.ts';

/** How far one looks ahead unless told otherwise, in days. */
const AHEAD_DAYS = 365;

/** The life to come of a debtor whose cases run already, from this moment, if nothing new happens. */
export function lifeToCome(creditor: Story['creditor'], plan: Plan, before: Before, nowMs: number): Story {
  return {
    plan,
    from: instantAt(nowMs),
    until: addDays(dayAt(nowMs), AHEAD_DAYS),
    creditor: playedCreditor(creditor),
    debtors: [...new Map(before.cases.map((known) => [known.case.debtor.id, debtorOf(known.case)])).values()],
    invoices: before.cases.map((known) => invoiceOf(known.case)),
    facts: [],
    before,
  };
}

/** The same life with supposed facts. Throws `BadInput` for facts about what is not in it, or a last day that has passed. */
export function supposing(life: Story, document: unknown): Story {
  const supposed = readDocument(supposedSchema, document);
  const story = { ...life, ...supposed };
  const firstOn = dayAt(msOf(life.from));
  const past =
    story.until < firstOn ? [{ path: '$.until', message: `got "${story.until}", expected no day before ${firstOn}` }] : [];
  const faults = [...past, ...strangers(story)];
  if (faults.length > 0) throw new BadInput(faults);
  return story;
}

/** A creditor's document holds more than what is played. */
function playedCreditor({ id, kind, terms, department, quality, legalForm }: Story['creditor']): Story['creditor'] {
  return {
    id,
    kind,
    terms,
    ...(department === undefined ? {} : { department }),
    ...(quality === undefined ? {} : { quality }),
    ...(legalForm === undefined ? {} : { legalForm }),
  };
}

function debtorOf({ debtor: { id, kind, segment, department } }: Case): Story['debtors'][number] {
  return { id, kind, ...(segment === null ? {} : { segment }), ...(department === null ? {} : { department }) };
}

function invoiceOf({ debtor, invoice }: Case): StoryInvoice {
  const { id, number, totalCents, vatCents, currency, issuedOn, dueOn, nature = null } = invoice;
  const known = { ...(vatCents === null ? {} : { vatCents }), ...(issuedOn === null ? {} : { issuedOn }) };
  return { id, number, debtor: debtor.id, totalCents, currency, dueOn, nature, ...known };
}
