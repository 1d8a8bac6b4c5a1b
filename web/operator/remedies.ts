import type { ActName } from '../../domain/case/acts/index.ts';
import type { AnswerSubject, TaskKind } from '../../domain/case/case.ts';

/** The acts that settle each kind of task, the usual one first. */
export const remedies: Readonly<Record<TaskKind, readonly ActName[]>> = {
  approval: ['approve', 'reject'],
  call: ['recordCallResult', 'recordPromise', 'openDispute', 'agreeInstalments', 'planVisit'],
  'promise-broken': ['recordCallResult', 'recordPromise', 'agreeInstalments', 'openDispute', 'planVisit'],
  visit: ['recordVisit', 'recordPromise', 'openDispute', 'agreeInstalments'],
  'unknown-send': ['settleUnknownSend'],
  'send-failed': ['settleUnknownSend'],
  'missing-contact': ['correctContact'],
  bounce: ['correctContact'],
  receipt: ['recordLetterOutcome'],
  route: ['chooseRoute'],
  credit: ['useCredit', 'refunded'],
  'credit-note': ['resolveDispute', 'close'],
  'late-charges': ['claimLateCharges', 'waive', 'recordPayment'],
  dispute: ['resolveDispute'],
  notice: ['recordLetterOutcome', 'close'],
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

/** The one key of an act in the list of what is to do. */
export const actKeys: Readonly<Partial<Record<ActName, string>>> = {
  approve: 'a',
  reject: 'r',
  recordCallResult: 'c',
  pause: 's',
};
