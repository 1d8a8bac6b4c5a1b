import type { CivilDate } from '../../calendar/civil-date.ts';
import { isDepartment } from '../../calendar/departments.ts';
import { formatCents } from '../../money/cents.ts';
import { balanceCents, withheldCents } from '../balance.ts';
import { holdOf } from '../case.ts';
import { frenchDay } from '../show/french.ts';
import { cents, choice, date, flag, idOf, maybe, spoken, text } from './field.ts';
import { act, refuseToCome } from './operator-act.ts';

/** The sentence that refuses a pause whose last quiet day is over, whatever the case; null for any other. */
export function refusePastEnd(until: CivilDate | undefined, today: CivilDate): string | null {
  return until !== undefined && until < today
    ? `La fin de la pause (${frenchDay(until)}) est déjà passée : donner aujourd’hui ou un jour à venir.`
    : null;
}

/** What stops the demands, and what lets them go on. */
export const holdActs = {
  pause: act({
    fact: 'pause',
    label: 'Mettre en pause',
    text: 'Mettre le dossier en pause ; «\u00a0until\u00a0» est le dernier jour de silence.',
    mayAct: 'operator',
    mayBeTyped: true,
    fields: { until: maybe(date('Dernier jour de silence')), reason: maybe(text('Motif')) },
    sample: { until: '2026-12-15', reason: 'accord commercial' },
    refuse: (_c, { until }, _plan, today) => refusePastEnd(until, today),
  }),
  resume: act({
    fact: 'resume',
    label: 'Reprendre',
    text: 'Reprendre un dossier en pause.',
    mayAct: 'operator',
    mayBeTyped: true,
    fields: {},
    sample: {},
    refuse: (theCase) =>
      holdOf(theCase, 'pause') || theCase.tasks.some(({ kind }) => kind === 'answer')
        ? null
        : 'Le dossier n’est pas en pause : il n’y a rien à reprendre.',
  }),
  openDispute: act({
    fact: 'dispute-opened',
    label: 'Ouvrir un litige',
    text: 'Ouvrir un litige, sur tout ou sur un montant.',
    mayAct: 'operator',
    mayBeTyped: true,
    fields: {
      amountCents: maybe(cents('Montant contesté')),
      reason: maybe(text('Motif')),
      owner: maybe(text('Qui s’en occupe')),
      document: maybe(idOf('document', 'Ce qu’il a écrit')),
      spoken: spoken(),
    },
    sample: { amountCents: 20_000, reason: 'produit manquant', owner: 'ventes' },
    refuse: (theCase, fact) => {
      if (balanceCents(theCase) <= 0) return 'Plus rien n’est dû\u00a0: il n’y a rien à contester.';
      if (holdOf(theCase, 'dispute')) return 'Un litige est déjà ouvert : le résoudre d’abord.';
      return fact.amountCents !== undefined && fact.amountCents > balanceCents(theCase)
        ? `Le montant contesté dépasse le solde de ${formatCents(balanceCents(theCase), theCase.invoice.currency)}.`
        : null;
    },
  }),
  resolveDispute: act({
    fact: 'dispute-resolved',
    label: 'Résoudre le litige',
    text: 'Résoudre le litige : rejected (tout est dû), upheld (le montant contesté est retiré), credited (rien n’en est demandé avant l’avoir, qui dira combien). Après coup, rejected : l’avoir ne viendra pas, tout est dû.',
    mayAct: 'operator',
    mayBeTyped: true,
    fields: {
      outcome: choice('Issue', {
        rejected: 'rejeté\u00a0: tout est dû',
        upheld: 'admis\u00a0: le montant contesté est retiré',
        credited: 'réglé par un avoir à venir',
      }),
    },
    sample: { outcome: 'rejected' },
    refuse: (theCase, { outcome }) => {
      if (holdOf(theCase, 'dispute')) return null;
      if (withheldCents(theCase) === 0) return 'Aucun litige n’est ouvert.';
      return outcome === 'rejected'
        ? null
        : 'Le litige est résolu et attend un avoir\u00a0: seul « rejected » (tout est dû) y change.';
    },
  }),
  declareInsolvency: act({
    fact: 'insolvency',
    label: 'Déclarer une procédure collective',
    text: 'Déclarer une procédure collective du débiteur.',
    mayAct: 'operator',
    fields: {
      openedOn: date('Jugement d’ouverture'),
      publishedOn: maybe(date('Publication au BODACC')),
      courtDepartment: maybe(text('Département du tribunal')),
      creditorDepartment: maybe(text('Département du créancier')),
      creditorAbroad: maybe(flag('Créancier à l’étranger')),
    },
    sample: { openedOn: '2026-10-06', publishedOn: '2026-10-14', courtDepartment: '75' },
    refuse: (_c, { openedOn, publishedOn = openedOn, courtDepartment, creditorDepartment }, _plan, today) => {
      const toCome = refuseToCome(today, openedOn, publishedOn);
      if (toCome !== null) return toCome;
      if (publishedOn < openedOn) return 'Un jugement n’est pas publié avant d’être rendu\u00a0: relire les deux dates.';
      const wrong = [courtDepartment, creditorDepartment].find((code) => code !== undefined && !isDepartment(code));
      return wrong === undefined ? null : `« ${wrong} » n’est pas un département\u00a0: donner par exemple 75, 2A ou 974.`;
    },
  }),
};
