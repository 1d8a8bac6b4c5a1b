import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../domain/calendar/civil-date.ts';
import { isWorkingDay } from '../../../domain/calendar/working-days.ts';
import type { Enrolment } from '../../../domain/enrol/enrolment.ts';
import { issuedLaterSaid } from '../../../domain/enrol/issued-later.ts';
import { joined, type Planned, previewOf } from '../../../domain/enrol/preview.ts';
import { quietUntil } from '../../../domain/enrol/spread.ts';
import type { Plan } from '../../../domain/plan/plan.ts';
import { shippedPlans } from '../../../domain/plan/shipped.ts';
import { decision, letter, planOf, reminder } from '../case/case-of.ts';

/** Sunday 22 November 2026, ten o'clock. */
const nowMs = Date.parse('2026-11-22T10:00:00+01:00');
const firstOn = '2026-11-23';
const shipped = (id: string) => shippedPlans.find((plan) => plan.id === id) as Plan;

function enrolment(id: string, dueOn: string, debtor = `d-${id}`, email: string | null = 'a@b.fr'): Enrolment {
  const invoice = { id, number: id.toUpperCase(), currency: 'EUR', totalCents: 120_000, dueOn };
  const contact = email === null ? {} : { email };
  return { line: 2, invoice, debtor: { id: debtor, kind: 'business', name: debtor, ...contact }, paid: null };
}

function preview(enrolments: readonly Enrolment[], plan: Plan, perDay = 50) {
  const quiet = quietUntil(enrolments, { firstOn, perDay });
  const planned = enrolments.map((each): Planned => ({ enrolment: each, plan, quietUntil: quiet.get(each.debtor.id) ?? '' }));
  return previewOf(planned, 'c1', nowMs);
}

describe('spread over quiet days', () => {
  test('so many debtors a working day, the oldest first, all invoices of one together', () => {
    const many = [
      enrolment('a', '2026-10-01'),
      enrolment('b', '2026-06-01'),
      enrolment('c', '2026-08-01', 'd-b'),
      enrolment('e', '2026-09-01'),
    ];
    expect([...quietUntil(many, { firstOn: '2026-11-27', perDay: 1 })]).toEqual([
      ['d-b', '2026-11-26'],
      ['d-e', '2026-11-29'],
      ['d-a', '2026-11-30'],
    ]);
  });

  test('who owes nothing overdue waits for the first day only; a first day that is not worked moves', () => {
    const quiet = quietUntil([enrolment('a', '2026-06-01'), enrolment('b', '2026-12-31')], { firstOn: '2026-11-28', perDay: 1 });
    expect([...quiet]).toEqual([
      ['d-a', '2026-11-29'],
      ['d-b', '2026-11-29'],
    ]);
  });

  const aged = fc.integer({ min: 1, max: 400 }).map((days) => addDays('2026-11-22', -days));
  property.prop([fc.array(aged, { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 9 })])(
    'no day begins more debtors than asked, and each begins on a worked day',
    (dueDates, perDay) => {
      const quiet = quietUntil(
        dueDates.map((dueOn, index) => enrolment(`i${index}`, dueOn)),
        { firstOn, perDay },
      );
      const starts = [...quiet.values()].map((until) => addDays(until, 1));
      expect(starts.every((on) => on >= firstOn && isWorkingDay(on))).toBe(true);
      for (const on of new Set(starts)) expect(starts.filter((other) => other === on).length).toBeLessThanOrEqual(perDay);
    },
  );
});

