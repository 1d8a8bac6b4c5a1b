import type { Language } from '../domain/party/language.ts';
import type { ShownLogo } from '../domain/party/logo.ts';
import type { DebtorKind, Tone } from '../domain/plan/plan.ts';
import type { TemplateId } from '../domain/plan/template-ids.ts';

/**
 * What a template may print. Every text is ready to print: amounts through `formatCents`, dates through `frenchDate`,
 * the IBAN in groups of four. An absent field is left out, never an empty text.
 */
export interface CreditorData {
  readonly name: string;
  readonly legalForm: string;
  readonly capital?: string;
  readonly siren: string;
  readonly rcs?: string;
  readonly addressLines: readonly string[];
  readonly city: string;
  readonly email: string;
  readonly phone: string;
  /** Whose account is paid: the holder, its IBAN, and its BIC where it is known. */
  readonly payee: string;
  readonly iban: string;
  readonly bic?: string;
  readonly bankName?: string;
  /** The consumer mediator of the creditor, on one line (C. conso. L616-1, R616-1). */
  readonly mediator?: string;
  /** For the layout alone: letters hold it, e-mails name their part that does (`cid:`). */
  readonly logo?: ShownLogo;
}

/** Who collects for the creditor (CPCE R124-1 to R124-7), ready to print. */
export interface CollectorData {
  readonly name: string;
  readonly siren: string;
  readonly address: string;
  readonly agreementOn?: string;
}

/** Who signs a letter; `capacity` says with which power. */
export interface SignatoryData {
  readonly name: string;
  readonly capacity?: string;
}

export interface DebtorData {
  readonly name: string;
  readonly addressLines: readonly string[];
  readonly siren?: string;
  readonly kind: DebtorKind;
  /** By whose rules interest and costs run, and so in whose wordings he is asked: those of a consumer for a company that a private creditor writes to (C. com. L441-10 is for professionals). */
  readonly rules: DebtorKind;
  readonly language: Language;
  /** Whether he writes a sum that he acknowledges by his own hand (C. civ. 1376): `ask` while his quality is unknown; absent, he need not. */
  readonly handwrittenSum?: 'required' | 'ask';
}

/**
 * What of a balance is not asked: a dispute is open (`disputed`), its credit note is to come (`conceded`), or a credit of
 * the debtor covers it (`covered`).
 */
export interface KeptOutData {
  readonly disputed?: string;
  readonly conceded?: string;
  readonly covered?: string;
}

/** `paid` holds payments and credit notes together; `asked` is the balance less what is kept out; `daysLate` is 0 until the due date has passed. */
export interface InvoiceData extends KeptOutData {
  readonly number: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly total: string;
  readonly paid?: string;
  readonly balance: string;
  readonly asked: string;
  readonly daysLate: number;
}

/** The sum that the message asks for, in integer cents and ready to print. `overdue`: at least one invoice is past its due date; `coming`: at least one is not; `partlyPaid`: something was paid of those it asks for. `demanded` false: a dispute, a promise, a schedule or another hold keeps it from being asked, so that a note may tell of it but not ask. */
export interface AskedData {
  readonly amountCents: number;
  readonly amount: string;
  readonly currency: string;
  readonly what: 'balance' | 'claim';
  readonly overdue: boolean;
  readonly coming?: boolean;
  readonly partlyPaid?: boolean;
  readonly demanded?: boolean;
  /** Interest and indemnity of every invoice that it asks for were given up: nothing announces them. */
  readonly waived?: boolean;
}

export interface ContactData {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
}

