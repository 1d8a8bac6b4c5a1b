import { formatCents } from '../../money/cents.ts';
import { onOneLine } from '../../plain-text.ts';
import { type Plan, stepOf } from '../../plan/plan.ts';
import type { SpokenCause, StepRecord } from '../case.ts';
import { eInvoiceStatuses } from '../facts/e-invoice.ts';
import type { FactType } from '../facts/fact.ts';
import type { FactOf } from '../facts/rule.ts';
import {
  amicableNames,
  answeredBy,
  callOutcomes,
  causeNames,
  channelNames,
  closingNames,
  counted,
  frenchDay,
  holdNames,
  outcomeNames,
  routeNames,
  stepName,
  subjectNames,
  sumWith,
  templateName,
  visitOutcomes,
} from './french.ts';
import { said } from './reasons.ts';

/** The plans that a case had, the present one first, and its steps: what gives the ids in a fact their names. */
export interface Lived {
  readonly plans: readonly Plan[];
  readonly steps: readonly StepRecord[];
}

type Sentences = { readonly [T in FactType]: (fact: FactOf<T>, currency: string, lived: Lived) => string };

/**
 * What happened, in one French line with its amounts and dates: timeline, details of the Web UI, evidence export. Steps and plans have their
 * names; one that nothing of its life names is left out, never told by its id.
 */
export function sentenceOf<T extends FactType>(
  fact: FactOf<T>,
  currency: string,
  lived: Lived = { plans: [], steps: [] },
): string {
  return sentences[fact.type](fact, currency, lived);
}

/** What people call a step; empty where none of the plans has it. */
function called({ plans }: Lived, id: string | undefined): string {
  const step = id === undefined ? undefined : plans.map((plan) => stepOf(plan, id)).find((each) => each !== undefined);
  return step ? stepName(step) : '';
}

const quoted = (name: string) => (name === '' ? '' : ` «\u00a0${name}\u00a0»`);
const ofStep = (name: string) => (name === '' ? '' : ` pour l’étape${quoted(name)}`);
const bracketed = (name: string) => (name === '' ? '' : ` (${name})`);

/** `le plan « Relance B2B » (version 2)`, as the case had it. */
function planCalled({ plans }: Lived, { plan: id, version }: { readonly plan: string; readonly version?: number }): string {
  const same = plans.filter((plan) => plan.id === id);
  const plan = same.find((each) => each.version === version) ?? same[0];
  if (!plan) return 'un autre plan';
  return `le plan${quoted(plan.name)}${version === undefined ? '' : ` (version ${version})`}`;
}

/** The step that was skipped: the one that was named, else the one that was left out at that moment. */
function skipped(lived: Lived, { step, at }: FactOf<'skip-step'>): string {
  const left = lived.steps.find((record) => record.state === 'left-out' && record.at === at);
  return called(lived, step ?? left?.step);
}

/** Why nothing was paid, when he told it to a person of ours. */
const aloud = ({ spoken }: { readonly spoken?: SpokenCause }) =>
  spoken === undefined ? '' : `, de vive voix\u00a0: ${causeNames[spoken]}`;
const because = (reason: string | undefined) => (reason ? `\u00a0: ${reason}` : '');

/** What an agreement on instalments says of interest and indemnity. */
function ofCharges({ waivesLateCharges, lateChargesCents }: FactOf<'instalments'>, currency: string): string {
  if (lateChargesCents !== undefined) return `, dont ${formatCents(lateChargesCents, currency)} au titre du retard`;
  return waivesLateCharges ? ', sommes dues en raison du retard abandonnées s’il est tenu' : '';
}

/** What was done before a case was ours, each with its day. */
function doneBefore(fact: FactOf<'done-before'>): string {
  const { remindedOn, noticePostedOn, noticeReceivedOn, disputed, givenTo, givenOn } = fact;
  const received = noticeReceivedOn ? `, reçue le ${frenchDay(noticeReceivedOn)}` : '';
  return [
    ...(remindedOn ? [`dernière relance le ${frenchDay(remindedOn)}`] : []),
    ...(noticePostedOn ? [`mise en demeure postée le ${frenchDay(noticePostedOn)}${received}`] : []),
    ...(disputed ? [`contestée (${disputed})`] : []),
    ...(givenTo ? [`dossier confié à ${givenTo}${givenOn ? ` le ${frenchDay(givenOn)}` : ''}`] : []),
  ].join('\u00a0; ');
}

