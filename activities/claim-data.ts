import type { CivilDate } from '../domain/calendar/civil-date.ts';
import type { Case } from '../domain/case/case.ts';
import type { ClaimStatement } from '../domain/claim/claim.ts';
import { sourceOfLine } from '../domain/claim/line-source.ts';
import { formatCents, formatRate } from '../domain/money/cents.ts';
import type { ClaimData, ClaimLineData } from '../templates/data.ts';
import { frenchDate, rateSources, shortFrenchDate } from '../templates/french.ts';
import type { Reckoning } from './claim.ts';
import type { LiveCase } from './gate.ts';
import type { Parties } from './parties.ts';

/** What stands in the place of a figure that a person has yet to choose: a contract's rate is under the floor. */
const TO_CHOOSE = 'à choisir';

/** The statement of claim, slice by slice with the text and the published rate of each, ready to print. It says the day on which its figures stop. */
export function claimData(reckoning: Reckoning, parties: Parties, { case: theCase }: LiveCase, asOf: CivilDate): ClaimData {
  const { claim } = reckoning;
  const { currency } = theCase.invoice;
  const figure = (cents: number | null) => (cents === null ? TO_CHOOSE : formatCents(cents, currency));
  const lines = [...slicesOf(reckoning, parties, currency), ...deductionsOf(claim, theCase)];
  const indemnityCents = claim.indemnityCents ?? 0;
  return {
    asOf: frenchDate(claim.status === 'rate-missing' ? claim.knownUntil : asOf),
    lines: lines
      .toSorted((a, b) => (a.endsOn < b.endsOn ? -1 : Number(a.endsOn > b.endsOn)))
      .map(({ endsOn: _, ...line }) => line),
    principal: figure(claim.principalCents),
    interest: figure(claim.interestCents),
    ...(indemnityCents === 0 ? {} : { indemnity: formatCents(indemnityCents, currency) }),
    total: figure(claim.totalCents),
  };
}

/** A printed line and the day on which it ends, by which lines are ordered. */
type Ending = ClaimLineData & { readonly endsOn: CivilDate };

function slicesOf({ claim, rates }: Reckoning, { creditor }: Parties, currency: string): Ending[] {
  return claim.invoices.flatMap((invoice) =>
    invoice.lines.map((line) => ({
      endsOn: line.to,
      label: invoice.number,
      from: shortFrenchDate(line.from),
      to: shortFrenchDate(line.to),
      days: line.days,
      base: formatCents(line.baseCents, currency),
      rate: formatRate(line.rateBasisPoints),
      source: `${rateSources[line.regime]}\u00a0: ${sourceOfLine(line, creditor, rates).replaceAll(' ;', '\u00a0;')}`,
      amount: formatCents(line.amountCents, currency),
    })),
  );
}

/** What payments took of the interest, as lines below zero: the printed lines then add up to the interest that is asked. */
function deductionsOf({ payments }: ClaimStatement, { payments: received, invoice: { currency } }: Case): Ending[] {
  return payments.flatMap(({ id, parts }) => {
    const on = received.find((payment) => payment.id === id)?.on ?? '';
    return parts
      .filter((part) => part.to === 'interest')
      .map(({ invoice, amountCents }) => ({
        endsOn: on,
        label: invoice,
        from: shortFrenchDate(on),
        to: shortFrenchDate(on),
        days: 0,
        base: '–',
        rate: 'règlement reçu',
        source: 'imputé sur les intérêts',
        amount: formatCents(-amountCents, currency),
      }));
  });
}
