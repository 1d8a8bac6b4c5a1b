import { describe, expect, test } from 'vitest';
import type { Mandate } from '../../domain/party/mandate.ts';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import { readStory } from '../../domain/simulate/story-input.ts';
import { creditorOfStory, debtorOfStory } from '../../rehearsal/parties.ts';
import { messagesOf } from '../../run/simulate-preview.ts';

/** One invoice of a company, or of whom `debtor` says, under a shipped plan, and what happens to it. */
interface Life {
  readonly plan?: string;
  readonly creditor?: object;
  readonly mandate?: Mandate;
  readonly debtor?: object;
  readonly currency?: string;
  readonly facts?: readonly object[];
}

const approvals = ['2026-03-25', '2026-04-05', '2026-04-15', '2026-04-25'];
const pays = (id: string, on: string, amountCents: number) => ({ at: `${on}T18:00:00+01:00`, type: 'payment', id, amountCents });

/** Every text of that life, in its order, as it is read: one space for each, one apostrophe. */
async function textsOf({
  plan = 'default-b2b',
  creditor,
  mandate,
  debtor,
  currency = 'EUR',
  facts = [],
}: Life): Promise<string[]> {
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
    facts: [...facts, ...approved].map((fact) => ('payment' in fact ? fact : { ...fact, invoice: 'i1' })),
  });
  const [known] = story.debtors;
  const parties = mandate && known && { creditor: { ...creditorOfStory(story), mandate }, debtor: debtorOfStory(known) };
  const messages = await messagesOf(story, parties);
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
  expect(texts.at(-1)).toContain(
    'a payé aussi 66,63 € dus en raison du retard de paiement. Il dépasse de 133,37 € tout ce qui nous était dû. Cette somme est à vous',
  );
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

describe('whoever collects for another says what the sum is made of where a sum is asked, and in no note', () => {
  const mandate: Mandate = {
    as: 'agency',
    collector: { name: 'Relance & Cie', siren: '732829320', address: '3 rue d’Alger, 75001 Paris' },
    agreementOn: '2025-12-01',
    insurance: 'police 12',
    dedicatedAccount: 'FR7630006000011234567890189',
    declaredTo: 'procureur de la République de Paris',
  };
  const facts = [pays('p1', '2026-02-20', 200_000), pays('p2', '2026-05-20', 300_000)];
  const sums = {
    fr: { principal: 'La somme demandée est le principal de la facture', none: /La somme demandée est|Vous pouvez la régler/ },
    en: { principal: 'The sum asked for is the principal of the invoice', none: /The sum asked for|You may pay it/ },
  };

  test.each(['fr', 'en'] as const)('%s', async (language) => {
    const texts = await textsOf({ mandate, debtor: { language }, facts });
    const { principal, none } = sums[language];
    for (const text of texts.filter((each) => /^([^:]*[Rr]appel|[^:]*reminder)/.test(each))) expect(text).toContain(principal);
    const notes = texts.filter((text) => /^(Nous avons bien reçu|Rectification|We have received|Correction)/.test(text));
    expect(notes.length).toBeGreaterThan(1);
    for (const text of notes) expect(text).not.toMatch(none);
    const notice = texts.find((text) => text.startsWith('Mise en demeure'));
    expect(notice).toContain('comprend le principal, les intérêts et les accessoires, dont le détail est donné plus haut');
  });

  test('a formal notice to a consumer asks the principal alone', async () => {
    const texts = await textsOf({ plan: 'consumer', mandate, debtor: { kind: 'consumer' } });
    const notice = texts.find((text) => text.startsWith('Mise en demeure'));
    expect(notice).toContain(`${sums.fr.principal} : 5 000,00 €, sans intérêts ni accessoires`);
  });
});

