import { expect, test } from 'vitest';
import { type AgendaLine, agendaOf } from '../../../domain/simulate/agenda.ts';
import { lifeToCome } from '../../../domain/simulate/what-if.ts';
import { caseOf, decision, heard, letter, planOf, reminder } from '../case/case-of.ts';

const plan = planOf([reminder('r5', 5), reminder('r15', 15, { channels: ['call'] })]);
const nowMs = Date.parse('2026-03-20T08:00:00+01:00');
const creditor = { id: 'c1', kind: 'company', terms: {} } as const;

/** What comes for one client with these invoices, whose due dates are a day apart. */
function tasksOf(
  currencies: readonly string[],
  email: boolean,
): Pick<AgendaLine, 'channel' | 'invoices' | 'askedCents' | 'why'>[] {
  const contact = { email, mobile: false, smsStopped: false, emailStopped: false };
  const cases = currencies.map((currency, index) => {
    const id = `i${index}`;
    return { plan, case: caseOf({ id, number: id, currency, dueOn: `2026-03-0${index + 1}` }, { contact }) };
  });
  return agendaOf(lifeToCome(creditor, plan, { cases, contacts: [] }, nowMs), 31)
    .filter(({ act }) => act === 'task')
    .map(({ channel, invoices, askedCents, why }) => ({ channel, invoices, askedCents, why }));
}

test('a client is called once for all his invoices of a currency', () => {
  expect(tasksOf(['EUR', 'EUR', 'USD'], true)).toEqual([
    { channel: 'call', invoices: ['i2'], askedCents: 120_000, why: null },
    { channel: 'call', invoices: ['i0', 'i1'], askedCents: 240_000, why: null },
  ]);
});

test('a client is called once for invoices of several steps', () => {
  const byCall = planOf([reminder('r5', 5, { channels: ['call'] }), reminder('r15', 15, { channels: ['call'] })]);
  const cases = ['2026-02-25', '2026-03-13'].map((dueOn, index) => {
    const theCase = caseOf({ id: `i${index}`, number: `i${index}`, dueOn });
    return {
      plan: byCall,
      case: index === 0 ? heard(theCase, byCall, ['2026-03-06T10:00', { type: 'call-due', step: 'r5' }]) : theCase,
    };
  });
  const [first] = agendaOf(lifeToCome(creditor, byCall, { cases, contacts: [] }, nowMs), 31);
  expect(first).toMatchObject({ channel: 'call', invoices: ['i0', 'i1'], askedCents: 240_000 });
});

test('an accord is asked for each letter, once for the debtor only where the plan writes him one', () => {
  const steps = [reminder('r5', 5), { ...letter, approval: true }, decision];
  const asked = (together: 'debtor' | undefined) => {
    const under = planOf(steps, together === undefined ? {} : { together });
    const cases = ['i0', 'i1'].map((id) => ({ plan: under, case: caseOf({ id, number: id, dueOn: '2026-03-01' }) }));
    const lines = agendaOf(lifeToCome(creditor, under, { cases, contacts: [] }, nowMs), 31);
    return lines.reduce((sum, { approvals }) => sum + approvals, 0);
  };
  expect([asked(undefined), asked('debtor')]).toEqual([2, 1]);
});

test('a message about several invoices says which it only announces, and an accord what is left of its invoices', () => {
  const early = {
    id: 'note',
    act: 'message',
    anchor: 'before-due',
    delay: 'P5D',
    channels: ['email'],
    template: 'courtesy-note',
  };
  const legal = planOf([early, reminder('r5', 5), { ...letter, approval: true }, decision]);
  const cases = [
    caseOf({ id: 'late', number: 'late', dueOn: '2026-03-15' }),
    caseOf({ id: 'soon', number: 'soon', dueOn: '2026-03-25' }),
  ];
  const life = lifeToCome(creditor, legal, { cases: cases.map((one) => ({ plan: legal, case: one })), contacts: [] }, nowMs);
  const [first, ...others] = agendaOf(life, 31);
  expect(first).toMatchObject({ invoices: ['late', 'soon'], announced: ['soon'], askedCents: 120_000, principalCents: null });
  expect(others.every(({ announced }) => announced.length === 0)).toBe(true);
  const accord = others.find(({ act }) => act === 'approval');
  expect(accord).toMatchObject({ invoices: ['late'], askedCents: null, principalCents: 120_000 });
});

test('an accord that will be too old when its letter may leave is shown as one to give again', () => {
  const legal = planOf([{ ...letter, anchor: 'after-due', approval: true }, decision]);
  const asked = heard(caseOf(), legal, ['2026-03-18T10:00', { type: 'approval-asked', step: 'letter', content: 'a' }]);
  const approved = heard(
    asked,
    legal,
    ['2026-03-19T10:00', { type: 'approve' }],
    ['2026-03-19T10:01', { type: 'pause', until: '2026-04-02', reason: 'x' }],
  );
  const lines = agendaOf(lifeToCome(creditor, legal, { cases: [{ plan: legal, case: approved }], contacts: [] }, nowMs), 31);
  expect(lines.map(({ on, act, approvals }) => ({ on, act, approvals }))).toEqual([
    { on: '2026-04-03', act: 'approval', approvals: 1 },
  ]);
});

test('a message that becomes a task says why', () => {
  expect(tasksOf(['EUR', 'EUR'], false)[0]).toEqual({
    channel: 'email',
    invoices: ['i0', 'i1'],
    askedCents: null,
    why: 'pas d’adresse e-mail utilisable',
  });
});

test('one transfer over several invoices is thanked for by one message', () => {
  const entry = { type: 'payment', amountCents: 120_000, on: '2026-03-19', entry: 'e1' } as const;
  const cases = ['i0', 'i1', 'i2'].map((id, index) => {
    const opened = caseOf({ id, number: id, dueOn: `2026-03-0${index + 1}` });
    return { plan, case: heard(opened, plan, ['2026-03-20T07:59', { ...entry, id: `e1#${index + 1}` }]) };
  });
  const thanks = agendaOf(lifeToCome(creditor, plan, { cases, contacts: [] }, nowMs), 31).filter(
    ({ template }) => template === 'payment-thanks',
  );
  expect(thanks.map(({ invoices }) => invoices)).toEqual([['i0', 'i1', 'i2']]);
});
