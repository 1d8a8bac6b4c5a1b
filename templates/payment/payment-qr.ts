import qrcode from 'qrcode';
import type { Language } from '../../domain/party/language.ts';
import { type PaymentOrder, paymentPayload } from '../../domain/payment/payment-order.ts';

const QUIET_ZONE = 4;

/** The code that fills in a transfer, as an inline SVG: error level M, with its quiet zone, and words for who cannot see it. */
export function paymentQr(order: PaymentOrder, language: Language = 'fr'): string {
  return qrSvg(paymentPayload(order), labels[language]);
}

const labels: { readonly [L in Language]: string } = {
  fr: 'Code à scanner avec votre application bancaire pour préparer le virement',
  en: 'Code to scan with your banking application to prepare the transfer',
};

/** Any text as a code in an inline SVG. */
export function qrSvg(text: string, label: string): string {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' });
  const side = modules.size + 2 * QUIET_ZONE;
  const squares: string[] = [];
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column)) squares.push(`M${column + QUIET_ZONE} ${row + QUIET_ZONE}h1v1h-1z`);
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" role="img" aria-label="${label}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${squares.join('')}"/></svg>`;
}
