import { epochMs, parisDay } from '../domain/calendar/paris.ts';
import type { Fact, FactType } from '../domain/case/facts/fact.ts';
import { channelNames, sumWith, templateName } from '../domain/case/show/french.ts';
import { sentenceOf } from '../domain/case/show/sentences.ts';
import { sumCents } from '../domain/money/cents.ts';
import { frenchDate } from '../templates/french.ts';
import type { ChronologyLine } from '../templates/handoff.ts';

type FactOf<T extends FactType> = Extract<Fact, { type: T }>;

/** What a judge or a lawyer needs of the case's life; approvals, tasks, steps and feeds are the house's own affair. */
const told: ReadonlySet<FactType> = new Set<FactType>([
  'payment',
  'payment-reversed',
  'payment-withdrawn',
  'credit-note',
  'refunded',
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
  'external-step',
  'done-before',
  'amicable-attempt',
  'signature',
  'insolvency',
  'sent',
]);

/** What is known of one invoice of a file. */
export interface Told {
  readonly number: string;
  readonly facts: readonly Fact[];
}

/** So many invoices are named one by one. */
const MOST_NAMED = 3;

/** Invoices of a file as it names them in a line: by their numbers, or all. */
export function namedInvoices(numbers: readonly string[], cases: readonly Told[]): string {
  if (cases.length > 1 && numbers.length === cases.length) return 'toutes';
  return fewNumbers(numbers);
}

/** The first numbers, and how many more there are. */
export function fewNumbers(numbers: readonly string[]): string {
  if (numbers.length <= MOST_NAMED) return numbers.join(', ');
  return `${numbers.slice(0, MOST_NAMED - 1).join(', ')} et ${numbers.length - MOST_NAMED + 1} autres`;
}

/** A fact, the invoices that it is about, and what was asked for them together, in cents. */
interface Event {
  readonly fact: Fact;
  readonly on: string;
  readonly askedCents: number | null;
  readonly numbers: readonly string[];
}

/**
 * The dated facts of the cases of a file by their days, each with its invoices and the exhibit that proves it. Days are those of the facts,
 * not of their writing down. A message, and what the post said of a notice, that were about several invoices are one line.
 */
export function chronologyOf(
  cases: readonly Told[],
  currency: string,
  exhibitOf: (message: string) => number | undefined,
): ChronologyLine[] {
  const events = cases.flatMap(({ number, facts }) =>
    facts.filter(({ type }) => told.has(type)).map((fact) => eventOf(fact, number)),
  );
  const common = new Map<string, Event[]>();
  for (const event of events) common.set(keyOf(event), [...(common.get(keyOf(event)) ?? []), event]);
  return [...common.values()]
    .flatMap(asOne)
    .toSorted((a, b) => orderOf(a, b))
    .map((event) => lineOf(event, namedInvoices(event.numbers, cases), currency, exhibitOf));
}

function eventOf(fact: Fact, number: string): Event {
  return { fact, on: dayOf(fact), askedCents: fact.type === 'sent' ? fact.askedCents : null, numbers: [number] };
}

/** What is the same for several invoices. */
function keyOf({ fact, on, numbers }: Event): string {
  switch (fact.type) {
    case 'sent':
      return JSON.stringify([fact.type, fact.message]);
    case 'notice-event':
      return JSON.stringify([fact.type, on, fact.outcome]);
    default:
      return JSON.stringify([numbers, fact]);
  }
}

function asOne(events: readonly Event[]): Event[] {
  const [first] = events;
  if (!first) return [];
  const asked = events.flatMap(({ askedCents }) => (askedCents === null ? [] : [askedCents]));
  const numbers = [...new Set(events.flatMap((event) => event.numbers))];
  return [{ ...first, numbers, askedCents: asked.length === 0 ? null : sumCents(asked) }];
}

function orderOf(one: Event, other: Event): number {
  if (one.on !== other.on) return one.on < other.on ? -1 : 1;
  return epochMs(one.fact.at) - epochMs(other.fact.at);
}

function lineOf(
  { fact, on, askedCents }: Event,
  invoices: string,
  currency: string,
  exhibitOf: (message: string) => number | undefined,
): ChronologyLine {
  const exhibit = fact.type === 'sent' ? exhibitOf(fact.message) : undefined;
  return {
    on: frenchDate(on),
    text: fact.type === 'sent' ? sentSentence(fact, askedCents, currency) : sentenceOf(fact, currency),
    invoices,
    ...(exhibit === undefined ? {} : { exhibit }),
  };
}

/** Facts whose `on` is the day on which they happened. */
const dated: ReadonlySet<FactType> = new Set<FactType>([
  'payment',
  'credit-note',
  'notice-event',
  'external-step',
  'amicable-attempt',
  'signature',
]);

function dayOf(fact: Fact): string {
  const own = dated.has(fact.type) && 'on' in fact ? fact.on : undefined;
  return own ?? parisDay(epochMs(fact.at));
}

/** No step of a plan is named: what left is called by its template. */
function sentSentence({ template, channel }: FactOf<'sent'>, askedCents: number | null, currency: string): string {
  const name = capitalised(templateName(template));
  const asked = askedCents === null ? '' : `, ${sumWith(askedCents, currency, 'demandé')}`;
  return `${name}, par ${channelNames[channel]}${asked}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
