import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keptOut, uncontestedCents } from '../../../domain/case/balance.ts';
import { shippedPlans } from '../../../domain/plan/shipped.ts';
import { readStory } from '../../../domain/simulate/story-input.ts';
import { messagesOf, requestsOf, writtenOn } from '../../../run/simulate-preview.ts';
import type { ClaimData, InvoiceData, KeptOutData, MessageData } from '../../../templates/data.ts';
import { loadTemplates } from '../../../templates/renderer.ts';
import { howMany } from '../../support/runner/long.ts';
import { anyLife } from './random-life.ts';
import { anyStory } from './random-story.ts';

type Worded = Awaited<ReturnType<typeof requestsOf>>[number];

const AMOUNT = /[−-]?\s?(?:[€$]\s?[\d,]+\.\d\d|[\d\s]+,\d\d\s(?:€|\$US|\$))/gu;
const sum = (cents: readonly number[]) => cents.reduce((total, each) => total + each, 0);

/** The cents of a printed amount, French or English; absent is nothing. */
function centsOf(amount: string | undefined): number {
  if (amount === undefined) return 0;
  const cents = Number(amount.replaceAll(/\D/g, ''));
  return /^\s*[−-]/.test(amount) ? -cents : cents;
}

const keptOutOf = ({ disputed, conceded, covered }: KeptOutData) => centsOf(disputed) + centsOf(conceded) + centsOf(covered);

/** An invoice's columns, and what leads from its balance to what is asked of it. */
function invoiceAddsUp(invoice: InvoiceData): void {
  const { total, paid, balance, asked } = invoice;
  expect(centsOf(total) - centsOf(paid)).toBe(centsOf(balance));
  if (centsOf(balance) >= 0) expect(centsOf(balance) - keptOutOf(invoice)).toBe(centsOf(asked));
}

/** From the balance to the principal, from the lines to the interest, from the parts to the total. */
function claimAddsUp(claim: ClaimData): void {
  const { balance, imputed, principal, interest, indemnity, lines, total } = claim;
  expect(centsOf(balance) - keptOutOf(claim) + centsOf(imputed)).toBe(centsOf(principal));
  expect(sum(lines.map(({ amount }) => centsOf(amount)))).toBe(centsOf(interest));
  expect(centsOf(principal) + centsOf(interest) + centsOf(indemnity)).toBe(centsOf(total));
}

function dataAddsUp(data: MessageData): void {
  const { invoices, totals, overdue, asked } = data;
  invoices.forEach(invoiceAddsUp);
  for (const column of ['total', 'paid', 'balance', 'disputed', 'conceded', 'covered'] as const)
    expect(sum(invoices.map((one) => centsOf(one[column])))).toBe(centsOf(totals[column]));
  if ('claim' in data) claimAddsUp(data.claim as ClaimData);
  else if (!('missed' in data))
    expect(sum((overdue.length > 0 ? overdue : invoices).map((one) => centsOf(one.asked)))).toBe(asked.amountCents);
}

/** The rows of each table of a text, cells split. */
function tablesOf(text: string): string[][][] {
  return text
    .split(/\n\s*\n/)
    .map((block) => block.split('\n').filter((line) => line.includes(' | ')))
    .filter((rows) => rows.length > 1)
    .map((rows) => rows.map((row) => row.split(' | ').map((cell) => cell.trim())));
}

/** Every column of amounts that ends in a total is the sum of what stands above it. */
function tableAddsUp(rows: readonly (readonly string[])[]): void {
  const last = rows.at(-1) ?? [];
  if (!last[0]?.startsWith('Total') || last.length === 2) return;
  for (const [column, total] of last.entries())
    if (total.match(AMOUNT))
      expect(sum(rows.slice(1, -1).map((row) => centsOf(row[column]?.match(AMOUNT)?.[0])))).toBe(centsOf(total));
}

/** Of a statement of claim: the rows above the principal lead to it, it and those below lead to the total. */
function claimTableAddsUp(rows: readonly (readonly string[])[]): void {
  const place = rows.findIndex(([label]) => label?.startsWith('Principal'));
  if (place === -1 || !rows.at(-1)?.[0]?.startsWith('Total')) return;
  const figures = rows.map(([, amount]) => centsOf(amount));
  if (place > 1) expect(sum(figures.slice(1, place))).toBe(figures[place]);
  expect(sum(figures.slice(place, -1))).toBe(figures.at(-1));
}

/** What the copy of a notice says in a sentence. */
const NOTICE = /(?:soit|that is) ([^:]*?)(?: à la date de la lettre| on the day of the letter)\s?:([^;]*);/;

function sentenceAddsUp(text: string): void {
  const [, asked, parts = ''] = NOTICE.exec(text) ?? [];
  if (asked === undefined) return;
  expect(sum((parts.replace(/\([^)]*\)/g, '').match(AMOUNT) ?? []).map(centsOf))).toBe(centsOf(asked.match(AMOUNT)?.[0]));
}

/** Sums that a message says are left, or asks to be paid. */
const ASKED =
  /(?:[Ii]l reste|[Rr]este à régler :|(?:bien vouloir|demandons de|merci de|remercions de|avance de) régler|[Pp]lease pay|paying|Left to pay:)\s([−\d][\d\s]*,\d\d\s€|€[\d,]+\.\d\d)/gu;

