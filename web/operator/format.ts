import { isValidIBAN } from 'ibantools';
import { type ActName, acts } from '../../domain/case/acts/index.ts';
import type { TaskKind } from '../../domain/case/case.ts';
import {
  answeredBy,
  channelNames,
  closingNames,
  counted,
  frenchDay,
  frenchInstant,
  holdNames,
  phaseNames,
  routeNames,
  stepName,
  subjectNames,
  templateName,
} from '../../domain/case/show/french.ts';
import { formatCents, formatRate } from '../../domain/money/cents.ts';
import type { ProposedSegment } from '../../domain/party/segment.ts';
import { groupedIban, groupedPhone, groupedSiren } from '../../templates/french.ts';
import type { Filter } from '../shared/pages.ts';

export const taskNames: Readonly<Record<TaskKind, string>> = {
  approval: 'Accord à donner',
  call: 'Appel à passer',
  visit: 'Visite à faire',
  'unknown-send': 'Envoi incertain',
  'missing-contact': 'Coordonnées manquantes',
  bounce: 'Adresse à corriger',
  receipt: 'Accusé de réception',
  route: 'Voie à choisir',
  credit: 'Crédit du client',
  'late-charges': 'Intérêts et 40\u00a0€',
  dispute: 'Litige à traiter',
  notice: 'Mise en demeure',
  insolvency: 'Procédure collective',
  'send-failed': 'Envoi impossible',
  'payment-announced': 'Paiement annoncé',
  limitation: 'Prescription proche',
  instalments: 'Échéancier',
  'e-invoice': 'Facture électronique',
  'small-rest': 'Petit reste',
  external: 'Acte d’un tiers',
  answer: 'Réponse du client',
  trouble: 'Panne',
  plan: 'Plan à choisir',
};

const roleNames = {
  viewer: 'lecture',
  operator: 'opérateur',
  approver: 'approbateur',
  admin: 'administration',
} as const;

const stepStates: Readonly<Record<string, string>> = {
  'to-come': 'à venir',
  'awaiting-approval': 'attend un accord',
  approved: 'approuvée',
  'awaiting-external': 'confiée à un tiers',
  leaving: 'en cours d’envoi',
  unknown: 'sort inconnu',
  sent: 'faite',
  'left-out': 'laissée de côté',
};

const messageStates: Readonly<Record<string, string>> = {
  leaving: 'en cours d’envoi',
  reserved: 'en cours d’envoi',
  sent: 'parti',
  refused: 'refusé',
  unknown: 'sort inconnu',
  released: 'non parti',
};

const amendmentStates: Readonly<Record<string, string>> = {
  confirmed: 'confirmée',
  refused: 'refusée',
  replaced: 'remplacée',
  expired: 'échue sans réponse',
};

const importStates: Readonly<Record<string, string>> = {
  waiting: 'en attente',
  settling: 'en cours',
  done: 'importé',
  refused: 'refusé',
  cancelled: 'annulé',
};

const segmentNames: Readonly<Record<ProposedSegment, string>> = {
  regular: 'régulier',
  late: 'en retard',
  strategic: 'stratégique',
  new: 'nouveau',
};

/** A value of one of our unions by its French name; what has none shows itself. */
const named = (names: object) => (value: string) => (names as Readonly<Record<string, string>>)[value] ?? value;

const actorNames: Readonly<Record<string, string>> = {
  case: 'Exigible',
  product: 'Exigible',
  unknown: 'hors du produit',
  billing: 'facturation',
  bank: 'banque',
  post: 'poste',
  sendgrid: 'messagerie',
  twilio: 'SMS',
  inbound: 'réponse reçue',
  operator: 'opérateur',
};

/** Who told a fact: a machine by what it is, a key and a person by their number, a debtor as such. */
function actorName(actor: string): string {
  const [kind = '', id = ''] = actor.split(':');
  if (kind === 'key') return `clé n°\u00a0${id}`;
  if (kind === 'person') return `personne n°\u00a0${id}`;
  return kind === 'debtor' ? 'débiteur' : (actorNames[actor] ?? actor);
}

export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** An account as people write it: an IBAN in groups of four, another name as it is. */
export const accountName = (name: string) => (isValidIBAN(name.replaceAll(/\s/g, '')) ? groupedIban(name) : name);

/** `28/11/2026 14:05`. */
export const moment = (at: string) => frenchInstant(new Date(at).toISOString());

/** `28/11/2026`, for tables. */
export const shortDay = (on: string) => `${on.slice(8, 10)}/${on.slice(5, 7)}/${on.slice(0, 4)}`;

/** A day of three letters and its number within a week of names: `lun. 30/11`. */
const weekDays = ['dim.', 'lun.', 'mar.', 'mer.', 'jeu.', 'ven.', 'sam.'] as const;

/** What the pages show of amounts, days and names. */
export const filters: Readonly<Record<string, Filter>> = {
  euros: (cents: number, currency?: string) => formatCents(cents, currency),
  rate: (basisPoints: number) => formatRate(basisPoints),
  day: shortDay,
  weekday: (on: string) => `${weekDays[new Date(`${on}T12:00:00Z`).getUTCDay()] ?? ''} ${shortDay(on).slice(0, 5)}`,
  longday: (on: string) => frenchDay(on),
  moment,
  counted: (count: number, word: string) => counted(count, word),
  phase: named(phaseNames),
  hold: named(holdNames),
  channel: named({ ...channelNames, 'registered-letter': 'lettre recommandée', letter: 'lettre simple' }),
  route: named(routeNames),
  closing: named(closingNames),
  task: named(taskNames),
  role: named(roleNames),
  actor: actorName,
  amendmentstate: named(amendmentStates),
  way: named({ email: 'E-mail', sms: 'SMS', post: 'Lettre' }),
  wayopen: named({ email: 'SENDGRID_API_KEY ou SMTP_URL', sms: 'TWILIO_ACCOUNT_SID', post: 'MAILEVA_CLIENT_ID' }),
  owner: named({ operator: 'opérateur', approver: 'approbateur' }),
  importstate: named(importStates),
  messagestate: named(messageStates),
  stepstate: named(stepStates),
  template: (template: string) => templateName(template),
  rowact: named({ message: 'Envoi', letter: 'Lettre', approval: 'Accord à donner', task: 'À faire' }),
  hour: (at: string) => moment(at).slice(-5),
  stepname: (step: Parameters<typeof stepName>[0]) => stepName(step),
  kind: named({ business: 'entreprise', consumer: 'particulier', public: 'personne publique' }),
  actlabel: (name: ActName) => acts[name].label.toLowerCase(),
  segment: named(segmentNames),
  segmentsource: named({
    person: 'décidé par une personne',
    billing: 'dit par la facturation',
    rule: 'selon la règle du créancier',
  }),
  subject: named(subjectNames),
  answerway: named(answeredBy),
  siren: groupedSiren,
  phone: groupedPhone,
  account: accountName,
  percent: (share: number) => `${String(share).replace('.', ',')}\u00a0%`,
  month: (month: string) => frenchDay(`${month}-02`).slice(2),
  path: (part: string) => encodeURIComponent(part),
  capital,
};
