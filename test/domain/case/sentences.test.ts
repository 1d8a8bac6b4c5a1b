import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { acts } from '../../../domain/case/acts/index.ts';
import { taskKinds } from '../../../domain/case/case.ts';
import type { FactType } from '../../../domain/case/facts/fact.ts';
import type { FactOf } from '../../../domain/case/facts/rule.ts';
import { because } from '../../../domain/case/reason.ts';
import { sentenceOf } from '../../../domain/case/show/sentences.ts';
import { channels } from '../../../domain/plan/plan.ts';
import { templateIds } from '../../../domain/plan/template-ids.ts';
import { simulate } from '../../../domain/simulate/simulate.ts';
import { readStory } from '../../../domain/simulate/story-input.ts';
import type { StoryFile } from '../../stories/format.ts';
import { caseOf, decision, handoff, heard, letter, planOf, reminder } from './case-of.ts';

const former = planOf([reminder('old-r9', 9, { tone: 'last' })], { id: 'plan-former', version: 3, name: 'Ancien plan' });
const plan = planOf(
  [
    reminder('short-courtesy', 1, { template: 'courtesy-note' }),
    reminder('step-r5', 5, { tone: 'firm' }),
    { ...letter, id: 'step-notice' },
    { ...decision, id: 'step-decision' },
    { ...handoff, id: 'step-handoff' },
  ],
  { id: 'plan-present', version: 2, name: 'Plan du moment' },
);
const at = '2026-03-09T09:00:00+01:00';
const by = { at, actor: 'key:1' };
const on = '2026-03-09';
const [channel, step, message] = ['registered-letter', 'step-notice', 'message-1'] as const;
const left = { reason: because('day-of-step-passed') };

