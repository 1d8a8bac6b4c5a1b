import type { Plan } from '../../plan/plan.ts';
import { openCall } from '../apply/calls.ts';
import { externalStep } from '../apply/steps.ts';
import { type Case, recordOf } from '../case.ts';
import { doneBeforeFaults } from '../done-before.ts';
import { mayDemand } from '../next/notes.ts';
import { amicableNames, callOutcomes, frenchDay, receiptNames, visitOutcomes } from '../show/french.ts';
import { calledStep } from '../show/next-sentence.ts';
import { choice, date, flag, idOf, lines, maybe, spoken, text } from './field.ts';
import { act, refuseToCome } from './operator-act.ts';

/** What reached the debtor, and how he can be reached. */
export const debtorActs = {
  recordCallResult: act({
    fact: 'call-result',
    label: 'Noter l’issue d’un appel',
    text: 'Noter l’issue d’un appel : no-answer (à rappeler, trois essais), wrong-number (numéro à corriger), other-contact (un autre interlocuteur), no-commitment (joint, rien de convenu), not-made (pas d’appel, les relances suivent leur cours). Une promesse, un litige ou un échéancier se notent par leur acte.',
    mayAct: 'operator',
    mayBeTyped: true,
    fields: { outcome: choice('Résultat', callOutcomes), spoken: spoken(), step: maybe(idOf('step', 'Étape')) },
    sample: { outcome: 'no-answer' },
    refuse: (theCase, fact, plan) => {
      if (openCall(theCase, fact.step)) return null;
      const step = fact.step === undefined ? '' : ` pour l’étape «\u00a0${calledStep(plan, fact.step)}\u00a0»`;
      return `Aucun appel n’attend de résultat${step}.`;
    },
  }),
  planVisit: act({
    fact: 'visit-planned',
    label: 'Prévoir une visite',
    text: 'Prévoir une visite chez le débiteur : une tâche avec ses règles, et un compte rendu à écrire.',
    mayAct: 'operator',
    fields: { on: date('Le'), who: text('Qui y va') },
    sample: { on: '2026-12-05', who: 'Mme Lemoine' },
    refuse: (theCase, { on }, plan, today) => {
      if (on < today) return `Le ${frenchDay(on)} est déjà passé.`;
      return mayDemand(theCase, plan)
        ? null
        : 'Rien n’est demandé en ce moment\u00a0: une visite attend la fin de ce qui suspend le dossier.';
    },
  }),
  recordVisit: act({
    fact: 'visit-result',
    label: 'Écrire le compte rendu de la visite',
    text: 'Écrire le compte rendu d’une visite : met (rencontré), absent, declined (il a demandé de partir). Une promesse, un litige ou un échéancier se notent par leur acte.',
    mayAct: 'operator',
    fields: { on: date('Le'), outcome: choice('Résultat', visitOutcomes), report: text('Compte rendu'), spoken: spoken() },
    sample: { on: '2026-11-20', outcome: 'met', report: 'facture remise en main propre au gérant, qui la fera viser' },
    refuse: (theCase, { on }, _plan, today) => {
      const toCome = refuseToCome(today, on);
      if (toCome !== null) return toCome;
      return theCase.tasks.some(({ kind }) => kind === 'visit') ? null : 'Aucune visite n’est prévue\u00a0: la prévoir d’abord.';
    },
  }),
  answerDebtor: act({
    fact: 'answered',
    label: 'Répondre au débiteur',
    text: 'Répondre par e-mail à ce que le débiteur a écrit : la réponse part aussitôt, dans le fil de son message.',
    mayAct: 'operator',
    fields: { text: lines('Réponse'), document: maybe(idOf('document', 'Courrier auquel répondre')) },
    sample: { text: 'Nous vous renvoyons la facture : merci de nous dire quel jour vous pourrez la régler.' },
    refuse: (theCase) =>
      theCase.contact.email ? null : 'Pas d’adresse e-mail utilisable\u00a0: l’appeler, ou corriger ses coordonnées.',
  }),
  recordOptOut: act({
    fact: 'opt-out',
    label: 'Noter qu’il ne veut plus de messages',
    text: 'Noter que le débiteur ne veut plus d’e-mails, ou plus de SMS\u00a0: plus rien ne lui est écrit ainsi, pour aucune de ses factures.',
    mayAct: 'operator',
    fields: { channel: choice('Il ne veut plus', { email: 'd’e-mails', sms: 'de SMS' }) },
    sample: { channel: 'sms' },
  }),
  correctContact: act({
    fact: 'contact-changed',
    label: 'Relire les coordonnées',
    text: 'Les coordonnées du débiteur ont été corrigées : les relire, celles qui sont dites, toutes quand aucune ne l’est. Ce que le débiteur a refusé le reste ; une lettre que l’adresse a retenue, ou qui est revenue, est à refaire.',
    mayAct: 'operator',
    fields: {
      email: maybe(flag('E-mail corrigé')),
      mobile: maybe(flag('Mobile corrigé')),
      post: maybe(flag('Adresse postale corrigée')),
    },
    implied: { email: true, mobile: true, post: true },
    sample: {},
  }),
  recordExternalStep: act({
    fact: 'external-step',
    label: 'Noter l’acte d’un tiers',
    text: 'Noter ce qu’un commissaire de justice, un avocat ou une agence a vraiment fait : qui, quand, sous quelle référence. L’acte signifié par un commissaire prend effet ce jour-là ; «\u00a0effectiveOn\u00a0» dit un autre jour.',
    mayAct: 'approver',
    fields: {
      who: text('Qui'),
      on: date('Le'),
      reference: maybe(text('Référence')),
      document: maybe(idOf('document', 'Pièce')),
      step: maybe(idOf('step', 'Étape')),
      effectiveOn: maybe(date('Effet le')),
    },
    sample: { who: 'Me Dupont, commissaire de justice', on: '2026-11-20', reference: '2026-1234' },
    refuse: (theCase, fact, plan, today) => {
      const toCome = refuseToCome(today, fact.on);
      if (toCome !== null) return toCome;
      if (fact.effectiveOn !== undefined && fact.effectiveOn < fact.on) return 'Un acte ne prend pas effet avant son jour.';
      return fact.step !== undefined && !externalStep(theCase, fact.step)
        ? `L’étape «\u00a0${calledStep(plan, fact.step)}\u00a0» n’a été confiée à personne.`
        : null;
    },
  }),
  recordDoneBefore: act({
    fact: 'done-before',
    label: 'Noter ce qui a été fait avant',
    text: 'Noter ce qui a été fait hors d’ici pour cette facture\u00a0: dernière relance, mise en demeure postée et reçue, contestation, dossier confié à un avocat ou à un commissaire de justice. Les étapes que cela remplace ne partent plus.',
    mayAct: 'approver',
    fields: {
      remindedOn: maybe(date('Dernière relance le')),
      noticePostedOn: maybe(date('Mise en demeure postée le')),
      noticeReceivedOn: maybe(date('Mise en demeure reçue le')),
      disputed: maybe(text('Contestation')),
      givenTo: maybe(text('Dossier confié à')),
      givenOn: maybe(date('Confié le')),
    },
    sample: { remindedOn: '2026-10-20', noticePostedOn: '2026-11-02', noticeReceivedOn: '2026-11-04' },
    refuse: (theCase, { type: _type, ...done }, plan, today) => {
      if (Object.keys(done).length === 0) return 'Rien n’est dit de ce qui a été fait\u00a0: remplir au moins un champ.';
      const [fault] = doneBeforeFaults(done, theCase.invoice.dueOn, today);
      if (fault) return `${fault[1].replace(/^./, (first) => first.toUpperCase())}.`;
      return done.noticePostedOn === undefined ? null : noticeUnderWay(theCase, plan);
    },
  }),
  recordAmicableAttempt: act({
    fact: 'amicable-attempt',
    label: 'Noter une tentative amiable',
    text: 'Noter une tentative de règlement amiable (article 750-1 du code de procédure civile).',
    mayAct: 'operator',
    fields: { on: date('Le'), means: choice('Moyen', amicableNames), reference: maybe(text('Référence')) },
    sample: { on: '2026-11-20', means: 'conciliation', reference: 'constat du 20/11' },
    refuse: (_c, { on }, _plan, today) => refuseToCome(today, on),
  }),
  recordLetterOutcome: act({
    fact: 'notice-event',
    label: 'Saisir l’avis de réception',
    text: 'Saisir le sort de la lettre recommandée : received, notice-left, unclaimed, refused, unknown-address.',
    mayAct: 'operator',
    fields: { outcome: choice('Sort de la lettre', receiptNames), on: date('Le') },
    sample: { outcome: 'received', on: '2026-11-20' },
    refuse: (theCase, fact, _plan, today) => {
      if (!theCase.notice) return 'Aucune lettre recommandée n’est partie : il n’y a pas d’avis de réception à saisir.';
      if (fact.on < theCase.notice.postedOn)
        return `La lettre a été postée le ${frenchDay(theCase.notice.postedOn)} : la date saisie est antérieure.`;
      const toCome = refuseToCome(today, fact.on);
      if (toCome !== null) return toCome;
      return theCase.notice.effectiveOn
        ? `La mise en demeure a déjà pris effet le ${frenchDay(theCase.notice.effectiveOn)}.`
        : null;
    },
  }),
};

/** Why no other formal notice can have been sent, or null. */
function noticeUnderWay(theCase: Case, plan: Plan): string | null {
  if (theCase.notice) return `Une mise en demeure est déjà partie le ${frenchDay(theCase.notice.postedOn)}.`;
  const letter = plan.steps.find(({ act: does }) => does === 'letter');
  const state = letter && recordOf(theCase, letter.id)?.state;
  return state === 'approved' || state === 'leaving' || state === 'unknown'
    ? 'Une mise en demeure est en train de partir d’ici\u00a0: attendre ce qu’elle devient.'
    : null;
}
