import type { CivilDate } from '../domain/calendar/civil-date.ts';
import { channelNames } from '../domain/case/show/french.ts';
import { formatCents, formatRate } from '../domain/money/cents.ts';
import { type Language, languageOf } from '../domain/party/language.ts';
import type { Channel, LetterChannel } from '../domain/plan/plan.ts';
import { frenchDate, shortFrenchDate } from './french.ts';

/** How a language prints what the data holds: days, amounts in integer cents, rates in basis points, and the names of things. */
export interface Speech {
  readonly day: (on: CivilDate) => string;
  readonly shortDay: (on: CivilDate) => string;
  readonly amount: (amountCents: number, currency: string) => string;
  readonly rate: (rateBasisPoints: number) => string;
  readonly channels: Readonly<Record<Channel, string>>;
  /** What a message sent before was, by its template. */
  readonly sent: (template: string) => string;
  /** How a formal notice comes. */
  readonly notices: Readonly<Record<LetterChannel, string>>;
  /** Some invoices by their numbers. */
  readonly invoices: (numbers: readonly string[]) => string;
  readonly demonstration: string;
}

/** Messages that are no reminder, by their template. */
const frenchNames: Readonly<Record<string, string>> = {
  'courtesy-note': 'un rappel de courtoisie',
  'formal-notice': 'une mise en demeure',
  'missed-instalment': 'un message au sujet de l’échéancier',
  'late-charges': 'une demande des sommes dues en raison du retard',
};
const englishNames: Readonly<Record<string, string>> = {
  'courtesy-note': 'a courtesy note',
  'formal-notice': 'a formal notice',
  'missed-instalment': 'a message about the payment schedule',
  'late-charges': 'a request for what is due for the late payment',
};

const french: Speech = {
  day: frenchDate,
  shortDay: shortFrenchDate,
  amount: formatCents,
  rate: formatRate,
  channels: channelNames,
  sent: (template) => frenchNames[template] ?? 'une relance',
  notices: {
    'registered-letter': 'par lettre recommandée',
    'electronic-registered-letter': 'par lettre recommandée électronique',
    'commissaire-de-justice': 'par l’intermédiaire d’un commissaire de justice',
    lawyer: 'par l’intermédiaire d’un avocat',
  },
  invoices: (numbers) => `facture${numbers.length > 1 ? 's' : ''} ${numbers.join(', ')}`,
  demonstration:
    'DÉMONSTRATION\u00a0: document sans valeur. Les délais du plan, comptés en jours dans la vie réelle, sont ramenés ici à quelques secondes.',
};

const english: Speech = {
  day: (on) => `${Number(on.slice(8, 10))} ${englishMonths[Number(on.slice(5, 7)) - 1]} ${on.slice(0, 4)}`,
  shortDay: shortFrenchDate,
  amount: (amountCents, currency) => {
    const [units = '', cents = ''] = formatCents(Math.abs(amountCents), currency).split('\u00a0')[0]?.split(',') ?? [];
    const figures = `${units.replaceAll('\u202f', ',')}${cents === '' ? '' : `.${cents}`}`;
    return `${amountCents < 0 ? '−' : ''}${currency === 'EUR' ? '€' : `${currency}\u00a0`}${figures}`;
  },
  rate: (rateBasisPoints) => formatRate(rateBasisPoints).replace(',', '.').replace('\u00a0', ''),
  channels: {
    ...channelNames,
    email: 'e-mail',
    sms: 'text message',
    letter: 'letter',
    call: 'telephone',
    'registered-letter': 'registered letter',
    'electronic-registered-letter': 'electronic registered letter',
  },
  sent: (template) => englishNames[template] ?? 'a reminder',
  notices: {
    'registered-letter': 'by registered letter',
    'electronic-registered-letter': 'by electronic registered letter',
    'commissaire-de-justice': 'through a commissaire de justice',
    lawyer: 'through a lawyer',
  },
  invoices: (numbers) => `invoice${numbers.length > 1 ? 's' : ''} ${numbers.join(', ')}`,
  demonstration: 'DEMONSTRATION: this document has no value. The delays of the plan are reduced to a few seconds here.',
};

const englishMonths = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const speeches: { readonly [L in Language]: Speech } = { fr: french, en: english };

/** How messages to somebody are printed; French for a language that nothing is written in. */
export function speechOf(language: string): Speech {
  return speeches[languageOf(language)];
}