/** Every kind of fact, with every id that it may name. */
const facts: { readonly [T in FactType]: FactOf<T> } = {
  opened: { type: 'opened', plan: 'plan-former', version: 3, ...by },
  reopened: { type: 'reopened', reason: 'paiement rejeté', ...by },
  payment: { type: 'payment', id: 'pay-1', amountCents: 5, on, ...by },
  'payment-reversed': { type: 'payment-reversed', payment: 'pay-1', ...by },
  'payment-withdrawn': { type: 'payment-withdrawn', payment: 'pay-1', reason: 'erreur', ...by },
  'credit-note': { type: 'credit-note', id: 'A1', amountCents: 5, ...by },
  'use-credit': { type: 'use-credit', to: 'F2', ...by },
  refunded: { type: 'refunded', on, ...by },
  'credit-held': { type: 'credit-held', amountCents: 5, ...by },
  'credit-passed': { type: 'credit-passed', id: 'pay-1', to: 'F2', amountCents: 5, ...by },
  'credit-returned': { type: 'credit-returned', id: 'pay-1', to: 'F2', reason: 'facture close', ...by },
  'payment-announced': { type: 'payment-announced', amountCents: 5, on, ...by },
  'debtor-wrote': { type: 'debtor-wrote', channel: 'email', about: 'call-me', document: 'doc-1', ...by },
  answered: { type: 'answered', text: 'Bien reçu.', document: 'doc-1', ...by },
  'invoice-status': { type: 'invoice-status', status: 210, ...by },
  'invoice-changed': { type: 'invoice-changed', dueOn: on, ...by },
  'invoice-cancelled': { type: 'invoice-cancelled', ...by },
  approve: { type: 'approve', step, content: 'aaa-bbb', ...by },
  reject: { type: 'reject', step, ...by },
  waive: { type: 'waive', ...by },
  'claim-late-charges': { type: 'claim-late-charges', ...by },
  'dispute-opened': { type: 'dispute-opened', spoken: 'wrong-invoice', ...by },
  'dispute-resolved': { type: 'dispute-resolved', outcome: 'upheld', ...by },
  promise: { type: 'promise', amountCents: 5, on, spoken: 'signatory-away', ...by },
  instalments: { type: 'instalments', schedule: [{ on, amountCents: 5 }], spoken: 'never-received', ...by },
  signature: { type: 'signature', on, by: 'Mme Aubert', document: 'doc-1', ...by },
  'amicable-attempt': { type: 'amicable-attempt', on, means: 'participative-procedure', ...by },
  'external-step': { type: 'external-step', who: 'Me Dupont', on, step, document: 'doc-1', ...by },
  'done-before': { type: 'done-before', remindedOn: on, ...by },
  pause: { type: 'pause', reason: 'vacances', ...by },
  resume: { type: 'resume', ...by },
  'contact-changed': { type: 'contact-changed', email: true, ...by },
  'message-bounced': { type: 'message-bounced', channel: 'email', step, message, ...by },
  'message-taken': { type: 'message-taken', channel: 'email', step, message, ...by },
  'message-delivered': { type: 'message-delivered', channel: 'sms', step, message, ...by },
  'call-result': { type: 'call-result', outcome: 'other-contact', step: 'step-r5', ...by },
  'visit-planned': { type: 'visit-planned', on, who: 'Anne', ...by },
  'visit-result': { type: 'visit-result', on, outcome: 'declined', report: 'vu', ...by },
  'opt-out': { type: 'opt-out', channel: 'sms', step, message, ...by },
  'notice-event': { type: 'notice-event', outcome: 'unknown-address', on, proof: 'aaa-bbb', ...by },
  'choose-route': { type: 'choose-route', route: 'injonction-de-payer', ...by },
  insolvency: { type: 'insolvency', openedOn: on, ...by },
  'feed-stale': { type: 'feed-stale', ...by },
  'feed-fresh': { type: 'feed-fresh', ...by },
  'rate-missing': { type: 'rate-missing', semester: '2026-S1', ...by },
  'rate-entered': { type: 'rate-entered', semester: '2026-S1', ...by },
  'act-now': { type: 'act-now', ...by },
  'skip-step': { type: 'skip-step', step: 'short-courtesy', reason: 'déjà vu', ...by },
  'change-plan': { type: 'change-plan', plan: 'plan-present', ...by },
  'plan-changed': { type: 'plan-changed', plan: 'plan-present', version: 2, ...by },
  'note-left-out': { type: 'note-left-out', note: 'note-1', reason: because('promise-over'), ...by },
  'settle-unknown-send': { type: 'settle-unknown-send', step, channel, outcome: 'not-sent', ...by },
  close: { type: 'close', reason: 'réglé hors de l’outil', ...by },
  sent: {
    type: 'sent',
    step: 'old-r9',
    channel,
    template: 'partial-payment-thanks',
    askedCents: 5,
    message,
    provider: 'provider-x',
    providerId: 'x-1',
    sha256: 'aaa-bbb',
    ...by,
  },
  'call-due': { type: 'call-due', step: 'step-r5', ...by },
  'channel-left-out': { type: 'channel-left-out', step, channel, task: true, ...left, ...by },
  'step-left-out': { type: 'step-left-out', step: 'old-r9', ...left, ...by },
  'external-asked': { type: 'external-asked', step, channel: 'commissaire-de-justice', document: 'doc-1', ...by },
  'approval-asked': { type: 'approval-asked', step, content: 'aaa-bbb', ...by },
  'send-unknown': { type: 'send-unknown', step, channel, reason: 'coupure', ...by },
  'send-failed': { type: 'send-failed', step, channel, reason: 'adresse refusée', ...by },
  'decision-opened': { type: 'decision-opened', step: 'step-decision', routes: ['injonction de payer'], ...by },
  'handed-over': { type: 'handed-over', step: 'step-handoff', route: 'petites-creances', document: 'doc-1', sha256: 'a', ...by },
  'hold-ended': { type: 'hold-ended', hold: 'feed-stale', reason: because('schedule-kept'), ...by },
  'promise-broken': { type: 'promise-broken', promisedCents: 5, paidCents: 0, ...by },
  'instalment-missed': { type: 'instalment-missed', on, missingCents: 5, ...by },
  'instalments-lapsed': { type: 'instalments-lapsed', ...by },
  'task-raised': {
    type: 'task-raised',
    task: 'plan',
    key: 'plan-present',
    ...by,
    context: { code: 'plan-for-others', plan: 'plan-present', because: because('segment-not-chased') },
  },
  closed: { type: 'closed', reason: 'closed-by-operator', ...by },
};

