import { BadInput } from '../domain/fault.ts';
import type { TemplateId } from '../domain/plan/template-ids.ts';
import type { MessageRequest } from './data.ts';
import { addressSaid } from './postal-address.ts';
import type { EmailMessage, Letter, SmsMessage, Templates } from './renderer.ts';

/** A message in every form it has; a form that cannot be says why. */
export interface Preview {
  readonly template: TemplateId;
  readonly email: EmailMessage;
  readonly sms: SmsMessage | Unwritten;
  readonly letter: Letter | Unwritten;
  /** What the case does not have and a sample stands in for: a promise, a payment… */
  readonly invented: readonly string[];
}

export interface Unwritten {
  readonly refused: string;
}

/** Renders a message in every form, on the code that sends it. */
export function previewOf(templates: Templates, request: MessageRequest, invented: readonly string[] = []): Preview {
  return {
    template: request.template,
    email: templates.email(request),
    sms: attempt(() => templates.sms(request)),
    letter: attempt(() => templates.letter(request)),
    invented,
  };
}

function attempt<T>(write: () => T): T | Unwritten {
  try {
    return write();
  } catch (error) {
    if (error instanceof BadInput) return { refused: addressSaid(error) ?? error.message };
    throw error;
  }
}