describe('what an agreement says of the delay', () => {
  const schedule = (first: number) => [
    { on: '2026-03-02', amountCents: first },
    { on: '2026-04-02', amountCents: 250_000 },
  ];
  const agrees = (first: number, more: object = {}) => [
    { at: '2026-02-23T10:00:00+01:00', type: 'instalments', schedule: schedule(first), ...more },
  ];
  const agreement = async (life: Life) =>
    (await textsOf(life)).find((text) => /^(Votre échéancier|Your payment schedule)/.test(text));

  test.each([
    ['fr', 'default-b2b', agrees(250_000), "attache au retard de paiement n'y sont pas comprises et restent dues en sus"],
    ['en', 'default-b2b', agrees(250_000), 'is not part of it and stays owed besides'],
    ['fr', 'default-b2b', agrees(250_000, { waivesLateCharges: true }), "S'il est tenu jusqu'à son terme, nous renonçons"],
    ['en', 'default-b2b', agrees(250_000, { waivesLateCharges: true }), 'If it is kept to its end, we give up'],
    ['fr', 'default-b2b', agrees(256_000, { lateChargesCents: 6_000 }), 'Il comprend 60,00 € au titre du retard de paiement'],
    ['en', 'default-b2b', agrees(256_000, { lateChargesCents: 6_000 }), 'It holds €60.00 for the late payment'],
  ])('is said by e-mail as in the paper that is signed: %s, %s, %j', async (language, plan, facts, said) => {
    expect(await agreement({ plan, debtor: { language }, facts })).toContain(said);
  });

  test('nothing where a delay costs nothing before a formal notice', async () => {
    expect(await agreement({ creditor: { kind: 'individual' }, facts: agrees(250_000) })).not.toMatch(/retard de paiement/);
  });
});

test('a creditor outside any trade reserves nothing before his formal notice: until then a delay costs nothing', async () => {
  const texts = await textsOf({
    creditor: { kind: 'individual' },
    facts: [pays('p1', '2026-02-20', 200_000), pays('p2', '2026-05-20', 100_000)],
  });
  const receipts = texts.filter((text) => /^(Nous avons bien reçu|Rectification)/.test(text));
  expect(receipts).toHaveLength(2);
  expect(receipts[0]).not.toMatch(/renonciation|retard de paiement/);
  expect(receipts[1]).toContain('sans compter les sommes que la loi attache au retard de paiement');
});

test.each([
  ['fr', "n'est plus compté pour la facture F1", 'Nous annulons la confirmation'],
  ['en', 'no longer counts for invoice F1', 'Please disregard any receipt'],
])(
  'a demand after a payment that was taken back says so: its receipt had called the invoice paid (%s)',
  async (language, ...said) => {
    const back = { at: '2026-02-27T10:00:00+01:00', type: 'payment-reversed', payment: 'p1' };
    const texts = await textsOf({ debtor: { language }, facts: [pays('p1', '2026-02-20', 500_000), back] });
    const after = texts.filter((text) => /^(Dernier rappel|Last reminder|Copie de|Copy of)/.test(text));
    expect(after).toHaveLength(2);
    for (const text of after) for (const each of said) expect(text).toContain(each);
    const notice = texts.find((text) => text.startsWith('Mise en demeure'));
    expect(notice).toContain('Le règlement de 5 000,00 € reçu le 20 février 2026');
  },
);