/** What every message knows. */
export interface MessageData {
  readonly writtenOn: string;
  readonly reference: string;
  readonly creditor: CreditorData;
  readonly debtor: DebtorData;
  /** Every invoice that it speaks of: `overdue`, whose sum is asked, then `toCome`, shown apart and never threatened; a message without any overdue asks those for their days. */
  readonly invoices: readonly InvoiceData[];
  readonly overdue: readonly InvoiceData[];
  readonly toCome: readonly InvoiceData[];
  readonly asked: AskedData;
  readonly contact: ContactData;
  readonly signatory: SignatoryData;
  readonly collector?: CollectorData;
  /** What the columns of the table of invoices add up to, and what of it is not asked. */
  readonly totals: { readonly total: string; readonly paid?: string; readonly balance: string } & KeptOutData;
  /** What was sent before about the invoices that it asks for, oldest first; only demands recall it. */
  readonly previousReminders: readonly ReminderSentData[];
  /** The debtor was written to before about every invoice that it asks for. */
  readonly writtenBefore?: boolean;
  /** Payments that were counted for the invoices that it asks for and are no more, of which a receipt may have left; only demands recall them. */
  readonly takenBack?: readonly TakenBackData[];
  /** The plan goes on with a formal notice of one of them: how it will come. */
  readonly noticeFollows?: string;
  readonly enclosures: readonly string[];
  /** What the debtor has to his credit with us and these invoices do not ask for. */
  readonly creditHeld?: string;
  readonly payBy?: string;
  readonly structuredReference?: string;
  /** The debtor's own page: his account, and everything that he may answer. */
  readonly debtorPageUrl?: string;
  readonly demonstration?: string;
}

/** One slice of interest: one invoice, one period, one rate. Dates in the short form `01/08/2026`. */
export interface ClaimLineData {
  readonly label: string;
  readonly from: string;
  readonly to: string;
  readonly days: number;
  readonly base: string;
  readonly rate: string;
  readonly source: string;
  readonly amount: string;
}

/**
 * The statement of claim. `indemnity` exists for professional and public debtors only. `balance` is what the invoices show; what is kept
 * out of it and payments that went to interest first (`imputed`) lead from it to `principal`.
 */
export interface ClaimData extends KeptOutData {
  readonly asOf: string;
  readonly balance: string;
  readonly imputed?: string;
  /** Where a payment went first, once there is one. */
  readonly imputation?: 'interest-first' | 'principal-first';
  readonly lines: readonly ClaimLineData[];
  readonly principal: string;
  readonly interest: string;
  readonly indemnity?: string;
  readonly total: string;
}

/** A payment that the bank took back, or that was not for that invoice. */
export interface TakenBackData {
  readonly amount: string;
  readonly receivedOn: string;
  readonly number: string;
}

export interface ReminderSentData {
  readonly sentOn: string;
  readonly channel: string;
  readonly title: string;
  /** Of which invoices it told, when it did not tell of all that the message asks for. */
  readonly about?: string;
}

/** The one deadline of the notice runs `days` from receipt. */
export interface FormalNoticeData extends MessageData {
  readonly claim: ClaimData;
  readonly deadline: { readonly days: number };
}

/** What the delay added, once the principal is paid. */
export interface LateChargesData extends MessageData {
  readonly claim: ClaimData;
}

/**
 * A payment that came in; `asked` is what stays owed after it. `reserved`: what the law adds for the delay was not asked yet and is still claimed;
 * `interestFirst`: the creditor imputes on interest first (C. civ. 1343-1); `credit`: what came above the debt, `charges` what late charges took of it; `letGo`: a small rest that nobody asks for; `scheduled`: what an agreed schedule still holds of interest and
 * indemnity.
 */
export interface PaymentData extends MessageData {
  readonly ended: EndedData;
  readonly payment: {
    readonly amount: string;
    readonly receivedOn: string;
    readonly reserved?: boolean;
    readonly interestFirst?: boolean;
    readonly credit?: string;
    readonly charges?: string;
    readonly letGo?: string;
    readonly scheduled?: string;
  };
}

/** What was asked before of the invoices that are paid, each by its day: formal notices, late charges; `owed`: of those charges something is left. */
export interface EndedData {
  readonly notices: readonly string[];
  readonly charges: readonly string[];
  readonly owed: boolean;
}

