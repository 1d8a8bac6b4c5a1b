import * as z from 'zod';
import { carriers } from '../../domain/known-providers.ts';
import { perSecond, provider } from '../provider.ts';

/** A mail server of the house: `smtps://user:password@host`. */
export const smtp = provider({
  settings: {
    SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    SMTP_FROM: z.email().optional(),
    SMTP_PER_SECOND: perSecond(20),
  },
  opensWith: carriers.smtp.opensWith,
  pairs: [['SMTP_URL', 'SMTP_FROM']],
  async mail({ SMTP_URL: url, SMTP_FROM: from = null, SMTP_PER_SECOND }) {
    if (url === undefined) return null;
    const { smtpMail } = await import('./mail.ts');
    return { port: smtpMail({ url }), perSecond: SMTP_PER_SECOND, from };
  },
});
