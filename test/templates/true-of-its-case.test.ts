import { expect, test } from 'vitest';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import { readStory } from '../../domain/simulate/story-input.ts';
import { messagesOf } from '../../run/simulate-preview.ts';

/** One invoice of a company, or of whom `debtor` says, under a shipped plan, and what happens to it. */
interface Life {
  readonly plan?: string;
  readonly creditor?: object;
  readonly debtor?: object;
  readonly currency?: string;
  readonly facts?: readonly object[];
}

const approvals = ['2026-03-25', '2026-04-05', '2026-04-15', '2026-04-25'];
const pays = (id: string, on: string, amountCents: number) => ({ at: `${on}T18:00:00+01:00`, type: 'payment', id, amountCents });

/** Every text of that life, in its order, as it is read: one space for each, one apostrophe. */
async function textsOf({ plan = 'default-b2b', creditor, debtor, currency = 'EUR', facts = [] }: Life): Promise<string[]> {
  const shipped = shippedPlans.find(({ id }) => id === plan);
  const approved = approvals.map((on) => ({ at: `${on}T10:00:00+02:00`, type: 'approve' }));
  const story = readStory({
    plan: { ...shipped, thresholds: { EUR: 1000, CHF: 1000 } },
    from: '2026-01-20T08:00:00+01:00',
    until: '2026-06-30',
    creditor: { id: 'c1', ...creditor },
    debtors: [{ id: 'd1', kind: 'business', department: '75', email: 'a@b.example', mobile: '+33612345678', ...debtor }],
    invoices: [
      { id: 'i1', number: 'F1', debtor: 'd1', totalCents: 500_000, currency, issuedOn: '2026-01-05', dueOn: '2026-02-04' },
    ],
    facts: [...facts, ...approved].map((fact) => ({ ...fact, invoice: 'i1' })),
  });
  const messages = await messagesOf(story);
  return messages.map(({ subject, text }) => `${subject ?? ''} ${text}`.replace(/\s+/g, ' ').replaceAll('’', "'"));
}

test.each(['fr', 'en'])(
  'a creditor outside any trade asks a company for no penalty and no 40 euros: C. com. L441-10 is for professionals (%s)',
  async (language) => {
    const texts = await textsOf({ creditor: { kind: 'individual' }, debtor: { language } });
    const notice = texts.find((text) => text.startsWith('Mise en demeure de payer'));
    expect(notice).toContain("intérêt au taux légal à compter de cette mise en demeure, jusqu'au paiement complet");
    for (const text of texts) expect(text).not.toMatch(/441-10|40\s?€|€40|[Pp]énalités|professionals|médiateur|mediator/);
  },
);

test.each([
  ['default-b2b', 'business', 'fr'],
  ['default-b2b', 'business', 'en'],
  ['public-body', 'public', 'fr'],
])('a claim in another currency announces no 40 euros, which no text converts (%s, %s, %s)', async (plan, kind, language) => {
  const texts = await textsOf({ plan, currency: 'CHF', debtor: { kind, language } });
  expect(texts.some((text) => text.startsWith('Mise en demeure de payer'))).toBe(true);
  for (const text of texts) expect(text).not.toMatch(/40\s?€|€40|indemnité|compensation/);
  expect(texts.join()).toMatch(/L\. 441-10, II|L\. 2192-13/);
});

test('who pays too much reads what of it went to the delay: the sums of his receipt add up', async () => {
  const texts = await textsOf({ facts: [pays('p1', '2026-02-20', 520_000)] });
  expect(texts.at(-1)).toContain('dépasse de 133,37 € ce qui nous était dû, dont 66,63 € au titre du retard de paiement.');
  const english = await textsOf({ debtor: { language: 'en' }, facts: [pays('p1', '2026-02-20', 520_000)] });
  expect(english.at(-1)).toContain('exceeds what was owed to us, €66.63 of it for the late payment, by €133.37.');
});

test.each([
  ['interest-first', true],
  ['principal-first', false],
])('a part payment that is late is imputed as the later letter imputes it: %s', async (allocation, reserves) => {
  const texts = await textsOf({ creditor: { terms: { allocation } }, facts: [pays('p1', '2026-02-15', 200_000)] });
  const thanks = texts.find((text) => text.includes('règlement partiel'));
  expect(thanks).toContain('renonciation à ce que la loi attache au retard de paiement');
  expect(thanks?.includes('ni imputation de ce règlement sur le principal (article 1343-1 du code civil)')).toBe(reserves);
});

test('late charges are asked in words that hold whatever is left of them', async () => {
  const claimed = { at: '2026-03-02T18:00:00+01:00', type: 'claim-late-charges' };
  const texts = await textsOf({ facts: [pays('p1', '2026-02-20', 500_000), claimed] });
  const asked = texts.find((text) => text.startsWith('Retard de paiement'));
  expect(asked).toContain("Comme il est arrivé après l'échéance, la somme de 66,73 € reste due au 3 mars 2026 :");
  expect(asked).not.toContain('Restent dus');
});
