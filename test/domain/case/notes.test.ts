import { describe, expect, test } from 'vitest';
import type { Case } from '../../../domain/case/case.ts';
import type { OutsideFact } from '../../../domain/case/facts/fact.ts';
import { mayDemand, noteStillTrue } from '../../../domain/case/next/notes.ts';
import { said } from '../../../domain/case/show/reasons.ts';
import { caseOf, decision, heard, letter, nextAt, planOf, reminder, sent, told } from './case-of.ts';

const plan = planOf([reminder('r5', 5), letter, decision]);
const SUNDAY = '2026-03-08T20:00';
const NIGHT = '2026-03-09T03:00';
const MORNING = '2026-03-09T10:01';
const paid = (amountCents = 120_000, id = 'p1') => ({ type: 'payment', id, amountCents }) as const;
const promise = { type: 'promise', amountCents: 120_000, on: '2026-03-20' } as const;
const halves = {
  type: 'instalments',
  schedule: [
    { on: '2026-04-01', amountCents: 60_000 },
    { on: '2026-05-04', amountCents: 60_000 },
  ],
} as const;
const posted = heard(caseOf(), plan, ['2026-03-06T10:00', sent('letter', 'registered-letter')]);

/** What becomes of the first note on Monday morning. */
function ofNote(theCase: Case): string {
  const note = theCase.notes[0];
  const verdict = note && noteStillTrue(theCase, plan, note, '2026-03-09');
  return verdict ? Object.values(verdict).map(said).join('') : 'no note';
}

describe('a note is still true when it leaves', () => {
  test.each<[string, string, Parameters<typeof heard>[2][]]>([
    ['a promise in force', 'promise-confirmation', [[SUNDAY, promise]]],
    [
      'a promise for a part of what was paid in the night',
      'un paiement est arrivé depuis',
      [
        [SUNDAY, { ...promise, amountCents: 50_000 }],
        [NIGHT, paid(30_000)],
      ],
    ],
    [
      'a promise whose day came before the window',
      'le jour promis (8 mars 2026) est passé',
      [[SUNDAY, { ...promise, on: '2026-03-08' }]],
    ],
    [
      'a promise above what a dispute leaves',
      'il ne reste que 700,00 €',
      [
        [SUNDAY, promise],
        [NIGHT, { type: 'dispute-opened', amountCents: 50_000 }],
      ],
    ],
    ['an agreement in force', 'instalment-agreement', [[SUNDAY, halves]]],
    [
      'an agreement whose first part came in the night',
      'instalment-agreement',
      [
        [SUNDAY, halves],
        [NIGHT, paid(60_000)],
      ],
    ],
    [
      'an agreement over a balance that a credit note changed',
      'le solde a changé depuis',
      [
        [SUNDAY, halves],
        [NIGHT, { type: 'credit-note', id: 'a', amountCents: 20_000 }],
      ],
    ],
    ['a dispute', 'dispute-receipt', [[SUNDAY, { type: 'dispute-opened' }]]],
    [
      'a dispute that was resolved',
      'le litige n’est plus en cours',
      [
        [SUNDAY, { type: 'dispute-opened' }],
        [NIGHT, { type: 'dispute-resolved', outcome: 'rejected' }],
      ],
    ],
    ['a payment of everything', 'payment-thanks', [[SUNDAY, paid()]]],
    [
      'a payment that came back',
      'le paiement est revenu ou a été retiré',
      [
        [SUNDAY, paid()],
        [NIGHT, { type: 'payment-reversed', payment: 'p1' }],
      ],
    ],
    [
      'a payment of everything, then a new total',
      'partial-payment-thanks',
      [
        [SUNDAY, paid()],
        [NIGHT, { type: 'invoice-changed', totalCents: 150_000 }],
      ],
    ],
    [
      'a payment of a part while the feed is stale',
      'relevé bancaire trop ancien',
      [
        [SUNDAY, paid(50_000)],
        [NIGHT, { type: 'feed-stale' }],
      ],
    ],
    [
      'a payment before an insolvency',
      'procédure collective',
      [
        [SUNDAY, paid(50_000)],
        [NIGHT, { type: 'insolvency', openedOn: '2026-03-06' }],
      ],
    ],
  ])('%s: %s', (_what, expected, facts) =>
    expect(ofNote(heard(caseOf(), plan, ...facts)).replaceAll('\u00a0', ' ')).toBe(expected),
  );

  test('the rest came after a part: both are thanked for what is true now', () => {
    const settled = heard(caseOf(), plan, [SUNDAY, paid(50_000)], [NIGHT, paid(70_000, 'p2')]);
    const says = settled.notes.map((note) => noteStillTrue(settled, plan, note, '2026-03-09'));
    expect(says).toEqual([{ says: 'payment-thanks' }, { says: 'payment-thanks' }]);
  });

  test('what is no longer true is left out at once, with its reason', () => {
    const gone = heard(caseOf(), plan, [SUNDAY, promise], [NIGHT, paid()], [NIGHT, { type: 'closed', reason: 'paid' }]);
    const coming = nextAt(gone, plan, MORNING);
    expect(told(coming)).toBe('leave-note-out 2026-03-09');
    expect(said(coming.why)).toBe('la promesse n’est plus en cours');
    const left = heard(gone, plan, [MORNING, { type: 'note-left-out', note: gone.notes[0]?.key ?? '', reason: coming.why }]);
    expect(nextAt(left, plan, MORNING).act).toMatchObject({ do: 'send-note', template: 'payment-thanks' });
  });

  test('a note keeps the day of its fact', () => {
    expect(heard(caseOf(), plan, [SUNDAY, promise]).notes[0]?.fact).toEqual({
      about: 'promise',
      on: '2026-03-08',
      amountCents: 120_000,
      promisedOn: '2026-03-20',
    });
  });
});

