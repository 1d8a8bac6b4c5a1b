import { type CivilDate, earlier } from '../calendar/civil-date.ts';
import type { DoneBefore } from '../case/case.ts';
import { doneBeforeFaults } from '../case/done-before.ts';
import { frenchDay } from '../case/show/french.ts';
import type { Fault } from '../fault.ts';
import { formatCents } from '../money/cents.ts';
import { qualityExpected } from '../party/quality.ts';
import type { DebtorKind } from '../plan/plan.ts';
import { codeCell, isFrenchMobile } from './cells.ts';
import { type Cells, columns } from './columns.ts';
import { type EnrolledDebtor, type Enrolment, known } from './enrolment.ts';

/** What a file leaves to be said once for all its lines. */
export interface EnrolmentDefaults {
  readonly today: CivilDate;
  readonly kind?: DebtorKind;
  readonly plan?: string;
}

type FieldFault = readonly [heading: string, message: string];

/** The open invoice of a line whose cells were read; or what does not go together in it, by column. */
export function enrolmentOf(line: number, told: Cells, defaults: EnrolmentDefaults): Enrolment | FieldFault[] {
  const cells = withBalance(told);
  const { number, dueOn, name } = cells;
  const totalCents = cells.totalCents ?? cells.balanceCents;
  const kind = cells.kind ?? (cells.siren === undefined ? defaults.kind : 'business');
  const invoiceId = cells.invoiceId ?? (number === undefined ? undefined : (codeCell.read(number) ?? undefined));
  const debtorId = cells.debtorId ?? cells.siren ?? (name === undefined ? undefined : (codeCell.read(name) ?? undefined));
  const faults = [
    ...missing({ 'N° facture': number, Échéance: dueOn, Client: name, 'Reste dû': totalCents, Type: kind }),
    ...(paidFaults(told) ?? amountFaults(cells)),
    ...dateFaults(cells, defaults.today),
    ...addressFaults(cells),
    ...beforeFaults(cells, defaults.today),
    ...qualityFaults(kind, cells),
    ...(number !== undefined && invoiceId === undefined ? [['N° facture', codeCell.expected] as const] : []),
    ...(name !== undefined && debtorId === undefined ? [['Code client', codeCell.expected] as const] : []),
  ];
  if (!number || !dueOn || !name || !totalCents || !kind || !invoiceId || !debtorId || faults.length > 0) return faults;
  const plan = cells.plan ?? defaults.plan;
  return {
    line,
    invoice: { id: invoiceId, number, totalCents, dueOn, currency: cells.currency ?? 'EUR', ...invoiceExtras(cells) },
    debtor: { id: debtorId, kind, name, ...debtorExtras(cells) },
    ...(plan === undefined ? {} : { plan }),
    ...beforeOf(cells),
    paid: paidOf(totalCents, dueOn, cells, defaults.today),
  };
}

/** One line that says what is wrong, where, and what to write instead. */
export function lineFault(line: number, [heading, message]: FieldFault): Fault {
  return { path: `ligne ${line}, colonne « ${heading} »`, message };
}

const invoiceExtras = ({ vatCents, issuedOn, serviceCompletedOn, purchaseOrder, nature }: Cells) =>
  known({ vatCents, issuedOn, serviceCompletedOn, purchaseOrder, nature });

const doneBeforeOf = ({ remindedOn, noticePostedOn, noticeReceivedOn, disputed, givenTo, givenOn }: Cells): DoneBefore =>
  known({ remindedOn, noticePostedOn, noticeReceivedOn, disputed, givenTo, givenOn });

function beforeOf(cells: Cells): Pick<Enrolment, 'before'> {
  const before = doneBeforeOf(cells);
  return Object.keys(before).length === 0 ? {} : { before };
}

/** What was done before must go together; said at the heading of its column. */
function beforeFaults(cells: Cells, today: CivilDate): FieldFault[] {
  const faults = cells.dueOn === undefined ? [] : doneBeforeFaults(doneBeforeOf(cells), cells.dueOn, today);
  return faults.map(([name, message]) => [columns[name].names[0] ?? name, `${message}\u00a0: corriger`]);
}

function debtorExtras(cells: Cells): Partial<EnrolledDebtor> {
  const { siren, legalForm, quality, segment, email, line1, postcode, city } = cells;
  const office = line1 && postcode && city ? { registeredOffice: { line1, postcode, city } } : {};
  return { ...known({ siren, legalForm, quality, segment, email, ...numbersOf(cells) }), ...office };
}

/** A mobile that stands in the column of telephones is written to, unless another is told. */
function numbersOf({ mobile, phone }: Cells): Pick<EnrolledDebtor, 'mobile' | 'phone'> {
  return mobile === undefined && phone !== undefined && isFrenchMobile(phone) ? { mobile: phone } : known({ mobile, phone });
}

