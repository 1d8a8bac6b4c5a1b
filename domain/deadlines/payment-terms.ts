import { addDays, addMonths, type CivilDate, endOfMonth } from '../calendar/civil-date.ts';
import { refuse } from '../fault.ts';
import { legalValue } from '../law/legal-values.ts';
import type { PaymentCapQuestion, PaymentTermQuestion } from './deadline.ts';

type Family = PaymentCapQuestion['family'];
type Anchor = 'invoiceOn' | 'receptionOn' | 'deliveryOn';

/** Due date of an invoice under the agreed term (C. com. L441-10 I). It stays where it falls, Sundays and holidays included. */
export function paymentDueOn({ invoiceOn, term }: PaymentTermQuestion): CivilDate {
  if ('net' in term) return addDays(invoiceOn, term.net);
  const days = legalValue('payment-term-end-of-month-days', invoiceOn);
  if (term.endOfMonth === 'days-then-month-end') return endOfMonth(addDays(invoiceOn, days));
  return addDays(endOfMonth(invoiceOn), days);
}

/** A public body counts from the reception of the demand for payment (CCP R2192-12); an electronic invoice is received when it is issued. */
const RECEPTION: readonly Anchor[] = ['receptionOn', 'deliveryOn', 'invoiceOn'];

const CAPS: Readonly<Record<Family, { anchors: readonly Anchor[]; days: string; from?: (on: CivilDate) => CivilDate }>> = {
  net: { anchors: ['invoiceOn'], days: 'payment-term-cap-days' },
  'no-agreement': { anchors: ['receptionOn', 'deliveryOn'], days: 'payment-term-default-days' },
  periodic: { anchors: ['invoiceOn'], days: 'payment-term-periodic-days' },
  transport: { anchors: ['invoiceOn'], days: 'payment-term-transport-days' },
  public: { anchors: RECEPTION, days: 'payment-term-public-days' },
  'public-health': { anchors: RECEPTION, days: 'payment-term-public-health-days' },
  'public-company': { anchors: RECEPTION, days: 'payment-term-public-company-days' },
  perishable: { anchors: ['deliveryOn', 'receptionOn'], days: 'payment-term-perishable-days' },
  'perishable-periodic': { anchors: ['deliveryOn', 'receptionOn'], days: 'payment-term-perishable-days', from: endOfTenDays },
  'live-cattle': { anchors: ['deliveryOn', 'receptionOn'], days: 'payment-term-live-cattle-days' },
};

/** Last day on which the law lets the payment fall: C. com. L441-10 I, L441-11 II for food and transport, CCP R2192-10 and R2192-11 for public bodies. Throws `BadInput` without the date that the family counts from. */
export function paymentLatestOn(question: PaymentCapQuestion): CivilDate {
  const { anchors, days, from = (on: CivilDate) => on } = CAPS[question.family];
  const on = anchors.map((anchor) => question[anchor]).find((given) => given !== undefined);
  if (on === undefined) return refuse(`$.${anchors[0]}`, `missing, expected a date: "${question.family}" counts from it`);
  return addDays(from(on), legalValue(days, on));
}

/** End of the ten-day period that holds a delivery: the 10th, the 20th, or the end of the month. */
function endOfTenDays(on: CivilDate): CivilDate {
  const month = on.slice(0, 7);
  const day = Number(on.slice(8));
  if (day <= 10) return `${month}-10`;
  return day <= 20 ? `${month}-20` : addDays(addMonths(`${month}-01`, 1), -1);
}
