import { expect, test } from 'vitest';
import { parisDay } from '../../../domain/calendar/paris.ts';
import { isDue } from '../../../domain/case/act.ts';
import { balanceCents } from '../../../domain/case/balance.ts';
import { type CaseOpening, openCase } from '../../../domain/case/case.ts';
import { alarms } from '../../../domain/case/next/alarms.ts';

const opening = (
  kind: 'business' | 'consumer' | 'public',
  dates: { dueOn: string; serviceCompletedOn?: string; issuedOn?: string; nature?: 'services' | 'goods' | 'transport' },
): CaseOpening => ({
  creditorId: 'c1',
  debtor: { id: 'd1', kind, segment: null, department: '69' },
  invoice: {
    id: 'i1',
    number: 'F-1',
    currency: 'EUR',
    totalCents: 120_000,
    vatCents: null,
    issuedOn: null,
    serviceCompletedOn: null,
    ...dates,
  },
  contact: { email: true, mobile: true },
});

test.each<[Parameters<typeof opening>[0], Parameters<typeof opening>[1], string]>([
  ['business', { dueOn: '2026-11-06' }, '2031-11-06'],
  ['business', { dueOn: '2026-11-06', serviceCompletedOn: '2026-10-03' }, '2031-10-03'],
  ['business', { dueOn: '2026-11-06', serviceCompletedOn: '2026-12-01' }, '2031-11-06'],
  ['public', { dueOn: '2026-11-06' }, '2030-12-31'],
  ['public', { dueOn: '2027-01-15', issuedOn: '2026-12-15' }, '2030-12-31'],
  ['public', { dueOn: '2026-01-15', serviceCompletedOn: '2025-12-20', nature: 'transport' }, '2029-12-31'],
  ['business', { dueOn: '2026-11-06', nature: 'transport' }, '2027-11-06'],
  ['business', { dueOn: '2026-11-06', nature: 'goods' }, '2031-11-06'],
  ['consumer', { dueOn: '2026-11-06' }, '2028-11-06'],
  ['consumer', { dueOn: '2026-11-06', serviceCompletedOn: '2024-02-29' }, '2026-02-28'],
])('a %s who owes %j can be sued until %s', (kind, dates, lastDayOn) => {
  expect(openCase(opening(kind, dates), '2026-11-02T09:00:00+01:00').timeBarredOn).toBe(lastDayOn);
});

test('a limit that is known as the case opens again stays', () => {
  const again = { ...opening('consumer', { dueOn: '2026-11-06' }), timeBarredOn: '2030-01-15' };
  expect(openCase(again, '2026-11-02T09:00:00+01:00').timeBarredOn).toBe('2030-01-15');
});

const toldOn = (enteredAt: string, raised: readonly string[]) =>
  alarms({ ...openCase(opening('consumer', { dueOn: '2026-11-06' }), enteredAt), raised })
    .filter(isDue)
    .map(({ atMs }) => parisDay(atMs));

test.each([
  ['2026-11-02T09:00:00+01:00', [], ['2028-05-10']],
  ['2026-11-02T09:00:00+01:00', ['limitation:180'], ['2028-08-08']],
  ['2026-11-02T09:00:00+01:00', ['limitation:180', 'limitation:90'], ['2028-10-07']],
  ['2026-11-02T09:00:00+01:00', ['limitation:180', 'limitation:90', 'limitation:30'], ['2028-10-27']],
  ['2026-11-02T09:00:00+01:00', ['limitation:180', 'limitation:90', 'limitation:30', 'limitation:10'], []],
  ['2028-10-01T09:00:00+02:00', [], ['2028-10-07']],
])('entered on %s, told %j: a human is told next on %j', (enteredAt, raised, days) => {
  expect(toldOn(enteredAt, raised)).toEqual(days);
});

test('an invoice of a running business enters with what was paid and its quiet days, and nothing is owed for that', () => {
  const running = openCase(
    {
      ...opening('business', { dueOn: '2026-08-31' }),
      paid: { amountCents: 20_000, on: '2026-09-01' },
      quietUntil: '2026-11-25',
    },
    '2026-11-22T10:00:00+01:00',
  );
  expect(balanceCents(running)).toBe(100_000);
  expect(running.holds).toEqual([{ type: 'pause', until: '2026-11-25', reason: 'reprise de l’encours' }]);
  expect([running.notes, running.tasks]).toEqual([[], []]);
});
