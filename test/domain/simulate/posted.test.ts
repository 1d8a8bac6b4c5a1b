import { expect, test } from 'vitest';
import type { Case } from '../../../domain/case/case.ts';
import type { Enrolment } from '../../../domain/enrol/enrolment.ts';
import { joined, previewOf } from '../../../domain/enrol/preview.ts';
import type { Plan } from '../../../domain/plan/plan.ts';
import { agendaOf } from '../../../domain/simulate/agenda.ts';
import { planEffect } from '../../../domain/simulate/plan-effect.ts';
import { lifeToCome } from '../../../domain/simulate/what-if.ts';
import { caseOf, decision, letter, planOf, reminder } from '../case/case-of.ts';

const notice = { ...letter, approval: true };
const plan = planOf([reminder('r5', 5), notice, decision]);
const byPost = planOf([reminder('r5', 5, { channels: ['email', 'letter'] }), notice, decision]);
const nowMs = Date.parse('2026-03-02T08:00:00+01:00');

const registeredOffice = { line1: '3 rue du Port', postcode: '67000', city: 'Strasbourg', country: 'FR' };
const enrolment = (id: string, email: string | null): Enrolment => ({
  line: 2,
  invoice: { id, number: id, currency: 'EUR', totalCents: 1000, dueOn: '2026-03-02' },
  debtor: { id: 'd1', kind: 'business', name: 'd1', registeredOffice, ...(email === null ? {} : { email }) },
  paid: null,
});
const previewed = (of: Plan, email: string | null = 'a@b.fr') =>
  previewOf(
    ['a', 'b'].map((id) => ({ enrolment: enrolment(id, email), plan: of, quietUntil: '2026-03-03' })),
    'c1',
    nowMs,
  );

test('a taking over: a notice that waits for an accord is a letter to come, one for each invoice or for the debtor', () => {
  expect(previewed(plan).posted).toEqual([{ channel: 'registered-letter', count: 2 }]);
  expect(previewed({ ...plan, together: 'debtor' }).posted).toEqual([{ channel: 'registered-letter', count: 1 }]);
  expect(joined([previewed(plan), previewed(plan)]).posted).toEqual([{ channel: 'registered-letter', count: 4 }]);
});

test('simple post after e-mail is for whoever has none', () => {
  const simple = ({ posted }: ReturnType<typeof previewed>) => posted.find(({ channel }) => channel === 'letter')?.count ?? 0;
  expect([simple(previewed(byPost)), simple(previewed(byPost, null))]).toEqual([0, 1]);
});

test('the agenda of a running case says what each line posts', () => {
  const creditor = { id: 'c1', kind: 'company', terms: {} } as const;
  const life = (theCase: Case) => lifeToCome(creditor, plan, { cases: [{ case: theCase, plan }], contacts: [] }, nowMs);
  expect(agendaOf(life(caseOf()), 31).map(({ act, posted }) => [act, posted])).toEqual([
    ['message', []],
    ['approval', ['registered-letter']],
  ]);
});

test('a plan that is compared says what leaves in its days as the agenda does: one message for several invoices, no step whose day has passed', () => {
  const creditor = { id: 'c1', kind: 'company', terms: {} } as const;
  const contact = { email: false, mobile: false, smsStopped: false, emailStopped: false };
  const effectOf = (under: Plan, cases: readonly Case[]) => {
    const before = { cases: cases.map((each) => ({ case: each, plan: under })), contacts: [] };
    return planEffect(agendaOf(lifeToCome(creditor, under, before, nowMs), 31), cases);
  };
  const two = ['a', 'b'].map((id) => caseOf({ id, number: id }, { id }));
  expect(effectOf(plan, two)).toEqual({
    messages: 1,
    letters: 2,
    letterSums: [{ currency: 'EUR', cents: 240_000 }],
    posted: [{ channel: 'registered-letter', count: 2 }],
  });
  expect(effectOf(planOf([reminder('r90', 90), notice, decision]), two)).toMatchObject({ messages: 0, letters: 0, posted: [] });
  expect(effectOf(byPost, [caseOf({}, { contact })]).posted).toEqual([
    { channel: 'letter', count: 1 },
    { channel: 'registered-letter', count: 1 },
  ]);
});

test('a taking over counts the tasks of a day as the agenda does: one call for all the invoices of a client', () => {
  const calls = previewed(planOf([reminder('r5', 5, { channels: ['call'] })]));
  expect(calls.days.map(({ messages, tasks }) => ({ messages, tasks }))).toEqual([{ messages: 0, tasks: 1 }]);
});
