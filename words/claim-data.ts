import type { CivilDate } from '../domain/calendar/civil-date.ts';
import { balanceCents, type KeptOut, keptOut } from '../domain/case/balance.ts';
import type { Case } from '../domain/case/case.ts';
import type { ClaimStatement, PaymentAllocation } from '../domain/claim/claim.ts';
import { sourceOfLine } from '../domain/claim/line-source.ts';
import { sumCents } from '../domain/money/cents.ts';
import type { ClaimData, ClaimLineData, KeptOutData } from '../templates/data.ts';
import { rateSources } from '../templates/french.ts';
import { type Speech, speechOf } from '../templates/speech.ts';
import type { Reckoning } from './claim.ts';
import type { Parties } from './parties.ts';

/** What stands in the place of a figure that a person has yet to choose: a contract's rate is under the floor. */
const TO_CHOOSE = 'à choisir';

/** One invoice of a statement, and what was reckoned of it. */
export interface Reckoned {
  readonly reckoning: Reckoning;
  readonly case: Case;
}

/** The statement of claim of invoices of one debtor, slice by slice with the text and the published rate of each, added up line by line, ready to print. It says the day on which its figures stop. */
export function claimsData(reckoned: readonly Reckoned[], parties: Parties, currency: string, asOf: CivilDate): ClaimData {
  const say = speechOf(parties.debtor.language);
  const claims = reckoned.map(({ reckoning: { claim } }) => claim);
  const total = (centsOf: (claim: ClaimStatement) => number | null) => sumKnown(claims.map(centsOf));
  const figure = (cents: number | null) => (cents === null ? TO_CHOOSE : say.amount(cents, currency));
  const lines = reckoned.flatMap(({ reckoning, case: theCase }) => [
    ...slicesOf(reckoning, parties, currency, say),
    ...deductionsOf(reckoning.claim, theCase, say),
  ]);
  const indemnityCents = total(({ indemnityCents: cents }) => cents ?? 0) ?? 0;
  const known = claims.flatMap((claim) => (claim.status === 'rate-missing' ? [claim.knownUntil] : []));
  return {
    asOf: say.day(known.toSorted()[0] ?? asOf),
    lines: lines
      .toSorted((a, b) => (a.endsOn < b.endsOn ? -1 : Number(a.endsOn > b.endsOn)))
      .map(({ endsOn: _, ...line }) => line),
    ...imputationOf(reckoned, parties, currency, say),
    principal: figure(total(({ principalCents }) => principalCents)),
    interest: figure(total(({ interestCents }) => interestCents)),
    ...(indemnityCents === 0 ? {} : { indemnity: say.amount(indemnityCents, currency) }),
    total: figure(total(({ totalCents }) => totalCents)),
  };
}

/** A sum of which a part is unknown is unknown. */
function sumKnown(amounts: readonly (number | null)[]): number | null {
  const known = amounts.flatMap((cents) => (cents === null ? [] : [cents]));
  return known.length < amounts.length ? null : sumCents(known);
}

/** What leads from the balance that the invoices show to the principal: what is kept out of it, and what payments took for interest first (C. civ. 1343-1). */
function imputationOf(
  reckoned: readonly Reckoned[],
  { creditor }: Parties,
  currency: string,
  say: Speech,
): Pick<ClaimData, 'balance' | 'imputed' | 'imputation' | keyof KeptOutData> {
  const cases = reckoned.map((one) => one.case);
  const imputedCents = sumCents(reckoned.flatMap(({ reckoning: { claim } }) => claim.payments.flatMap(besidePrincipal)));
  const hasPaid = cases.some(({ waived, payments }) => !waived && payments.some(({ reversed }) => !reversed));
  return {
    balance: say.amount(sumCents(cases.map(balanceCents)), currency),
    ...keptOutShown(cases.map(keptOut), currency, say),
    ...(imputedCents > 0 ? { imputed: say.amount(imputedCents, currency) } : {}),
    ...(hasPaid ? { imputation: creditor.terms.allocation } : {}),
  };
}

/** What of a payment did not lower the principal. */
function besidePrincipal({ parts }: PaymentAllocation): number[] {
  return parts.filter(({ to }) => to !== 'principal').map(({ amountCents }) => amountCents);
}

/** What of the balances is not asked, summed reason by reason; a reason of nothing is absent. */
export function keptOutShown(kept: readonly KeptOut[], currency: string, say: Speech): KeptOutData {
  const shown = (name: keyof KeptOutData, centsOf: (one: KeptOut) => number) => {
    const cents = sumCents(kept.map(centsOf));
    return cents > 0 ? { [name]: say.amount(cents, currency) } : {};
  };
  return {
    ...shown('disputed', ({ disputedCents }) => disputedCents),
    ...shown('conceded', ({ concededCents }) => concededCents),
    ...shown('covered', ({ coveredCents }) => coveredCents),
  };
}

/** A printed line and the day on which it ends, by which lines are ordered. */
type Ending = ClaimLineData & { readonly endsOn: CivilDate };

function slicesOf({ claim, rates }: Reckoning, { creditor }: Parties, currency: string, say: Speech): Ending[] {
  return claim.invoices.flatMap((invoice) =>
    invoice.lines.map((line) => ({
      endsOn: line.to,
      label: invoice.number,
      from: say.shortDay(line.from),
      to: say.shortDay(line.to),
      days: line.days,
      base: say.amount(line.baseCents, currency),
      rate: say.rate(line.rateBasisPoints),
      source: `${rateSources[line.regime]}\u00a0: ${sourceOfLine(line, creditor, rates).replaceAll(' ;', '\u00a0;')}`,
      amount: say.amount(line.amountCents, currency),
    })),
  );
}

/** What payments took of the interest, as lines below zero, and what went back of it, above: the printed lines then add up to the interest that is asked. */
function deductionsOf({ payments }: ClaimStatement, theCase: Case, say: Speech): Ending[] {
  const { payments: received, creditUses = [], invoice } = theCase;
  return payments.flatMap(({ id, parts }) => {
    const on = [...received, ...creditUses].find((move) => move.id === id)?.on ?? '';
    return parts
      .filter((part) => part.to === 'interest')
      .map(({ invoice: label, amountCents }) => ({
        endsOn: on,
        label,
        from: say.shortDay(on),
        to: say.shortDay(on),
        days: 0,
        base: '–',
        ...(amountCents > 0
          ? { rate: 'règlement reçu', source: 'imputé sur les intérêts' }
          : { rate: 'règlement rendu', source: 'n’éteint plus d’intérêts' }),
        amount: say.amount(-amountCents, invoice.currency),
      }));
  });
}
