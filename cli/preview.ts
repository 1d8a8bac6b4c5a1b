import { writeFileSync } from 'node:fs';
import { Refusal, refuse } from '../domain/fault.ts';
import type { Tone } from '../domain/plan/plan.ts';
import type { EmailMessage, Letter, Preview, SmsMessage, Unwritten } from '../run/preview.ts';
import { connect } from './connect.ts';
import { EXIT, print, printJson, reportBadInput } from './io.ts';

export interface PreviewOptions {
  readonly template?: string;
  /** A case of the running system; without it, a sample. */
  readonly case?: string;
  readonly sample: string;
  readonly tone?: Tone;
  readonly channel?: 'email' | 'sms' | 'letter';
  /** Files to write: the page of the e-mail or letter, the letter as PDF. */
  readonly html?: string;
  readonly pdf?: string;
  readonly text: boolean;
  readonly json: boolean;
}

/** Shows a message as it would leave, for a case or a sample: nothing does. Without a template, lists them. */
export async function run(options: PreviewOptions): Promise<number> {
  try {
    if (options.template === undefined) return await list(options.json);
    const preview = await previewFor(options.template, options);
    if (options.json) printJson(preview);
    else await show(preview, options);
    return EXIT.done;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return reportBadInput(error, options.json);
  }
}

async function list(json: boolean): Promise<number> {
  const lines = (await import('../run/preview.ts')).listTemplates();
  if (json) printJson({ templates: lines });
  else
    for (const { template, sms, letter } of lines)
      print(`${template.padEnd(24)} ${['e-mail', ...(sms ? ['SMS'] : []), ...(letter ? ['courrier'] : [])].join(', ')}`);
  return EXIT.done;
}

async function previewFor(template: string, { case: caseId, sample, tone }: PreviewOptions): Promise<Preview> {
  if (caseId === undefined) return (await import('../run/preview.ts')).previewSample(template, sample, tone);
  const query = tone === undefined ? {} : { tone };
  return (await connect()).call('GET /cases/{caseId}/preview/{template}', { params: { caseId, template }, query });
}

async function show(preview: Preview, options: PreviewOptions): Promise<void> {
  const { html, pdf, text } = options;
  const { letter, invented } = preview;
  if (html !== undefined) save(html, pageOf(preview, channelOf(preview, options)));
  if (pdf !== undefined) save(pdf, await (await import('../run/preview.ts')).printLetter(written(letter)));
  if (text || (html === undefined && pdf === undefined)) print(textOf(preview, channelOf(preview, options)));
  if (invented.length > 0)
    process.stderr.write(`Ce dossier ne les a pas, ils sont inventés pour l’aperçu\u00a0: ${invented.join(', ')}.\n`);
}

/** A notice is a letter, of which the e-mail is a copy. */
function channelOf({ template }: Preview, { channel }: PreviewOptions): 'email' | 'sms' | 'letter' {
  return channel ?? (template === 'formal-notice' ? 'letter' : 'email');
}

function pageOf({ email, letter }: Preview, channel: 'email' | 'sms' | 'letter'): string {
  if (channel === 'sms') refuse('--html', 'an SMS is no page, expected --text');
  return channel === 'letter' ? written(letter).html : email.html;
}

function textOf({ email, sms, letter }: Preview, channel: 'email' | 'sms' | 'letter'): string {
  if (channel === 'sms') return smsText(written(sms));
  return channel === 'letter' ? written(letter).text : emailText(email);
}

function emailText({ subject, text }: EmailMessage): string {
  return `Objet\u00a0: ${subject}\n\n${text}`;
}

function smsText({ text, segments, encoding }: SmsMessage): string {
  return `${text}\n\n${segments} segment${segments > 1 ? 's' : ''}, ${encoding}`;
}

function written<Form extends Letter | SmsMessage>(form: Form | Unwritten): Form {
  if ('refused' in form) refuse('', form.refused);
  return form;
}

function save(path: string, content: string | Uint8Array): void {
  writeFileSync(path, content);
  print(path);
}
