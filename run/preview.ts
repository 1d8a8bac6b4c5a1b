import { createDocumentPrinter } from '../activities/documents/documents.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { refuse } from '../domain/fault.ts';
import { debtorKinds, type Tone } from '../domain/plan/plan.ts';
import { templateIds } from '../domain/plan/template-ids.ts';
import { type Preview, previewOf } from '../templates/preview.ts';
import { type Letter, loadTemplates } from '../templates/renderer.ts';
import { sampleRequest } from '../templates/samples.ts';
import { findBrowser } from './browser.ts';

export type { Preview, Unwritten } from '../templates/preview.ts';
export type { EmailMessage, Letter, SmsMessage } from '../templates/renderer.ts';

/** A template and the forms that are written for it alone. */
export interface TemplateLine {
  readonly template: string;
  readonly sms: boolean;
  readonly letter: boolean;
}

/** Every template that the product ships, once all of them have been read and checked. */
export function listTemplates(): TemplateLine[] {
  const templates = loadTemplates();
  return templateIds.map((template) => ({
    template,
    sms: !('refused' in previewOf(templates, sampleRequest(template, 'business')).sms),
    letter: templates.hasLetter(template),
  }));
}

/** A template filled with an invented debtor of a kind: business, consumer or public. Refuses names it does not know. */
export function previewSample(template: string, sample: string, tone?: Tone): Preview {
  const id = templateIds.find((known) => known === template);
  const kind = debtorKinds.find((known) => known === sample);
  if (id === undefined) refuse('template', `got « ${template} », expected one of ${templateIds.join(', ')}`);
  if (kind === undefined) refuse('--sample', `got « ${sample} », expected one of ${debtorKinds.join(', ')}`);
  return previewOf(loadTemplates(), sampleRequest(id, kind, tone));
}

/** The bytes of a letter, printed as the product prints it. */
export async function printLetter({ html, title }: Letter): Promise<Uint8Array> {
  const printer = createDocumentPrinter({ executablePath: findBrowser().executablePath });
  try {
    return (await printer.print(html, { title, datedOn: parisDay(Date.now()) })).pdf;
  } finally {
    await printer.close();
  }
}
