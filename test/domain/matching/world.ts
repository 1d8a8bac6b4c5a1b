import { isCreditorReference } from '../../../domain/matching/creditor-reference.ts';
import type { OpenInvoice } from '../../../domain/matching/open-invoice.ts';
import { ACCOUNT, type WrittenBooking, type WrittenPayment, type WrittenStatement } from '../statement/write-statement.ts';

/** A payment as it was meant: what the bank writes, and the invoices that it pays. */
interface MeantPayment {
  readonly written: WrittenPayment;
  /** Ids of the invoices that the payer wants to pay; none for what is no payment. */
  readonly pays: readonly string[];
}

/** Open invoices, what their debtors paid as a bank statement, and the truth, in the order of the statement. */
export interface World {
  readonly invoices: readonly OpenInvoice[];
  readonly statement: WrittenStatement;
  readonly truth: readonly (readonly string[])[];
}

type Chance = () => number;
type Way = (chance: Chance, invoices: readonly OpenInvoice[], index: number) => readonly MeantPayment[];

const TRADES = ['Menuiserie', 'Garage', 'Élagage', 'Boulangerie', 'Transports', 'Café', 'Imprimerie', 'Électricité'];
const SURNAMES = [
  'Aubert',
  'Martin',
  'Lefèvre',
  'Noël',
  'Durand',
  'Petit',
  'Garçon',
  'Da Silva',
  'Le Goff',
  'Müller',
  'Œuvrard',
  'Roux',
];
const FORMS = ['SARL', 'SAS', 'EURL', '& Fils', 'et Cie', 'S.A.R.L.'];
const TOWNS = [
  'Lyon',
  'Brest',
  'Lille',
  'Nantes',
  'Pau',
  'Metz',
  'Tours',
  'Dijon',
  'Nice',
  'Rouen',
  'Reims',
  'Caen',
  'Albi',
  'Sens',
  'Laon',
  'Dole',
];

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export function chanceOf(seed: number): Chance {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A world of that many invoices: one debtor for three of them, a few namesakes, amounts to the cent or round. */
export function createWorld(seed: number, size: number): World {
  const chance = chanceOf(seed);
  const invoices = openInvoices(chance, size);
  const payments = invoices.flatMap((_, index) => pick(chance, WAYS)(chance, invoices, index));
  const bookings = payments.map(
    ({ written }, index): WrittenBooking => ({
      on: `2026-11-${String(1 + Math.floor((index * 28) / payments.length)).padStart(2, '0')}`,
      payments: [written],
    }),
  );
  const statement = { ...ACCOUNT, id: `WORLD-${seed}`, openingOn: '2026-10-31', openingCents: 0, bookings };
  return { invoices, statement, truth: payments.map(({ pays }) => pays) };
}

/** Open invoices without payments, from an index on. */
export function openInvoices(chance: Chance, size: number, from = 0): readonly OpenInvoice[] {
  return Array.from({ length: size - from }, (_, index) => openInvoice(chance, from + index));
}

function openInvoice(chance: Chance, index: number): OpenInvoice {
  const debtor = Math.floor(index / 3);
  const number = `F-2026-${String(index + 1).padStart(7, '0')}`;
  const balanceCents = chance() < 0.3 ? 10_000 * (1 + Math.floor(chance() * 20)) : 100 + Math.floor(chance() * 900_000);
  const structuredReference = index % 5 === 0 ? creditorReference(number) : null;
  const dueOn = `2026-${String(1 + (index % 12)).padStart(2, '0')}-15`;
  return {
    id: `i${index}`,
    number,
    creditor: 'c1',
    debtor: { id: `d${debtor}`, name: debtorName(debtor) },
    balanceCents,
    currency: 'EUR',
    dueOn,
    structuredReference,
  };
}

/** Every fortieth debtor is a namesake of the one before; in a very large world a name gets one more word. */
function debtorName(debtor: number): string {
  const named = debtor % 40 === 39 ? debtor - 1 : debtor;
  const [trade, surname] = [TRADES[named % 8] ?? '', SURNAMES[Math.floor(named / 8) % 12] ?? ''];
  const more = named < 1536 ? '' : `${rareWord(Math.floor(named / 1536))} `;
  return `${trade} ${surname} ${TOWNS[Math.floor(named / 96) % 16] ?? ''} ${more}${FORMS[debtor % 6] ?? ''}`;
}

function rareWord(index: number): string {
  return [...index.toString(26).padStart(3, '0')]
    .map((digit) => String.fromCharCode(75 + (Number.parseInt(digit, 26) % 16), 65 + Number.parseInt(digit, 26)))
    .join('');
}

/** RF with its check digits, found by trying. */
function creditorReference(number: string): string {
  const body = number.replaceAll('-', '');
  const checks = Array.from({ length: 99 }, (_, check) => `RF${String(check).padStart(2, '0')}${body}`);
  return checks.find(isCreditorReference) ?? '';
}

const NOISE: readonly ((number: string) => string)[] = [
  (number) => `REGLEMENT FACTURE ${number}`,
  (number) => `vir ${number.replaceAll('-', ' ')} merci`,
  (number) => `FACT.${number.replaceAll('-', '')}`,
  (number) => number.replaceAll('-', '/').toLowerCase(),
  (number) => `Facture n° ${number.replace(/-0+/, '-')} du 12/10`,
  (number) => `FACTURE ${number.replace(/0/g, 'O')}`,
];

const WAYS: readonly Way[] = [
  (chance, invoices, index) => [payment(chance, invoices, [index], 1, { text: noisy(chance, invoices[index]) })],
  (chance, invoices, index) => [
    payment(chance, invoices, [index], 1, { text: noisy(chance, invoices[index]), payer: payerOf(chance, invoices[index]) }),
  ],
  (chance, invoices, index) => [
    payment(chance, invoices, [index], 1, { payer: payerOf(chance, invoices[index]), text: 'VIREMENT' }),
  ],
  (chance, invoices, index) => [
    payment(chance, invoices, [index], 0.4, { text: noisy(chance, invoices[index]), payer: payerOf(chance, invoices[index]) }),
  ],
  (chance, invoices, index) => [payment(chance, invoices, [index], 0.37, { payer: payerOf(chance, invoices[index]) })],
  (chance, invoices, index) => [payment(chance, invoices, [index], 1, referenceOf(invoices[index]))],
  (chance, invoices, index) => [payment(chance, invoices, [index], 1, { endToEndId: invoices[index]?.number ?? '' })],
  (chance, invoices, index) => [payment(chance, invoices, [index], 1, { payer: 'Compte inconnu', text: 'FACTURE OCTOBRE' })],
  (chance, invoices, index) => twins(payment(chance, invoices, [index], 0.5, { text: noisy(chance, invoices[index]) })),
  (chance, invoices, index) => [
    payment(chance, invoices, together(index, invoices), 1, {
      text: together(index, invoices)
        .map((each) => invoices[each]?.number ?? '')
        .join(' '),
    }),
  ],
  (chance, invoices, index) => [
    payment(chance, invoices, together(index, invoices), 1, { payer: payerOf(chance, invoices[index]) }),
  ],
  (_, invoices, index) => [
    {
      written: { amountCents: -(invoices[index]?.balanceCents ?? 0), returned: true, text: invoices[index]?.number ?? '' },
      pays: [],
    },
  ],
  (_, invoices, index) => [
    {
      written: {
        amountCents: invoices[index]?.balanceCents ?? 0,
        returned: true,
        payer: 'Fournisseur',
        text: invoices[index]?.number ?? '',
      },
      pays: [],
    },
  ],
  () => [],
];

function payment(
  chance: Chance,
  invoices: readonly OpenInvoice[],
  paid: readonly number[],
  share: number,
  said: Partial<WrittenPayment>,
): MeantPayment {
  const due = paid.reduce((sum, index) => sum + (invoices[index]?.balanceCents ?? 0), 0);
  const extra = share === 1 && chance() < 0.03 ? 1000 : 0;
  return {
    written: { amountCents: Math.max(1, Math.floor(due * share)) + extra, ...said },
    pays: paid.map((index) => invoices[index]?.id ?? ''),
  };
}

function twins(meant: MeantPayment): readonly MeantPayment[] {
  return [meant, meant];
}

/** The invoices of the same debtor from this one on. */
function together(index: number, invoices: readonly OpenInvoice[]): readonly number[] {
  return [index, index + 1].filter((each) => invoices[each]?.debtor.id === invoices[index]?.debtor.id);
}

function referenceOf(invoice: OpenInvoice | undefined): Partial<WrittenPayment> {
  return invoice?.structuredReference ? { reference: invoice.structuredReference } : { text: invoice?.number ?? '' };
}

function noisy(chance: Chance, invoice: OpenInvoice | undefined): string {
  return pick(chance, NOISE)(invoice?.number ?? '');
}

/** A name as banks carry it: capitals, no accents, words turned round, no legal form. */
function payerOf(chance: Chance, invoice: OpenInvoice | undefined): string {
  const plain = (invoice?.debtor.name ?? '').normalize('NFD').replace(/[\u0300-\u036f]/g, '');
  const words = plain.toUpperCase().split(' ');
  return pick(chance, [plain, words.join(' '), [...words.slice(0, 3).reverse(), ...words.slice(3)].join(' ')]);
}

function pick<T>(chance: Chance, choices: readonly T[]): T {
  const chosen = choices[Math.floor(chance() * choices.length)];
  if (chosen === undefined) throw new Error('nothing to choose from');
  return chosen;
}
