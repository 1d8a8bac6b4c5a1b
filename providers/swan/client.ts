import * as z from 'zod';
import { readDocument } from '../../domain/document-schema.ts';
import { decimalCents, someText } from '../bank-fields.ts';

/** What a project may ask Swan with. The hosts are given in tests only. */
export interface SwanOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly sandbox: boolean;
  readonly apiUrl?: string;
  readonly tokenUrl?: string;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

const TOKEN_URL = 'https://oauth.swan.io/oauth2/token';
/** Swan waits ten seconds for our answer. */
const PATIENCE_MS = 4_000;
/** A token is renewed this long before it ends. */
const MARGIN_MS = 60_000;

const QUERY = `query ($id: ID!) {
  transaction(id: $id) {
    id type side label reference counterparty
    amount { value currency }
    account { IBAN }
    statusInfo { status ... on BookedTransactionStatusInfo { bookingDate valueDate } }
  }
}`;

const transactionSchema = z.object({
  id: z.string().min(1).max(150),
  type: z.string(),
  side: z.enum(['Credit', 'Debit']),
  label: someText,
  reference: someText,
  counterparty: someText,
  amount: z.object({ value: decimalCents, currency: z.string().regex(/^[A-Z]{3}$/) }),
  account: z.object({ IBAN: someText }).nullish(),
  statusInfo: z.object({
    status: z.enum(['Booked', 'Pending', 'Upcoming', 'Canceled', 'Rejected', 'Released']),
    bookingDate: z.string().nullish(),
    valueDate: z.string().nullish(),
  }),
});
const answerSchema = z.object({ data: z.object({ transaction: transactionSchema.nullable() }) });
const tokenSchema = z.object({ access_token: z.string(), expires_in: z.number() });

/** A movement as Swan tells it when it is asked. */
export type SwanTransaction = z.output<typeof transactionSchema>;

/** Asks Swan what a notification is about; null when it knows no such movement. Throws when it cannot be asked. */
export type AskSwan = (transactionId: string) => Promise<SwanTransaction | null>;

/** A client with a token of its own, renewed before it ends. */
export function swanClient(options: SwanOptions): AskSwan {
  const { sandbox, clock, apiUrl = `https://api.swan.io/${sandbox ? 'sandbox' : 'live'}-partner/graphql` } = options;
  let token = { value: '', untilMs: 0 };
  return async (id) => {
    if (token.untilMs <= clock()) token = await newToken(options);
    const headers = { authorization: `Bearer ${token.value}`, 'content-type': 'application/json' };
    const answer = await posted(apiUrl, headers, JSON.stringify({ query: QUERY, variables: { id } }));
    return readDocument(answerSchema, answer).data.transaction;
  };
}

async function newToken({ clientId, clientSecret, tokenUrl = TOKEN_URL, clock }: SwanOptions) {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const { access_token, expires_in } = readDocument(tokenSchema, await posted(tokenUrl, headers, form.toString()));
  return { value: access_token, untilMs: clock() + expires_in * 1000 - MARGIN_MS };
}

async function posted(url: string, headers: Record<string, string>, body: string): Promise<unknown> {
  const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!response.ok) throw new Error(`Swan answered ${response.status}`);
  return response.json();
}
