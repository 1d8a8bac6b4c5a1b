import type { ProviderFact } from '../../db/reports.ts';
import { withoutAccents } from '../../domain/plain-text.ts';

/** What a status of a message means to a case (twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks). */
type Meaning = (errorCode: string | undefined) => ProviderFact;

const taken: Meaning = () => ({ type: 'message-taken', channel: 'sms' });
const lost: Meaning = (code) =>
  code === UNSUBSCRIBED
    ? { type: 'opt-out', channel: 'sms', undelivered: true }
    : { type: 'message-bounced', channel: 'sms', reason: reasonOf(code), ...(ofNumber.has(code ?? '') ? {} : { passing: true }) };

/** Codes of a number that will never take a text: the others may pass. */
const ofNumber: ReadonlySet<string> = new Set(['21211', '21614', '30005', '30006']);

const UNSUBSCRIBED = '21610';

/** Statuses that mean nothing (queued, accepted, read…) are not here. */
const meanings: Readonly<Record<string, Meaning>> = {
  sending: taken,
  sent: taken,
  delivered: () => ({ type: 'message-delivered', channel: 'sms' }),
  undelivered: lost,
  failed: lost,
};

/** Twilio's error codes that say why a text did not arrive (twilio.com/docs/api/errors). */
const reasons: Readonly<Record<string, string>> = {
  '21211': 'numéro invalide',
  '21614': 'ce n’est pas un mobile',
  '30003': 'téléphone injoignable',
  '30004': 'message bloqué',
  '30005': 'numéro inconnu',
  '30006': 'ligne fixe ou opérateur injoignable',
  '30007': 'filtré par l’opérateur',
  '30008': 'erreur de l’opérateur',
};

/** The fact that a status tells, or null when it tells none. */
export function meaningOfStatus(status: string, errorCode: string | undefined): ProviderFact | null {
  return meanings[status]?.(errorCode) ?? null;
}

function reasonOf(code: string | undefined): string {
  if (code === undefined) return 'non remis';
  return `${reasons[code] ?? 'non remis'} (${code})`;
}

/** What a person writes to receive no more texts: Twilio's own words, and the French ones. */
const stopWords: ReadonlySet<string> = new Set([
  'STOP',
  'STOPALL',
  'UNSUBSCRIBE',
  'CANCEL',
  'END',
  'QUIT',
  'REVOKE',
  'OPTOUT',
  'ARRET',
  'ARRETER',
  'DESABO',
  'DESABONNER',
  'DESABONNEMENT',
  'DESINSCRIPTION',
]);

/** True when a text asks for no more: the word alone, in any case, with or without its accents; or Twilio says so itself. */
export function saysStop(body: string, optOutType: string | undefined): boolean {
  if (optOutType !== undefined) return optOutType === 'STOP';
  const word = withoutAccents(body)
    .toUpperCase()
    .replace(/[^A-Z ]/g, '')
    .trim();
  return stopWords.has(word);
}