const stepIds = [...plan.steps, ...former.steps].map(({ id }) => id);
const theirs = [
  plan.id,
  former.id,
  message,
  'doc-1',
  'note-1',
  'pay-1',
  'provider-x',
  'x-1',
  'aaa-bbb',
  'key:1',
  'plan-for-others',
];
/** Codes of ours that no French word is. */
const codes = [...Object.keys(facts), ...channels, ...templateIds, ...taskKinds].filter((code) => code.includes('-'));
const raw = [...stepIds, ...theirs, ...codes, 'wrong-invoice', 'segment-not-chased', 'injonction-de-payer', 'record'];
const rawIn = (sentence: string) => raw.filter((id) => sentence.includes(id));

const skipped = heard(caseOf(), plan, [at.slice(0, 16), { type: 'skip-step', step: 'short-courtesy', reason: 'déjà vu' }]);
const lived = { plans: [plan, former], steps: skipped.steps };

describe('no sentence of a timeline tells an id or a code of ours', () => {
  test.each(Object.values(facts).map((fact) => [fact.type, fact] as const))('%s', (_, fact) => {
    expect([sentenceOf(fact, 'EUR', lived), rawIn(sentenceOf(fact, 'EUR', lived))]).toEqual([expect.any(String), []]);
    expect([sentenceOf(fact, 'EUR'), rawIn(sentenceOf(fact, 'EUR'))]).toEqual([expect.any(String), []]);
  });

  const folder = new URL('../../stories/', import.meta.url);
  const stories = readdirSync(folder).filter((name) => name.endsWith('.json'));
  test.each(stories)('%s', (name) => {
    const story = readStory((JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as StoryFile).input);
    const ids = [...story.plan.steps.map(({ id }) => id), story.plan.id].filter((id) => id.includes('-'));
    const { timeline, end } = simulate(story);
    const told = [...timeline, ...end].map(({ reason }) => reason);
    expect(told.filter((sentence) => [...ids, ...codes].some((id) => sentence.includes(id)))).toEqual([]);
  });
});

describe('the reason that a person typed is told with what he did', () => {
  const reasoned = Object.values<{ readonly fact: FactType; readonly fields: object }>(acts).filter(
    ({ fields }) => 'reason' in fields,
  );
  test.each(reasoned.map(({ fact }) => fact))('%s', (fact) => {
    const told = { ...facts[fact], reason: 'geste commercial' } as FactOf<FactType>;
    expect(sentenceOf(told, 'EUR', lived)).toMatch(/\u00a0: geste commercial/);
  });
  test('a waiver without one says nothing more', () => {
    expect(sentenceOf(facts.waive, 'EUR')).toBe('Le créancier renonce aux sommes dues en raison du retard');
  });
});

describe('a step and a plan are told by their names', () => {
  test.each([
    [facts['skip-step'], 'Étape « rappel de courtoisie » passée : déjà vu'],
    [{ type: 'skip-step', reason: 'déjà vu', ...by } as const, 'Étape « rappel de courtoisie » passée : déjà vu'],
    [{ ...facts['skip-step'], step: 'gone' }, 'Étape passée : déjà vu'],
    [facts.opened, 'Dossier ouvert sous le plan « Ancien plan » (version 3)'],
    [{ ...facts.opened, plan: 'gone' }, 'Dossier ouvert sous un autre plan'],
    [facts['plan-changed'], 'Plan remplacé par le plan « Plan du moment » (version 2)'],
    [facts['change-plan'], 'Nouveau plan demandé : le plan « Plan du moment »'],
    [facts['step-left-out'], 'Étape « relance, la dernière » laissée de côté : le jour de l’étape est passé'],
    [facts.approve, 'Envoi approuvé (mise en demeure)'],
    [facts.reject, 'Envoi refusé (mise en demeure)'],
    [facts['settle-unknown-send'], 'Envoi tranché (mise en demeure) : non parti'],
    [facts['call-due'], 'Appel à passer au débiteur pour l’étape « relance ferme »'],
    [
      facts['task-raised'],
      'À faire : Rien ne partira : ce plan ne s’applique pas au segment de ce débiteur ; en choisir un autre.',
    ],
  ])('%j', (fact, sentence) => expect(sentenceOf(fact, 'EUR', lived).replaceAll('\u00a0', ' ')).toBe(sentence));
});
