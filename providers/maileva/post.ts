import { createHash } from 'node:crypto';
import { type Calling, type SendOutcome, unhurried } from '../../activities/ports/outcome.ts';
import { type Enclosure, faultOfLetter, type PostedLetter, type PostPort } from '../../activities/ports/post.ts';
import { outcomeOfAnswer } from '../http-outcome.ts';
import { type MailevaAnswer, type MailevaClient, type MailevaOptions, mailevaClient } from './client.ts';
import { type MailevaSending, sendingOf, sendingsNamed } from './sendings.ts';
import { trackSending } from './tracking.ts';

const PROVIDER = 'maileva';
/** A claim lives five years: the provider's own archive outlasts it. */
const ARCHIVED_YEARS = 6;

/**
 * Letters through Maileva (OpenAPI registered_mail 2.5, mail 2 for simple post). Only the last call, `submit`, sends anything: what fails
 * before leaves a draft that is thrown away. After it, Maileva is asked by our reference.
 */
export function mailevaPost(options: MailevaOptions): PostPort {
  const registered = mailevaClient(options, 'registered_mail');
  const simple = mailevaClient(options, 'mail');
  return {
    provider: PROVIDER,
    async post(letter, calling = unhurried) {
      const fault = faultOfLetter(letter);
      if (fault !== null) return refused('LETTER', fault);
      const client = letter.channel === 'letter' ? simple : registered;
      const prepared = await prepare(client, letter, calling);
      return typeof prepared === 'string' ? submitIfMine(client, prepared, calling) : prepared;
    },
    isConclusive: true,
    find: (key, channel) => find(channel === 'letter' ? simple : registered, key),
    track: (sendingId) => trackSending(registered, sendingId),
  };
}

/** What Maileva knows an act of ours by: 38 characters at most, nothing personal. */
export function customIdOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}

/** Creates, fills and addresses a draft; answers with its id, or with why there is none. */
async function prepare(client: MailevaClient, letter: PostedLetter, { signal }: Calling): Promise<string | SendOutcome> {
  let id: string | null = null;
  try {
    const created = await client.call('POST', '/sendings', draftOf(letter));
    if (created.status !== 201) return meaningOf(created);
    id = (created.json as MailevaSending).id;
    for (const [path, body] of partsOf(letter)) {
      signal.throwIfAborted();
      const answer = await client.call('POST', `/sendings/${id}/${path}`, body);
      if (answer.status === 201) continue;
      await discard(client, id);
      return meaningOf(answer);
    }
    return id;
  } catch (error) {
    if (id !== null) await discard(client, id).catch(() => undefined);
    return { outcome: 'retry', afterMs: null, reason: `Maileva n’a pas répondu (${messageOf(error)})` };
  }
}

const services = {
  letter: { postage_type: 'ECONOMIC', optional_address_sheet: false },
  'registered-letter': { acknowledgement_of_receipt: true, acknowledgement_of_receipt_scanning: true },
} as const;

function draftOf({ channel, key, title, senderLines, senderEmail, senderCountry = 'FR' }: PostedLetter): object {
  return {
    name: title,
    custom_id: customIdOf(key),
    notification_email: senderEmail,
    ...services[channel],
    duplex_printing: true,
    color_printing: false,
    archiving_duration: ARCHIVED_YEARS,
    ...addressLines('sender_address_line_', senderLines),
    sender_country_code: senderCountry,
  };
}

function partsOf(letter: PostedLetter): readonly (readonly [string, object])[] {
  const { key, title, pdf, enclosures, recipientLines, recipientCountry = 'FR' } = letter;
  const documents = [{ title, pdf }, ...enclosures].map((one, index) => documentForm(one, index + 1));
  const recipient = {
    custom_id: customIdOf(key),
    ...addressLines('address_line_', recipientLines),
    country_code: recipientCountry,
  };
  return [...documents.map((form) => ['documents', form] as const), ['recipients', recipient]];
}

