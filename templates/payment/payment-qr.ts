import qrcode from 'qrcode';
import { refuse } from '../../domain/fault.ts';

/** What the payer's bank application fills in from the code. The amount is in integer cents, in euros only. */
export interface PaymentOrder {
  readonly name: string;
  readonly iban: string;
  readonly bic: string;
  readonly amountCents: number;
  readonly reference: { readonly kind: 'structured' | 'text'; readonly value: string };
}

const NAME_LENGTH = 70;
const LARGEST_CENTS = 99_999_999_999;
const REFERENCE_LENGTH = { structured: 35, text: 140 } as const;

/** The lines of a SEPA credit transfer code (EPC069-12, version 002, UTF-8). Refuses what the guideline does not allow. */
export function paymentPayload(order: PaymentOrder): string {
  const { kind, value } = order.reference;
  if (order.amountCents < 1 || order.amountCents > LARGEST_CENTS)
    refuse('amountCents', `got ${order.amountCents}, expected 1 to ${LARGEST_CENTS}`);
  if (value.length > REFERENCE_LENGTH[kind])
    refuse('reference', `got ${value.length} characters, expected at most ${REFERENCE_LENGTH[kind]}`);
  const amount = `EUR${(order.amountCents / 100).toFixed(2)}`;
  const remittance = kind === 'structured' ? [value] : ['', oneLine(value)];
  const name = oneLine(order.name).slice(0, NAME_LENGTH);
  return ['BCD', '002', '1', 'SCT', bare(order.bic), name, bare(order.iban), amount, '', ...remittance].join('\n');
}

/** The code as an inline SVG, error level M, with its quiet zone. */
export function paymentQr(order: PaymentOrder): string {
  const { modules } = qrcode.create(paymentPayload(order), { errorCorrectionLevel: 'M' });
  const side = modules.size + 8;
  const squares: string[] = [];
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column)) squares.push(`M${column + 4} ${row + 4}h1v1h-1z`);
    }
  }
  const label = 'Code à scanner avec votre application bancaire pour préparer le virement';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" role="img" aria-label="${label}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${squares.join('')}"/></svg>`;
}

function bare(text: string): string {
  return text.replace(/\s/g, '');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
