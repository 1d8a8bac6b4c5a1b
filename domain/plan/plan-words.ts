import { capitalised, channelNames, counted } from '../case/show/french.ts';
import { formatCents } from '../money/cents.ts';
import { planCalendar } from './calendar.ts';
import { durationDays } from './duration.ts';
import { type CentsByCurrency, type DebtorKind, isOutward, type Plan, type SendingHours, type SendingWindow } from './plan.ts';
import { unaskedLetters } from './plan-warnings.ts';

const kindNames: Readonly<Record<DebtorKind, string>> = {
  business: 'entreprises',
  consumer: 'particuliers',
  public: 'personnes publiques',
};

/** The rules of a plan besides its steps, a French sentence each. */
export function planInWords(plan: Plan): string[] {
  const { appliesTo, thresholds, gap, contactCap, grouping, lateCharges, sending, staleFeedAfter, steps } = plan;
  return [
    appliesTo.kinds ? `Pour les ${appliesTo.kinds.map((kind) => kindNames[kind]).join(', ')}.` : 'Pour tous les clients.',
    ...(appliesTo.segments ? [`Segments\u00a0: ${appliesTo.segments.join(', ')}.`] : []),
    ...(thresholds ? [`Rien en dessous de ${amounts(thresholds)}.`] : []),
    hoursOf(sending, steps),
    `${daysOf(gap)} au moins entre deux messages à un même client.`,
    ...(contactCap ? [`Pas plus de ${counted(contactCap.contacts, 'contact')} en ${daysOf(contactCap.per)}.`] : []),
    ...(steps.some((step) => isOutward(step) && step.channels.length > 1)
      ? ['Les canaux d’une même étape ne se comptent pas l’un contre l’autre.']
      : []),
    ...(grouping === 'same-morning' ? ['Les factures d’un client partent ensemble le même matin.'] : []),
    ...(steps.some(({ act }) => act === 'letter') ? [noticesOf(plan)] : []),
    lateCharges === 'claim'
      ? 'Les intérêts de retard et l’indemnité sont demandés.'
      : 'Ni intérêts de retard ni indemnité ne sont demandés.',
    ...unaskedLetters(plan),
    `Rien ne part quand la banque n’a rien dit depuis ${daysOf(staleFeedAfter)}.`,
  ];
}

function noticesOf({ together }: Plan): string {
  return together === 'debtor'
    ? 'Une mise en demeure par client, de toutes ses factures échues.'
    : 'Une mise en demeure par facture, chacune avec son affranchissement.';
}

/** What a plan does, in one French sentence: what leaves before and after the due date, and by what. */
export function planInBrief(plan: Plan): string {
  const drawn = planCalendar(plan);
  const messages = drawn.filter(({ act }) => act === 'message');
  const before = messages.filter(({ day }) => day < 0).map(({ day }) => -day);
  const after = messages.filter(({ day }) => day >= 0).map(({ day }) => day);
  const channels = [...new Set(messages.flatMap((step) => step.channels))].map((channel) => channelNames[channel]);
  const letter = drawn.find(({ act }) => act === 'letter');
  const each = plan.together === 'debtor' ? 'par client' : 'par facture';
  const by = channels.length === 0 ? '' : ` Par ${andOf(channels)}.`;
  if (messages.length > 0 && messages.every(({ day }) => day === 0)) return `Tout en une journée, pour essayer.${by}`;
  const parts = [
    ...(before.length > 0 ? [`un mot ${inDays(before)} avant l’échéance`] : []),
    ...(after.length > 0 ? [`des relances ${inDays(after)} après`] : []),
    ...(letter
      ? [`une mise en demeure ${each} vers le ${letter.day}ᵉ jour${letter.approval ? ', que vous approuvez' : ''}`]
      : []),
  ];
  return `${capitalised(parts.join(', ') || 'aucun envoi')}.${by}`;
}

/** `5, 15 et 30`, each once. */
function andOf(items: readonly (string | number)[]): string {
  const each = [...new Set(items)].map(String);
  return each.length < 2 ? each.join('') : `${each.slice(0, -1).join(', ')} et ${each.at(-1)}`;
}

function inDays(days: readonly number[]): string {
  return `${andOf(days)}\u00a0${Math.max(...days) > 1 ? 'jours' : 'jour'}`;
}

/** When something may leave: the hours of each channel, in Paris. */
function hoursOf({ days, email, sms }: SendingHours, steps: Plan['steps']): string {
  const within = ({ from, to }: SendingWindow) => `de ${hour(from)} à ${hour(to)}`;
  const on = days === 'any' ? 'tous les jours' : 'les jours ouvrés';
  const own = steps.some((step) => step.sending !== undefined) ? '\u00a0; une étape a ses propres heures' : '';
  return `Les envois partent ${on} ${within(email)}, les SMS ${within(sms)}${own}.`;
}

/** `8 h 30`, `12 h`. */
function hour(clock: string): string {
  const [hours = '', minutes = ''] = clock.split(':');
  return `${Number(hours)}\u00a0h${minutes === '00' ? '' : `\u00a0${minutes}`}`;
}

function daysOf(duration: string): string {
  return counted(durationDays(duration), 'jour');
}

function amounts(cents: CentsByCurrency): string {
  return Object.entries(cents)
    .map(([currency, amount]) => formatCents(amount, currency))
    .join(' ou ');
}
