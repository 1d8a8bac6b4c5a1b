import type { CivilDate } from '../../calendar/civil-date.ts';
import { instantAt, msOf } from '../../calendar/clock.ts';
import { formatCents } from '../../money/cents.ts';
import type { Channel, Step, Tone } from '../../plan/plan.ts';
import type { TemplateId } from '../../plan/template-ids.ts';
import { nameIn } from '../../table.ts';
import {
  type AmicableMeans,
  type AnswerChannel,
  type AnswerSubject,
  type ClosingReason,
  type HoldType,
  type NoticeOutcome,
  type Phase,
  QUIET_START,
  type Route,
  type SpokenCause,
  type TaskKind,
} from '../case.ts';

const months = [
  'janvier',
  'février',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'août',
  'septembre',
  'octobre',
  'novembre',
  'décembre',
];

/** `6 novembre 2026`, `1er mai 2026`. */
export function frenchDay(on: CivilDate): string {
  const day = Number(on.slice(8, 10));
  return `${day === 1 ? '1er' : day} ${months[Number(on.slice(5, 7)) - 1]} ${on.slice(0, 4)}`;
}

/** `06/11/2026 09:12`, Paris time. */
export function frenchMoment(ms: number): string {
  const at = instantAt(ms);
  return `${at.slice(8, 10)}/${at.slice(5, 7)}/${at.slice(0, 4)} ${at.slice(11, 16)}`;
}

/** Same for an ISO instant. */
export function frenchInstant(at: string): string {
  return frenchMoment(msOf(at));
}