/** Money that came before, on its day when the file says it; else it counts where no interest is asked of it, on the due date, and says so. */
function paidOf(totalCents: number, dueOn: CivilDate, { balanceCents, paidOn }: Cells, today: CivilDate): Enrolment['paid'] {
  const amountCents = totalCents - (balanceCents ?? totalCents);
  if (amountCents === 0) return null;
  return paidOn === undefined ? { amountCents, on: earlier(dueOn, today), undated: true } : { amountCents, on: paidOn };
}

function missing(required: Readonly<Record<string, unknown>>): FieldFault[] {
  const empty = Object.entries(required).filter(([, value]) => value === undefined);
  return empty.map(([heading]): FieldFault => [heading, howToFill[heading] ?? 'la cellule est vide\u00a0: la remplir']);
}

const howToFill: Readonly<Record<string, string>> = {
  'Reste dû': 'ni « Reste dû » ni « Montant TTC » n’est rempli\u00a0: en remplir un',
  Type: 'le type du client n’est pas dit\u00a0: écrire entreprise, particulier ou public, remplir « SIREN », ou ajouter --type',
};

/** What is left where the file says the whole and what was paid of it. */
function withBalance(cells: Cells): Cells {
  const { totalCents, balanceCents, paidCents } = cells;
  if (balanceCents !== undefined || totalCents === undefined || paidCents === undefined) return cells;
  return { ...cells, balanceCents: totalCents - paidCents };
}

/** What was paid that cannot be; null when nothing is wrong with it. */
function paidFaults({ totalCents, balanceCents, paidCents, currency }: Cells): FieldFault[] | null {
  if (paidCents === undefined || totalCents === undefined) return null;
  const shown = (cents: number) => formatCents(cents, currency ?? 'EUR');
  const correct = 'corriger l’un des deux';
  if (paidCents < 0) return [['Déjà réglé', `${shown(paidCents)}\u00a0: un montant réglé n’est pas négatif`]];
  if (paidCents > totalCents)
    return [['Déjà réglé', `${shown(paidCents)} dépasse le montant de la facture, ${shown(totalCents)}\u00a0: ${correct}`]];
  if (balanceCents !== undefined && totalCents - paidCents !== balanceCents)
    return [
      ['Déjà réglé', `${shown(paidCents)} de ${shown(totalCents)} ne laissent pas ${shown(balanceCents)}\u00a0: ${correct}`],
    ];
  return null;
}

function amountFaults({ totalCents, balanceCents, vatCents, currency }: Cells): FieldFault[] {
  const shown = (cents: number) => formatCents(cents, currency ?? 'EUR');
  const open = balanceCents ?? totalCents;
  const total = totalCents ?? balanceCents;
  if (open === undefined || total === undefined) return [];
  const heading = balanceCents === undefined ? 'Montant TTC' : 'Reste dû';
  if (open < 0) return [[heading, `${shown(open)}\u00a0: un avoir ne se relance pas, retirer la ligne`]];
  if (open === 0)
    return [
      [heading, 'rien n’est dû\u00a0: retirer la ligne (les frais de retard d’une facture déjà réglée ne se reprennent pas)'],
    ];
  if (open > total)
    return [['Reste dû', `${shown(open)} dépasse le montant de la facture, ${shown(total)}\u00a0: corriger l’un des deux`]];
  if (vatCents !== undefined && (vatCents < 0 || vatCents > total)) {
    return [['TVA', `${shown(vatCents)} ne va pas avec un montant TTC de ${shown(total)}\u00a0: corriger l’un des deux`]];
  }
  return [];
}

function dateFaults({ issuedOn, dueOn, paidOn }: Cells, today: CivilDate): FieldFault[] {
  const isDueBefore = issuedOn !== undefined && dueOn !== undefined && issuedOn > dueOn;
  const due = `le ${dueOn} vient avant la date de facture, le ${issuedOn}\u00a0: corriger l’une des deux`;
  return [
    ...(isDueBefore ? [['Échéance', due] as const] : []),
    ...(paidOn !== undefined && paidOn > today
      ? [['Date de paiement', `le ${frenchDay(paidOn)} n’est pas encore passé\u00a0: corriger`] as const]
      : []),
  ];
}

/** What the debtor is in law, and what was sold, go with what he is. */
function qualityFaults(kind: DebtorKind | undefined, { quality, nature }: Cells): FieldFault[] {
  if (kind === undefined) return [];
  const isOf = 'ne va pas avec le type du client\u00a0: corriger l’un des deux';
  return [
    ...(quality !== undefined && qualityExpected({ kind, quality }) !== null ? [['Qualité', isOf] as const] : []),
    ...(nature === 'consumer' && kind !== 'consumer' ? [['Nature', isOf] as const] : []),
  ];
}

/** A letter needs the whole address. */
function addressFaults({ line1, postcode, city }: Cells): FieldFault[] {
  const parts = { Adresse: line1, 'Code postal': postcode, Ville: city };
  const empty = Object.entries(parts).flatMap(([heading, value]) => (value === undefined ? [heading] : []));
  if (empty.length === 0 || empty.length === 3) return [];
  return empty.map(
    (heading): FieldFault => [
      heading,
      'l’adresse est incomplète\u00a0: remplir adresse, code postal et ville, ou aucun des trois',
    ],
  );
}
