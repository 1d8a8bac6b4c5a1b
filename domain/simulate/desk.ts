import type { CivilDate } from '../calendar/civil-date.ts';
import { dayAt } from '../calendar/clock.ts';
import type { Next } from '../case/act.ts';
import { uncontestedCents } from '../case/balance.ts';
import type { Case, Contact, Phase } from '../case/case.ts';
import { type ClaimCreditor, lateChargesCents } from '../case/claim-of-case.ts';
import type { DebtorCase } from '../case/debtor/morning.ts';
import { hasCommonSteps } from '../case/next/common-step.ts';
import { coveredCents, creditCents } from '../case/next/credit.ts';
import { waivesLateCharges } from '../case/next/late-charges.ts';
import { overdueFrom } from '../case/next/threshold.ts';
import { isSettledInPrincipal } from '../case/next/tolerance.ts';
import { phaseOf, strongestHold } from '../case/phase.ts';
import type { DebtorContact, OpenAmount, World } from '../case/world.ts';
import type { Plan } from '../plan/plan.ts';
import type { StoryDebtor, StoryFact } from './story.ts';

/** One case of the story while it is played. */
export interface Actor extends DebtorCase {
  case: Case;
  readonly plan: Plan;
  next: Next;
  /** What it is said to wait for, as its row holds it: an alarm years away is none of the ladder's acts. */
  shown: Next;
  readonly desk: Desk;
  readonly rank: number;
  /** The last time it was put in the queue: earlier places are void. */
  ticket: number;
  /** The moment and the state of the desk for which `next` holds. */
  seen: string;
}

/** Open amounts of one currency by due date. */
class Ledger {
  private readonly centsByDay = new Map<CivilDate, number>();
  private amounts: readonly OpenAmount[] | null = null;

  add(dueOn: CivilDate, cents: number): void {
    if (cents === 0) return;
    this.centsByDay.set(dueOn, (this.centsByDay.get(dueOn) ?? 0) + cents);
    this.amounts = null;
  }

  /** Oldest due date first. */
  open(): readonly OpenAmount[] {
    this.amounts ??= [...this.centsByDay]
      .filter(([, cents]) => cents > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([dueOn, cents]) => ({ dueOn, cents }));
    return this.amounts;
  }
}

/** One debtor of the story: all his cases, what he was sent, what he owes. */
export class Desk {
  readonly debtor: StoryDebtor;
  readonly actors: Actor[] = [];
  contact: Contact;
  /** Grows with every change of one of his cases or contacts. */
  version = 0;
  insolvency: Extract<StoryFact, { type: 'insolvency' }> | null = null;
  private readonly contacts: DebtorContact[] = [];
  /** Ids of his cases with money to his credit. */
  private readonly inCredit = new Set<string>();
  private readonly ledgers = new Map<string, Ledger>();
  private readonly creditor: ClaimCreditor;

  constructor(debtor: StoryDebtor, contact: Contact, creditor: ClaimCreditor) {
    this.debtor = debtor;
    this.contact = contact;
    this.creditor = creditor;
  }

  get open(): Actor[] {
    return this.actors.filter((actor) => !actor.case.closed);
  }

  /** Days on which he was written to before the story. */
  remember(contacts: readonly DebtorContact[]): void {
    this.contacts.push(...contacts);
  }

  /** A message or a letter of a step left; a day is one contact. */
  wroteTo(atMs: number): void {
    const on = dayAt(atMs);
    if (this.contacts.at(-1)?.on === on) this.contacts.pop();
    this.version += 1;
    this.contacts.push({ on, atMs, caseId: '', step: '' });
  }

  /** What a case is told of the rest of its debtor. */
  worldOf(theCase: Case, plan: Plan, nowMs: number): World {
    return {
      contacts: this.contacts,
      openAmounts: hasCommonSteps(plan) ? this.amountsBeside(theCase, plan) : this.ledger(theCase.invoice.currency).open(),
      lateChargesCents: this.lateChargesOf(theCase, plan, nowMs),
      creditCents: this.coveredOf(theCase),
    };
  }

  /** One amount for each open invoice, with what the others are at. */
  private amountsBeside(theCase: Case, plan: Plan): readonly OpenAmount[] {
    const mine = this.open.filter((actor) => actor.case.invoice.currency === theCase.invoice.currency && owed(actor.case) > 0);
    return mine.map(({ case: one, plan: its, shown: { atMs } }) => {
      const amount = { dueOn: one.invoice.dueOn, cents: owed(one) };
      if (one.id === theCase.id) return amount;
      const phase = phaseOf(one, its, atMs ?? 0);
      const paces = isReminded(phase) && atMs !== null && strongestHold(one) === 'none';
      return { ...amount, paces, prepares: phase === 'notice-prepared' && its.id === plan.id };
    });
  }

  private coveredOf(theCase: Case): number {
    if (this.inCredit.size === 0) return 0;
    return coveredCents(
      theCase,
      this.actors.map((actor) => actor.case),
    );
  }

  /** Only looked up when nothing is left of the face balance: before, nobody asks. */
  private lateChargesOf(theCase: Case, plan: Plan, nowMs: number): number | null {
    if (waivesLateCharges(theCase, plan) || !isSettledInPrincipal(theCase, plan)) return 0;
    return this.chargesOf(theCase, nowMs);
  }

  /** Late charges owed on a day, whatever the face balance. */
  chargesOf(theCase: Case, nowMs: number): number | null {
    return lateChargesCents(theCase, this.creditor, dayAt(nowMs));
  }

  /** Keeps the open amounts in step with a case that changed. True when the plan's threshold is now reached earlier than before. */
  keep(before: Case | null, after: Case, plan: Plan): boolean {
    this.version += 1;
    if (creditCents(after) > 0) this.inCredit.add(after.id);
    else this.inCredit.delete(after.id);
    const ledger = this.ledger(after.invoice.currency);
    const threshold = plan.thresholds?.[after.invoice.currency];
    const reached = () => (threshold === undefined ? null : (overdueFrom(ledger.open(), threshold) ?? '9999-12-31'));
    const unchanged = before && before.invoice.dueOn === after.invoice.dueOn && owed(before) === owed(after);
    if (unchanged) return false;
    const earlier = reached();
    if (before) ledger.add(before.invoice.dueOn, -owed(before));
    ledger.add(after.invoice.dueOn, owed(after));
    const now = reached();
    return earlier !== null && now !== null && now < earlier;
  }

  private ledger(currency: string): Ledger {
    const known = this.ledgers.get(currency);
    if (known) return known;
    const ledger = new Ledger();
    this.ledgers.set(currency, ledger);
    return ledger;
  }
}

function isReminded(phase: Phase): boolean {
  return phase === 'not-due' || phase === 'reminding';
}

function owed(theCase: Case): number {
  return theCase.closed ? 0 : uncontestedCents(theCase);
}
