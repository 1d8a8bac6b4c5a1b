import type { ActAnswer } from '../db/inbox.ts';
import type { StoredCase } from '../db/stored-cases.ts';
import { toInstant } from '../domain/calendar/paris.ts';
import { apply } from '../domain/case/apply/apply.ts';
import type { Case, LiveCase } from '../domain/case/case.ts';
import type { Fact, InsideFact, OutsideFact } from '../domain/case/facts/fact.ts';
import type { Plan } from '../domain/plan/plan.ts';

/** A moment within a transaction to which a case can go back. */
interface Mark extends LiveCase {
  /** How many facts were gathered. */
  readonly facts: number;
}

/** One case in the hands of a transaction: its row is locked, its mail is read, and what it hears and does is gathered until it is put back. */
export class Dossier {
  case: Case;
  plan: Plan;
  readonly run: number;
  /** Facts that are not written down yet. */
  readonly facts: Fact[] = [];
  /** What operators' acts in the mail came to, by event. */
  readonly answers: Record<string, ActAnswer> = {};
  /** When people are shown something as coming, as the row has it. */
  readonly nextActAt: string | null;
  /** Letters were left for another time. */
  hasMore = false;
  private readonly recorded: number;
  private readonly nowMs: number;

  constructor(stored: StoredCase, nowMs: number) {
    this.case = stored.case;
    this.plan = stored.plan;
    this.run = stored.run;
    this.nextActAt = stored.nextActAt;
    this.recorded = stored.revision;
    this.nowMs = nowMs;
  }

  get revision(): number {
    return this.recorded + this.facts.length;
  }

  /** Where it stands in this transaction. */
  mark(): Mark {
    return { case: this.case, plan: this.plan, facts: this.facts.length };
  }

  /** Forgets what was heard since. */
  backTo({ case: theCase, plan, facts }: Mark): void {
    this.case = theCase;
    this.plan = plan;
    this.facts.splice(facts);
  }

  /** Hears a fact, as it was told. */
  tell(fact: Fact): void {
    this.case = apply(this.case, fact, this.plan);
    this.facts.push(fact);
  }

  /** Something the case did or found out, now. */
  did(fact: InsideFact): void {
    this.tell({ ...fact, at: toInstant(this.nowMs), actor: 'case' });
  }

  /** Something that another found out while the case acted, now. */
  foundOut(fact: OutsideFact, actor: string): void {
    this.tell({ ...fact, at: toInstant(this.nowMs), actor });
  }
}