describe('after the formal notice', () => {
  test.each<[string, string, Parameters<typeof heard>[2]]>([
    ['a payment of a part corrects it', 'corrective', [SUNDAY, paid(50_000)]],
    ['a payment of everything is thanked for', 'payment-thanks', [SUNDAY, paid()]],
    ['a credit note corrects it', 'corrective', [SUNDAY, { type: 'credit-note', id: 'a', amountCents: 20_000 }]],
    ['a credit note of everything too', 'corrective', [SUNDAY, { type: 'credit-note', id: 'a', amountCents: 120_000 }]],
    ['the invoice is cancelled', 'corrective', [SUNDAY, { type: 'invoice-cancelled' }]],
  ])('%s: %s', (_what, expected, fact) => expect(ofNote(heard(posted, plan, fact))).toBe(expected));

  test('before it a credit note owes nothing', () => {
    expect(ofNote(heard(caseOf(), plan, [SUNDAY, { type: 'credit-note', id: 'a', amountCents: 20_000 }]))).toBe('no note');
  });
});

describe('what may be demanded', () => {
  test.each<[string, boolean, Parameters<typeof heard>[2][]]>([
    ['what is owed', true, []],
    ['the rest beside a dispute of an amount', true, [[SUNDAY, { type: 'dispute-opened', amountCents: 50_000 }]]],
    ['nothing under a dispute of the whole', false, [[SUNDAY, { type: 'dispute-opened' }]]],
    ['nothing under a schedule', false, [[SUNDAY, halves]]],
    ['nothing under a promise', false, [[SUNDAY, promise]]],
    ['nothing of a cent', false, [[SUNDAY, paid(119_999)]]],
    ['nothing paid', false, [[SUNDAY, paid()]]],
  ])('%s: %s', (_what, expected, facts) => expect(mayDemand(heard(caseOf(), plan, ...facts), plan)).toBe(expected));
});

describe('what asked for more than is owed now is corrected', () => {
  const claims = planOf([reminder('r5', 5)], { lateCharges: 'claim' });
  const settled = heard(
    caseOf(),
    claims,
    ['2026-03-20T10:00', paid()],
    ['2026-03-20T10:01', { type: 'note-left-out', note: 'payment:p1', reason: '' }],
  );
  const credit = { type: 'credit-note', id: 'AV-1', amountCents: 20_000 } as const;

  test('a claim of late charges, by a credit note that lowers them', () => {
    const claimed = heard(settled, claims, ['2026-03-25T10:00', sent('late-charges')]);
    const credited = heard(claimed, claims, ['2026-03-30T10:00', credit]);
    expect(credited.notes.map(({ template }) => template)).toEqual(['corrective']);
    expect(heard(settled, claims, ['2026-03-30T10:00', credit]).notes).toEqual([]);
  });

  test('by a person, where the notice was posted to a debtor without e-mail', () => {
    const notice = { postedOn: '2026-03-20', outcome: 'posted', effectiveOn: null, effectiveAt: null } as const;
    const credited = heard(
      caseOf({}, { notice, contact: { email: false, mobile: false, smsStopped: false, emailStopped: false } }),
      claims,
      ['2026-03-30T10:00', credit],
    );
    const [note] = credited.notes;
    const left = heard(credited, claims, ['2026-03-30T10:01', { type: 'note-left-out', note: note?.key ?? '', reason: '' }]);
    expect(left.tasks).toMatchObject([{ kind: 'notice', context: expect.stringContaining('lui poster la lettre') }]);
  });
});

