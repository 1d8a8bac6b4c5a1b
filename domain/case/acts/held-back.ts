import type { CivilDate } from '../../calendar/civil-date.ts';
import { midnightOf } from '../../calendar/clock.ts';
import type { Plan, Step } from '../../plan/plan.ts';
import { type Case, type Hold, type HoldType, QUIET_START } from '../case.ts';
import { whyNotAsked } from '../next/ladder.ts';
import { frenchDay } from '../show/french.ts';
import { said } from '../show/reasons.ts';

/** Why a step would not leave though a person put it forward, and the way to let it; null when it would. */
export function heldBack(theCase: Case, plan: Plan, step: Step, today: CivilDate): string | null {
  const obstacle = whyNotAsked(theCase, plan, step, midnightOf(today));
  if (obstacle === null) return null;
  const holds = obstacle.code === 'held' ? theCase.holds.filter(({ type }) => type === obstacle.hold) : [];
  return holds.length > 0 ? holds.map(saidOfHold).join(' ') : `Rien ne peut partir\u00a0: ${said(obstacle)}.`;
}

type HoldSaid = { readonly [T in HoldType]: (hold: Extract<Hold, { type: T }>) => string };

const says: HoldSaid = {
  insolvency: () => 'Une procédure collective est ouverte\u00a0: plus aucune étape ne part.',
  dispute: () => 'Le dossier est suspendu par un litige\u00a0: le résoudre d’abord (Résoudre le litige).',
  instalments: () => 'Le dossier est suspendu par un échéancier\u00a0: rien d’autre n’est réclamé tant qu’il court.',
  promise: ({ on }) =>
    `Le dossier est suspendu par une promesse de paiement pour le ${frenchDay(on)}\u00a0: rien n’est réclamé avant.`,
  pause: ({ until, reason }) =>
    `Le dossier est suspendu par ${reason === QUIET_START ? `la ${QUIET_START}` : 'une pause'}${until === null ? '' : ` jusqu’au ${frenchDay(until)}`}\u00a0: le reprendre d’abord (Reprendre).`,
  credit: () => 'Le client a un crédit qui couvre cette facture\u00a0: le rembourser ou l’utiliser d’abord.',
  'rate-missing': ({ semester }) => `Le taux légal de ${semester} manque\u00a0: le saisir d’abord.`,
  'feed-stale': () => 'Le relevé bancaire est trop ancien\u00a0: en importer un plus récent d’abord.',
};

function saidOfHold<T extends HoldType>(hold: Extract<Hold, { type: T }>): string {
  const say: HoldSaid[T] = says[hold.type];
  return say(hold);
}
