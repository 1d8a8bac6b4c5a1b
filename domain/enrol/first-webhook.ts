import { addDays } from '../calendar/civil-date.ts';
import { dayAt } from '../calendar/clock.ts';

/** Where a webhook goes, for whom, and its secret (`whsec_…`). */
interface Signed {
  readonly url: string;
  readonly id: string;
  readonly secret: string;
}

/** A signed `invoice.created` as a shell sends it: Standard Webhooks by openssl and curl, signed when it is pasted. */
export function firstWebhook({ url, id, secret }: Signed, nowMs: number): string {
  const day = (ago: number) => addDays(dayAt(nowMs), -ago);
  const invoice = { id: 'essai-1', number: 'ESSAI-1', currency: 'EUR', totalCents: 120_000, issuedOn: day(35), dueOn: day(5) };
  const debtor = { id: 'client-essai', kind: 'business', name: 'Client d’essai', email: 'essai@example.com' };
  const event = { type: 'invoice.created', timestamp: new Date(nowMs).toISOString(), data: { invoice, debtor } };
  return [
    `body='${JSON.stringify(event).replaceAll("'", "'\\''")}'`,
    'id="essai-$(date +%s)"; at="$(date +%s)"',
    `key="$(printf %s '${secret.replace(/^whsec_/, '')}' | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n')"`,
    'sign="$(printf %s "$id.$at.$body" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)"',
    `curl -sS '${url.replace(/\/$/, '')}/webhooks/billing/${encodeURIComponent(id)}' -H 'content-type: application/json' \\`,
    '  -H "webhook-id: $id" -H "webhook-timestamp: $at" -H "webhook-signature: v1,$sign" --data-binary "$body"',
  ].join('\n');
}