test('a list of two ends in « et »', async () => {
  const texts = await textsOf({ currency: 'CHF' });
  const copy = texts.find((text) => text.startsWith('Copie de notre lettre'));
  expect(copy).toMatch(/CHF de principal et \d+,\d\d CHF d'intérêts de retard ;/);
});

test.each([
  [
    'fr',
    500_000,
    "n'est plus compté : la banque l'a repris",
    'Il reste 5 000,00 € à régler',
    'la mise en demeure garde son effet',
  ],
  [
    'fr',
    200_000,
    "n'est plus compté : la banque l'a repris",
    'Il reste 5 000,00 € à régler',
    'la mise en demeure garde son effet',
  ],
  ['en', 500_000, 'no longer counts: the bank took it back', '€5,000.00 is left to pay', 'the formal notice keeps its effect'],
])(
  'after the notice a payment that is taken back is said by itself: its receipt had called the notice without object (%s, %i)',
  async (language, cents, ...said) => {
    const back = { at: '2026-05-27T10:00:00+02:00', type: 'payment-reversed', payment: 'p1' };
    const texts = await textsOf({ debtor: { language }, facts: [pays('p1', '2026-05-20', cents), back] });
    expect(texts.at(-1)).toMatch(/^(Rectification : un règlement n'est plus compté|Correction: a payment no longer counts)/);
    for (const each of said) expect(texts.at(-1)).toContain(each);
  },
);

test('a payment that came back before its receipt left, or was paid again meanwhile, is not spoken of', async () => {
  const back = (at: string) => ({ at, type: 'payment-reversed', payment: 'p1' });
  const unconfirmed = await textsOf({ facts: [pays('p1', '2026-05-20', 500_000), back('2026-05-20T20:00:00+02:00')] });
  expect(unconfirmed.at(-1)).toMatch(/^Copie de notre lettre/);
  const again = await textsOf({
    facts: [pays('p1', '2026-05-20', 500_000), back('2026-05-27T20:00:00+02:00'), pays('p2', '2026-05-27', 500_000)],
  });
  expect(again.filter((text) => text.includes("n'est plus compté"))).toHaveLength(0);
});

test.each([
  ['after its receipt', '2026-02-27T10:00:00+01:00', true],
  ['before its receipt left', '2026-02-20T20:00:00+01:00', false],
])('a demand says of a payment that a person withdrew %s what its debtor knows of it', async (_when, at, isSaid) => {
  const withdrawn = { at, type: 'payment-withdrawn', invoice: 'i1', payment: 'p1', reason: 'montant mal saisi' };
  const texts = await textsOf({ facts: [pays('p1', '2026-02-20', 500_000), withdrawn] });
  const after = texts.filter((text) => text.startsWith('Dernier rappel'));
  expect(after).toHaveLength(1);
  for (const text of after) expect(text.includes('ou il avait été compté par erreur')).toBe(isSaid);
});

test('a claim of late charges whose payment is taken back is withdrawn, and the price is said to be owed', async () => {
  const back = { at: '2026-03-04T10:00:00+01:00', type: 'payment-reversed', payment: 'p1' };
  const claimed = { at: '2026-03-02T10:00:00+01:00', type: 'claim-late-charges' };
  const texts = await textsOf({ facts: [pays('p1', '2026-02-20', 500_000), claimed, back] });
  const said = texts.find((text) => text.startsWith('Rectification'));
  expect(said).toContain('ne tenez plus compte de cette demande. Il reste 5 000,00 € à régler sur cette facture.');
  expect(said).not.toContain("S'il reste un montant dû");
});

describe('what was given up is asked and announced in no message that follows', () => {
  const facts = [{ at: '2026-02-06T10:00:00+01:00', type: 'waive' }, pays('p1', '2026-02-15', 200_000)];

  test.each([
    ['default-b2b', 'business', 'fr'],
    ['default-b2b', 'business', 'en'],
    ['public-body', 'public', 'fr'],
    ['consumer', 'consumer', 'fr'],
  ])('%s, %s, %s', async (plan, kind, language) => {
    const texts = await textsOf({ plan, facts, debtor: { kind, language } });
    const notice = texts.find((text) => text.startsWith('Mise en demeure de payer'));
    expect(notice).toContain('nous vous mettons en demeure de nous payer la somme de 3 000,00 €');
    expect(notice).not.toContain("imputés d'abord");
    for (const text of texts) {
      expect(text).not.toMatch(/40\s?€|€40|441-10|2192-13|produit intérêt|renonciation/);
      for (const [, sum = ''] of text.matchAll(/((?:\d\s)?\d+,\d{2}) €/g))
        expect(['5 000,00', '3 000,00', '2 000,00', '0,00']).toContain(sum);
    }
  });
});
