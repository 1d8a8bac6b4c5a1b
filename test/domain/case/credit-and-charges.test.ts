import { describe, expect, test } from 'vitest';
import { msOf } from '../../../domain/calendar/clock.ts';
import { acts } from '../../../domain/case/acts/index.ts';
import { factOfAct, isFactAct } from '../../../domain/case/fact-act.ts';
import { creditCents } from '../../../domain/case/next/credit.ts';
import { shownNext } from '../../../domain/case/next/next.ts';
import { balanceSaid } from '../../../domain/case/show/french.ts';
import { simulate } from '../../../domain/simulate/simulate.ts';
import { readStory } from '../../../domain/simulate/story-input.ts';
import { caseOf, heard, nextAt, planOf, reminder, sent, told } from './case-of.ts';

const plan = planOf([reminder('r5', 5)], { lateCharges: 'claim' });
const world = (lateChargesCents: number) => ({ contacts: [], openAmounts: null, lateChargesCents });

describe('money above the price', () => {
  const paid = heard(caseOf(), plan, ['2026-03-30T10:00', { type: 'payment', id: 'p', amountCents: 130_000 }]);

  test('is a credit less what the late charges take of it', () => {
    const { act } = nextAt(paid, plan, '2026-03-30T10:00', world(-4_500));
    expect(act).toMatchObject({ do: 'raise-task', kind: 'credit', context: { code: 'credit-to-settle', cents: 4_500 } });
    const known = act && isFactAct(act) ? heard(paid, plan, ['2026-03-30T10:00', factOfAct(act)]) : paid;
    expect(creditCents(known)).toBe(4_500);
    const back = heard(known, plan, ['2026-04-01T10:00', { type: 'refunded' }]);
    expect([creditCents(back), back.tasks]).toEqual([0, []]);
  });
});

test.each([
  [{ balanceCents: 24_050, creditCents: 0 }, '240,50\u00a0€'],
  [{ balanceCents: 0, creditCents: 0 }, '0,00\u00a0€'],
  [{ balanceCents: -4_556, creditCents: 0 }, 'principal soldé'],
  [{ balanceCents: -7_350, creditCents: 1_901 }, 'crédit de 19,01\u00a0€'],
])('money above the price is said to be a credit only as far as it is one: %j', (cents, said) => {
  expect(balanceSaid({ ...cents, currency: 'EUR' })).toBe(said);
});

/** 1 200,00 EUR due on 2 March, under a plan that claims late charges, with what happens to it. */
function played(facts: readonly object[], until = '2026-12-31'): string[] {
  const steps = [reminder('r5', 5), reminder('r15', 15)];
  const { timeline, end } = simulate(
    readStory({
      plan: { id: 'p', version: 1, name: 'Essai', lateCharges: 'claim', instalments: { lapse: true }, steps },
      from: '2026-02-02T08:00:00+01:00',
      until,
      creditor: { id: 'c1' },
      debtors: [{ id: 'd1', kind: 'business', department: '75', email: 'compta@aubert.example' }],
      invoices: [{ id: 'i1', number: 'F-1', debtor: 'd1', totalCents: 120_000, dueOn: '2026-03-02' }],
      facts,
    }),
  );
  const rows = timeline.filter(({ act }) => act === 'task' || act === 'close' || act === 'refused' || act === 'reopen');
  const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');
  return [...rows.map(({ act, reason }) => `${act} ${plain(reason)}`), ...end.map(({ phase }) => phase)];
}

const pay = (at: string, amountCents: number) => ({ at, type: 'payment', id: at, invoice: 'i1', amountCents });

describe('a credit that was given back', () => {
  test('is not told a second time', () => {
    const rows = played([
      pay('2026-02-20T10:00:00+01:00', 130_000),
      { at: '2026-02-25T10:00:00+01:00', type: 'refunded', invoice: 'i1' },
    ]);
    expect(rows).toEqual([
      'task Trop-perçu de 100,00 € : rembourser ou affecter le crédit.',
      'close Dossier clos : payée',
      'reopen Dossier rouvert : le crédit du client est remboursé',
      'close Dossier clos : payée',
      'closed',
    ]);
  });

  test('and the same again is another one', () => {
    const rows = played([
      pay('2026-02-20T10:00:00+01:00', 130_000),
      { at: '2026-02-25T10:00:00+01:00', type: 'refunded', invoice: 'i1' },
      pay('2026-02-26T10:00:00+01:00', 10_000),
    ]);
    expect(rows.filter((row) => row.startsWith('task Trop-perçu de 100,00 €')).length).toBe(2);
  });
});

