import type { Language } from '../domain/party/language.ts';
import type { CollectorData, ContactData } from './data.ts';
import { markdownEngine } from './rendering/liquid.ts';
import { toHtml } from './rendering/markdown.ts';
import { readSources } from './rendering/sources.ts';
import { inLanguage } from './rendering/wording.ts';

/** Of whom the notice speaks: who holds the data, and who is asked about them. */
export interface PrivacyData {
  readonly creditor: { readonly name: string };
  readonly contact: Pick<ContactData, 'email'>;
  readonly collector?: Pick<CollectorData, 'name'>;
}

/**
 * What becomes of personal data, as HTML (GDPR art. 13 and 14): the very passage that e-mails and letters end with, for the page that a
 * text message leads to, since a text message has no room for it.
 */
export function privacyNotices(folder: string = import.meta.dirname): (data: PrivacyData, language: Language) => string {
  const engine = markdownEngine(readSources(folder).partials);
  return (data, language) => toHtml(String(engine.renderFileSync(inLanguage('privacy', language), data)));
}
