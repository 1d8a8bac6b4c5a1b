import type { Mail } from '../../activities/ports/mail.ts';

/** A mail as it is handed to a provider, with a file and an opaque id. */
export const mail: Mail = {
  key: 'invoice:c1:i1/reminder-5/email/1',
  from: { email: 'compta@atelier-lumen.example', name: 'Atelier « Lumén »' },
  replyTo: 'suivi@atelier-lumen.example',
  to: 'contact@menuiserie.example',
  subject: 'Votre facture F2026-0412 : échéance',
  html: '<p>Bonjour, <strong>réglez</strong> 1\u202f200,00\u00a0€.</p>',
  text: 'Bonjour, réglez 1\u202f200,00\u00a0€.',
  attachments: [{ filename: 'F2026-0412.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF-1.4') }],
  customArgs: { message: 'm-1' },
};
