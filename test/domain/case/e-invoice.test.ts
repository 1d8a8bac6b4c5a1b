import { describe, expect, test } from 'vitest';
import type { Case } from '../../../domain/case/case.ts';
import { type EInvoiceStatus, eInvoiceStatusCodes } from '../../../domain/case/facts/e-invoice.ts';
import type { OutsideFact } from '../../../domain/case/facts/fact.ts';
import { strongestHold } from '../../../domain/case/phase.ts';
import { caseOf, heard, nextAt, planOf, reminder, told } from './case-of.ts';

const plan = planOf([reminder('r5', 5), reminder('r15', 15)]);
const open = caseOf();
type Status = Extract<OutsideFact, { type: 'invoice-status' }>;
const status = (code: EInvoiceStatus, more: Partial<Status> = {}): Status => ({ type: 'invoice-status', status: code, ...more });
/** Told on Tuesday 3 March. */
const caseAfter = (...facts: OutsideFact[]): Case =>
  heard(open, plan, ...facts.map((fact, index): [string, OutsideFact] => [`2026-03-03T1${index}:00`, fact]));
const shown = ({ tasks }: Case) => tasks.map(({ kind }) => kind);

const effects: readonly [EInvoiceStatus, string, string[]][] = [
  [207, 'dispute', ['dispute']],
  [208, 'dispute', ['dispute']],
  [210, 'pause', ['e-invoice']],
  [211, 'pause', ['payment-announced']],
  [213, 'pause', ['e-invoice']],
];

describe('statuses of the electronic invoice', () => {
  test.each(effects)('%i: hold %s, tasks %j', (code, hold, tasks) => {
    const held = caseAfter(status(code));
    expect([strongestHold(held), shown(held)]).toEqual([hold, tasks]);
  });

  test.each(eInvoiceStatusCodes.filter((code) => !effects.some(([known]) => known === code)))(
    '%i is written down and changes nothing',
    (code) => expect(caseAfter(status(code))).toEqual(open),
  );

  test.each(eInvoiceStatusCodes)('%i changes nothing once the invoice is paid', (code) => {
    const paid = caseAfter({ type: 'payment', id: 'p', amountCents: 120_000 });
    expect(heard(paid, plan, ['2026-03-04T10:00', status(code)])).toEqual(paid);
  });

  test('refused: held until a person has put the invoice right, whatever the day', () => {
    const refused = caseAfter(status(210, { reason: 'mauvais SIRET' }));
    expect(told(nextAt(refused, plan, '2026-06-01T10:00'))).toBe('dossier en pause');
    expect(refused.tasks[0]?.context).toContain('mauvais SIRET');
    const resumed = heard(refused, plan, ['2026-03-10T10:00', { type: 'resume' }]);
    expect([told(nextAt(resumed, plan, '2026-03-10T10:00')), shown(resumed)]).toEqual(['send r5 email 2026-03-10', []]);
  });

  test('refused during an operator’s pause: the end of the pause frees nothing', () => {
    const both = caseAfter({ type: 'pause', until: '2026-03-05' }, status(213));
    const ended = heard(both, plan, ['2026-03-06T00:00', { type: 'hold-ended', hold: 'pause', reason: 'fin de la pause' }]);
    expect(ended.holds).toMatchObject([{ type: 'pause', awaits: 'invoice' }]);
  });

  test('disputed: of an amount, the rest is asked; the whole when the amount is that of the invoice', () => {
    const part = caseAfter(status(207, { amountCents: 20_000, reason: 'quantité' }));
    expect(part.holds).toMatchObject([{ type: 'dispute', amountCents: 20_000, answerBy: '2026-03-18' }]);
    expect(caseAfter(status(207, { amountCents: 120_000 })).holds).toMatchObject([{ amountCents: null }]);
    expect(part.notes).toMatchObject([{ template: 'dispute-receipt' }]);
  });

  test('a dispute that is open stays with its owner: it only grows to the whole', () => {
    const known = caseAfter({ type: 'dispute-opened', amountCents: 20_000, owner: 'ventes', reason: 'quantité' });
    expect(heard(known, plan, ['2026-03-04T10:00', status(207, { amountCents: 30_000 })])).toEqual(known);
    const whole = heard(known, plan, ['2026-03-04T10:00', status(208)]);
    expect(whole.holds).toMatchObject([{ type: 'dispute', amountCents: null, owner: 'ventes' }]);
    expect(whole.tasks).toMatchObject([{ kind: 'dispute', owner: 'ventes', dueOn: '2026-03-19' }]);
    expect(heard(whole, plan, ['2026-03-05T10:00', status(207)])).toEqual(whole);
  });

  test('payment sent: five working days for the bank, then the ladder goes on', () => {
    const sent = caseAfter(status(211));
    expect(sent.holds).toMatchObject([{ type: 'pause', until: '2026-03-10', awaits: 'payment' }]);
    expect(told(nextAt(sent, plan, '2026-03-09T10:00'))).toBe('end-hold 2026-03-11');
  });

  test('payment sent: the first money of the bank ends the wait, and not a pause of an operator', () => {
    const sent = caseAfter({ type: 'pause', until: '2026-03-20' }, status(211));
    expect(sent.holds).toHaveLength(2);
    const paid = heard(sent, plan, ['2026-03-05T10:00', { type: 'payment', id: 'p', amountCents: 20_000 }]);
    expect([paid.holds, shown(paid)]).toMatchObject([[{ type: 'pause', until: '2026-03-20' }], []]);
  });

  test('a payment that billing announced waits without end, and ends the same way', () => {
    const announced = caseAfter({ type: 'payment-announced', amountCents: 20_000, on: '2026-03-03' });
    expect(told(nextAt(announced, plan, '2026-03-09T10:00'))).toBe('dossier en pause');
    const paid = heard(announced, plan, ['2026-03-05T10:00', { type: 'payment', id: 'p', amountCents: 20_000 }]);
    expect(strongestHold(paid)).toBe('none');
  });
});
