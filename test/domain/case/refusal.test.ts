import { describe, expect, test } from 'vitest';
import { refusalOf } from '../../../domain/case/acts/index.ts';
import type { Case } from '../../../domain/case/case.ts';
import type { OutsideFact } from '../../../domain/case/facts/fact.ts';
import { caseOf, decision, handoff, heard, letter, planOf, reminder, sent } from './case-of.ts';

const plan = planOf([reminder('r5', 5), letter, decision, handoff]);
const open = caseOf({}, { timeBarredOn: '2031-03-02' });
const posted = heard(open, plan, ['2026-03-17T10:00', sent('letter', 'registered-letter')], ['2026-03-17T10:00', sent('letter')]);
const received = heard(posted, plan, ['2026-03-20T10:00', { type: 'notice-event', outcome: 'received', on: '2026-03-19' }]);
const deciding = heard(received, plan, ['2026-03-30T10:00', { type: 'decision-opened', step: 'decision', routes: [] }]);
const paused = heard(open, plan, ['2026-03-03T10:00', { type: 'pause', until: '2026-03-20' }]);
const disputed = heard(open, plan, ['2026-03-03T10:00', { type: 'dispute-opened' }]);
const paid = heard(open, plan, ['2026-03-03T10:00', { type: 'payment', id: 'p1', amountCents: 120_000 }]);
const closed = heard(paid, plan, ['2026-03-03T10:00', { type: 'closed', reason: 'paid' }]);
const leftOut = heard(open, plan, ['2026-03-17T10:00', { type: 'step-left-out', step: 'letter', reason: 'solde trop petit' }]);
const asked = heard(open, plan, ['2026-03-17T10:00', { type: 'approval-asked', step: 'letter' }]);

const read = heard(open, plan, ['2026-03-17T10:00', { type: 'approval-asked', step: 'letter', content: 'a'.repeat(64) }]);

const schedule = (...parts: [string, number][]) => parts.map(([on, amountCents]) => ({ on, amountCents }));

