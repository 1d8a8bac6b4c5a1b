import {
  ActivityFailure,
  allHandlersFinished,
  condition,
  setCurrentDetails,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Answer, Asked, BellHeard } from '../activities/activities.ts';
import type { CaseAttributes, Coming, Standing } from '../cases/standing.ts';
import type { CaseView } from '../domain/case/view.ts';
import { changedAttributes } from './attributes.ts';
import type { RecoverInvoiceInput, RunningCase } from './messages.ts';

/** The longest a case sleeps without looking at the world again, in milliseconds. */
const LONGEST_SLEEP_MS = 365 * 86_400_000;
const MINUTE_MS = 60_000;
const MOST_PATIENCE_MS = 6 * 3_600_000;
const BROKEN =
  '**Ce dossier ne peut pas être lu ni écrit pour l’instant.** Rien ne part. Il réessaie de lui-même\u00a0; voir le journal, ou `exigible stuck`.';

/** What an act was answered: null written down, else the sentence by which it was refused. */
type Said = string | null;

/** One run of a case: the last answer that it was given, and the bells that it heard since. It decides nothing. */
export class Desk {
  private standing: Standing;
  private readonly input: RecoverInvoiceInput;
  private bells: BellHeard[] = [];
  private readonly said = new Map<string, Said>();
  private readonly awaited = new Set<string>();
  private asked = 0;
  private accepted = 0;
  private shown: CaseAttributes;
  private sleepsUntil: RunningCase['rest'] = null;
  /** The same act came again without anything new: how often, and until when it waits. */
  private patience = 0;
  private notBeforeMs = 0;
  private isReplaced = false;
  goesOn = false;

  constructor(input: RecoverInvoiceInput) {
    this.input = input;
    this.standing = input.standing;
    this.shown = input.standing.attributes;
    setCurrentDetails(this.standing.details);
  }

  get coming(): Coming {
    return this.standing.coming;
  }

  get view(): CaseView {
    return this.standing.view;
  }

  get claim(): Standing['claim'] {
    return this.standing.claim;
  }

  get running(): RunningCase {
    return { view: this.view, revision: this.standing.revision, run: this.input.run, rest: this.sleepsUntil };
  }

  /** Nothing is left to live, or another run lives it. */
  get isOver(): boolean {
    return this.isReplaced || this.standing.ended;
  }

  get hasMail(): boolean {
    return this.bells.length > 0;
  }

  private get dueMs(): number | null {
    const { atMs } = this.coming;
    return atMs === null || this.isOver ? null : Math.max(atMs, this.notBeforeMs);
  }

  get isDue(): boolean {
    return this.dueMs !== null && this.dueMs <= Date.now();
  }

  /** A bell rang: the case will look at its mail. */
  hear(bell: BellHeard): void {
    this.bells.push(bell);
  }

  /** Waits for what the row says of an act. */
  async answerTo(bell: BellHeard): Promise<Said> {
    this.awaited.add(bell.id);
    this.hear(bell);
    await condition(() => this.said.has(bell.id));
    const said = this.said.get(bell.id) ?? null;
    this.said.delete(bell.id);
    this.awaited.delete(bell.id);
    return said;
  }

  takeMail(): BellHeard[] {
    return this.bells.splice(0);
  }

  /**
   * Sleeps until the next act (only when it is `free` to act), a bell, `turned`, or, once it is over and `free`, whoever asked has his answer.
   * What stirs it must let its loop go on: one that went round without an await that waits would hold its worker for ever.
   */
  async rest(free: boolean, turned: () => boolean): Promise<void> {
    const stirred = () => this.hasMail || turned() || (free && this.isOver && allHandlersFinished());
    const dueMs = free ? this.dueMs : null;
    if (stirred()) return;
    this.sleepsUntil = free ? { untilMs: dueMs } : null;
    const ms = dueMs === null ? null : Math.min(Math.max(1, dueMs - Date.now()), LONGEST_SLEEP_MS);
    await (ms === null ? condition(stirred) : condition(stirred, ms, { summary: this.coming.label }));
    this.sleepsUntil = null;
  }

  /** Asks an activity, and follows its answer. One that cannot even answer leaves the case listening, and seen by people. */
  async asks(ask: (asked: Asked) => Promise<Answer>, bells: readonly BellHeard[] = []): Promise<void> {
    this.asked += 1;
    const mine = this.asked;
    const { caseId, run } = this.input;
    try {
      const isLong = workflowInfo().continueAsNewSuggested;
      this.accept(await ask({ caseId, run, nowMs: Date.now(), isLong }), mine, bells.length === 0);
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      this.stop(bells);
    }
  }

  /** An answer is dropped only when one that was asked for later was accepted and knew as much. */
  private accept(answer: Answer, asked: number, isTried: boolean): void {
    for (const [event, { refused }] of Object.entries(answer.answers))
      if (this.awaited.has(event)) this.said.set(event, refused ?? null);
    if (answer.over) this.isReplaced = true;
    if (answer.over || (asked < this.accepted && answer.standing.revision <= this.standing.revision)) return;
    const before = this.standing;
    this.accepted = asked;
    this.standing = answer.standing;
    this.goesOn = answer.goOn;
    this.wait(before, isTried);
    this.show(this.standing.details, this.standing.attributes);
  }

  /** The same act again after it was tried, and nothing new since: it waits, a minute at first, then twice as long each time. A bell without news changes nothing. */
  private wait(before: Standing, isTried: boolean): void {
    const { revision, coming } = this.standing;
    const isSame = revision === before.revision && JSON.stringify(coming.act) === JSON.stringify(before.coming.act);
    if (isSame && !isTried) return;
    const isAgain = isSame && coming.atMs !== null && coming.atMs <= Date.now();
    this.patience = isAgain ? this.patience + 1 : 0;
    this.notBeforeMs = isAgain ? Date.now() + Math.min(MINUTE_MS * 2 ** (this.patience - 1), MOST_PATIENCE_MS) : 0;
  }

  private stop(bells: readonly BellHeard[]): void {
    for (const { id } of bells) if (this.awaited.has(id)) this.said.set(id, NOT_WRITTEN);
    this.patience += 1;
    this.notBeforeMs = Date.now() + Math.min(MINUTE_MS * 2 ** (this.patience - 1), MOST_PATIENCE_MS);
    this.show(BROKEN, { ...this.shown, NeedsHuman: true });
  }

  private show(details: string, attributes: CaseAttributes): void {
    setCurrentDetails(details);
    const changed = changedAttributes(this.shown, attributes);
    if (changed.length === 0) return;
    upsertSearchAttributes(changed);
    this.shown = attributes;
  }

  /** What another run of the same case goes on with. */
  carried(): RecoverInvoiceInput {
    return { ...this.input, standing: this.standing };
  }
}

/** What a person is told whose act could not be written down: it stays in the mail. */
export const NOT_WRITTEN = 'Votre acte est gardé, mais le dossier ne peut pas l’écrire pour l’instant.';
