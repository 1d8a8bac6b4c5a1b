import { randomUUID } from 'node:crypto';
import type { AccountInvoice } from '../../api/debtor/account.ts';
import { type DisputeReason, disputeReasons, type InvoiceAnswered, type Said } from '../../api/debtor/answer-types.ts';
import { addDays, type CivilDate, isCivilDate } from '../../domain/calendar/civil-date.ts';
import { speechOf } from '../../templates/speech.ts';
import { centsIn, type Form } from './form.ts';
import { leftOf, offeredOf, pricesOf, type Seen } from './show.ts';
import { reasonsIn, type WordKey, wordsIn } from './words.ts';

type Kind = 'date' | 'area' | 'choice' | 'files' | 'tel' | 'email' | 'text';

/** One field of a form, its words by key. */
interface Field {
  readonly name: string;
  readonly kind: Kind;
  readonly label: WordKey;
  readonly optional?: true;
  /** Only where one invoice is answered: it speaks of a part of it. */
  readonly alone?: true;
}

const details: Field = { name: 'text', kind: 'area', label: 'details', optional: true };
const files: Field = { name: 'files', kind: 'files', label: 'files', optional: true };
const amount = (label: WordKey): Field => ({ name: 'amount', kind: 'text', label, optional: true, alone: true });

/** What a form sent, read: what he says, or the word of what is wrong. */
type Read = Said | { readonly fault: WordKey };

interface Answer {
  readonly hint: WordKey;
  readonly fields: readonly Field[];
  readonly read: (fields: Form['fields'], today: CivilDate, leftCents: number) => Read;
}

const YEAR_DAYS = 365;
const SOON_DAYS = 30;
const MOST_PARTS = 12;

/** Every answer that the page takes: its form and how it is read. */
const answers = {
  promise: {
    hint: 'promiseHint',
    fields: [{ name: 'on', kind: 'date', label: 'onDay' }, details],
    read: ({ on = '' }, today) => (isSoon(on, today) ? { says: 'promise', on } : { fault: 'faultDay' }),
  },
  instalments: {
    hint: 'instalmentsHint',
    fields: [{ name: 'count', kind: 'choice', label: 'count' }, { name: 'on', kind: 'date', label: 'firstOn' }, details],
    read: ({ on = '', count }, today) => {
      if (!isSoon(on, today)) return { fault: 'faultDay' };
      const parts = Number(count);
      const isKnown = Number.isInteger(parts) && parts >= 2 && parts <= MOST_PARTS;
      return isKnown ? { says: 'instalments', count: parts, firstOn: on } : { fault: 'faultChoice' };
    },
  },
  dispute: {
    hint: 'disputeHint',
    fields: [
      { name: 'reason', kind: 'choice', label: 'reason' },
      amount('disputedAmount'),
      { ...details, label: 'message' },
      files,
    ],
    read: (fields, _today, leftCents) => {
      const reason = disputeReasons.find((known): known is DisputeReason => known === fields.reason);
      const part = partIn(fields.amount, leftCents);
      if (reason === undefined) return { fault: 'faultChoice' };
      return part === null ? { fault: 'faultAmount' } : { says: 'dispute', reason, ...part };
    },
  },
  paid: {
    hint: 'paidHint',
    fields: [{ name: 'on', kind: 'date', label: 'onDay' }, amount('paidAmount'), details, files],
    read: ({ on = '', amount: sum }, today, leftCents) => {
      const part = partIn(sum, leftCents);
      if (!isCivilDate(on) || on < addDays(today, -YEAR_DAYS) || on > addDays(today, SOON_DAYS)) return { fault: 'faultPaidDay' };
      return part === null ? { fault: 'faultAmount' } : { says: 'paid', on, ...part };
    },
  },
  question: {
    hint: 'questionHint',
    fields: [{ name: 'text', kind: 'area', label: 'message' }, files],
    read: ({ text = '' }) => (text.trim() === '' ? { fault: 'faultText' } : { says: 'question' }),
  },
  contact: {
    hint: 'contactHint',
    fields: [
      { name: 'name', kind: 'text', label: 'name' },
      { name: 'email', kind: 'email', label: 'email', optional: true },
      { name: 'phone', kind: 'tel', label: 'phone', optional: true },
      details,
    ],
    read: ({ name = '' }) => (name.trim() === '' ? { fault: 'faultText' } : { says: 'contact' }),
  },
} as const satisfies { readonly [name in Said['says']]: Answer };

export type AnswerName = keyof typeof answers;

export function isAnswerName(name: string): name is AnswerName {
  return Object.hasOwn(answers, name);
}