/** Nothing is named as left that is disputed, conceded or covered, and nothing is asked of nobody. */
function asksNoMore(text: string, { leaving: { members }, request }: Worded): void {
  const claimed = 'claim' in request.data ? centsOf(request.data.claim.total) : 0;
  const scheduled = sum(
    members.map(({ case: { holds } }) => holds.find((hold) => hold.type === 'instalments')?.lateChargesCents ?? 0),
  );
  const most = sum(members.map((member) => uncontestedCents(member.case))) + scheduled;
  for (const [, amount] of text.matchAll(ASKED)) {
    expect(centsOf(amount)).toBeLessThanOrEqual(Math.max(most, claimed));
    expect(centsOf(amount)).toBeGreaterThan(0);
  }
}

/** A message that shows a balance says what of it is not asked. */
function saysWhatIsKeptOut(text: string, { leaving: { members } }: Worded): void {
  if (!/Reste dû|Reste à régler|Rappel de l’échéancier|Left to pay|left of|The schedule agreed/.test(text)) return;
  const kept = members.map((member) => keptOut(member.case));
  const words = [
    [/Contesté|contestée|[Dd]isputed/, ({ disputedCents }: (typeof kept)[number]) => disputedCents],
    [/avoir à venir|credit note to come/i, ({ concededCents }: (typeof kept)[number]) => concededCents],
    [/ouvert par votre crédit|overed by your credit/, ({ coveredCents }: (typeof kept)[number]) => coveredCents],
  ] as const;
  for (const [said, cents] of words) if (kept.some((one) => cents(one) > 0)) expect(text).toMatch(said);
}

const templates = loadTemplates();

interface Document {
  readonly plan: string | { readonly steps: readonly object[] };
}

/** The same life under letters that ask the claim, which is what a formal notice prints. */
function claiming<D extends Document>(document: D): D {
  const { plan } = document;
  if (typeof plan === 'string') return document;
  const steps = plan.steps.map((step) => ('act' in step && step.act === 'letter' ? { ...step, asks: 'claim' } : step));
  return { ...document, plan: { ...plan, steps } };
}

async function figuresAddUp(document: Document): Promise<number> {
  const worded = await requestsOf(readStory(claiming(document)));
  for (const one of worded) {
    dataAddsUp(one.request.data);
    const { text } = writtenOn(templates, one.leaving.channel, one.request);
    const tables = tablesOf(text);
    tables.forEach(tableAddsUp);
    tables.forEach(claimTableAddsUp);
    sentenceAddsUp(text);
    asksNoMore(text, one);
    if (one.leaving.channel !== 'sms') saysWhatIsKeptOut(text, one);
  }
  return worded.length;
}

const lives = Number(process.env.EXIGIBLE_LIVES ?? howMany({ shortly: 40, long: 1_500 }));

test.each([
  ['whatever happens', anyStory],
  ['with the fates of real invoices', anyLife],
] as const)(
  'the figures of a message add up, and ask no more than is owed and uncontested, %s',
  {
    timeout: 0,
  },
  async (_name, life: fc.Arbitrary<Document>) => {
    let messages = 0;
    await fc.assert(
      fc.asyncProperty(life, async (document) => {
        messages += await figuresAddUp(document);
      }),
      { numRuns: lives },
    );
    expect(messages).toBeGreaterThan(3 * lives);
  },
);

/** Two invoices under one plan that asks them together: a dispute of a part of one, a part payment of the other. */
const together = (disputedCents: number) => ({
  plan: 'default-b2b',
  from: '2026-08-15T08:00:00+02:00',
  until: '2026-12-31',
  creditor: { id: 'c1' },
  debtors: [{ id: 'd1', kind: 'business', department: '75', email: 'a@b.example' }],
  invoices: [
    { id: 'i1', debtor: 'd1', number: 'F-1', totalCents: 120_000, issuedOn: '2026-08-01', dueOn: '2026-08-31' },
    { id: 'i2', debtor: 'd1', number: 'F-2', totalCents: 50_000, issuedOn: '2026-08-01', dueOn: '2026-08-31' },
  ],
  facts: [
    { at: '2026-09-02T10:00:00+02:00', type: 'dispute-opened', invoice: 'i1', amountCents: disputedCents },
    { at: '2026-09-10T10:00:00+02:00', type: 'payment', id: 'p1', invoice: 'i2', amountCents: 10_000 },
    { at: '2026-10-16T11:00:00+02:00', type: 'approve', invoice: 'i1' },
    { at: '2026-10-16T11:00:00+02:00', type: 'approve', invoice: 'i2' },
  ],
});

test.each([
  [
    100,
    [
      'Contesté, non demandé | − 1,00 €',
      'intérêts échus | + 1,70 €',
      'Principal restant dû (toutes taxes comprises) | 1 600,70 €',
    ],
  ],
  [20_000, ['Contesté, non demandé | − 200,00 €', 'intérêts échus | + 1,70 €', '(toutes taxes comprises) | 1 401,70 €']],
])(
  'a formal notice of two invoices, %i cents of one disputed, a part of the other paid: every figure is led to the principal',
  async (cents, rows) => {
    const { plan, ...story } = together(cents);
    const document = { ...story, plan: { ...shippedPlans.find(({ id }) => id === plan), together: 'debtor' } };
    const letters = (await messagesOf(readStory(document))).filter(({ channel }) => channel === 'registered-letter');
    const text = (letters[0]?.text ?? '').replace(/[\u00a0\u202f]/g, ' ');
    expect(letters).toHaveLength(1);
    for (const row of ['Reste dû sur les factures | 1 600,00 €', ...rows]) expect(text).toContain(row);
  },
);
