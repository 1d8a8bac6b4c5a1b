import type { Request } from 'express';

/** A form, or what an address asks for, as it was sent: every field a text, as browsers send them. */
export type Sent = Readonly<Record<string, string | readonly string[]>>;

/** What the address of a page asks for. */
export function askedIn({ query }: Pick<Request, 'query'>): Sent {
  return query as Sent;
}

/** What a form sent; nothing when it sent nothing. */
export function sentIn({ body }: Pick<Request, 'body'>): Sent {
  return (body ?? {}) as Sent;
}

/** The fields of a form that has each of them once; what was sent twice was not sent by our page, and is left out. */
export function textsIn(req: Pick<Request, 'body'>): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(sentIn(req)).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}
