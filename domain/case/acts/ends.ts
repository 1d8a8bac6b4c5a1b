import { recordOf } from '../case.ts';
import { letterLeftOut } from '../next/ladder.ts';
import { routeNames } from '../show/french.ts';
import { choice, text } from './field.ts';
import { act } from './operator-act.ts';

/** How a case leaves our hands. */
export const endActs = {
  chooseRoute: act({
    fact: 'choose-route',
    label: 'Choisir la voie',
    text: 'Choisir la voie : petites-creances, injonction-de-payer, recouvrement-simplifie, refere-provision, assignation, injonction-europeenne, petits-litiges-europeens, recours-public, mandatement-office.',
    mayAct: 'approver',
    fields: { route: choice('Voie', routeNames) },
    sample: { route: 'injonction-de-payer' },
    refuse: (theCase, _fact, plan) => {
      if (letterLeftOut(theCase, plan)) return 'La mise en demeure n’est pas partie\u00a0: aucune voie ne s’ouvre sans elle.';
      const decision = plan.steps.find((step) => step.act === 'decision');
      if (decision && recordOf(theCase, decision.id)?.state !== 'sent') {
        return 'Il est trop tôt pour choisir la voie\u00a0: la mise en demeure et son délai viennent d’abord.';
      }
      const handoff = plan.steps.find((step) => step.act === 'handoff');
      return theCase.route && handoff && recordOf(theCase, handoff.id) ? 'Le dossier est déjà transmis.' : null;
    },
  }),
  close: act({
    fact: 'close',
    label: 'Clore le dossier',
    text: 'Clore le dossier.',
    mayAct: 'operator',
    mayBeTyped: true,
    fields: { reason: text('Motif') },
    sample: { reason: 'réglé hors de l’outil' },
  }),
};
