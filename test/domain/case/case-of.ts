import { instantAt, msOf } from '../../../domain/calendar/clock.ts';
import type { Next } from '../../../domain/case/act.ts';
import { apply } from '../../../domain/case/apply/apply.ts';
import { type Case, type Invoice, openCase } from '../../../domain/case/case.ts';
import type { InsideFact, OutsideFact } from '../../../domain/case/facts/fact.ts';
import { next } from '../../../domain/case/next/next.ts';
import { said } from '../../../domain/case/show/reasons.ts';
import { aloneInTheWorld, type World } from '../../../domain/case/world.ts';
import type { Plan } from '../../../domain/plan/plan.ts';
import { parsePlan } from '../../../domain/plan/plan-document.ts';

type Document = Record<string, unknown>;

/** A message step of a test, J+days. */
export function reminder(id: string, days: number, more: Document = {}): Document {
  return { id, act: 'message', anchor: 'after-due', delay: `P${days}D`, channels: ['email'], template: 'reminder', ...more };
}

export const letter: Document = {
  id: 'letter',
  act: 'letter',
  anchor: 'after-previous',
  delay: 'P8D',
  channels: ['registered-letter', 'email'],
  template: 'formal-notice',
  approval: false,
};
export const decision: Document = { id: 'decision', act: 'decision', anchor: 'after-notice-receipt', delay: 'P8D' };
export const handoff: Document = { id: 'handoff', act: 'handoff', anchor: 'after-previous', delay: 'P0D' };

/** A plan of those steps, no late charges, everything else by default. */
export function planOf(steps: readonly Document[], more: Document = {}): Plan {
  return parsePlan({ id: 'p', version: 1, name: 'Essai', lateCharges: 'waive', steps, ...more });
}

/** 1 200,00 EUR due on Monday 2 March 2026, entered a month before; no limitation unless told. */
export function caseOf(invoice: Partial<Invoice> = {}, more: Partial<Case> = {}): Case {
  const dates = { issuedOn: '2026-02-02', dueOn: '2026-03-02', serviceCompletedOn: null };
  const full = { id: 'i1', number: 'F-1', currency: 'EUR', totalCents: 120_000, vatCents: null, ...dates, ...invoice };
  const debtor = { id: 'd1', kind: 'business' as const, segment: null, department: '75' };
  const opening = { creditorId: 'c1', debtor, invoice: full, contact: { email: true, mobile: true } };
  return { ...openCase(opening, '2026-02-02T08:00:00+01:00'), timeBarredOn: null, ...more };
}

/** The case after dated facts: `['2026-03-09T10:00', {…}]`, Paris winter time. */
export function heard(theCase: Case, plan: Plan, ...told: readonly [string, OutsideFact | InsideFact][]): Case {
  return told.reduce((known, [at, fact]) => apply(known, { ...fact, at: `${at}:00+01:00`, actor: 'test' }, plan), theCase);
}

/** A message of a step that left. */
export function sent(step: string, channel: 'email' | 'sms' | 'registered-letter' = 'email'): InsideFact {
  return { type: 'sent', step, channel, template: '', askedCents: 0, message: '', provider: '', providerId: '', sha256: '' };
}

/** What comes next, at a winter time. */
export function nextAt(theCase: Case, plan: Plan, at: string, world: World = aloneInTheWorld): Next {
  return next(theCase, plan, msOf(`${at}:00+01:00`), world);
}

/** `send r5 email 2026-03-09`, or the sentence that says why nothing comes. */
export function told({ act, atMs, why }: Next): string {
  if (act === null) return said(why);
  const step = 'step' in act ? ` ${act.step}` : '';
  const channel = 'channel' in act ? ` ${act.channel}` : '';
  return `${act.do}${step}${channel} ${instantAt(atMs).slice(0, 10)}`;
}
