import { openCall } from '../apply-calls.ts';
import { frenchDay, outcomeNames } from '../french.ts';
import { choice, date, flag, maybe, text } from './field.ts';
import { act } from './operator-act.ts';

const { posted: _posted, ...receiptNames } = outcomeNames;

/** What reached the debtor, and how he can be reached. */
export const debtorActs = {
  recordCallResult: act({
    fact: 'call-result',
    label: 'Noter un appel sans suite',
    text: 'Noter un appel sans suite : no-answer (à rappeler, trois essais), wrong-number (numéro à corriger). Une promesse ou un litige se notent par leur acte.',
    mayAct: 'operator',
    fields: {
      outcome: choice('Résultat', { 'no-answer': 'personne n’a répondu', 'wrong-number': 'mauvais numéro' }),
      step: maybe(text('Étape')),
    },
    sample: { outcome: 'no-answer' },
    refuse: (c, fact) => {
      if (openCall(c, fact.step)) return null;
      const step = fact.step === undefined ? '' : ` pour l’étape ${fact.step}`;
      return `Aucun appel n’attend de résultat${step}.`;
    },
  }),
  correctContact: act({
    fact: 'contact-changed',
    label: 'Relire les coordonnées',
    text: 'Les coordonnées du débiteur ont été corrigées : les relire.',
    mayAct: 'operator',
    fields: { email: maybe(flag('E-mail corrigé')), mobile: maybe(flag('Mobile corrigé')) },
    implied: { email: true, mobile: true },
    sample: {},
  }),
  recordLetterOutcome: act({
    fact: 'notice-event',
    label: 'Saisir l’accusé de réception',
    text: 'Saisir le sort de la lettre recommandée : received, notice-left, unclaimed, refused, unknown-address.',
    mayAct: 'operator',
    fields: { outcome: choice('Sort de la lettre', receiptNames), on: date('Le') },
    sample: { outcome: 'received', on: '2026-11-20' },
    refuse: (c, fact, _plan, today) => {
      if (!c.notice) return 'Aucune lettre recommandée n’est partie : il n’y a pas d’accusé à saisir.';
      if (fact.on < c.notice.postedOn)
        return `La lettre a été postée le ${frenchDay(c.notice.postedOn)} : la date saisie est antérieure.`;
      if (fact.on > today) return `Le ${frenchDay(fact.on)} n’est pas encore passé.`;
      return c.notice.effectiveOn ? `La mise en demeure a déjà pris effet le ${frenchDay(c.notice.effectiveOn)}.` : null;
    },
  }),
};
