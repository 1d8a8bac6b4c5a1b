import Big from 'big.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256Of } from '../../activities/files/store.ts';
import { printHandoff } from '../../activities/handoff.ts';
import { putCreditor } from '../../db/creditors.ts';
import { enterRates } from '../../db/rates.ts';
import { epochDay } from '../../domain/calendar/civil-date.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { creditorSchema } from '../../domain/party/party-schema.ts';
import { isOutward } from '../../domain/plan/plan.ts';
import type { HandoffData } from '../../templates/handoff.ts';
import { loadTemplates } from '../../templates/renderer.ts';
import type { JoinedDocument } from '../../words/message.ts';
import { creditor } from '../support/parties.ts';
import { FIRST_UNSHIPPED, testRatesOf } from '../support/test-rates.ts';
import { type Desk, openDesk, planOfKind } from './desk.ts';

const TODAY = '2026-11-20';
const at = '2026-06-09T09:00:00+02:00';
const payment = (amountCents: number): Fact => ({ type: 'payment', id: 'p1', amountCents, on: '2026-06-09', at, actor: 'bank' });

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.close());

/** A line of the table of interest, as a reader sees it. */
interface Printed {
  readonly from: string;
  readonly to: string;
  readonly days: number;
  readonly base: Big | null;
  readonly percent: Big | null;
  readonly amount: Big;
}

const figure = (text: string) =>
  new Big(
    text
      .replace('\u2212', '-')
      .replaceAll(/[^\d,-]/g, '')
      .replace(',', '.'),
  );
const dayOf = (text: string) => epochDay(text.split('/').toReversed().join('-'));

function printedLines(letter: string): Printed[] {
  const cells = letter.split('\n').map((line) => line.split(' | '));
  return cells
    .filter((row) => row.length === 7 && row[0] === 'F-2026-17' && row[1]?.includes('/'))
    .map(([, from = '', to = '', days = '', base = '', rate = '', amount = '']) => ({
      from,
      to,
      days: Number(days),
      base: base === '–' ? null : figure(base),
      percent: /^\d/.test(rate) ? figure(rate.split('%')[0] ?? '') : null,
      amount: figure(amount),
    }));
}

function sumAfter(letter: string, label: RegExp): Big {
  const line = letter.split('\n').find((candidate) => label.test(candidate));
  return figure(line?.split(' | ').at(-1) ?? '');
}

const total = (amounts: readonly Big[]) => amounts.reduce((sum, amount) => sum.plus(amount), new Big(0));

describe('an accountant who recomputes the notice by hand', () => {
  test.each<[string, readonly Fact[], readonly string[]]>([
    ['over two semesters', [], ['16/04/2026 30/06/2026 76 31.62', '01/07/2026 20/11/2026 143 60.73']],
    [
      'with a part payment, which takes the interest first',
      [payment(45_000)],
      [
        '16/04/2026 09/06/2026 55 22.89',
        '09/06/2026 09/06/2026 0 -22.89',
        '10/06/2026 30/06/2026 21 5.75',
        '01/07/2026 20/11/2026 143 39.98',
      ],
    ],
  ])('%s finds each line', async (_, facts, expected) => {
    const letter = await desk.letter(await desk.live('business', { facts }), 'formal-notice', TODAY);
    const lines = printedLines(letter);
    expect(lines.map(({ from, to, days, amount }) => `${from} ${to} ${days} ${amount.toFixed(2)}`)).toEqual(expected);
    for (const { from, to, days, base, percent, amount } of lines) {
      if (base === null || percent === null) continue;
      expect(days).toBe(dayOf(to) - dayOf(from) + 1);
      expect(amount.toFixed(2)).toBe(base.times(percent).times(days).div(36_500).round(2, Big.roundHalfUp).toFixed(2));
    }
  });

  test.each<[string, readonly Fact[]]>([
    ['unpaid', []],
    ['paid in part', [payment(45_000)]],
    ['with a credit note', [{ type: 'credit-note', id: 'a1', amountCents: 30_000, on: '2026-05-04', at, actor: 'billing' }]],
  ])('adds the lines of a notice %s up to its total, which is the sum asked', async (_, facts) => {
    const letter = await desk.letter(await desk.live('business', { facts }), 'formal-notice', TODAY);
    const interest = total(printedLines(letter).map(({ amount }) => amount));
    expect(interest.toFixed(2)).toBe(sumAfter(letter, /^Pénalités de retard \|/).toFixed(2));
    const sum = total([sumAfter(letter, /^Principal/), interest, sumAfter(letter, /^Indemnité/)]);
    expect(sum.toFixed(2)).toBe(sumAfter(letter, /^Total/).toFixed(2));
    expect(figure(/somme de ([\d,\s]+€)/.exec(letter)?.[1] ?? '').toFixed(2)).toBe(sum.toFixed(2));
  });

  test('reads on each line the text and the published rate that it rests on', async () => {
    const letter = await desk.letter(await desk.live('business', {}), 'formal-notice', TODAY);
    for (const day of ['1er janvier 2026', '1er juillet 2026'])
      expect(letter).toContain(
        `taux BCE + 10 points\u00a0: C. com. L441-10 II\u00a0; BCE, taux des opérations principales de refinancement au ${day}`,
      );
  });
});

