import type { Mail, MailPort } from '../activities/ports/mail.ts';
import type { SendOutcome } from '../activities/ports/outcome.ts';

/** By whom a message of the test mode is written down to have left: nobody takes it for one that reached a debtor. */
const TEST = 'essai';

/** Every e-mail to oneself, under a banner that says to whom it would have gone. */
export function toOneself(mail: MailPort, to: string): MailPort {
  const { find } = mail;
  return {
    ...mail,
    provider: TEST,
    send: async (one) => asTest(await mail.send(bannered(one, to))),
    ...(find ? { find: async (key: string) => asTest(await find(key)) } : {}),
  };
}

function asTest<O extends SendOutcome | null>(outcome: O): O {
  return outcome !== null && 'provider' in outcome ? { ...outcome, provider: TEST } : outcome;
}

function bannered(mail: Mail, to: string): Mail {
  const banner = `Mode essai\u00a0: ce message aurait été envoyé à ${mail.to}.`;
  const shown = `<p style="margin:0;padding:12px;background:#fdf3dd;color:#7a4b00;font-weight:bold">${escaped(banner)}</p>`;
  return {
    ...mail,
    to,
    subject: `[Essai] ${mail.subject}`,
    text: `${banner}\n\n${mail.text}`,
    html: /<body[^>]*>/i.test(mail.html) ? mail.html.replace(/<body[^>]*>/i, (tag) => tag + shown) : shown + mail.html,
  };
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
