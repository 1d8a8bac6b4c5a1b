import type { FormalNoticeData, InvoiceData } from './data.ts';
import { frenchDate } from './french.ts';
import {
  type ChronologyLine,
  type Exhibit,
  type HandoffData,
  invoiceClaim,
  type MessageAsSent,
  type NoticeProof,
} from './handoff.ts';
import { sampleRequest } from './samples.ts';

const reminded = ['2026-08-05', '2026-08-17'] as const;

const chronology: readonly ChronologyLine[] = [
  { on: frenchDate('2026-07-31'), text: 'échéance de la facture F2026-0412' },
  { on: frenchDate(reminded[0]), text: 'e-mail de rappel envoyé', exhibit: 1 },
  { on: frenchDate(reminded[1]), text: 'relance envoyée par e-mail', exhibit: 2 },
  { on: frenchDate('2026-08-30'), text: 'mise en demeure remise à la poste', exhibit: 3 },
  { on: frenchDate('2026-09-03'), text: 'mise en demeure reçue, avis signé', exhibit: 4 },
  { on: frenchDate('2026-09-11'), text: 'fin du délai accordé, sans règlement' },
];

const notice: NoticeProof = {
  exhibit: 3,
  invoices: 'F2026-0412',
  title: 'Mise en demeure du 30 août 2026',
  isOurs: true,
  postedOn: frenchDate('2026-08-30'),
  trackingId: '2C 123 456 7890 1',
  outcome: 'reçue, avis de réception signé',
  effectiveOn: frenchDate('2026-09-03'),
  deadlineOn: frenchDate('2026-09-11'),
  text: '',
  events: [{ on: frenchDate('2026-09-03'), text: 'distribuée contre signature', exhibit: 4 }],
};

const files = [
  ['E-mail de rappel', '2026-08-05', 'eml'],
  ['Relance', '2026-08-17', 'eml'],
  ['Mise en demeure', '2026-08-30', 'pdf'],
  ['Avis de réception', '2026-09-03', 'pdf'],
] as const;

/** An invented file for a lawyer, built from the sample notice and its claim. */
export function sampleHandoff(): HandoffData {
  const { reference, creditor, debtor, contact, claim, invoices } = sampleRequest('formal-notice', 'business')
    .data as FormalNoticeData;
  const chosen = { route: 'injonction de payer', chosenOn: frenchDate('2026-09-21') };
  return {
    reference,
    builtOn: frenchDate('2026-09-21'),
    ...chosen,
    creditor,
    debtor,
    contact,
    claim,
    claims: [invoiceClaim('F2026-0412', claim)],
    invoices,
    payments: [],
    chronology,
    messages: reminded.map(messageSent),
    notices: [notice],
    exhibits: files.map(exhibit),
  };
}

/** The same for several invoices of the debtor under one formal notice, invented. */
export function sampleCommonHandoff(): HandoffData {
  const alone = sampleHandoff();
  const numbers = ['F2026-0412', 'F2026-0455', 'F2026-0501'];
  const [own] = alone.invoices;
  return {
    ...alone,
    reference: numbers.join(', '),
    claims: numbers.map((number) => invoiceClaim(number, alone.claim)),
    invoices: numbers.flatMap((number): InvoiceData[] => (own ? [{ ...own, number }] : [])),
    payments: [
      { on: frenchDate('2026-08-20'), invoice: 'F2026-0455', label: 'Règlement reçu en banque', amount: '120,00\u00a0€' },
    ],
    chronology: alone.chronology.map((line, index) => ({ ...line, invoices: index < 3 ? 'F2026-0412' : 'toutes' })),
    notices: alone.notices.map((one) => ({ ...one, invoices: 'toutes' })),
  };
}

function messageSent(on: string, index: number): MessageAsSent {
  return {
    exhibit: index + 1,
    channel: 'e-mail',
    sentOn: frenchDate(on),
    to: 'contact@menuiserie-aubertin.example',
    subject: index === 0 ? 'Votre facture F2026-0412 : un petit rappel' : 'Rappel : votre facture F2026-0412',
    text: 'Bonjour,\n\nSauf erreur de notre part, le règlement de la facture F2026-0412 ne nous est pas encore parvenu.\n\nBien cordialement,\n\nCamille Roussel',
    provider: 'sendgrid',
    providerId: `msg-${index + 1}`,
    events: [{ on: frenchDate(on), text: 'remis au serveur du destinataire' }],
  };
}

function exhibit([title, on, extension]: (typeof files)[number], index: number): Exhibit {
  const number = index + 1;
  return { number, title, on: frenchDate(on), file: `pieces/${number}.${extension}`, sha256: String(number).repeat(64) };
}
