import { msOf } from '../../calendar/clock.ts';
import { formatCents } from '../../money/cents.ts';
import type { Tagged } from '../../table.ts';
import type { HoldType } from '../case.ts';
import type { Delay, KeptReason, Reason } from '../reason.ts';
import { counted, frenchDay, frenchMoment } from './french.ts';

/** Why nothing of the ladder leaves while a hold stands. */
const holds: Readonly<Record<HoldType, string>> = {
  insolvency: 'procédure collective\u00a0: plus aucune relance',
  dispute: 'litige en cours',
  instalments: 'échéancier en cours',
  promise: 'promesse de paiement en cours',
  pause: 'dossier en pause',
  credit: 'crédit du client\u00a0: à rembourser ou à utiliser d’abord',
  'rate-missing': 'taux légal du semestre à saisir',
  'feed-stale': 'relevé bancaire trop ancien',
};

const delays: Readonly<Record<Delay, string>> = {
  'closed-day': 'jour non ouvré',
  'not-overdue': 'l’échéance n’est pas passée avant',
  threshold: 'encours échu sous le seuil jusque-là',
  'contact-cap': 'plafond de contacts avec le débiteur',
  'contact-gap': 'écart entre deux contacts avec le débiteur',
  'hours-over': 'heures d’envoi passées pour ce jour-là',
  'as-soon-as-possible': 'dès que possible',
};

type Code = Reason['code'];
type Of<C extends Code> = Tagged<Reason, 'code', C>;
type Words = { readonly [C in Code]: string | ((reason: Of<C>) => string) };

const smallRest = (cents: number, currency: string) => `Reste de ${formatCents(cents, currency)}, sous la tolérance du plan`;