describe('a payment that the debtor says he has made is confirmed in writing, and only the bank pays', () => {
  const says = { type: 'payment-announced', amountCents: 120_000, on: '2026-03-05', by: 'debtor' } as const;
  const plan = planOf([reminder('r5', 5)]);
  const announced = heard(caseOf(), plan, ['2026-03-06T10:00', says]);
  const leaves = (theCase: Case, at: string) => nextAt(theCase, plan, at).act;

  test('what he said and until when the bank is awaited', () => {
    expect(announced.notes).toMatchObject([
      {
        template: 'payment-announcement',
        fact: { about: 'announcement', on: '2026-03-06', amountCents: 120_000, paidOn: '2026-03-05', until: '2026-03-13' },
      },
    ]);
    expect(leaves(announced, '2026-03-06T10:01')).toMatchObject({ do: 'send-note', template: 'payment-announcement' });
  });

  test.each<[string, OutsideFact]>([
    ['the money came', { type: 'payment', id: 'p1', amountCents: 50_000, on: '2026-03-06' }],
    ['a person took the ladder up again', { type: 'resume' }],
    ['proceedings were opened', { type: 'insolvency', openedOn: '2026-03-06' }],
    ['he disputes all of it', { type: 'dispute-opened' }],
  ])('is left out when %s before it leaves', (_why, fact) => {
    const since = heard(announced, plan, ['2026-03-06T10:30', fact]);
    const note = since.notes.find(({ template }) => template === 'payment-announcement');
    expect(note && noteStillTrue(since, plan, note, '2026-03-06')).toHaveProperty('leftOut');
  });

  test('waits for a bank feed that is behind: the money may be in it', () => {
    const stale = heard(announced, plan, ['2026-03-06T10:30', { type: 'feed-stale' }]);
    const [note] = stale.notes;
    expect(note && noteStillTrue(stale, plan, note, '2026-03-06')).toMatchObject({ waits: { hold: 'feed-stale' } });
  });

  test('billing that announces one is not written to the debtor', () => {
    const { by: _, ...billing } = says;
    expect(heard(caseOf(), plan, ['2026-03-06T10:00', billing]).notes).toEqual([]);
  });
});

describe('two payments of one transfer on one case', () => {
  const share = (ordinal: number, amountCents: number) =>
    ({ type: 'payment', id: `e1#${ordinal}`, entry: 'e1', amountCents }) as const;
  const both = heard(caseOf(), plan, [SUNDAY, share(1, 120_000)], [SUNDAY, share(2, 4_556)]);
  const back = (payment: string) => ({ type: 'payment-reversed', payment }) as const;

  test('are thanked for once', () => {
    expect(both.notes.map(({ money }) => money)).toEqual(['e1']);
    expect(ofNote(both)).toBe('payment-thanks');
  });

  test('are another transfer each to whoever paid twice', () => {
    const twice = heard(both, plan, [SUNDAY, paid(1_000, 'p2')]);
    expect(twice.notes.map(({ money }) => money)).toEqual(['e1', 'p2']);
  });

  test.each([
    ['the first', ['e1#1'], 'partial-payment-thanks'],
    ['the second', ['e1#2'], 'payment-thanks'],
    ['both', ['e1#1', 'e1#2'], 'le paiement est revenu ou a été retiré'],
  ])('are thanked for as long as one of them is not back: %s is', (_, ids, becomes) => {
    expect(ofNote(heard(both, plan, ...ids.map((id): [string, ReturnType<typeof back>] => [NIGHT, back(id)])))).toBe(becomes);
  });

  test('that nobody was thanked for yet are corrected by no note either', () => {
    const noticed = heard(posted, plan, [SUNDAY, share(1, 120_000)], [SUNDAY, share(2, 4_556)], [NIGHT, back('e1#2')]);
    expect(noticed.notes.map(({ template }) => template)).toEqual(['payment-thanks']);
  });

  test('what comes once the receipt has left is thanked for again, for what the transfer made then', () => {
    const left = heard(
      caseOf(),
      plan,
      [SUNDAY, share(1, 100_000)],
      [MORNING, sentNote('payment:e1#1')],
      [MORNING, share(2, 20_000)],
    );
    expect(left.notes.map(({ key }) => key)).toEqual(['payment:e1#2']);
  });
});

function sentNote(note: string) {
  return { ...sent('', 'email'), step: null, note } as Parameters<typeof heard>[2][1];
}