test.each(['2026-02-20T10:00:00+01:00', '2026-03-20T10:00:00+01:00'])(
  'a credit note above the price is a credit, told on %s',
  (at) => {
    const rows = played([{ at, type: 'credit-note', id: 'AV-1', invoice: 'i1', amountCents: 150_000 }]);
    expect(rows).toEqual([
      'task Trop-perçu de 300,00 € : rembourser ou affecter le crédit.',
      'close Dossier clos : soldée par avoir',
      'closed',
    ]);
  },
);

describe('a schedule that holds interest and indemnity', () => {
  const schedule = [
    { on: '2026-03-20', amountCents: 60_000 },
    { on: '2026-04-20', amountCents: 64_200 },
  ];
  const agreed = { at: '2026-03-10T10:00:00+01:00', type: 'instalments', invoice: 'i1', schedule, lateChargesCents: 4_200 };

  test('is kept once they are paid too: what ran meanwhile is given up, and nothing is a credit', () => {
    const kept = played([agreed, pay('2026-03-20T10:00:00+01:00', 60_000), pay('2026-04-20T10:00:00+02:00', 64_200)]);
    expect(kept).toEqual(['close Dossier clos : payée', 'closed']);
  });

  test('is missed while they are not', () => {
    const short = played([agreed, pay('2026-03-20T10:00:00+01:00', 60_000), pay('2026-04-20T10:00:00+02:00', 60_000)]);
    expect(short.at(-1)).toBe('reminding');
    expect(short.join()).not.toContain('réclamer les sommes');
  });

  test('what comes above it is a credit, and only that', () => {
    const more = played([agreed, pay('2026-03-20T10:00:00+01:00', 60_000), pay('2026-04-20T10:00:00+02:00', 70_000)]);
    expect(more).toContain('task Trop-perçu de 58,00 € : rembourser ou affecter le crédit.');
  });

  test.each([
    [{ lateChargesCents: 9_999 }, 'refused Les intérêts et l’indemnité s’élèvent à 43,20 € à ce jour'],
    [{ waivesLateCharges: true }, 'refused Les intérêts et l’indemnité sont compris dans l’échéancier ou abandonnés'],
    [{ lateChargesCents: 4_000 }, 'refused Les versements font 1 242,00 € : ils doivent faire 1 240,00 €.'],
  ])('%j is refused with a sentence', (more, sentence) => {
    expect(played([{ ...agreed, ...more }], '2026-03-11').join()).toContain(sentence);
  });
});

describe('a principal that was paid late and is owed again', () => {
  const decided = 'task Principal payé : réclamer les sommes dues en raison du retard, ou y renoncer.';
  const late = pay('2026-03-20T10:00:00+01:00', 120_000);
  const back = { at: '2026-03-25T10:00:00+01:00', type: 'payment-reversed', payment: late.id };

  const asked = heard(
    caseOf(),
    plan,
    ['2026-03-20T10:00', { type: 'payment', id: 'p', amountCents: 120_000 }],
    ['2026-03-20T10:01', { type: 'task-raised', task: 'late-charges', key: 'principal', context: '' }],
  );

  test.each([
    ['its payment went back', { type: 'payment-reversed', payment: 'p' }],
    ['its price is higher', { type: 'invoice-changed', totalCents: 150_000 }],
  ] as const)('asks nobody any more what becomes of its late charges: %s', (_, fact) => {
    const owing = heard(asked, plan, ['2026-03-25T10:00', fact]);
    expect(owing.tasks).toEqual([]);
    expect(heard(owing, plan, ['2026-03-25T10:00', fact]).tasks).toEqual([]);
  });

  test('asks it anew once it is paid late again', () => {
    const rows = played([late, back, pay('2026-04-20T10:00:00+02:00', 120_000)]);
    expect(rows.filter((row) => row === decided).length).toBe(2);
  });

  test.each([
    ['a principal that is owed again', 'p1', []],
    ['another rest', 'p2', ['small-rest:70']],
  ])('a small rest that was told of is told of no more: %s', (_, payment, tasks) => {
    const rest = heard(
      caseOf(),
      plan,
      ['2026-02-20T10:00', { type: 'payment', id: 'p1', amountCents: 119_930 }],
      ['2026-02-20T11:00', { type: 'payment', id: 'p2', amountCents: 20 }],
      ['2026-02-20T12:00', { type: 'task-raised', task: 'small-rest', key: '50', context: '' }],
    );
    const after = heard(rest, plan, ['2026-02-25T10:00', { type: 'payment-reversed', payment }]);
    expect([after.tasks, after.raised]).toEqual([[], []]);
    const { act } = nextAt(after, plan, '2026-02-25T10:00', world(0));
    expect(act?.do === 'raise-task' ? [`${act.kind}:${act.key}`] : []).toEqual(tasks);
  });
});

