import type { OutsideFact } from '../domain/case/facts/fact.ts';
import type { Actor } from '../domain/simulate/desk.ts';
import { Play } from '../domain/simulate/play.ts';
import type { StoryInvoice } from '../domain/simulate/story.ts';

/** Something for the running case: that it begins, or a fact. `atMs` is its moment in the story. */
export interface Errand {
  readonly actor: Actor;
  readonly fact: OutsideFact | 'enter';
  readonly atMs: number;
}

/**
 * The stage of a story that real workflows play: what is told goes to them as errands, what they did comes back from the evidence.
 * Rows, refusals and the division of a payment are the simulator's own code; acts and their moments are the workflows'.
 */
export class EnginePlay extends Play {
  override readonly saysInCommon = false;
  private errands: Errand[] = [];

  override enter(invoice: StoryInvoice): Actor {
    const actor = super.enter(invoice);
    this.errands.push({ actor, fact: 'enter', atMs: this.nowMs });
    return actor;
  }

  override told(actor: Actor, fact: OutsideFact): void {
    this.errands.push({ actor, fact, atMs: this.nowMs });
    super.told(actor, fact);
  }

  /** What a case found out by itself, as its evidence says: nobody is told. */
  foundOut(actor: Actor, fact: OutsideFact): void {
    super.told(actor, fact);
  }

  /** The errands since the last time, in order. */
  takeErrands(): Errand[] {
    return this.errands.splice(0);
  }
}
