import type { CivilDate } from '../calendar/civil-date.ts';
import type { Fault } from '../fault.ts';

type Optional<Value> = Value | undefined;

/** A payment term as the parties agreed it: net days, or 45 days and the end of the month in the order that the contract names. */
export type PaymentTerm = { readonly net: number } | { readonly endOfMonth: 'days-then-month-end' | 'month-end-then-days' };

/** Which limitation period runs. */
export const NATURES = ['services', 'goods', 'transport', 'consumer', 'public', 'enforceable-title'] as const;

export type Nature = (typeof NATURES)[number];

/** Whose rule caps the time to pay. */
export const CAP_FAMILIES = [
  'net',
  'no-agreement',
  'periodic',
  'perishable',
  'perishable-periodic',
  'live-cattle',
  'transport',
  'public',
  'public-health',
  'public-company',
] as const;

export interface PaymentTermQuestion {
  readonly kind: 'payment-term';
  readonly invoiceOn: CivilDate;
  readonly term: PaymentTerm;
}

export interface PaymentCapQuestion {
  readonly kind: 'payment-cap';
  readonly family: (typeof CAP_FAMILIES)[number];
  readonly invoiceOn?: Optional<CivilDate>;
  readonly receptionOn?: Optional<CivilDate>;
  readonly deliveryOn?: Optional<CivilDate>;
}

export interface Suspension {
  readonly from: CivilDate;
  readonly to: CivilDate;
}

export interface PrescriptionQuestion {
  readonly kind: 'prescription';
  readonly nature: Nature;
  readonly completedOn?: Optional<CivilDate>;
  readonly dueOn?: Optional<CivilDate>;
  readonly suspensions?: Optional<readonly Suspension[]>;
  readonly acknowledgements?: Optional<readonly { readonly on: CivilDate; readonly confirmed: boolean }[]>;
  /** Written demands to a public body: against nobody else do they interrupt. */
  readonly demands?: Optional<readonly { readonly on: CivilDate }[]>;
  readonly asOf?: Optional<CivilDate>;
}

/** Local holidays lengthen the time left to the other side; they never lengthen ours. */
interface InDepartment {
  readonly department?: Optional<string>;
}

export interface NoticeQuestion extends InDepartment {
  readonly kind: 'notice';
  readonly effectiveOn: CivilDate;
  readonly days: number;
}

export interface InjunctionServiceQuestion extends InDepartment {
  readonly kind: 'injunction-service';
  readonly orderOn: CivilDate;
}

export interface OppositionQuestion extends InDepartment {
  readonly kind: 'opposition';
  readonly servedOn: CivilDate;
  readonly orderOn: CivilDate;
  readonly distance?: Optional<'overseas' | 'abroad'>;
  readonly toPerson?: Optional<boolean>;
}

export interface UncontestedClaimQuestion extends InDepartment {
  readonly kind: 'uncontested-claim';
  readonly servedOn: CivilDate;
}

export interface InsolvencyDeclarationQuestion extends InDepartment {
  readonly kind: 'insolvency-declaration';
  readonly publishedOn: CivilDate;
  readonly creditorAbroad?: Optional<boolean>;
  readonly creditorDepartment?: Optional<string>;
  readonly courtDepartment?: Optional<string>;
}

export interface RetentionOfTitleQuestion extends InDepartment {
  readonly kind: 'retention-of-title';
  readonly publishedOn: CivilDate;
}

export interface GraceQuestion {
  readonly kind: 'grace';
  readonly from: CivilDate;
}

export interface ElectronicLetterQuestion {
  readonly kind: 'electronic-registered-letter';
  readonly informedOn: CivilDate;
}

export type DeadlineQuestion =
  | PaymentTermQuestion
  | PaymentCapQuestion
  | PrescriptionQuestion
  | NoticeQuestion
  | InjunctionServiceQuestion
  | OppositionQuestion
  | UncontestedClaimQuestion
  | InsolvencyDeclarationQuestion
  | RetentionOfTitleQuestion
  | GraceQuestion
  | ElectronicLetterQuestion;

export type DeadlineKind = DeadlineQuestion['kind'];

/** The dates that answer a question, by name, or why it was refused. */
export type DeadlineAnswer =
  | ({ readonly kind: DeadlineKind } & Readonly<Record<string, string | boolean | null>>)
  | { readonly kind: string | null; readonly error: Fault };