const table: readonly [string, Case, OutsideFact, string | null][] = [
  ['approve when nothing waits', open, { type: 'approve' }, 'Aucun envoi n’attend'],
  ['approve what waits', asked, { type: 'approve' }, null],
  ['approve what nobody says to have read', read, { type: 'approve' }, 'Nommez ce que vous avez lu'],
  ['approve what was read, by the beginning of its digest', read, { type: 'approve', content: 'a'.repeat(12) }, null],
  ['approve by too little of a digest', read, { type: 'approve', content: 'a'.repeat(11) }, 'a changé depuis'],
  ['approve by more than the digest', read, { type: 'approve', content: 'a'.repeat(65) }, 'a changé depuis'],
  ['approve what was read', read, { type: 'approve', content: 'a'.repeat(64) }, null],
  ['approve what was read before it changed', read, { type: 'approve', content: 'b'.repeat(64) }, 'a changé depuis'],
  [
    'a payment to come',
    open,
    { type: 'payment', id: 'p', amountCents: 5, on: '2026-03-26' },
    'Le 26 mars 2026 n’est pas encore passé',
  ],
  ['a judgment to come', open, { type: 'insolvency', openedOn: '2026-03-26' }, 'Le 26 mars 2026 n’est pas encore passé'],
  [
    'a judgment published before it was given',
    open,
    { type: 'insolvency', openedOn: '2026-03-05', publishedOn: '2026-03-04' },
    'n’est pas publié avant',
  ],
  ['approve another step', asked, { type: 'approve', step: 'r5' }, 'C’est l’étape «\u00a0mise en demeure\u00a0»'],
  ['resume what is not paused', open, { type: 'resume' }, 'n’est pas en pause'],
  ['resume what is', paused, { type: 'resume' }, null],
  ['a pause that is over', open, { type: 'pause', until: '2026-03-01' }, 'déjà passée'],
  ['a pause until today', open, { type: 'pause', until: '2026-03-25' }, null],
  ['a second dispute', disputed, { type: 'dispute-opened', amountCents: 100 }, 'déjà ouvert'],
  ['a dispute above the balance', open, { type: 'dispute-opened', amountCents: 120_001 }, 'dépasse le solde'],
  ['a dispute of nothing', paid, { type: 'dispute-opened' }, 'Plus rien n’est dû'],
  ['to resolve no dispute', open, { type: 'dispute-resolved', outcome: 'upheld' }, 'Aucun litige'],
  ['a promise for yesterday', open, { type: 'promise', amountCents: 100, on: '2026-03-24' }, 'déjà passée'],
  ['a promise beyond limitation', open, { type: 'promise', amountCents: 100, on: '2031-03-03' }, 'dépasse la prescription'],
  ['a promise on its last day', open, { type: 'promise', amountCents: 100, on: '2031-03-02' }, null],
  ['a promise above the balance', open, { type: 'promise', amountCents: 120_001, on: '2026-04-01' }, 'dépasse le solde'],
  ['a promise when nothing is owed', paid, { type: 'promise', amountCents: 1, on: '2026-04-01' }, 'Plus rien n’est dû'],
  [
    'instalments that do not add up',
    open,
    { type: 'instalments', schedule: schedule(['2026-04-01', 60_000]) },
    'Les versements font',
  ],
  [
    'instalments in disorder',
    open,
    { type: 'instalments', schedule: schedule(['2026-05-01', 60_000], ['2026-04-01', 60_000]) },
    'se suivent, un par jour',
  ],
  [
    'instalments in the past',
    open,
    { type: 'instalments', schedule: schedule(['2026-03-01', 60_000], ['2026-04-01', 60_000]) },
    'ne précède le jour de l’accord',
  ],
  [
    'instalments that add up',
    open,
    { type: 'instalments', schedule: schedule(['2026-04-01', 60_000], ['2026-05-01', 60_000]) },
    null,
  ],
  ['a receipt of no letter', open, { type: 'notice-event', outcome: 'received', on: '2026-03-20' }, 'Aucune lettre'],
  ['a receipt before the posting', posted, { type: 'notice-event', outcome: 'received', on: '2026-03-16' }, 'antérieure'],
  ['a receipt tomorrow', posted, { type: 'notice-event', outcome: 'received', on: '2026-03-26' }, 'n’est pas encore passé'],
  ['a second receipt', received, { type: 'notice-event', outcome: 'received', on: '2026-03-20' }, 'déjà pris effet'],
  ['a route before the decision', received, { type: 'choose-route', route: 'assignation' }, 'trop tôt'],
  ['a route without a notice', leftOut, { type: 'choose-route', route: 'assignation' }, 'n’est pas partie'],
  ['a route at the decision', deciding, { type: 'choose-route', route: 'assignation' }, null],
  ['to skip the notice', open, { type: 'skip-step', step: 'letter', reason: 'x' }, 'ne se saute pas'],
  ['to skip an unknown step', open, { type: 'skip-step', step: 'r99', reason: 'x' }, 'Étape inconnue'],
  [
    'to skip a step that is settled',
    posted,
    { type: 'skip-step', step: 'letter', reason: 'x' },
    'L’étape «\u00a0mise en demeure\u00a0» est déjà terminée',
  ],
  ['to act when nothing is owed', paid, { type: 'act-now' }, 'Plus rien n’est dû'],
  [
    'to settle no unknown send',
    open,
    { type: 'settle-unknown-send', step: 'r5', channel: 'email', outcome: 'sent' },
    'Aucun envoi au sort inconnu pour l’étape «\u00a0relance\u00a0».',
  ],
  ['to waive twice', heard(open, plan, ['2026-03-03T10:00', { type: 'waive' }]), { type: 'waive' }, 'déjà été renoncé'],
  ['another amount under a known id', paid, { type: 'payment', id: 'p1', amountCents: 1 }, 'déjà connu'],
  ['anything on a closed case', closed, { type: 'pause', until: '2026-04-01' }, 'clos'],
  ['money on a closed case', closed, { type: 'payment', id: 'p2', amountCents: 1 }, null],
  ['a bounce on a closed case', closed, { type: 'message-bounced', channel: 'email' }, null],
];

describe('what a rule refuses, on 25 March', () => {
  test.each(table)('%s', (_what, theCase, fact, sentence) => {
    const refusal = refusalOf(theCase, fact, plan, '2026-03-25');
    if (sentence === null) expect(refusal).toBeNull();
    else expect(refusal).toContain(sentence);
  });
});
