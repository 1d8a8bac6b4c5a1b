import { describe, expect, test } from 'vitest';
import { readStory } from '../../domain/simulate/story-input.ts';
import { messagesOf } from '../../run/simulate-preview.ts';

const business = { id: 'aubert', kind: 'business', department: '75', email: 'compta@aubert.example', mobile: '+33612345678' };
const invoice = { id: 'f1', number: 'F-1', debtor: 'aubert', totalCents: 1_000_000, issuedOn: '2026-08-01', dueOn: '2026-08-31' };

/** The text of the first message of a template in the life of an invoice, with plain spaces. */
async function textOf(...asked: Parameters<typeof textsOf>): Promise<string> {
  const [first] = await textsOf(...asked);
  return first ?? 'no such message';
}

async function textsOf(
  template: string,
  facts: readonly object[],
  until = '2026-12-31',
  debtor: object = business,
): Promise<string[]> {
  const from = '2026-08-15T08:00:00+02:00';
  const common = { creditor: { id: 'chez-moi' }, debtors: [debtor], invoices: [invoice] };
  const written = await messagesOf(readStory({ plan: 'default-b2b', from, until, ...common, facts }));
  return written.filter((one) => one.template === template).map(({ text }) => text.replaceAll(/[\u00a0\u202f]/g, ' '));
}

describe('a fact keeps its own day in the message that tells of it', () => {
  test('a promise of Saturday, confirmed on Monday', async () => {
    const facts = [{ at: '2026-09-12T18:00:00+02:00', type: 'promise', invoice: 'f1', amountCents: 1_000_000, on: '2026-09-25' }];
    expect(await textOf('promise-confirmation', facts)).toContain('12 septembre 2026');
  });

  test('a dispute of Saturday, acknowledged on Monday', async () => {
    const facts = [{ at: '2026-10-03T18:00:00+02:00', type: 'dispute-opened', invoice: 'f1', amountCents: 300_000 }];
    const text = await textOf('dispute-receipt', facts);
    expect(text).toContain('3 octobre 2026');
    expect(text).not.toContain('5 octobre 2026, votre');
  });

  test('an agreement, in the message that a missed part leads to', async () => {
    const schedule = [
      { on: '2026-10-05', amountCents: 500_000 },
      { on: '2026-11-05', amountCents: 500_000 },
    ];
    const facts = [{ at: '2026-09-22T10:00:00+02:00', type: 'instalments', invoice: 'f1', schedule }];
    expect(await textOf('missed-instalment', facts)).toContain('22 septembre 2026');
  });
});

describe('a schedule that holds late charges', () => {
  const schedule = [
    { on: '2026-10-05', amountCents: 500_000 },
    { on: '2026-11-05', amountCents: 510_000 },
  ];
  const agreed = { at: '2026-09-22T10:00:00+02:00', type: 'instalments', invoice: 'f1', schedule, lateChargesCents: 10_000 };
  const paid = (at: string, amountCents: number) => ({ at, type: 'payment', id: at, invoice: 'f1', amountCents });

  test('its thanks say what is left of them, and no credit where they were paid', async () => {
    const first = paid('2026-10-05T10:00:00+02:00', 500_000);
    const price = paid('2026-11-05T10:00:00+01:00', 500_000);
    expect(await textOf('instalment-agreement', [agreed])).toContain('10 100,00 €');
    expect(await textOf('payment-thanks', [agreed, first, price])).toContain('comprend encore 100,00 €');
    const all = await textOf('payment-thanks', [agreed, first, paid('2026-11-05T10:00:00+01:00', 510_000)]);
    expect(all).toContain('désormais réglé');
    expect(all).not.toMatch(/dépasse|comprend encore|renonciation/);
  });
});

describe('a missed instalment', () => {
  const schedule = [
    { on: '2026-10-05', amountCents: 500_000 },
    { on: '2026-11-05', amountCents: 500_000 },
  ];
  const agreed = { at: '2026-09-22T10:00:00+02:00', type: 'instalments', invoice: 'f1', schedule };
  const signed = { at: '2026-09-24T10:00:00+02:00', type: 'signature', invoice: 'f1', on: '2026-09-23', by: 'M. Aubert' };

  test('of an agreement that nobody signed threatens nothing', async () => {
    expect(await textOf('missed-instalment', [agreed])).not.toMatch(/demeure|totalité/);
  });

  test('of a signed one is a formal notice, with the last day on which it can be paid', async () => {
    const text = await textOf('missed-instalment', [agreed, { ...signed, capacity: 'gérant' }]);
    expect(text).toContain('régler ce versement au plus tard le 20 octobre 2026');
    expect(text).toContain('l’accord signé le 23 septembre 2026, la totalité de la somme restant due redeviendra exigible');
  });

  test('of a consumer leaves him thirty days', async () => {
    const consumer = { ...business, kind: 'consumer' };
    const text = await textOf('missed-instalment', [agreed, signed], '2026-10-31', consumer);
    expect(text).toMatch(/au plus tard le 1[0-9] novembre 2026/);
  });
});

test('a debtor who is written to in English gets his letter in French, days and amounts too', async () => {
  const facts = [{ at: '2026-10-20T10:00:00+02:00', type: 'approve', invoice: 'f1' }];
  const letter = await textOf('formal-notice', facts, '2026-11-10', { ...business, language: 'en', country: 'DE' });
  expect(letter).toContain('le 20 octobre 2026');
  expect(letter).toContain('10 000,00 €');
  expect(letter).toContain('ALLEMAGNE');
  expect(letter).not.toMatch(/October|€10|reminder|text message/);
});

test('late charges that were claimed and paid are no credit in the thanks', async () => {
  const principal = { at: '2026-10-01T10:00:00+02:00', type: 'payment', id: 'v1', invoice: 'f1', amountCents: 1_000_000 };
  const claimed = { at: '2026-10-05T10:00:00+02:00', type: 'claim-late-charges', invoice: 'f1' };
  const facts = [principal, claimed];
  const asked = await textOf('late-charges', facts);
  const [, euros = '', cents = ''] = /la somme de ([\d ]+),(\d\d) €/.exec(asked) ?? [];
  const amountCents = Number(euros.replaceAll(' ', '') + cents);
  const charges = { at: '2026-10-20T10:00:00+02:00', type: 'payment', id: 'v2', invoice: 'f1', amountCents };
  const thanks = await textsOf('payment-thanks', [...facts, charges]);
  expect(thanks.at(-1)).not.toMatch(/dépasse|renonciation/);
});

test('thanks for a part state a rest, and ask for it only where nothing holds it', async () => {
  const part = { type: 'payment', id: 'v1', invoice: 'f1', amountCents: 400_000 };
  const free = await textOf('partial-payment-thanks', [{ at: '2026-10-01T10:00:00+02:00', ...part }]);
  const disputed = { at: '2026-09-30T10:00:00+02:00', type: 'dispute-opened', invoice: 'f1' };
  const held = await textOf('partial-payment-thanks', [disputed, { at: '2026-10-01T10:00:00+02:00', ...part }]);
  expect(free).toContain('IBAN');
  expect(held).toContain('4 000,00 €');
  expect(held).not.toContain('IBAN');
});
