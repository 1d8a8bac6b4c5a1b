import type { RequestHandler, Response } from 'express';

const policy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'form-action': "'self'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
} as const;

/** What a site of ours may need besides: `{ 'frame-src': "'self'" }`. */
export type MorePolicy = Readonly<Record<string, string>>;

/**
 * Headers of a page: it runs and draws only what comes from here, is kept by nobody and tells no other site where its reader was.
 * (`same-origin`, not `no-referrer`: without a referrer browsers send forms with `Origin: null`, which the doors refuse.)
 */
export function pageHeaders(more: MorePolicy = {}): RequestHandler {
  const value = policyText({ ...policy, ...more });
  return (_req, res, next) => {
    res.set('Content-Security-Policy', value);
    res.set('Referrer-Policy', 'same-origin');
    res.set('Cache-Control', 'no-store');
    next();
  };
}

/** Answers with a document that a page of ours shows in a frame, a letter or an e-mail as it leaves. */
export function sendShownDocument(res: Response, html: string): void {
  res.set('Content-Security-Policy', shownDocumentPolicy).set('X-Frame-Options', 'SAMEORIGIN');
  res.type('html').send(html);
}

/** It keeps its own looks, and can neither run anything, nor reach anything, nor speak for us. */
export const shownDocumentPolicy = policyText({
  'default-src': "'none'",
  'style-src': "'unsafe-inline'",
  'img-src': 'data:',
  'font-src': 'data:',
  'frame-ancestors': "'self'",
  sandbox: '',
});

function policyText(parts: MorePolicy): string {
  return Object.entries(parts)
    .map((part) => part.join(' ').trim())
    .join('; ');
}