describe('what would be sent, and when', () => {
  test('a ladder that is walked: a first courteous message, then the gaps, then the notice', () => {
    const { invoices, days, tooHard } = preview([enrolment('a', '2026-08-31')], shipped('default-b2b'));
    expect(invoices).toMatchObject([{ first: { on: '2026-11-23', act: 'message', step: 'reminder-5' }, silence: null }]);
    expect(invoices[0]?.noticeOn).toMatch(/^2026-12/);
    expect(days[0]).toEqual({ on: '2026-11-23', messages: 1, letters: 0, debtors: 1, approvals: 0, tasks: 0 });
    expect(tooHard).toEqual([]);
  });

  test.each(shippedPlans.filter((plan) => plan.id !== 'demo').map((plan) => [plan.id, plan] as const))(
    '%s never begins with something legal, however old the invoice',
    (_id, plan) => {
      const kind = plan.appliesTo.kinds?.[0] ?? 'business';
      const segment = plan.appliesTo.segments?.[0];
      const old = ['2026-11-01', '2026-06-01', '2025-01-31'].map((dueOn, index) => enrolment(`i${index}`, dueOn));
      const fitting = old.map((each) => ({ ...each, debtor: { ...each.debtor, kind, ...(segment ? { segment } : {}) } }));
      const { invoices, tooHard } = preview(fitting, plan);
      expect([invoices.map(({ first }) => first?.act), tooHard]).toEqual([['message', 'message', 'message'], []]);
    },
  );

  test('what was reminded goes on with its notice, and that is not too hard', () => {
    const reminded = { ...enrolment('a', '2026-08-31'), before: { remindedOn: '2026-11-20' } };
    const { invoices, tooHard } = preview([reminded], shipped('default-b2b'));
    expect(tooHard).toEqual([]);
    expect(invoices).toMatchObject([{ first: null, noticeOn: '2026-11-30' }]);
  });

  test('what was put on notice, or is at a lawyer’s, is written to no more', () => {
    const notified = {
      ...enrolment('a', '2026-08-31'),
      before: { noticePostedOn: '2026-11-02', noticeReceivedOn: '2026-11-04' },
    };
    const given = { ...enrolment('b', '2026-08-31'), before: { givenTo: 'Me Roy' } };
    expect(preview([notified, given], shipped('default-b2b')).days).toEqual([]);
  });

  test('a plan that begins with a letter is too hard', () => {
    const hard = planOf([{ ...letter, anchor: 'after-due', approval: true }, decision, reminder('late', 90)]);
    expect(preview([enrolment('a', '2026-08-31')], hard).tooHard).toMatchObject([{ number: 'A', noticeOn: '2026-11-23' }]);
  });

  test('nobody to write to: a task; not chased by its plan: silence, and why', () => {
    const plan = shipped('default-b2b');
    const [without] = preview([enrolment('a', '2026-08-31', 'd', null)], plan).invoices;
    expect(without?.first).toMatchObject({ act: 'task', reason: 'pas d’adresse e-mail utilisable' });
    const { days, withoutEmail } = preview(
      [enrolment('a', '2026-08-31', 'd', null), enrolment('b', '2026-08-31', 'd', null), enrolment('c', '2026-08-31', 'e')],
      plan,
    );
    expect(withoutEmail).toBe(1);
    expect(days[0]).toMatchObject({ on: '2026-11-23', messages: 1, debtors: 1 });
    expect(days[0]?.tasks).toBeGreaterThan(0);
    const consumer = enrolment('b', '2026-08-31');
    const [silent] = preview([{ ...consumer, debtor: { ...consumer.debtor, kind: 'consumer' } }], plan).invoices;
    expect(silent).toMatchObject({ first: null, silence: 'ce plan ne s’applique pas à ce type de débiteur' });
  });

  test('the day on which notices are shown for approval counts an accord for each, as the dry month does', () => {
    const { invoices, days } = preview([enrolment('a', '2026-08-31'), enrolment('b', '2026-08-31')], shipped('default-b2b'));
    const { noticeOn } = invoices[0] ?? {};
    expect(invoices.map((invoice) => invoice.noticeOn)).toEqual([noticeOn, noticeOn]);
    expect(days.find(({ on }) => on === noticeOn)).toMatchObject({ approvals: 2, debtors: 0, tasks: 0 });
  });

  test('a notice that its minimum leaves out is no accord to give: the invoice says what comes instead, as its day counts', () => {
    const small = planOf([
      reminder('r5', 5),
      { ...letter, approval: true, conditions: { minimumBalance: { EUR: 5_000 } } },
      decision,
    ]);
    const some = [enrolment('a', '2026-08-31'), enrolment('b', '2026-08-31')].map((each) =>
      each.invoice.id === 'b' ? { ...each, invoice: { ...each.invoice, totalCents: 4_157 } } : each,
    );
    const { invoices, days, tooHard } = preview(some, small);
    const [asked, left] = invoices;
    expect(asked).toMatchObject({ noticeOn: expect.any(String), noticeLeftOut: null });
    expect(left).toMatchObject({ noticeOn: null, noticeLeftOut: { reason: expect.stringContaining('inférieur au minimum') } });
    expect(days.find(({ on }) => on === asked?.noticeOn)?.approvals).toBe(1);
    expect(days.find(({ on }) => on === left?.noticeLeftOut?.on)?.tasks).toBe(1);
    expect(tooHard).toEqual([]);
  });

  test('a plan that gives its letter to somebody at once is too hard, and that is no accord to give', () => {
    const hard = planOf([{ ...letter, anchor: 'after-due', channels: ['commissaire-de-justice'] }, decision]);
    expect(preview([enrolment('a', '2026-08-31')], hard).tooHard).toMatchObject([{ number: 'A', noticeOn: null }]);
  });

  test('payments whose day nobody told are counted', () => {
    const on = '2026-08-31';
    const some = [
      { ...enrolment('a', on), paid: { amountCents: 100, on, undated: true } as const },
      { ...enrolment('b', on), paid: { amountCents: 100, on } },
    ];
    expect(preview([...some, enrolment('c', on)], shipped('default-b2b')).undated).toBe(1);
  });

  test('invoices of a day to come are told with their first lines, one of today is not', () => {
    const issued = (line: number, issuedOn: string, debtor = `d-${line}`): Enrolment => {
      const { invoice, ...rest } = enrolment(`i${line}`, '2026-12-31', debtor);
      return { ...rest, line, invoice: { ...invoice, issuedOn } };
    };
    const said = (...some: readonly Enrolment[]) => issuedLaterSaid(preview(some, shipped('default-b2b')).issuedLater);
    expect(said(issued(2, '2026-11-22'), enrolment('a', '2026-12-31'))).toBeNull();
    expect(said(issued(2, '2026-11-22'), issued(3, '2026-11-23'))).toBe(
      '1 facture émise après aujourd’hui\u00a0: elle ne compte dans Chiffres qu’à partir de sa date (ligne 3). Vérifiez la colonne «\u00a0Date de facture\u00a0».',
    );
    const of = (some: readonly Enrolment[]) => preview(some, shipped('default-b2b'));
    const later = [5, 2, 4, 3].map((line) => issued(line, '2026-12-01'));
    expect(issuedLaterSaid(joined([of(later.slice(0, 2)), of(later.slice(2))]).issuedLater)).toBe(
      '4 factures émises après aujourd’hui\u00a0: elles ne comptent dans Chiffres qu’à partir de leur date (lignes 2, 3, 4…). Vérifiez la colonne «\u00a0Date de facture\u00a0».',
    );
  });

  test('nobody to post to: counted, and no letter to him leaves', () => {
    const registeredOffice = { line1: '3 rue du Port', postcode: '67000', city: 'Strasbourg', country: 'FR' };
    const reached = enrolment('a', '2026-08-31');
    const some = [{ ...reached, debtor: { ...reached.debtor, registeredOffice } }, enrolment('b', '2026-08-31')];
    const { withoutAddress, posted } = preview(some, shipped('default-b2b'));
    expect(withoutAddress).toBe(1);
    expect(posted).toEqual([{ channel: 'registered-letter', count: 1 }]);
    expect(preview([enrolment('b', '2026-08-31')], { ...shipped('default-b2b'), together: 'debtor' }).posted).toEqual([]);
  });

  test('what was paid before is not asked', () => {
    const partly = { ...enrolment('a', '2026-08-31'), paid: { amountCents: 20_000, on: '2026-09-01' } };
    expect(preview([partly], shipped('default-b2b')).invoices).toMatchObject([{ balanceCents: 100_000 }]);
  });
});
