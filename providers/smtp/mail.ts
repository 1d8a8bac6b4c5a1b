import { createTransport } from 'nodemailer';
import type { MailPort } from '../../activities/ports/mail.ts';
import type { SendOutcome } from '../../activities/ports/outcome.ts';
import { drawnMessageId, mimeOf } from '../mime.ts';

/** `url`: `smtps://user:password@host`, or `smtp://host:587`, which becomes TLS where the server offers it; `timeoutMs` for tests. */
export interface SmtpOptions {
  readonly url: string;
  readonly timeoutMs?: number;
}

const PROVIDER = 'smtp';
const TIMEOUT_MS = 20_000;

/**
 * E-mails through a mail server of the house. It cannot be asked what became of one: a connection that breaks after it stood leaves it
 * unknown. The message id is drawn, so that an answer to it, or its return, is known again and nobody makes one up.
 */
export function smtpMail({ url, timeoutMs = TIMEOUT_MS }: SmtpOptions): MailPort {
  const times = { connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs };
  return {
    provider: PROVIDER,
    async send(mail) {
      const transport = createTransport({ url, ...times });
      const messageId = drawnMessageId(mail);
      try {
        const envelope = { from: mail.from.email, to: [mail.to] };
        await transport.sendMail({ envelope, raw: await mimeOf(mail, `<${messageId}>`) });
        return { outcome: 'accepted', provider: PROVIDER, providerId: messageId, at: new Date().toISOString() };
      } catch (error) {
        return outcomeOf(error);
      } finally {
        transport.close();
      }
    },
  };
}

interface SmtpError {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly syscall?: string;
  readonly message: string;
}

/** A server that answered said whether it took it; one that was never reached did not. */
function outcomeOf(error: unknown): SendOutcome {
  const { code = '', command = '', responseCode, response, syscall, message } = error as SmtpError;
  const reason = response ?? message;
  if (code === 'EAUTH')
    return { outcome: 'retry', afterMs: null, reason: `le serveur de courrier refuse le mot de passe\u00a0: ${reason}` };
  if (responseCode === undefined) {
    const neverStood = syscall === 'connect' || code === 'EDNS' || code === 'ETLS';
    if (neverStood) return { outcome: 'retry', afterMs: null, reason: `le serveur de courrier ne répond pas (${code})` };
    return { outcome: 'unknown', reason: `réponse du serveur de courrier perdue (${code || reason})` };
  }
  if (responseCode < 500) return { outcome: 'retry', afterMs: null, reason };
  return {
    outcome: 'refused',
    provider: PROVIDER,
    code: String(responseCode),
    reason,
    address: command === 'RCPT TO' ? 'invalid' : null,
  };
}
