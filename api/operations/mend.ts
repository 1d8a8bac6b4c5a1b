import type { SetAsideRow } from '../../db/set-aside.ts';

type Mend = (row: SetAsideRow) => string;

/** A bell of a machine, and the act by which a person enters what it said. */
const actFor: Readonly<Record<string, string>> = {
  paymentReceived: 'recordPayment',
  paymentReversed: 'recordPayment (ou le relevé qui dit le rejet)',
  letterEvent: 'recordLetterOutcome',
  debtorFact: 'correctContact, ou insolvency selon ce qui a été reçu',
  messageEvent: 'correctContact quand l’adresse est mauvaise',
};

const mends: Readonly<Record<string, Mend>> = {
  statement: ({ sequence }) => `Redéposez un fichier corrigé (exigible import FICHIER) et écartez, ou ${again(sequence)}.`,
  start: ({ sequence }) =>
    `Corrigez la facture dans la facturation et faites-la redire, puis écartez\u00a0; ou ${again(sequence)} quand la cause est levée.`,
  begin: restarted,
  ring: restarted,
  act: ({ sequence, caseId, body }) =>
    `Refaites l’acte avec des valeurs justes (exigible act ${caseId} ${named(body, 'act')} '…'), puis écartez\u00a0: exigible set-aside ${sequence} --drop.`,
  signal: ({ sequence, caseId, body }) => {
    const signal = named(body, 'signal');
    const act = Object.hasOwn(actFor, signal) ? actFor[signal] : undefined;
    const enter =
      act === undefined
        ? 'Corrigez la facture dans la facturation et faites-la redire'
        : `Saisissez-le par l’acte ${act} sur ${caseId}`;
    return `${enter}, puis écartez\u00a0: exigible set-aside ${sequence} --drop\u00a0; ou ${again(sequence)}.`;
  },
  'bank-entry': ({ sequence }) =>
    `Importez le relevé qui porte cette écriture (exigible import FICHIER), ou affectez-la (exigible unmatched), puis écartez\u00a0; ou ${again(sequence)}.`,
  'feed-checked': ({ sequence }) =>
    `Importez un relevé à jour (exigible import FICHIER), puis écartez\u00a0: exigible set-aside ${sequence} --drop.`,
};

/** The act that mends what was set aside, a French sentence. What no release knows is given back once one does. */
export function mendOf(row: SetAsideRow): string {
  const mend = Object.hasOwn(mends, row.kind) ? mends[row.kind] : undefined;
  return mend ? mend(row) : `Une version plus récente l’a écrit\u00a0: remettez-la, puis ${again(row.sequence)}.`;
}

function restarted({ sequence, caseId }: SetAsideRow): string {
  return `Relancez le dossier (exigible restart ${caseId}), puis écartez\u00a0: exigible set-aside ${sequence} --drop.`;
}

function again(sequence: number): string {
  return `relancez (exigible set-aside ${sequence} --retry)`;
}

/** What was received is a stranger's: a name in it is one only when it is text. */
function named(body: unknown, field: string): string {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, field) : undefined;
  return typeof value === 'string' ? value : '…';
}
