import { describe, expect, test } from 'vitest';
import { BadInput } from '../../../domain/fault.ts';
import { readStory } from '../../../domain/simulate/story-input.ts';

type Document = Record<string, unknown>;
const at = '2026-03-03T10:00:00+01:00';
const invoice = { id: 'i1', number: 'F-1', debtor: 'd1', totalCents: 120_000, dueOn: '2026-03-02' };
const small: Document = {
  plan: 'default-b2b',
  from: '2026-02-02T08:00:00+01:00',
  until: '2026-12-31',
  creditor: { id: 'c1' },
  debtors: [{ id: 'd1', kind: 'business' }],
  invoices: [invoice],
};
const withFact = (fact: Document): Document => ({ ...small, facts: [{ at, ...fact }] });
const withInvoice = (change: Document): Document => ({ ...small, invoices: [{ ...invoice, ...change }] });
const faultsOf = (document: unknown) => {
  try {
    readStory(document);
    return [];
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return error.faults;
  }
};

describe('defaults', () => {
  test('a story of one invoice', () => {
    const story = readStory(small);
    expect(story.plan.id).toBe('default-b2b');
    expect(story.creditor).toEqual({ id: 'c1', kind: 'company', terms: {} });
    expect(story.invoices).toEqual([{ ...invoice, currency: 'EUR' }]);
    expect(story.facts).toEqual([]);
  });

  test('a plan document in place of a name', () => {
    const steps = [{ id: 'r', act: 'message', anchor: 'after-due', delay: 'P5D', channels: ['email'], template: 'reminder' }];
    expect(readStory({ ...small, plan: { id: 'mine', version: 2, name: 'Le mien', steps } }).plan).toMatchObject({
      id: 'mine',
      gap: 'P1D',
    });
  });
});

const refused: readonly [string, unknown, string, string][] = [
  ['no object', [], '$', 'expected an object'],
  ['an unknown field', { ...small, planId: 'x' }, '$.planId', 'unknown field'],
  [
    'a quality that no such debtor has',
    { ...small, debtors: [{ id: 'd1', kind: 'consumer', quality: 'trader' }] },
    '$.debtors[0].quality',
    'got "trader", expected one of private',
  ],
  [
    'a country that does not exist',
    { ...small, debtors: [{ id: 'd1', kind: 'business', country: 'UK' }] },
    '$.debtors[0].country',
    'ISO 3166',
  ],
  [
    'a language nobody writes in',
    { ...small, debtors: [{ id: 'd1', kind: 'business', language: 'de' }] },
    '$.debtors[0].language',
    'fr',
  ],
  ['a creditor of no quality known', { ...small, creditor: { id: 'c1', quality: 'banker' } }, '$.creditor.quality', 'trader'],
  ['a nature of nothing', withInvoice({ nature: 'gift' }), '$.invoices[0].nature', 'services'],
  ['an unknown plan', { ...small, plan: 'b2b' }, '$.plan', 'got "b2b", expected one of default-b2b'],
  ['a fault of the plan document', { ...small, plan: { id: 'mine' } }, '$.plan.steps', 'missing'],
  ['an instant without offset', { ...small, from: '2026-02-02T08:00:00' }, '$.from', 'with its offset'],
  ['a day that does not exist', { ...small, until: '2026-02-30' }, '$.until', 'that exists'],
  ['an end before the start', { ...small, until: '2026-02-01' }, '$.until', 'expected no day before 2026-02-02'],
  ['a mistyped century', withInvoice({ dueOn: '1026-03-02' }), '$.invoices[0].dueOn', 'expected a day from 1990-01-01'],
  ['half a cent', withInvoice({ totalCents: 0.5 }), '$.invoices[0].totalCents', 'an integer'],
  ['a free invoice', withInvoice({ totalCents: 0 }), '$.invoices[0].totalCents', 'more than 0'],
  ['due before issued', withInvoice({ issuedOn: '2026-03-03' }), '$.invoices[0].dueOn', 'no day before issuedOn'],
  ['an invoice of nobody', withInvoice({ debtor: 'd9' }), '$.invoices[0].debtor', 'the id of a debtor of this story'],
  ['two invoices of one id', { ...small, invoices: [invoice, invoice] }, '$.invoices[1].id', 'a second time'],
  [
    'an unknown department',
    { ...small, debtors: [{ id: 'd1', kind: 'business', department: '99' }] },
    '$.debtors[0].department',
    'got "99"',
  ],
  ['an unknown kind', { ...small, debtors: [{ id: 'd1', kind: 'firm' }] }, '$.debtors[0].kind', 'one of "business"'],
  ['an unknown fact', withFact({ type: 'paid' }), '$.facts[0].type', 'got "paid", expected one of "payment"'],
  ['a fact of an unknown invoice', withFact({ type: 'approve', invoice: 'i9' }), '$.facts[0].invoice', 'the id of an invoice'],
  ['a fact of an unknown debtor', withFact({ type: 'resume', debtor: 'd9' }), '$.facts[0].debtor', 'the id of a debtor'],
  [
    'an unknown payment that comes back',
    withFact({ type: 'payment-reversed', payment: 'p9' }),
    '$.facts[0].payment',
    'the id of a payment',
  ],
  [
    'a payment of nobody',
    withFact({ type: 'payment', id: 'p', amountCents: 1 }),
    '$.facts[0]',
    'exactly one of invoice and debtor',
  ],
  [
    'a payment of both',
    withFact({ type: 'payment', id: 'p', amountCents: 1, invoice: 'i1', debtor: 'd1' }),
    '$.facts[0]',
    'exactly one of',
  ],
  [
    'a payment of nothing',
    withFact({ type: 'payment', id: 'p', amountCents: 0, invoice: 'i1' }),
    '$.facts[0].amountCents',
    'more than 0',
  ],
  ['a change of nothing', withFact({ type: 'invoice-changed', invoice: 'i1' }), '$.facts[0]', 'dueOn, totalCents or both'],
  [
    'a bounce of a letter',
    withFact({ type: 'message-bounced', debtor: 'd1', channel: 'call' }),
    '$.facts[0].channel',
    'one of "email", "sms"',
  ],
  [
    'a field of another fact',
    withFact({ type: 'waive', invoice: 'i1', amountCents: 1 }),
    '$.facts[0].amountCents',
    'unknown field',
  ],
];

describe('refused, with the path, what came and what is expected', () => {
  test.each(refused)('%s', (_what, document, path, message) => {
    const fault = faultsOf(document).find((candidate) => candidate.path === path);
    expect(fault?.message).toContain(message);
  });

  test('every fault is named at once', () => expect(faultsOf({ ...small, until: 'x', creditor: {} })).toHaveLength(2));
});
