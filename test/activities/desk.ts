import { putCreditor } from '../../db/creditors.ts';
import type { Database } from '../../db/database.ts';
import { putDebtor } from '../../db/debtors.ts';
import { apply } from '../../domain/case/apply/apply.ts';
import { holdOf, type LiveCase, openCase } from '../../domain/case/case.ts';
import { nameOfNote } from '../../domain/case/debtor/payment.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { creditorSchema, type Debtor, debtorSchema } from '../../domain/party/party-schema.ts';
import { type Channel, debtorKinds, type OutwardStep, type Plan, stepOf } from '../../domain/plan/plan.ts';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import { loadTemplates } from '../../templates/renderer.ts';
import { booksOf } from '../../words/books.ts';
import { createComposer } from '../../words/compose.ts';
import { partiesOf } from '../../words/parties.ts';
import { stepMessage } from '../../words/step-message.ts';
import { openEmpty } from '../support/databases.ts';
import { creditor, debtor } from '../support/parties.ts';

const templates = loadTemplates();

/** A database with one creditor, and everything that writes to his debtors. */
export interface Desk {
  readonly db: Database;
  /** A case of a debtor of that kind, after some facts. */
  live(kind: Debtor['kind'], given: { invoice?: object; facts?: readonly Fact[] }): Promise<LiveCase>;
  /** The words of a message as it leaves, or why it cannot. */
  words(live: LiveCase, what: { step: string; channel: Channel } | { note: string; key: string }, on: string): Promise<string>;
  /** The words of the letter of a step, or why it cannot be printed. */
  letter(live: LiveCase, step: string, on: string): Promise<string>;
}

const PLANS = { business: 'default-b2b', consumer: 'consumer', public: 'public-body' } as const;

export function planOfKind(kind: Debtor['kind']): Plan {
  const plan = shippedPlans.find(({ id }) => id === PLANS[kind]);
  if (!plan) throw new Error(`no plan for ${kind}`);
  return plan;
}

export async function openDesk(terms: object = {}): Promise<Desk> {
  const db = await openEmpty();
  await putCreditor(db, creditorSchema.parse({ ...creditor, terms }));
  for (const kind of debtorKinds) {
    const { trader: _, ...person } = debtor;
    await putDebtor(db, creditor.id, debtorSchema.parse({ ...(kind === 'business' ? debtor : person), id: `d-${kind}`, kind }));
  }
  const composer = createComposer(db, templates);
  return {
    db,
    live: (kind, given) => Promise.resolve(liveCase(kind, given)),
    async words(live, what, on) {
      const nowMs = Date.parse(`${on}T10:00:00+01:00`);
      const missed = holdOf(live.case, 'instalments')?.missed;
      const note = (key: string) => ({ ...nameOfNote(live.case, key), ...(missed ? { missedOn: missed.on } : {}) });
      const act =
        'note' in what ? { step: null, note: { ...note(what.key), template: what.note }, channel: 'email' as const } : what;
      const composed = await composer.compose(live, { caseId: live.case.id, sequence: 1, nowMs, ...act }, nowMs);
      if (composed.kind === 'impossible') return JSON.stringify(composed.result);
      if (composed.kind === 'letter') throw new Error('a letter is printed, not composed');
      return composed.kind === 'sms'
        ? composed.text
        : [composed.email.subject, composed.email.html, composed.email.text].join('\n');
    },
    async letter(live, step, on) {
      const message = await stepMessage(
        booksOf(db),
        live,
        await partiesOf(db, live.case),
        stepOf(live.plan, step) as OutwardStep,
        on,
      );
      return 'outcome' in message ? JSON.stringify(message) : templates.letter(message.request).text;
    },
  };
}

function liveCase(kind: Debtor['kind'], { invoice, facts = [] }: { invoice?: object; facts?: readonly Fact[] }): LiveCase {
  const plan = planOfKind(kind);
  const opened = openCase(
    {
      creditorId: creditor.id,
      debtor: { id: `d-${kind}`, kind, segment: null, department: '69' },
      invoice: {
        id: `i-${kind}`,
        number: 'F-2026-17',
        currency: 'EUR',
        totalCents: 125_000,
        vatCents: 20_833,
        issuedOn: '2026-03-16',
        dueOn: '2026-04-15',
        serviceCompletedOn: null,
        ...invoice,
      },
      contact: { email: true, mobile: true },
    },
    '2026-03-16T09:00:00+01:00',
  );
  return { plan, case: facts.reduce((theCase, fact) => apply(theCase, fact, plan), opened) };
}
