import type { LetterEvent, Proof, Tracking } from '../../activities/ports/post.ts';
import { parisDay } from '../../domain/calendar/paris.ts';
import type { MailevaClient } from './client.ts';
import { type DeliveryStatus, letterEvents } from './delivery-codes.ts';
import { type MailevaSending, sendingOf, shown } from './sendings.ts';

interface Recipient {
  readonly id: string;
  readonly status: 'DRAFT' | 'PENDING' | 'PROCESSED' | 'REJECTED';
  readonly acknowledgement_of_receipt_url?: string;
}

/** What became of a sending of ours, which has one recipient. Rejects when Maileva does not answer. */
export async function trackSending(client: MailevaClient, id: string): Promise<Tracking> {
  const sending = await sendingOf(client, id);
  const path = `/sendings/${id}/recipients`;
  const [recipient] = shown<{ recipients: Recipient[] }>(await client.call('GET', path), path).recipients;
  if (!recipient || sending.status === 'REJECTED' || recipient.status === 'REJECTED')
    return { events: [rejectedOf(sending)], proofs: [] };
  const statuses = await statusesOf(client, `${path}/${recipient.id}/delivery_statuses`);
  return { events: letterEvents(statuses), proofs: proofsOf(client, sending, recipient) };
}

async function statusesOf(client: MailevaClient, path: string): Promise<DeliveryStatus[]> {
  return shown<{ delivery_statuses: DeliveryStatus[] }>(await client.call('GET', `${path}?count=500`), path).delivery_statuses;
}

/** Refused after it was taken: the letter never left, and a human must know. */
function rejectedOf({ submission_date }: MailevaSending): LetterEvent {
  const at = submission_date ?? new Date().toISOString();
  return { outcome: 'unknown-address', on: parisDay(Date.parse(at)), at: new Date(at).toISOString(), code: 'REJECTED' };
}

function proofsOf(client: MailevaClient, sending: MailevaSending, recipient: Recipient): Proof[] {
  const proofs: (Omit<Proof, 'fetch'> & { path: string | undefined })[] = [
    {
      kind: 'deposit-proof',
      proves: 'posted',
      path: sending.deposit_proof_url && `/sendings/${sending.id}/download_deposit_proof`,
    },
    {
      kind: 'acknowledgement-of-receipt',
      proves: 'received',
      path:
        recipient.acknowledgement_of_receipt_url &&
        `/sendings/${sending.id}/recipients/${recipient.id}/download_acknowledgement_of_receipt`,
    },
  ];
  return proofs.flatMap(({ path, ...proof }) => (path === undefined ? [] : [{ ...proof, fetch: () => fileOf(client, path) }]));
}

async function fileOf(client: MailevaClient, path: string): Promise<Uint8Array> {
  const { status, bytes } = await client.call('GET', path);
  if (status !== 200 || bytes.length === 0) throw new Error(`Maileva a répondu ${status} pour ${path}`);
  return bytes;
}
