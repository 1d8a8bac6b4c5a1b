import type { Fault } from '../../domain/fault.ts';
import { keyFaults } from '../../domain/party/siren.ts';
import { creditorFields } from './creditor-form.ts';
import { documentOf } from './document-form.ts';
import type { Sent } from './sent.ts';

/** The creditor that a form says, over what is known of him, and what the API would not find wrong: the key of a SIREN that is told anew. */
export function creditorTold(known: object, sent: Sent): { readonly document: object; readonly faults: readonly Fault[] } {
  const document = documentOf(creditorFields, known, sent);
  const [told, before] = [sirenOf(document), sirenOf(known)];
  return { document, faults: told === before ? [] : keyFaults(told) };
}

function sirenOf(document: { readonly siren?: unknown }): unknown {
  return document.siren;
}
