import type { CivilDate } from '../../calendar/civil-date.ts';
import { instantAt, midnightOf } from '../../calendar/clock.ts';
import { addDuration } from '../../plan/duration.ts';
import { isOutward, type Plan, type Step } from '../../plan/plan.ts';
import { type Case, recordOf } from '../case.ts';
import { dayOf, type FactOf } from '../facts/rule.ts';
import { begin, isSettled, leaveOut, setRecord, settleStep } from '../records.ts';
import { frenchDay } from '../show/french.ts';
import { setHold } from './changes.ts';
import { pastMessages } from './late-start.ts';

type DoneBefore = FactOf<'done-before'>;
type Rule = (theCase: Case, fact: DoneBefore, plan: Plan) => Case;

/** What was done before the case was ours settles the steps that it stands for: nothing of it left from here, nothing of it leaves again. */
export const applyDoneBefore: Rule = (theCase, fact, plan) =>
  [reminded, noticed, disputed, given].reduce((done, rule) => rule(done, fact, plan), theCase);

/** The messages of the plan whose day had come by the last reminder; it was a contact. */
const reminded: Rule = (theCase, fact, plan) => {
  const { remindedOn: on } = fact;
  if (on === undefined) return theCase;
  const steps = pastMessages(theCase, plan, midnightOf(on));
  const written = { ...theCase, talks: [...(theCase.talks ?? []), { step: 'done-before', at: instantAt(midnightOf(on)) }] };
  return doneOn(written, fact, steps, on, `faite avant la reprise, dernière relance le ${frenchDay(on)}`);
};

/** The letter of the plan, and all that precedes it. */
const noticed: Rule = (theCase, fact, plan) => {
  const { noticePostedOn: postedOn, noticeReceivedOn: effectiveOn = null } = fact;
  if (postedOn === undefined) return theCase;
  const letter = plan.steps.findIndex(({ act }) => act === 'letter');
  const above = letter < 0 ? [] : plan.steps.slice(0, letter);
  const done = doneOn(theCase, fact, above, postedOn, `dépassée avant la reprise, mise en demeure le ${frenchDay(postedOn)}`);
  const at = instantAt(midnightOf(postedOn));
  const sent = plan.steps
    .slice(letter, letter + 1)
    .filter((step) => isOutward(step))
    .reduce(
      (settled, { id, channels }) =>
        settleStep(
          setRecord(settled, { ...begin(fact, id, 'leaving'), at, on: postedOn, contact: true, done: channels }),
          fact,
          id,
        ),
      done,
    );
  const effectiveAt = effectiveOn && instantAt(midnightOf(effectiveOn));
  return { ...sent, notice: { postedOn, outcome: effectiveOn ? 'received' : 'posted', effectiveOn, effectiveAt } };
};

/** The debtor had his answer to it, or is still to have it: no receipt leaves for what was told to somebody else. */
const disputed: Rule = (theCase, fact, plan) => {
  if (fact.disputed === undefined) return theCase;
  const answerBy = addDuration(dayOf(fact), plan.dispute.answerWithin);
  return setHold(theCase, { type: 'dispute', amountCents: null, answerBy, reason: fact.disputed, owner: null, at: fact.at });
};

/** Whoever has the file goes on with it: the plan is over, or the case rests where a plan hands nothing over. */
const given: Rule = (theCase, fact, plan) => {
  const { givenTo, givenOn = dayOf(fact) } = fact;
  if (givenTo === undefined) return theCase;
  const reason = `dossier confié à ${givenTo} le ${frenchDay(givenOn)}, avant la reprise`;
  const handoff = plan.steps.find(({ act }) => act === 'handoff');
  if (!handoff) return setHold(theCase, { type: 'pause', until: null, reason });
  const others = plan.steps.filter(({ id, act }) => id !== handoff.id && act !== 'late-charges');
  return settleStep(doneOn(theCase, fact, others, givenOn, reason), fact, handoff.id);
};

/** Leaves out what is not settled of those steps, as of that day. */
function doneOn(theCase: Case, fact: DoneBefore, steps: readonly Step[], on: CivilDate, reason: string): Case {
  return steps
    .filter(({ id }) => !isSettled(recordOf(theCase, id)))
    .reduce((left, { id }) => {
      const record = { ...begin(fact, id, 'left-out'), at: instantAt(midnightOf(on)), on };
      return leaveOut(setRecord(left, record), fact, id, reason);
    }, theCase);
}