describe('late charges that a person claims', () => {
  const approving = planOf(
    [reminder('r5', 5), { id: 'charges', act: 'late-charges', anchor: 'after-previous', delay: 'P90D', approval: true }],
    { lateCharges: 'claim' },
  );
  const waiting = (under: typeof plan) =>
    heard(
      caseOf(),
      under,
      ['2026-03-20T10:00', { type: 'payment', id: 'p', amountCents: 120_000 }],
      ['2026-03-20T10:01', { type: 'task-raised', task: 'late-charges', key: 'principal', context: '' }],
      ['2026-03-20T10:02', { type: 'claim-late-charges' }],
    );
  const kinds = ({ tasks }: ReturnType<typeof waiting>) => tasks.map(({ kind }) => kind);

  test.each([
    ['its plan has it leave by itself', plan],
    ['a person must approve it', approving],
  ])('are not claimed a second time before the first claim has left: %s', (_, under) => {
    const { refuse } = acts.claimLateCharges;
    expect(refuse?.(waiting(under), { type: 'claim-late-charges' }, under, '2026-03-21', 4_500)).toBe(
      'Ils sont déjà réclamés\u00a0: la demande part à son jour.',
    );
  });

  test('are no question any more, nor once their e-mail left; the case says that they are asked for', () => {
    const claimed = waiting(plan);
    expect(kinds(claimed)).toEqual([]);
    const left = heard(claimed, plan, ['2026-03-23T10:00', sent('late-charges')]);
    expect(kinds(left)).toEqual([]);
    expect(told(shownNext({ ...left, notes: [] }, plan, msOf('2026-03-24T10:00:00+01:00'), world(4_500)))).toBe(
      'principal payé\u00a0; les sommes dues en raison du retard sont réclamées',
    );
  });

  test('are one again a month after, as long as they are owed: nothing else asks for them', () => {
    const left = { ...heard(waiting(plan), plan, ['2026-03-23T10:00', sent('late-charges')]), notes: [] };
    const { act, atMs } = nextAt(left, plan, '2026-03-24T10:00', world(4_500));
    expect(act).toMatchObject({ do: 'raise-task', kind: 'late-charges', key: 'unpaid' });
    expect(atMs).toBe(msOf('2026-04-22T00:00:00+02:00'));
    expect(nextAt(left, plan, '2026-04-23T10:00', world(0)).act).toMatchObject({ do: 'close' });
    expect(
      kinds(
        heard(
          left,
          plan,
          ['2026-04-23T10:00', { type: 'task-raised', task: 'late-charges', key: 'unpaid', context: '' }],
          ['2026-04-24T10:00', { type: 'waive' }],
        ),
      ),
    ).toEqual([]);
  });

  test('are one as long as the e-mail that a person must approve has not left', () => {
    const claimed = waiting(approving);
    expect(kinds(claimed)).toEqual(['late-charges']);
    expect(kinds(heard(claimed, approving, ['2026-03-23T10:00', sent('charges')]))).toEqual([]);
  });
});
