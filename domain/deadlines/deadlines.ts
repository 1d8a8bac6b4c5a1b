import type { DeadlineAnswer, DeadlineQuestion } from './deadline.ts';
import { paymentDueOn, paymentLatestOn } from './payment-terms.ts';
import { prescriptionOf } from './prescription.ts';
import {
  electronicLetterEndsOn,
  graceMaxOn,
  injunctionService,
  insolvencyDeclaration,
  noticeEndsOn,
  opposition,
  retentionOfTitle,
  uncontestedClaim,
} from './procedure.ts';

/** The dates that answer one question. Throws `BadInput` when a date that it needs is missing or older than the law known here. */
export function deadlineOf(question: DeadlineQuestion): DeadlineAnswer {
  return { kind: question.kind, ...datesOf(question) };
}

function datesOf(question: DeadlineQuestion): Readonly<Record<string, string | boolean | null>> {
  switch (question.kind) {
    case 'payment-term':
      return { dueOn: paymentDueOn(question) };
    case 'payment-cap':
      return { latestOn: paymentLatestOn(question) };
    case 'prescription':
      return { ...prescriptionOf(question) };
    case 'notice':
      return { endsOn: noticeEndsOn(question) };
    case 'injunction-service':
      return { ...injunctionService(question) };
    case 'opposition':
      return opposition(question);
    case 'uncontested-claim':
      return uncontestedClaim(question);
    case 'insolvency-declaration':
      return insolvencyDeclaration(question);
    case 'retention-of-title':
      return { ...retentionOfTitle(question) };
    case 'grace':
      return { maxOn: graceMaxOn(question.from) };
    case 'electronic-registered-letter':
      return { acceptUntilOn: electronicLetterEndsOn(question.informedOn) };
  }
}
