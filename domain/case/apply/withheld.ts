import { formatCents } from '../../money/cents.ts';
import { balanceCents, creditedCents, withheldCents } from '../balance.ts';
import { type Case, type Hold, holdOf } from '../case.ts';
import type { FactOf } from '../facts/rule.ts';
import { dropHold, endTask, forgetTasks, raise } from './changes.ts';

type Resolved = FactOf<'dispute-resolved'>;
type Dispute = Extract<Hold, { type: 'dispute' }>;

/**
 * What is conceded, or left to a credit note, is asked no more, beside what was withheld before; the credit note is a person's.
 * Rejected with no dispute open: no credit note will come, and all is asked again.
 */
export function resolveDispute(theCase: Case, fact: Resolved): Case {
  const dispute = holdOf(theCase, 'dispute');
  const resolved = forgetTasks(dropHold(theCase, 'dispute'), ({ kind }) => kind === 'dispute');
  if (fact.outcome !== 'rejected') return dispute ? withhold(resolved, fact, contestedBy(dispute, theCase)) : resolved;
  return dispute ? resolved : endTask({ ...resolved, withheld: null }, 'credit-note');
}

/** What a dispute contests and no credit note that came since it was opened took off, in cents. */
function contestedBy({ amountCents, creditedBeforeCents }: Dispute, theCase: Case): number {
  if (amountCents === null) return balanceCents(theCase) - withheldCents(theCase);
  const knownCents = creditedCents(theCase);
  return Math.max(0, amountCents - Math.max(0, knownCents - (creditedBeforeCents ?? knownCents)));
}

/** An upheld sum is conceded, whatever the credit notes; one that a credit note settles waits for the amount of that one. */
function withhold(theCase: Case, fact: Resolved, cents: number): Case {
  if (cents <= 0) return theCase;
  const before = withheldCents(theCase);
  const parts = fact.outcome === 'upheld' ? { amountCents: before + cents } : { amountCents: before, awaitedCents: cents };
  const withheld = { ...parts, creditedBeforeCents: creditedCents(theCase) };
  const asked = endTask({ ...theCase, withheld }, 'credit-note');
  return raise(asked, fact, 'credit-note', fact.at, creditNoteAsked(asked));
}

/** The task for a credit note once one came: it asks for what is left, or is done. */
export function afterCreditNote(theCase: Case): Case {
  if (withheldCents(theCase) === 0) return endTask(theCase, 'credit-note');
  const context = creditNoteAsked(theCase);
  return { ...theCase, tasks: theCase.tasks.map((task) => (task.kind === 'credit-note' ? { ...task, context } : task)) };
}

function creditNoteAsked(theCase: Case): string {
  const amount = formatCents(withheldCents(theCase), theCase.invoice.currency);
  return theCase.withheld?.awaitedCents === undefined
    ? `Contestation admise\u00a0: établir un avoir de ${amount}.`
    : `Litige réglé par un avoir\u00a0: l’établir\u00a0; d’ici là, ${amount} ne sont pas demandés.`;
}