/** What binds professionals only, and what imitates the act of a bailiff or of a court. */
const FORBIDDEN_TO_CONSUMERS =
  /40\s?€|40,00|L\.?\s?441-10|D\.?\s?441-5|pénalité|indemnité|commissaire de justice|huissier|(?<!con)sommation|signifi|commandement|saisie|titre exécutoire|procès-verbal/i;

/** Whom personal data may reach is told to everybody, and announces nothing. */
function withoutRecipients(words: string): string {
  return words.replaceAll('avocat, commissaire de justice ou juridiction', '');
}

describe('a consumer', () => {
  const told = (fact: object): Fact => ({ at, actor: 'key:1', ...fact }) as Fact;
  const schedule = [
    { on: '2026-12-05', amountCents: 62_500 },
    { on: '2027-01-05', amountCents: 62_500 },
  ];
  const effective: Fact[] = [told({ type: 'notice-event', outcome: 'received', on: '2026-06-09', actor: 'post' })];
  const steps = planOfKind('consumer').steps.filter(isOutward);
  const messages = steps.flatMap((step) => step.channels.map((channel) => ({ step: step.id, channel })));

  test.each(messages.filter(({ channel }) => channel === 'email' || channel === 'sms'))(
    'reads in $step by $channel',
    async (what) => {
      for (const facts of [[], effective]) {
        const words = await desk.words(await desk.live('consumer', { facts }), what, TODAY);
        expect(words).toContain('F-2026-17');
        expect(withoutRecipients(words)).not.toMatch(FORBIDDEN_TO_CONSUMERS);
      }
    },
  );

  test.each<[string, string, readonly Fact[]]>([
    ['payment-thanks', 'payment:p1', [payment(125_000)]],
    ['partial-payment-thanks', 'payment:p1', [payment(45_000)]],
    ['dispute-receipt', 'd', [told({ type: 'dispute-opened', amountCents: 30_000 })]],
    ['promise-confirmation', 'p', [told({ type: 'promise', amountCents: 125_000, on: '2026-12-05' })]],
    ['instalment-agreement', 'i', [told({ type: 'instalments', schedule })]],
    [
      'missed-instalment',
      'missed-instalment:2026-12-05',
      [told({ type: 'instalments', schedule }), told({ type: 'instalment-missed', on: '2026-12-05', missingCents: 62_500 })],
    ],
    ['statement-of-account', 's', []],
  ])('reads in the note %s', async (note, key, facts) => {
    const words = await desk.words(await desk.live('consumer', { facts }), { note, key }, TODAY);
    expect(words).toContain('F-2026-17');
    expect(withoutRecipients(words)).not.toMatch(FORBIDDEN_TO_CONSUMERS);
  });

  test('reads in the notice: nothing but the principal before it takes effect, then the legal interest of the creditor’s column', async () => {
    const first = await desk.letter(await desk.live('consumer', {}), 'formal-notice', TODAY);
    expect(printedLines(first)).toEqual([]);
    const again = await desk.letter(await desk.live('consumer', { facts: effective }), 'formal-notice', TODAY);
    expect(printedLines(again).map(({ percent }) => percent?.toFixed(2))).toEqual(['2.62', '2.75']);
    expect(again).toContain('C. civ. 1231-6, 1344-1');
    for (const letter of [first, again]) expect(withoutRecipients(letter)).not.toMatch(FORBIDDEN_TO_CONSUMERS);
  });
});

test('those words are there when the law allows them, so that their absence means something', async () => {
  const letter = await desk.letter(await desk.live('business', {}), 'formal-notice', TODAY);
  expect(letter).toMatch(/40\s?€/);
  expect(letter).toMatch(/L\.\s441-10/);
  expect(letter).toMatch(FORBIDDEN_TO_CONSUMERS);
});

test('a public body’s notice names its own rule: the rate of its first semester for the whole delay, and the 40 €', async () => {
  const letter = await desk.letter(await desk.live('public', {}), 'formal-notice', TODAY);
  expect(letter).toContain('code de la commande publique');
  expect(letter).toContain('taux BCE + 8 points\u00a0: CCP L2192-13, R2192-31');
  expect(letter).not.toMatch(/L\.?\s?441-10/);
  expect(printedLines(letter).map(({ percent }) => percent?.toFixed(2))).toEqual(['10.15', '10.15']);
  expect(sumAfter(letter, /^Indemnité/).toFixed(2)).toBe('40.00');
});