/** `1 facture`, `2 factures`. */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count > 1 ? 's' : ''}`;
}

/** `F-1, F-2, F-3 et 21 autres`: the first of many names, and how many there are besides. */
export function fewOf(names: readonly string[]): string {
  const [first, rest] = [names.slice(0, FEW).join(', '), names.length - FEW];
  return rest > 0 ? `${first} et ${counted(rest, 'autre')}` : first;
}

const FEW = 3;

/** `2,00 € demandés`, `1,99 € demandé`: a sum in cents with its participle, whose plural begins with two. */
export function sumWith(cents: number, currency: string, participle: string): string {
  return `${formatCents(cents, currency)} ${participle}${cents < 200 ? '' : 's'}`;
}

export const channelNames: Record<Channel, string> = {
  email: 'e-mail',
  sms: 'SMS',
  letter: 'lettre simple',
  call: 'appel',
  'registered-letter': 'lettre recommandée avec avis de réception',
  'electronic-registered-letter': 'lettre recommandée électronique',
  'commissaire-de-justice': 'commissaire de justice',
  lawyer: 'lettre d’avocat',
};

/** What a message or a letter is called, by its template. */
const templateNames: Record<TemplateId, string> = {
  'courtesy-note': 'rappel de courtoisie',
  reminder: 'relance',
  'formal-notice': 'mise en demeure',
  corrective: 'rectification',
  'late-charges': 'demande des sommes dues en raison du retard',
  'payment-thanks': 'accusé de règlement',
  'partial-payment-thanks': 'accusé de règlement partiel',
  'credit-notice': 'avis d’avoir',
  'dispute-receipt': 'réponse à une contestation',
  'promise-confirmation': 'confirmation d’une promesse',
  'payment-announcement': 'paiement annoncé, noté',
  'missed-instalment': 'versement manquant',
  'instalment-agreement': 'échéancier convenu',
  'statement-of-account': 'relevé de compte',
  answer: 'réponse',
};

/** A text whose first letter is a capital. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The same, of a template that may have another name. */
export function templateName(template: string): string {
  return nameIn(templateNames, template);
}

const tones: Readonly<Record<Tone, string>> = { friendly: '', firm: ' ferme', last: ', la dernière' };

/** What people call a step of a plan: never by its id. */
export function stepName({ act, template, tone }: NamedStep): string {
  if (act === 'decision') return 'choix de la voie';
  if (act === 'handoff') return 'remise du dossier';
  return `${template ? templateName(template) : 'message'}${act === 'message' && tone ? tones[tone] : ''}`;
}

/** What a step is called by. */
interface NamedStep {
  readonly act: Step['act'];
  readonly template?: string | null;
  readonly tone?: Tone | null;
}

export const phaseNames: Record<Phase, string> = {
  'not-due': 'avant l’échéance',
  reminding: 'en relance',
  'notice-prepared': 'mise en demeure en préparation',
  'notice-sent': 'mise en demeure postée',
  'notice-received': 'mise en demeure reçue',
  decision: 'choix de la voie',
  'handed-over': 'dossier transmis',
  closed: 'clos',
};

export const holdNames: Record<HoldType, string> = {
  insolvency: 'procédure collective',
  dispute: 'litige',
  instalments: 'échéancier',
  promise: 'promesse de paiement',
  pause: 'pause',
  credit: 'crédit du client',
  'rate-missing': 'taux légal à saisir',
  'feed-stale': 'relevé bancaire trop ancien',
};

/** What holds a case, by its name; `reason`: that of its pause. */
export function holdName(hold: HoldType, reason: string | null = null): string {
  return hold === 'pause' && reason === QUIET_START ? QUIET_START : holdNames[hold];
}

export const routeNames: Record<Route, string> = {
  'petites-creances': 'procédure simplifiée des petites créances',
  'injonction-de-payer': 'injonction de payer',
  'recouvrement-simplifie': 'recouvrement simplifié entre commerçants (L126)',
  'refere-provision': 'référé-provision',
  assignation: 'assignation au fond',
  'injonction-europeenne': 'injonction de payer européenne',
  'petits-litiges-europeens': 'règlement européen des petits litiges',
  'recours-public': 'recours contre une personne publique',
  'mandatement-office': 'mandatement d’office',
};

/** What became of a letter that was posted. */
export const receiptNames: Record<Exclude<NoticeOutcome, 'posted'>, string> = {
  received: 'remise contre signature',
  'notice-left': 'avis de passage laissé',
  unclaimed: 'non réclamée',
  refused: 'refusée',
  'unknown-address': 'destinataire inconnu à l’adresse',
};

export const outcomeNames: Record<NoticeOutcome, string> = { posted: 'postée', ...receiptNames };

/** How an answer came. */
export const answeredBy: Record<AnswerChannel, string> = {
  page: 'sur sa page',
  email: 'par e-mail',
  sms: 'par SMS',
  letter: 'par lettre',
};

/** What an answer seems to be about. */
export const subjectNames: Record<AnswerSubject, string> = {
  question: 'une question',
  paid: 'il dit avoir déjà payé',
  promise: 'il propose une date de paiement',
  instalments: 'il demande un paiement en plusieurs fois',
  dispute: 'il conteste',
  contact: 'il donne un autre contact',
  'call-me': 'il demande à être rappelé',
  stop: 'il ne veut plus être contacté ainsi',
};

/** What came of a call that nothing else says. */
export const callOutcomes = {
  'no-answer': 'personne n’a répondu',
  'wrong-number': 'mauvais numéro',
  'other-contact': 'il renvoie à un autre interlocuteur',
  'no-commitment': 'joint, sans engagement',
  'not-made': 'non passé, les relances suivent leur cours',
} as const;

/** What came of a visit. */
export const visitOutcomes = { met: 'rencontré', absent: 'absent', declined: 'il a demandé de partir' } as const;

/** Why nothing was paid, as the debtor says it. */
export const causeNames: Record<SpokenCause, string> = {
  forgot: 'il l’a oubliée',
  'never-received': 'il ne l’a jamais reçue',
  'signatory-away': 'le signataire est absent',
  'wrong-invoice': 'la facture est erronée',
  dispute: 'il conteste',
  difficulty: 'il a des difficultés de trésorerie',
};

export const amicableNames: Record<AmicableMeans, string> = {
  conciliation: 'conciliation',
  mediation: 'médiation',
  'participative-procedure': 'procédure participative',
};

export const closingNames: Record<ClosingReason, string> = {
  paid: 'payée',
  credited: 'soldée par avoir',
  cancelled: 'facture annulée',
  settled: 'soldée par accord',
  irrecoverable: 'irrécouvrable',
  'time-barred': 'prescrite',
  'closed-by-operator': 'close à la main',
};

/** What a task is, on the site and in the list of the morning. */
export const taskNames: Readonly<Record<TaskKind, string>> = {
  approval: 'Accord à donner',
  call: 'Appel à passer',
  'promise-broken': 'Promesse non tenue',
  visit: 'Visite à faire',
  'unknown-send': 'Envoi incertain',
  'missing-contact': 'Coordonnées manquantes',
  bounce: 'Adresse à corriger',
  receipt: 'Accusé de réception',
  route: 'Voie à choisir',
  credit: 'Crédit du client',
  'credit-note': 'Avoir à établir',
  'late-charges': 'Sommes dues au titre du retard',
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

/** A face balance, and what may be given back of money above the price; cents. */
export interface ShownBalance {
  readonly balanceCents: number;
  readonly creditCents: number;
  readonly currency: string;
}

/** What is left of a price. What is above it is a credit only as far as late charges leave it, and else no sum of anybody's. */
export function balanceSaid({ balanceCents, creditCents, currency }: ShownBalance): string {
  if (creditCents > 0) return `crédit de ${formatCents(creditCents, currency)}`;
  return balanceCents < 0 ? 'principal soldé' : formatCents(balanceCents, currency);
}

/** The same beside the price. */
export function balanceOfInvoice({ invoice, ...cents }: Omit<ShownBalance, 'currency'> & { readonly invoice: Priced }): string {
  const { currency, totalCents } = invoice;
  const of = cents.balanceCents < 0 ? ', facture de' : ' dus sur';
  return `${balanceSaid({ ...cents, currency })}${of} ${formatCents(totalCents, currency)}`;
}

interface Priced {
  readonly totalCents: number;
  readonly currency: string;
}