/** A price reduction, or the invoice cancelled outright. */
export interface CreditNoticeData extends MessageData {
  readonly credit: { readonly cancelled: boolean; readonly number?: string; readonly amount: string; readonly on: string };
}

/** What asked for more before a payment or a credit note came: the formal notice of `sentOn`, or the claim of late charges of `askedOn`. */
interface AskedBefore {
  readonly notice?: { readonly sentOn: string };
  readonly charges?: { readonly askedOn: string };
}

/** What came after the notice or the claim, which asked for more than is owed now: a payment, or a credit note (`cancelled`: the whole invoice). */
export interface CorrectiveData extends MessageData, AskedBefore {
  /** What the law adds for the delay is still claimed. */
  readonly reserved?: boolean;
  readonly payment?: PaymentData['payment'];
  readonly credit?: CreditNoticeData['credit'];
  /** A payment that was confirmed and counts no more. */
  readonly returned?: { readonly amount: string; readonly receivedOn: string };
}

/** A dispute received; `amount` when only a part of the invoice is disputed. */
export interface DisputeData extends MessageData {
  readonly dispute: { readonly receivedOn: string; readonly answerBy: string; readonly amount?: string };
}

export interface PromiseData extends MessageData {
  readonly promise: { readonly amount: string; readonly on: string; readonly madeOn: string };
}

/** A payment that the debtor says he has made; until `until` the bank is awaited. */
export interface AnnouncementData extends MessageData {
  readonly announced: { readonly amount: string; readonly paidOn: string; readonly toldOn: string; readonly until: string };
}

export interface InstalmentData {
  readonly rank: number;
  readonly dueOn: string;
  readonly amount: string;
}

/** An agreed schedule. `lapseAfterDays`: after a missed date and a notice of so many days the whole balance is due again. */
export interface InstalmentsData extends MessageData {
  readonly instalments: readonly InstalmentData[];
  readonly agreement: {
    readonly madeOn: string;
    readonly total: string;
    /** What becomes of interest and indemnity: absent, nobody will ask for them. */
    readonly lateCharges?: 'due' | 'waived-if-kept' | 'scheduled';
    /** What the schedule holds of them, settled on `madeOn`. */
    readonly charges?: string;
    readonly lapseAfterDays?: number;
  };
}

export interface MissedInstalmentData extends InstalmentsData {
  /**
   * `left`: what is missing of the schedule up to that day, when it is not just that instalment. `lapseOn`: the message is the formal notice
   * after whose last day the rest falls due, by the agreement signed on `signedOn`.
   */
  readonly missed: InstalmentData & { readonly left?: string; readonly lapseOn?: string; readonly signedOn?: string };
}

/** What a person answers the debtor, in his own words. */
export interface AnswerData extends MessageData {
  readonly answer: { readonly text: string; readonly paragraphs: readonly string[] };
}

/** The data that each template needs. */
export interface DataByTemplate {
  'courtesy-note': MessageData;
  reminder: MessageData;
  'formal-notice': FormalNoticeData;
  corrective: CorrectiveData;
  'late-charges': LateChargesData;
  'payment-thanks': PaymentData;
  'partial-payment-thanks': PaymentData;
  'credit-notice': CreditNoticeData;
  'dispute-receipt': DisputeData;
  'promise-confirmation': PromiseData;
  'payment-announcement': AnnouncementData;
  'missed-instalment': MissedInstalmentData;
  'instalment-agreement': InstalmentsData;
  'statement-of-account': MessageData;
  answer: AnswerData;
}

/** One message to render: the template, how firmly, and its data. The wording follows `data.debtor.rules`. */
export type MessageRequest = {
  [T in TemplateId]: {
    readonly template: T;
    readonly tone?: Tone;
    /** A letter that only repeats by simple post the registered one. */
    readonly copy?: true;
    readonly data: DataByTemplate[T];
  };
}[TemplateId];

/** The message with more of what every message may show. */
export function withData<M extends MessageRequest>(message: M, more: Partial<MessageData>): M {
  return { ...message, data: { ...message.data, ...more } };
}
