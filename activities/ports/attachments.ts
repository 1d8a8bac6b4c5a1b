import type { Attachment } from './mail.ts';

/** Together, before they are encoded: providers take 30 MB of message, of which encoding makes a third. */
const LARGEST_BYTES = 20_000_000;

/** What a type of file begins with, in Latin-1: its name alone proves nothing. */
const beginnings: Readonly<Record<string, string>> = {
  'application/pdf': '%PDF-',
  'image/png': '\u0089PNG',
  'image/jpeg': '\u00ff\u00d8\u00ff',
  'application/zip': 'PK',
  'application/xml': '<',
};

/** Why these files cannot go with an e-mail, in French; null when they can. */
export function faultOfAttachments(attachments: readonly Attachment[]): string | null {
  const bytes = attachments.reduce((sum, { content }) => sum + content.length, 0);
  if (bytes > LARGEST_BYTES) return `les pièces jointes pèsent ${Math.ceil(bytes / 1_000_000)}\u00a0Mo, 20\u00a0Mo au plus`;
  const wrong = attachments.find((file) => !isWhatItSays(file.contentType, file.content));
  return wrong === undefined ? null : `la pièce ${wrong.filename} n’est pas un fichier ${wrong.contentType} accepté`;
}

/** True when the bytes begin as a file of that type does; a type that is not known here is refused. */
export function isWhatItSays(contentType: string, content: Uint8Array): boolean {
  const beginning = beginnings[contentType];
  if (beginning === undefined) return false;
  return Buffer.from(content.subarray(0, beginning.length)).toString('latin1') === beginning;
}
