import type { AnswerOf } from '../../api/client.ts';
import { formatCents } from '../../domain/money/cents.ts';
import { shortDay } from './format.ts';

type Waiting = AnswerOf<'GET /debtors/{id}/standing'>['waiting'][number]['waiting'][number];

/** What suspends an invoice, as its debtor may read it on his statement of that day: nothing of it is the house's own affair. */
export function suspendedBy(waiting: Waiting, currency: string, today: string): string {
  const euros = (cents: number) => formatCents(cents, currency);
  switch (waiting.for) {
    case 'dispute':
      return waiting.amountCents === null ? 'en litige' : `en litige pour ${euros(waiting.amountCents)}`;
    case 'promise':
      return `promesse de ${euros(waiting.amountCents)} le ${shortDay(waiting.on)}`;
    case 'instalments':
      return nextInstalment(waiting.schedule, euros, today);
    case 'payment':
      return `paiement annoncé${until(waiting.until)}`;
    case 'answer':
      return `votre message est en cours d’examen${until(waiting.until)}`;
    case 'credit':
      return `couverte par un crédit pour ${euros(waiting.amountCents)}`;
    case 'credit-note':
      return `avoir à venir de ${euros(waiting.amountCents)}`;
  }
}

const until = (day: string | null) => (day === null ? '' : `, jusqu’au ${shortDay(day)}`);

/** The first instalment that is still to come; the last one once all days have passed. */
function nextInstalment(
  schedule: Extract<Waiting, { readonly for: 'instalments' }>['schedule'],
  euros: (cents: number) => string,
  today: string,
): string {
  const coming = schedule.find(({ on }) => on >= today);
  const shown = coming ?? schedule.at(-1);
  if (shown === undefined) return 'échéancier';
  const which = coming === undefined ? 'dernière échéance' : 'prochaine échéance';
  return `échéancier\u00a0: ${which} ${euros(shown.amountCents)} le ${shortDay(shown.on)}`;
}