const words: Words = {
  closed: 'dossier clos',
  'awaiting-approval': 'en attente de votre accord',
  'awaiting-external': 'confié à un tiers\u00a0: en attente de ce qu’il a fait',
  'awaiting-receipt': 'en attente de l’avis de réception',
  'awaiting-route': 'en attente du choix de la voie',
  'unknown-send': 'envoi au sort inconnu\u00a0: à trancher',
  'failed-send': 'n’est pas parti\u00a0: à corriger (adresse ou choix manquant), puis à trancher',
  sending: 'envoi en cours',
  'mail-to-read': 'courrier à lire',
  'import-under-way': 'relevé bancaire en cours d’import',
  'entry-to-allocate': 'une écriture bancaire est à imputer d’abord',
  'printed-anew': 'la lettre est réimprimée avec les chiffres du moment',
  'follows-oldest': 'suit le rythme de la plus ancienne facture échue du débiteur',
  'spoken-for': 'part avec la mise en demeure d’une autre facture du débiteur, en préparation',
  'below-threshold': 'encours échu sous le seuil du plan',
  'ladder-over': 'toutes les étapes du plan sont passées',
  'step-over': 'étape terminée',
  'notice-did-not-leave': 'la mise en demeure n’est pas partie\u00a0: à vous de décider',
  'kind-not-chased': 'ce plan ne s’applique pas à ce type de débiteur',
  'segment-not-chased': 'ce plan ne s’applique pas au segment de ce débiteur',
  'nothing-owed': 'plus rien n’est dû en principal',
  'late-charges-asked': 'principal payé\u00a0; les sommes dues en raison du retard sont réclamées',
  'below-tolerance': 'le reste est sous la tolérance du plan\u00a0: il n’est pas réclamé',
  'time-barred': 'créance prescrite\u00a0: plus aucune demande',
  'all-disputed': 'tout le solde est contesté, admis ou couvert par un crédit',
  'on-its-day': 'au jour prévu',
  'at-its-second': 'à la seconde prévue',
  'other-channel': 'autre canal de l’étape',
  confirmation: 'confirmation',
  'routes-to-look-at': 'examen des voies ouvertes',
  'handing-over': 'remise du dossier',
  settled: 'plus rien n’est dû',
  'promise-due': 'échéance de la promesse',
  'instalment-missing': 'versement de l’échéancier manquant',
  'notice-without-effect': 'fin du délai après la mise en demeure de payer le versement manquant',
  credit: 'crédit du client',
  'credit-passing': 'crédit affecté à une autre facture',
  'due-date-passed': 'l’échéance est passée',
  'due-date-to-pass': 'l’échéance sera passée avant',
  'day-of-step-passed': 'le jour de l’étape est passé',
  'channel-left-out': 'canal laissé de côté',
  'no-notice': 'aucune mise en demeure n’est partie',
  'other-kinds': 'étape réservée à d’autres débiteurs',
  'other-segments': 'étape réservée à d’autres segments',
  'below-minimum': 'solde inférieur au minimum de l’étape',
  'above-ceiling': 'solde supérieur au plafond de l’étape',
  'sent-by-email': 'parti par e-mail',
  'no-email': 'pas d’adresse e-mail utilisable',
  'no-mobile': 'pas de numéro de mobile utilisable',
  'sms-stopped': 'le débiteur ne veut plus de SMS',
  'email-stopped': 'le débiteur ne veut plus d’e-mails',
  'no-electronic-letter': 'aucun prestataire de lettre recommandée électronique n’est branché',
  'pause-over': 'fin de la pause',
  'promise-kept': 'promesse tenue',
  'schedule-kept': 'échéancier tenu',
  'credit-settled': 'crédit utilisé ou remboursé',
  insolvency: 'procédure collective',
  'payment-returned': 'le paiement est revenu ou a été retiré',
  'promise-over': 'la promesse n’est plus en cours',
  'paid-since': 'un paiement est arrivé depuis',
  'agreement-over': 'l’échéancier n’est plus en cours',
  'balance-changed': 'le solde a changé depuis',
  'first-instalment-passed': 'la première échéance est passée',
  'dispute-over': 'le litige n’est plus en cours',
  'credit-note-gone': 'l’avoir n’est plus connu',
  'not-cancelled': 'la facture n’est plus annulée',
  'late-charges-to-decide': 'Principal payé\u00a0: réclamer les sommes dues en raison du retard, ou y renoncer.',
  'answer-to-dispute': 'Litige\u00a0: la réponse du créancier est attendue aujourd’hui.',
  'unsigned-agreement':
    'Échéancier non tenu, et pas d’accord signé au dossier\u00a0: pas de déchéance du terme\u00a0; noter la signature ou décider de la suite.',
  'late-charges-unpaid': ({ askedOn }) =>
    `Les sommes dues en raison du retard, réclamées le ${frenchDay(askedOn)}, restent dues\u00a0: y renoncer, ou noter leur paiement.`,
  'silent-letter': ({ postedOn }) =>
    `Pas de nouvelle de la lettre recommandée${postedOn === undefined ? '' : ` postée le ${frenchDay(postedOn)}`}\u00a0: saisir l’avis de réception.`,
  held: ({ hold }) => holds[hold],
  'sends-held': ({ reason }) => `envois suspendus\u00a0: ${reason}`,
  'currency-not-chased': ({ currency }) => `le plan ne relance pas en ${currency}`,
  delayed: ({ plannedOn, by }) => `prévue le ${frenchDay(plannedOn)}\u00a0; ${delays[by]}`,
  'lead-first': ({ number, untilOn }) =>
    `la facture ${number} du même débiteur part d’abord\u00a0; au plus tôt le ${frenchDay(untilOn)}`,
  'leaves-with': ({ number, at }) => `part avec la facture ${number} du même débiteur, le ${frenchMoment(msOf(at))}`,
  'less-is-owed': ({ cents, currency }) => `il ne reste que ${formatCents(cents, currency)}`,
  'promised-day-passed': ({ on }) => `le jour promis (${frenchDay(on)}) est passé`,
  'small-rest': ({ cents, currency }) =>
    `${smallRest(cents, currency)}\u00a0: il n’est pas réclamé\u00a0; clore le dossier ou attendre le règlement.`,
  'small-rest-let-go': ({ cents, currency }) => `${smallRest(cents, currency)}\u00a0: abandonné`,
  'credit-to-settle': ({ cents, currency }) =>
    `Trop-perçu de ${formatCents(cents, currency)}\u00a0: rembourser ou affecter le crédit.`,
  'plan-for-others': ({ because }) => `Rien ne partira\u00a0: ${said(because)}\u00a0; en choisir un autre.`,
  limitation: ({ on, days }) => `Prescription le ${frenchDay(on)}\u00a0: ${counted(days, 'jour')} pour agir.`,
};

function saidOf<C extends Code>(reason: Of<C>): string {
  const told: Words[C] = words[reason.code];
  return typeof told === 'string' ? told : told(reason);
}

/** A reason in French; the words of a person, or of a release before reasons had codes, as they are. */
export function said(reason: KeptReason): string {
  return typeof reason === 'string' ? reason : saidOf(reason);
}