/** What a posted form says of some invoices, or the word of what is wrong with it. */
export function readAnswer(name: AnswerName, form: Form, invoices: readonly AccountInvoice[], today: CivilDate): Read {
  if (form.fault !== null) return { fault: form.fault === 'file' ? 'faultFile' : 'faultSize' };
  const answer: Answer = answers[name];
  return answer.read(form.fields, today, leftOf(answered(name, invoices)));
}

/** Interest and indemnity that were demanded are paid like the rest; every other answer is about the prices. */
function answered(name: AnswerName, invoices: readonly AccountInvoice[]): readonly AccountInvoice[] {
  return name === 'paid' ? invoices : pricesOf(invoices);
}

/** What he wrote, whole: the lines of a contact, then his words. */
export function textOf(name: AnswerName, { fields }: Form): string {
  const { name: who = '', email = '', phone = '', text = '' } = fields;
  const lines = name === 'contact' ? [who, email, phone, text] : [text];
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

/** The form of an answer, with what was typed before and what was wrong with it. */
export function formShown(
  seen: Seen,
  name: AnswerName,
  chosen: readonly AccountInvoice[],
  typed: Form['fields'],
  fault: WordKey | null,
): object {
  const { visit, language } = seen;
  const w = wordsIn(language);
  const answer: Answer = answers[name];
  const currency = chosen[0]?.currency ?? 'EUR';
  const isOneCurrency = chosen.every((invoice) => invoice.currency === currency);
  return {
    title: `${w[name]} – ${visit.creditor.name}`,
    heading: w[name],
    act: name,
    hint: w[answer.hint],
    fault: fault && w[fault],
    ids: chosen.map(({ id }) => id),
    numbers: chosen.map(({ number }) => number).join(', '),
    sum: chosen.length > 0 && isOneCurrency ? speechOf(language).amount(offeredOf(answered(name, chosen)), currency) : null,
    request: typed.request ?? randomUUID(),
    fields: answer.fields
      .filter((field) => !field.alone || chosen.length === 1)
      .map((field) => fieldShown(field, name, seen, typed)),
  };
}

function fieldShown(
  { name, kind, label, optional }: Field,
  answer: AnswerName,
  { language, visit }: Seen,
  typed: Form['fields'],
): object {
  const isPast = answer === 'paid';
  const days = isPast ? { min: addDays(visit.today, -YEAR_DAYS), max: addDays(visit.today, SOON_DAYS) } : { min: visit.today };
  return {
    name,
    kind,
    label: wordsIn(language)[label],
    optional: optional ?? false,
    value: typed[name] ?? (isPast && kind === 'date' ? visit.today : ''),
    min: null,
    max: null,
    mode: name === 'amount' ? 'decimal' : null,
    choices: name === 'reason' ? reasonsIn(language) : partsToChoose(language),
    ...(kind === 'date' ? days : {}),
  };
}

function partsToChoose(language: Seen['language']): readonly object[] {
  const { times } = wordsIn(language);
  return Array.from({ length: MOST_PARTS - 1 }, (_, index) => ({ value: String(index + 2), label: `${index + 2} ${times}` }));
}

/** What came of an answer, invoices with the same fate together. */
export function outcomesShown({ visit, language }: Seen, name: AnswerName, answered: readonly InvoiceAnswered[]): object {
  const w = wordsIn(language);
  const looks = { held: 'good', kept: 'good', asked: 'warn', refused: 'bad' } as const;
  const keyOf = ({ outcome, sentence = '' }: InvoiceAnswered) => `${outcome} ${sentence}`;
  const keys = [...new Set(answered.map(keyOf))];
  const groups = keys.flatMap((key) => {
    const same = answered.filter((one) => keyOf(one) === key);
    const [first] = same;
    if (!first) return [];
    const numbers = same.map(({ number }) => number).join(', ');
    return [
      {
        looks: looks[first.outcome],
        text: name === 'paid' && first.outcome === 'held' ? w.heldPaid : w[first.outcome],
        sentence: first.sentence ?? null,
        numbers,
      },
    ];
  });
  const nothing = { looks: 'warn', text: w.nothingChosen, sentence: null, numbers: '' };
  return { title: `${w.done} – ${visit.creditor.name}`, groups: groups.length === 0 ? [nothing] : groups };
}

/** A day from today to a year from now. */
function isSoon(on: string, today: CivilDate): boolean {
  return isCivilDate(on) && on >= today && on <= addDays(today, YEAR_DAYS);
}

/** A part of what is left, disputed or not; nothing written is the whole, null is no part. */
function partIn(text: string | undefined, leftCents: number): { amountCents?: number } | null {
  if (text === undefined || text.trim() === '') return {};
  const amountCents = centsIn(text);
  return amountCents === null || amountCents === 0 || amountCents > leftCents ? null : { amountCents };
}
