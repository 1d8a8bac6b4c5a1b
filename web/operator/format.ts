import { isValidIBAN } from 'ibantools';
import { parisDay } from '../../domain/calendar/paris.ts';
import { type ActName, acts } from '../../domain/case/acts/index.ts';
import { actorName, actorsNamed } from '../../domain/case/show/actors.ts';
import {
  answeredBy,
  balanceSaid,
  capitalised,
  channelNames,
  closingNames,
  counted,
  fewOf,
  frenchDay,
  frenchInstant,
  holdName,
  phaseNames,
  routeNames,
  type ShownBalance,
  stepName,
  subjectNames,
  taskNames,
  templateName,
} from '../../domain/case/show/french.ts';
import type { AgeBand } from '../../domain/figures/ageing.ts';
import { openingOf } from '../../domain/known-providers.ts';
import { formatCents, formatRate } from '../../domain/money/cents.ts';
import type { ProposedSegment } from '../../domain/party/segment.ts';
import { nameIn } from '../../domain/table.ts';
import { groupedIban, groupedPhone, groupedSiren } from '../../templates/french.ts';
import type { Filter } from '../shared/pages.ts';

const roleNames = {
  viewer: 'lecture',
  operator: 'opérateur',
  approver: 'approbateur',
  admin: 'administration',
} as const;

/** A step of a plan as a page is given it. */
interface ShownStep {
  readonly state: string;
  readonly on: string | null;
  readonly willBeLeftOut: string | null;
}

const stepStates: Readonly<Record<string, string>> = {
  'to-come': 'à venir',
  again: 'à refaire',
  'awaiting-approval': 'attend un accord',
  approved: 'approuvée',
  'awaiting-external': 'confiée à un tiers',
  leaving: 'en cours d’envoi',
  unknown: 'sort inconnu',
  sent: 'faite',
  'left-out': 'laissée de côté',
};

/** How it stands with a step; of one that its turn will leave out nobody says that it is to come. */
function stepState({ state, on, willBeLeftOut }: ShownStep): string {
  if (willBeLeftOut === null) return stepStates[state] ?? state;
  return on !== null && on < parisDay(Date.now()) ? 'son jour est passé' : 'ne viendra pas';
}

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

const jobStates: Readonly<Record<string, string>> = {
  running: 'en cours',
  stopping: 'en train de s’arrêter',
  done: 'terminé',
  stopped: 'arrêté',
  halted: 'interrompu, qui l’a demandé n’a plus accès',
};

/** How the API calls the segment of who has none. */
export const NO_SEGMENT = 'none';

const segmentNames: Readonly<Record<ProposedSegment | typeof NO_SEGMENT, string>> = {
  [NO_SEGMENT]: 'sans segment',
  regular: 'régulier',
  late: 'en retard',
  strategic: 'stratégique',
  new: 'nouveau',
};

/** What people call a segment; another name than ours as it is. */
export const segmentName = (segment: string) => nameIn(segmentNames, segment);

/** A value of one of our unions by its French name; what has none shows itself. */
const named = (names: Readonly<Record<string, string>>) => (value: string) => nameIn(names, value);

/** What to configure for messages to leave by a way. */
const waysOpen = {
  email: openingOf('email').join(' ou '),
  sms: openingOf('sms').join(' ou '),
  post: openingOf('registered-letter').join(' ou '),
};

/** An account as people write it: an IBAN in groups of four, another name as it is. */
export const accountName = (name: string) => (isValidIBAN(name.replaceAll(/\s/g, '')) ? groupedIban(name) : name);

/** `28/11/2026 14:05`. */
export const moment = (at: string) => frenchInstant(new Date(at).toISOString());

/** `28/11/2026`, for tables. */
export const shortDay = (on: string) => `${on.slice(8, 10)}/${on.slice(5, 7)}/${on.slice(0, 4)}`;

/** A day of three letters and its number within a week of names: `lun. 30/11`. */
const weekDays = ['dim.', 'lun.', 'mar.', 'mer.', 'jeu.', 'ven.', 'sam.'] as const;

/** How late a debt is, as people say it. */
export const bandNames: Readonly<Record<AgeBand, string>> = {
  'not-due': 'Pas encore échu',
  '1-30': '1 à 30 jours',
  '31-60': '31 à 60 jours',
  '61-90': '61 à 90 jours',
  'over-90': 'Plus de 90 jours',
};

/** A part in percent of a whole, to one decimal; zero of nothing. */
export function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10;
}

/** What the pages show of amounts, days and names. */
export const filters: Readonly<Record<string, Filter>> = {
  euros: (cents: number, currency?: string) => formatCents(cents, currency),
  left: (line: Omit<ShownBalance, 'currency'>, currency: string) => balanceSaid({ ...line, currency }),
  rate: (basisPoints: number) => formatRate(basisPoints),
  day: shortDay,
  weekday: (on: string) => `${weekDays[new Date(`${on}T12:00:00Z`).getUTCDay()] ?? ''} ${shortDay(on).slice(0, 5)}`,
  longday: (on: string) => frenchDay(on),
  moment,
  counted: (count: number, word: string) => counted(count, word),
  few: fewOf,
  phase: named(phaseNames),
  hold: holdName,
  channel: named({ ...channelNames, 'registered-letter': 'lettre recommandée', letter: 'lettre simple' }),
  route: named(routeNames),
  closing: named(closingNames),
  task: named(taskNames),
  role: named(roleNames),
  actor: actorName,
  naming: actorsNamed,
  amendmentstate: named(amendmentStates),
  way: named({ email: 'E-mail', sms: 'SMS', post: 'Lettre' }),
  wayopen: named(waysOpen),
  owner: named({ operator: 'opérateur', approver: 'approbateur' }),
  importstate: named(importStates),
  jobstate: named(jobStates),
  messagestate: named(messageStates),
  stepstate: (step: ShownStep) => stepState(step),
  template: (template: string) => templateName(template),
  rowact: named({ message: 'Envoi', letter: 'Lettre', approval: 'Accord à donner', task: 'À faire' }),
  hour: (at: string) => moment(at).slice(-5),
  stepname: (step: Parameters<typeof stepName>[0]) => stepName(step),
  kind: named({ business: 'entreprise', consumer: 'particulier', public: 'personne publique' }),
  actlabel: (name: ActName) => acts[name].label.toLowerCase(),
  segment: segmentName,
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
  capital: capitalised,
};