const sentences: Sentences = {
  opened: (fact, currency, lived) => {
    const day = fact.paid?.undated ? `, de date inconnue (au ${frenchDay(fact.paid.on)} dans le décompte)` : '';
    const paid = fact.paid ? `, ${sumWith(fact.paid.amountCents, currency, 'déjà payé')}${day}` : '';
    const quiet = fact.quietUntil ? `, rien ne part jusqu’au ${frenchDay(fact.quietUntil)}` : '';
    return `Dossier ouvert sous ${planCalled(lived, fact)}${paid}${quiet}`;
  },
  reopened: (fact) => `Dossier rouvert${because(fact.reason)}`,
  payment: (fact, currency) =>
    `Paiement reçu de ${formatCents(fact.amountCents, currency)}${fact.on ? ` le ${frenchDay(fact.on)}` : ''}`,
  'payment-reversed': (fact) =>
    fact.cause?.startsWith('undo:')
      ? 'Paiement retiré\u00a0: il n’était pas pour cette facture'
      : 'Paiement rejeté par la banque',
  'payment-withdrawn': (fact) => `Paiement saisi par erreur, annulé${because(fact.reason)}`,
  'credit-note': (fact, currency) => `Avoir ${fact.id} de ${formatCents(fact.amountCents, currency)}`,
  'use-credit': (fact, currency) =>
    `Crédit affecté à la facture ${fact.to}${fact.amountCents === undefined ? '' : `, ${formatCents(fact.amountCents, currency)}`}`,
  refunded: (fact, currency) =>
    `Crédit remboursé${fact.amountCents === undefined ? '' : `, ${formatCents(fact.amountCents, currency)}`}${fact.on ? ` le ${frenchDay(fact.on)}` : ''}`,
  'credit-held': (fact, currency) =>
    `Le client a ${formatCents(fact.amountCents, currency)} à son crédit\u00a0: cette somme n’est pas réclamée sur cette facture`,
  'credit-passed': (fact, currency) => `Crédit de ${formatCents(fact.amountCents, currency)} porté sur la facture ${fact.to}`,
  'credit-returned': (fact) => `Crédit non porté sur la facture ${fact.to}\u00a0: ${fact.reason}`,
  'payment-announced': (fact, currency) =>
    `Paiement de ${formatCents(fact.amountCents, currency)} annoncé par ${fact.by === 'debtor' ? `le débiteur pour le ${frenchDay(fact.on)}` : 'la facturation'}`,
  'debtor-wrote': (fact) => `Le débiteur a répondu ${answeredBy[fact.channel]}\u00a0: ${subjectNames[fact.about]}`,
  answered: (fact) => `Réponse au débiteur\u00a0: ${onOneLine(fact.text)}`,
  'invoice-status': (fact) =>
    `Facture électronique ${eInvoiceStatuses[fact.status]} (statut ${fact.status})${because(fact.reason)}`,
  'invoice-changed': (fact) => `Facture modifiée${fact.dueOn ? `, échéance au ${frenchDay(fact.dueOn)}` : ''}`,
  'invoice-cancelled': (fact) => `Facture annulée${because(fact.reason)}`,
  approve: (fact, _currency, lived) => `Envoi approuvé${bracketed(called(lived, fact.step))}`,
  reject: (fact, _currency, lived) => `Envoi refusé${bracketed(called(lived, fact.step))}${because(fact.reason)}`,
  waive: (fact) => `Le créancier renonce aux sommes dues en raison du retard${because(fact.reason)}`,
  'claim-late-charges': () => 'Les sommes dues en raison du retard sont réclamées',
  'dispute-opened': (fact, currency) =>
    `Litige ouvert${fact.amountCents === undefined ? '' : ` sur ${formatCents(fact.amountCents, currency)}`}${because(fact.reason)}${aloud(fact)}`,
  'dispute-resolved': (fact) => `Litige ${{ rejected: 'rejeté', upheld: 'admis', credited: 'réglé par avoir' }[fact.outcome]}`,
  promise: (fact, currency) =>
    `Promesse de payer ${formatCents(fact.amountCents, currency)} le ${frenchDay(fact.on)}${aloud(fact)}`,
  instalments: (fact, currency) =>
    `Échéancier convenu en ${counted(fact.schedule.length, 'versement')}${ofCharges(fact, currency)}${aloud(fact)}`,
  signature: (fact) => `Échéancier signé par ${fact.by} le ${frenchDay(fact.on)}`,
  'amicable-attempt': (fact) => `Tentative amiable du ${frenchDay(fact.on)} notée (${amicableNames[fact.means]})`,
  'external-step': (fact) =>
    `Acte de ${fact.who} du ${frenchDay(fact.on)}${fact.reference ? `, référence ${fact.reference}` : ''}${fact.effectiveOn ? `, effet le ${frenchDay(fact.effectiveOn)}` : ''}`,
  'done-before': (fact) => `Fait avant la reprise\u00a0: ${doneBefore(fact)}`,
  pause: (fact) => `Dossier en pause${fact.until ? ` jusqu’au ${frenchDay(fact.until)}` : ''}${because(fact.reason)}`,
  resume: () => 'Dossier repris',
  'contact-changed': () => 'Coordonnées du débiteur corrigées',
  'message-bounced': ({ channel, former, shared, message }) => {
    const [back, address] = channel === 'email' ? ['E-mail revenu', 'adresse'] : ['SMS non remis', 'numéro'];
    if (former) return `${back}\u00a0: ${address} corrigé${channel === 'email' ? 'e' : ''} depuis`;
    return `${back}${shared && message === undefined ? ' pour une autre facture' : ''}\u00a0: ${address} à corriger`;
  },
  'call-result': (fact) => `Appel\u00a0: ${callOutcomes[fact.outcome]}${aloud(fact)}`,
  'visit-planned': (fact) => `Visite prévue le ${frenchDay(fact.on)} par ${fact.who}`,
  'visit-result': (fact) =>
    `Visite du ${frenchDay(fact.on)}\u00a0: ${visitOutcomes[fact.outcome]}${aloud(fact)}\u00a0; ${fact.report}`,
  'opt-out': (fact) => (fact.channel === 'sms' ? 'Le débiteur ne veut plus de SMS' : 'Le débiteur ne veut plus d’e-mails'),
  'message-taken': (fact) => `${fact.channel === 'email' ? 'E-mail' : 'SMS'} pris en charge par le prestataire`,
  'message-delivered': (fact) => `${fact.channel === 'email' ? 'E-mail' : 'SMS'} remis`,
  'notice-event': (fact) => `Lettre recommandée\u00a0: ${outcomeNames[fact.outcome]} le ${frenchDay(fact.on)}`,
  'choose-route': (fact) => `Voie choisie\u00a0: ${routeNames[fact.route]}`,
  insolvency: (fact) => `Procédure collective ouverte le ${frenchDay(fact.openedOn)}`,
  'feed-stale': () => 'Relevé bancaire trop ancien\u00a0: plus rien ne part',
  'feed-fresh': () => 'Relevé bancaire à jour',
  'rate-missing': (fact) => `Taux légal de ${fact.semester} à saisir`,
  'rate-entered': (fact) => `Taux légal de ${fact.semester} saisi`,
  'act-now': () => 'Prochaine étape avancée',
  'skip-step': (fact, _currency, lived) => `Étape${quoted(skipped(lived, fact))} passée${because(fact.reason)}`,
  'change-plan': (fact, _currency, lived) => `Nouveau plan demandé\u00a0: ${planCalled(lived, fact)}`,
  'plan-changed': (fact, _currency, lived) => `Plan remplacé par ${planCalled(lived, fact)}`,
  'note-left-out': (fact) => `Confirmation non envoyée\u00a0: ${said(fact.reason)}`,
  'settle-unknown-send': (fact, _currency, lived) =>
    `Envoi tranché${bracketed(called(lived, fact.step))}\u00a0: ${fact.outcome === 'sent' ? 'parti' : 'non parti'}`,
  close: (fact) => `Dossier clos à la main${because(fact.reason)}`,
  sent: (fact, currency, lived) => {
    const asked = fact.askedCents === null ? '' : `, ${sumWith(fact.askedCents, currency, 'demandé')}`;
    const [name, step] = [templateName(fact.template), called(lived, fact.step ?? undefined)];
    const what = step.startsWith(name) ? step : `${name}${step === '' ? '' : ` (étape ${step})`}`;
    return `Envoi par ${channelNames[fact.channel]}\u00a0: ${what}${asked}`;
  },
  'call-due': (fact, _currency, lived) => `Appel à passer au débiteur${ofStep(called(lived, fact.step))}`,
  'channel-left-out': (fact) => `Pas d’envoi par ${channelNames[fact.channel]}\u00a0: ${said(fact.reason)}`,
  'step-left-out': (fact, _currency, lived) =>
    `Étape${quoted(called(lived, fact.step))} laissée de côté\u00a0: ${said(fact.reason)}`,
  'external-asked': (fact, _currency, lived) =>
    `Étape${quoted(called(lived, fact.step))} à confier (${channelNames[fact.channel]})`,
  'approval-asked': (fact, _currency, lived) => `Accord demandé${ofStep(called(lived, fact.step))}`,
  'send-unknown': (fact) => `Sort de l’envoi par ${channelNames[fact.channel]} inconnu\u00a0: ${fact.reason}`,
  'send-failed': (fact) => `Envoi par ${channelNames[fact.channel]} impossible\u00a0: ${fact.reason}`,
  'decision-opened': (fact) => `Voies à examiner\u00a0: ${fact.routes.join('\u00a0; ')}`,
  'handed-over': (fact) => `Dossier remis\u00a0: ${routeNames[fact.route]}`,
  'hold-ended': (fact) => `Fin du blocage (${holdNames[fact.hold]})\u00a0: ${said(fact.reason)}`,
  'promise-broken': (fact, currency) =>
    `Promesse non tenue\u00a0: ${sumWith(fact.paidCents, currency, 'reçu')} sur ${formatCents(fact.promisedCents, currency)}`,
  'instalment-missed': (fact, currency) =>
    `Versement du ${frenchDay(fact.on)} manquant\u00a0: ${formatCents(fact.missingCents, currency)}`,
  'instalments-lapsed': () => 'Échéancier rompu\u00a0: le solde entier est de nouveau exigible',
  'task-raised': (fact) => `À faire\u00a0: ${said(fact.context)}`,
  closed: (fact, currency) => {
    const letGo = fact.letGoCents === undefined ? '' : `, reste de ${formatCents(fact.letGoCents, currency)} abandonné`;
    return `Dossier clos\u00a0: ${closingNames[fact.reason]}${letGo}`;
  },
};
