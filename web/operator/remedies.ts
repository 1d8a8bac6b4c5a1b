import type { ActName } from '../../domain/case/acts/index.ts';
import type { AnswerSubject, Task, TaskKind } from '../../domain/case/case.ts';

/** The acts that settle each kind of task, the usual one first. */
const remedies: Readonly<Record<TaskKind, readonly ActName[]>> = {
  approval: ['approve', 'reject'],
  call: ['recordCallResult', 'recordPromise', 'openDispute', 'agreeInstalments', 'planVisit'],
  'promise-broken': ['recordCallResult', 'recordPromise', 'agreeInstalments', 'openDispute', 'planVisit'],
  visit: ['recordVisit', 'recordPromise', 'openDispute', 'agreeInstalments'],
  'unknown-send': ['settleUnknownSend'],
  'send-failed': ['settleUnknownSend', 'correctContact'],
  'missing-contact': ['correctContact'],
  bounce: ['correctContact'],
  receipt: ['recordLetterOutcome'],
  route: ['chooseRoute'],
  credit: ['useCredit', 'refunded'],
  'credit-note': ['resolveDispute', 'close'],
  'late-charges': ['claimLateCharges', 'waive', 'recordPayment'],
  dispute: ['resolveDispute', 'answerDebtor'],
  notice: ['actNow', 'pause', 'recordDoneBefore', 'close'],
  insolvency: ['declareInsolvency', 'close'],
  'payment-announced': ['recordPayment', 'resume'],
  limitation: ['chooseRoute', 'close'],
  instalments: ['recordPayment', 'agreeInstalments', 'recordPromise'],
  'e-invoice': ['resume', 'close'],
  'small-rest': ['close', 'recordPayment'],
  external: ['recordExternalStep', 'reject'],
  answer: ['answerDebtor', 'resume', 'recordPromise', 'openDispute', 'agreeInstalments', 'recordOptOut', 'correctContact'],
  trouble: ['close'],
  plan: ['changePlan', 'close'],
};

/** By kind, and by how the key of a task begins: why a letter is a person's, and late charges that were claimed already. */
const byReason: Readonly<Partial<Record<TaskKind, Readonly<Record<string, readonly ActName[]>>>>> = {
  'late-charges': { unpaid: ['waive', 'recordPayment'] },
  notice: {
    unprintable: ['correctContact', 'close'],
    address: ['correctContact', 'actNow', 'recordLetterOutcome', 'close'],
    corrective: ['close'],
  },
};

type About = Pick<Task, 'kind' | 'key' | 'step'>;

/** The acts that settle a task, the usual one first. A letter leaves once more where the task says which. */
export function remediesOf(task: About): readonly ActName[] {
  const settling = byReason[task.kind]?.[reasonIn(task)] ?? remedies[task.kind];
  return task.step === undefined ? settling.filter((act) => act !== 'actNow') : settling;
}

/** What an act is called where it settles such a task, when its own name says less. Only a letter that came back has left before. */
export function remedyLabel(task: Pick<Task, 'kind' | 'key'>, act: ActName): string | undefined {
  if (task.kind === 'notice' && act === 'actNow')
    return reasonIn(task) === 'address' ? 'Refaire partir la lettre' : 'Reprendre la lettre';
  return task.kind === 'send-failed' && act === 'settleUnknownSend' ? 'Renvoyer, ou dire que c’est parti' : undefined;
}

/** True for a task that an address of the debtor may settle. */
export function isAboutAddresses(task: About): boolean {
  const isOfLetter = task.kind === 'notice' && ['unprintable', 'address'].includes(reasonIn(task));
  return isOfLetter || task.kind === 'bounce' || task.kind === 'missing-contact' || task.kind === 'send-failed';
}

function reasonIn({ key }: About): string {
  return key.split(':')[0] ?? '';
}

/** The acts that settle an answer, after what it is about, the usual one first. */
export const answerRemedies: Readonly<Record<AnswerSubject, readonly ActName[]>> = {
  question: ['answerDebtor', 'resume'],
  paid: ['answerDebtor', 'recordPayment', 'resume'],
  promise: ['recordPromise', 'answerDebtor', 'resume'],
  instalments: ['agreeInstalments', 'recordPromise', 'answerDebtor', 'resume'],
  dispute: ['openDispute', 'answerDebtor', 'resume'],
  contact: ['correctContact', 'answerDebtor', 'resume'],
  'call-me': ['recordPromise', 'openDispute', 'agreeInstalments', 'answerDebtor', 'resume'],
  stop: ['recordOptOut', 'answerDebtor', 'resume'],
};

/** The acts that have one key in the list of what is to do, as the help says them: page, hints and help follow. */
export const actKeys: readonly { readonly act: ActName; readonly key: string; readonly says: string }[] = [
  { act: 'approve', key: 'a', says: 'Approuver' },
  { act: 'reject', key: 'r', says: 'Refuser' },
  { act: 'recordCallResult', key: 'c', says: 'Noter un appel' },
  { act: 'claimLateCharges', key: 'i', says: 'Réclamer les intérêts et les 40\u00a0€' },
  { act: 'waive', key: 'f', says: 'Renoncer aux intérêts et aux 40\u00a0€' },
  { act: 'pause', key: 's', says: 'Mettre en pause (reporter)' },
];

/** The key of an act; empty for one that has none. */
export function keyOf(act: ActName): string {
  return actKeys.find((each) => each.act === act)?.key ?? '';
}