describe('the file for a lawyer', () => {
  async function handoffOf(facts: readonly Fact[], on: string) {
    const live = await desk.live('business', { facts });
    const kept = new Map<string, Uint8Array>();
    const store = {
      put: (bytes: Uint8Array) => Promise.resolve(kept.set(sha256Of(bytes), bytes) && sha256Of(bytes)),
      get: (sha256: string) => Promise.resolve(kept.get(sha256) ?? new Uint8Array()),
      drop: (sha256: string) => Promise.resolve(void kept.delete(sha256)),
    };
    const printer = {
      print: (html: string) => Promise.resolve({ pdf: Buffer.from(html), pages: 1 }),
      close: () => Promise.resolve(),
    };
    const deps = {
      db: desk.db,
      clock: () => 0,
      templates: loadTemplates(),
      printer,
      store,
      invoice: () => Promise.resolve([pieceOf('Facture F-1')]),
      proofs: () => Promise.resolve([pieceOf('Bon de livraison')]),
    };
    const members = [{ ...live, revision: facts.length }];
    await printHandoff(deps, { members, route: 'injonction-de-payer', nowMs: Date.parse(`${on}T10:00:00+01:00`) });
    const json = [...kept.values()].map((bytes) => Buffer.from(bytes).toString()).find((text) => text.startsWith('{'));
    return JSON.parse(json ?? '{}') as HandoffData & { routes: { route: string; reasons: object[] }[] };
  }

  function pieceOf(title: string): JoinedDocument {
    return { title, filename: `${title}.pdf`, contentType: 'application/pdf', sha256: sha256Of(Buffer.from(title)) };
  }

  test('numbers the invoice and what proves it first, and tells nothing of the house itself', async () => {
    const { exhibits, chronology } = await handoffOf([], TODAY);
    expect(exhibits.slice(0, 2)).toMatchObject([
      { number: 1, title: 'Facture F-1', file: 'Facture F-1.pdf' },
      { number: 2, title: 'Bon de livraison' },
    ]);
    expect(exhibits.map(({ number }) => number)).toEqual(exhibits.map((_, index) => index + 1));
    expect(JSON.stringify(chronology)).not.toMatch(/plan|étape|accord demandé|À faire|reminder-/i);
  });

  test('holds the five routes with every rule, its text and its fact', async () => {
    const { routes } = await handoffOf([], TODAY);
    expect(routes.map(({ route }) => route)).toHaveLength(5);
    expect(routes[1]?.reasons).toContainEqual(expect.objectContaining({ article: 'CPC 1405', says: 'for' }));
  });

  test('says the day on which its figures stop when a rate is missing', async () => {
    expect((await handoffOf([], TODAY)).claim.asOf).toBe('20 novembre 2026');
    expect((await handoffOf([], '2027-01-11')).claim.asOf).toBe('31 décembre 2026');
  });
});

describe('what the law forbids to ask', () => {
  test('a semester without rates holds the notice, by letter and by e-mail; entering it frees both at once', async () => {
    const live = await desk.live('business', {});
    const missing = { outcome: 'rate-missing', semester: FIRST_UNSHIPPED };
    expect(JSON.parse(await desk.letter(live, 'formal-notice', '2027-01-11'))).toEqual(missing);
    const copy = { step: 'formal-notice', channel: 'email' } as const;
    expect(JSON.parse(await desk.words(live, copy, '2027-01-11'))).toEqual(missing);
    expect(await desk.words(live, { step: 'reminder-15', channel: 'email' }, '2027-01-11')).toContain('250,00');

    await enterRates(desk.db, testRatesOf(FIRST_UNSHIPPED), { actor: 'key:1', at });
    const letter = await desk.letter(live, 'formal-notice', '2027-01-11');
    expect(printedLines(letter).map(({ percent }) => percent?.toFixed(2))).toEqual(['12.15', '12.40', '12.50']);
    expect(letter).toContain('valeurs inventées pour les tests');
  });

  test('a contract rate under the floor is refused with its three figures, and nothing is chosen', async () => {
    await putCreditor(desk.db, creditorSchema.parse({ ...creditor, terms: { contractRateBasisPoints: 500 } }));
    const refusal = JSON.parse(await desk.letter(await desk.live('business', {}), 'formal-notice', TODAY)) as { reason: string };
    expect(refusal).toMatchObject({ outcome: 'refused', address: null });
    expect(refusal.reason.replaceAll(/[\u00a0\u202f]/g, ' ')).toBe(
      'taux contractuel inférieur au plancher légal, à choisir par une personne : contrat 5,00 %, soit 37,50 € d’intérêts ; plancher 8,25 %, soit 60,86 € d’intérêts ; taux supplétif 12,40 %, soit 92,35 € d’intérêts',
    );
    const copy = await desk.words(await desk.live('business', {}), { step: 'formal-notice', channel: 'email' }, TODAY);
    expect(JSON.parse(copy)).toEqual(refusal);
  });
});
