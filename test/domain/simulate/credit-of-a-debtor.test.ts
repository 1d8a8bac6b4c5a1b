import { expect, test } from 'vitest';
import { simulate } from '../../../domain/simulate/simulate.ts';
import { readStory } from '../../../domain/simulate/story-input.ts';

const step = (id: string, delay: string) => ({
  id,
  act: 'message',
  anchor: 'after-due',
  delay,
  channels: ['email'],
  template: 'reminder',
});

/** A debtor pays 500,00 EUR more than all he owes; 400,00 EUR fall due afterwards. */
function played(...facts: object[]): string[] {
  const { timeline, end } = simulate(
    readStory({
      plan: { id: 'p', version: 1, name: 'Essai', lateCharges: 'waive', steps: [step('r5', 'P5D'), step('r15', 'P15D')] },
      from: '2026-02-02T08:00:00+01:00',
      until: '2026-04-30',
      creditor: { id: 'c1' },
      debtors: [{ id: 'd1', kind: 'business', department: '75', email: 'compta@aubert.example' }],
      invoices: [
        { id: 'i1', number: 'F-1', debtor: 'd1', totalCents: 100_000, dueOn: '2026-03-02' },
        { id: 'i2', number: 'F-2', debtor: 'd1', totalCents: 40_000, issuedOn: '2026-03-10', dueOn: '2026-03-20' },
      ],
      facts: [{ at: '2026-03-04T10:00:00+01:00', type: 'payment', id: 'p1', debtor: 'd1', amountCents: 150_000 }, ...facts],
    }),
  );
  const rows = timeline.filter(({ invoices }) => invoices.includes('i2'));
  return [...rows.map(({ at, act, step: id }) => `${at.slice(0, 10)} ${act} ${id ?? '-'}`), ...end.map(({ phase }) => phase)];
}

const later = (type: string, more: object = {}) => ({ at: '2026-04-07T10:00:00+02:00', type, invoice: 'i1', ...more });

test('money that no invoice takes keeps the next one from being asked', () => {
  expect(played()).toEqual(['2026-03-25 hold -', 'closed', 'reminding']);
});

test('until a person gives it back', () => {
  expect(played(later('refunded')).slice(1, 4)).toEqual([
    '2026-04-08 resume -',
    '2026-04-08 message r5',
    '2026-04-09 message r15',
  ]);
});

test('or uses it, and what is left of it stays his', () => {
  const rows = played(later('use-credit', { to: 'i2', amountCents: 40_000 }));
  expect(rows).toContain('2026-04-07 close -');
  expect(rows.join()).not.toContain('message r');
});

test('an invoice that is cancelled once it is paid and closed leaves its money as a credit', () => {
  const { timeline, end } = simulate(
    readStory({
      plan: { id: 'p', version: 1, name: 'Essai', lateCharges: 'waive', steps: [step('r5', 'P5D')] },
      from: '2026-02-02T08:00:00+01:00',
      until: '2026-04-30',
      creditor: { id: 'c1' },
      debtors: [{ id: 'd1', kind: 'business', department: '75', email: 'compta@aubert.example' }],
      invoices: [{ id: 'i1', number: 'F-1', debtor: 'd1', totalCents: 100_000, dueOn: '2026-03-02' }],
      facts: [
        { at: '2026-03-01T10:00:00+01:00', type: 'payment', id: 'p1', invoice: 'i1', amountCents: 100_000 },
        { at: '2026-03-25T10:00:00+01:00', type: 'invoice-cancelled', invoice: 'i1' },
      ],
    }),
  );
  expect(timeline.slice(-3)).toMatchObject([
    { act: 'reopen', reason: expect.stringContaining('la facture a été annulée après la clôture') },
    { act: 'task', reason: expect.stringContaining('Trop-perçu de 1\u202f000,00\u00a0€') },
    { act: 'close' },
  ]);
  expect(end).toMatchObject([{ phase: 'closed', balanceCents: -100_000, reason: 'dossier clos\u00a0: facture annulée' }]);
});