/** Documents of a sending are printed in the order of their priority. */
function documentForm({ title, pdf }: Enclosure, priority: number): FormData {
  const form = new FormData();
  form.set('document', new Blob([Buffer.from(pdf)], { type: 'application/pdf' }), `${priority}.pdf`);
  form.set('metadata', new Blob([JSON.stringify({ priority, name: title })], { type: 'application/json' }));
  return form;
}

/** Line 1 names, line 6 is postcode and town, the others lie between from line 3 on, or 2 when they are four. */
function addressLines(prefix: string, lines: readonly string[]): Record<string, string> {
  const [name = '', ...rest] = lines;
  const town = rest.pop() ?? '';
  const first = Math.min(4, 6 - rest.length);
  const numbered: [number, string][] = [
    [1, name],
    ...rest.map((line, index): [number, string] => [first + index, line]),
    [6, town],
  ];
  return Object.fromEntries(numbered.map(([number, line]) => [`${prefix}${number}`, line]));
}

/** An attempt that outlived its time throws its draft away: another may have begun. */
async function submitIfMine(client: MailevaClient, id: string, { signal, isMine }: Calling): Promise<SendOutcome> {
  if (!signal.aborted && (await isMine())) return submit(client, id);
  await discard(client, id);
  return { outcome: 'retry', afterMs: null, reason: 'Maileva n’a pas répondu à temps' };
}

/** From here on the letter may be on its way whatever the answer, unless the draft is still there to be thrown away. */
async function submit(client: MailevaClient, id: string): Promise<SendOutcome> {
  const answer = await client.call('POST', `/sendings/${id}/submit`).catch(() => null);
  if (answer?.status === 200) return accepted(id);
  const fate = await settleDraft(client, id);
  if (fate !== null) return fate;
  return answer === null ? { outcome: 'retry', afterMs: null, reason: 'Maileva n’a pas répondu' } : meaningOf(answer);
}

/** Throws a draft away; a sending that is no draft any more was taken, and is told. Rejects when Maileva does not say. */
async function settleDraft(client: MailevaClient, id: string): Promise<SendOutcome | null> {
  if (await discard(client, id)) return null;
  const sending = await sendingOf(client, id);
  if (sending.status === 'DRAFT') throw new Error(`Maileva garde le brouillon ${id}`);
  return fateOf(sending);
}

async function discard(client: MailevaClient, id: string): Promise<boolean> {
  const { status } = await client.call('DELETE', `/sendings/${id}`);
  return status === 204 || status === 404;
}

/** What became of the act of that key: null when nothing of it left, its drafts thrown away. Rejects when Maileva does not say. */
async function find(client: MailevaClient, key: string): Promise<SendOutcome | null> {
  const known = await sendingsNamed(client, customIdOf(key));
  const left = known.find(({ status }) => status !== 'DRAFT');
  if (left) return fateOf(left);
  for (const { id } of known) {
    const fate = await settleDraft(client, id);
    if (fate !== null) return fate;
  }
  return null;
}

function fateOf({ id, status, status_detail: detail }: MailevaSending): SendOutcome {
  return status === 'REJECTED' ? refused('REJECTED', detail ?? 'envoi rejeté par Maileva') : accepted(id);
}

function accepted(providerId: string): SendOutcome {
  return { outcome: 'accepted', provider: PROVIDER, providerId, at: new Date().toISOString() };
}

function refused(code: string, reason: string): SendOutcome {
  return { outcome: 'refused', provider: PROVIDER, code, reason, address: null };
}

interface Errors {
  readonly errors?: readonly { readonly code: string; readonly message: string }[];
}

/** Before `submit` nothing leaves: an answer that elsewhere is in doubt is simply tried again. */
function meaningOf({ status, retryAfter, json }: MailevaAnswer): SendOutcome {
  const [first] = (json as Errors | null)?.errors ?? [];
  const outcome = outcomeOfAnswer(status, retryAfter, {
    provider: PROVIDER,
    code: first?.code ?? String(status),
    reason: first?.message ?? `Maileva a répondu ${status}`,
    address: /ADDRESS_LINE|COUNTRY_CODE/.test(first?.code ?? '') ? 'invalid' : null,
  });
  return outcome.outcome === 'unknown' ? { outcome: 'retry', afterMs: null, reason: outcome.reason } : outcome;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
