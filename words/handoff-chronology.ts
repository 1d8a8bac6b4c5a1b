import { epochMs, parisDay } from '../domain/calendar/paris.ts';
import type { Fact, FactType } from '../domain/case/facts/fact.ts';
import { channelNames, templateName } from '../domain/case/show/french.ts';
import { sentenceOf } from '../domain/case/show/sentences.ts';
import { formatCents } from '../domain/money/cents.ts';
import { frenchDate } from '../templates/french.ts';
import type { ChronologyLine } from '../templates/handoff.ts';

type FactOf<T extends FactType> = Extract<Fact, { type: T }>;

/** What a judge or a lawyer needs of the case's life; approvals, tasks, steps and feeds are the house's own affair. */
const told: ReadonlySet<FactType> = new Set<FactType>([
  'payment',
  'payment-reversed',
  'credit-note',
  'invoice-status',
  'invoice-changed',
  'invoice-cancelled',
  'dispute-opened',
  'dispute-resolved',
  'promise',
  'promise-broken',
  'instalments',
  'instalment-missed',
  'instalments-lapsed',
  'notice-event',
  'insolvency',
  'sent',
]);

/** The dated facts of a case, each with the exhibit that proves it. Days are those of the facts, not of their writing down. */
export function chronologyOf(
  facts: readonly Fact[],
  currency: string,
  exhibitOf: (message: string) => number | undefined,
): ChronologyLine[] {
  return facts
    .filter((fact) => told.has(fact.type))
    .map((fact) => lineOf(fact, currency, fact.type === 'sent' ? exhibitOf(fact.message) : undefined));
}

function lineOf(fact: Fact, currency: string, exhibit: number | undefined): ChronologyLine {
  return {
    on: frenchDate(dayOf(fact)),
    text: fact.type === 'sent' ? sentSentence(fact, currency) : sentenceOf(fact, currency),
    ...(exhibit === undefined ? {} : { exhibit }),
  };
}

function dayOf(fact: Fact): string {
  const own = ['payment', 'credit-note', 'notice-event'].includes(fact.type) && 'on' in fact ? fact.on : undefined;
  return own ?? parisDay(epochMs(fact.at));
}

/** No step of a plan is named: what left is called by its template. */
function sentSentence({ template, channel, askedCents }: FactOf<'sent'>, currency: string): string {
  const name = capitalised(templateName(template));
  const asked = askedCents === null ? '' : `, ${formatCents(askedCents, currency)} demandés`;
  return `${name}, par ${channelNames[channel]}${asked}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
