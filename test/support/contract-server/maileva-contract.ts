import type { Answer, Call, Contract, Received } from './contract.ts';

interface Sending {
  readonly id: string;
  /** `registered_mail` or `mail`, simple post. */
  readonly service: string;
  readonly custom_id?: string;
  readonly name: string;
  status: string;
  status_detail?: string;
  submission_date?: string;
  deposit_proof_url?: string;
  documents: { name: string; pdf: string }[];
  recipients: (Record<string, unknown> & { id: string })[];
  statuses: { status: string; label: string; date: string }[];
}

/** Maileva and the post behind it, with a memory: drafts, sendings, and what happens to a letter afterwards. */
export interface MailevaContract {
  readonly contract: Contract;
  readonly sendings: readonly Sending[];
  /** The post did this with the letter: a delivery code of the specification, on that instant. */
  happens(sendingId: string, code: string, at: string): void;
  /** The proof of deposit, or the scanned receipt, is there to be fetched. */
  proves(sendingId: string, what: 'deposit' | 'receipt'): void;
  /** Maileva refuses a sending that it had taken. */
  rejects(sendingId: string, why: string): void;
  /** Drafts and sendings are forgotten. */
  clear(): void;
}

const TOKEN = 'token-of-an-hour';
const LINE = 38;
const REQUIRED = ['name', 'notification_email'] as const;
const COUNTRIES = new Set(['FR', 'MC', 'AD', 'RE', 'YT', 'MQ', 'GP', 'MF', 'BL', 'GF', 'PM']);
const POSTAGES: readonly unknown[] = ['FAST', 'ECONOMIC'];
const DURATIONS: readonly unknown[] = [undefined, 3, 6, 10];

export const mailevaAccount = { clientId: 'client', clientSecret: 'secret', username: 'user', password: 'pass' } as const;

/**
 * The parts of registered_mail 2.5 and of its OAuth2 server that we call, checked as the specification says. Maileva gives its
 * OpenAPI documents to its customers without a licence to pass them on, so none is kept here: this was compared by hand.
 */
export function createMailevaContract(): MailevaContract {
  const sendings: Sending[] = [];
  const byId = (id: string) => sendings.find((sending) => sending.id === id);
  return {
    sendings,
    contract: (call, ordinal) => answerOf(call, ordinal, sendings),
    happens: (id, status, date) => void byId(id)?.statuses.push({ status, label: status, date }),
    proves(id, what) {
      const sending = byId(id);
      if (!sending) return;
      if (what === 'deposit') sending.deposit_proof_url = `/sendings/${id}/download_deposit_proof`;
      else for (const one of sending.recipients) one.acknowledgement_of_receipt_url = `/sendings/${id}/recipients/${one.id}`;
    },
    rejects(id, why) {
      Object.assign(byId(id) ?? {}, { status: 'REJECTED', status_detail: why });
    },
    clear: () => void sendings.splice(0),
  };
}

function answerOf(call: Call, ordinal: number, sendings: Sending[]): Answer | null {
  const [whole = '', query = ''] = call.path.split('?');
  const [, service, path = whole] = /^\/(registered_mail|mail)\/v2(\/.*)$/.exec(whole) ?? [];
  if (path.endsWith('/protocol/openid-connect/token')) return token(call);
  if (!path.startsWith('/sendings')) return null;
  if (call.headers.authorization !== `Bearer ${TOKEN}`) return { status: 401, body: { code: 'UNAUTHORIZED', message: 'token' } };
  const [, , id, what, recipient, leaf] = path.split('/');
  if (service === undefined) return null;
  const own = sendings.filter((one) => one.service === service);
  if (id === undefined) return call.method === 'GET' ? listed(own, query) : created(call, ordinal, { sendings, service });
  const sending = own.find((one) => one.id === id);
  if (!sending) return problem(404, 'SENDING_NOT_FOUND');
  const route = `${call.method} ${[what, recipient && '{id}', leaf].filter(Boolean).join('/')}`.trim();
  return routes[route]?.(sending, call, sendings) ?? problem(404, 'NO_SUCH_PATH');
}

function token({ headers, body }: Call): Answer {
  const { clientId, clientSecret, username, password } = mailevaAccount;
  const form = new URLSearchParams(body);
  const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  const isRight =
    headers.authorization === basic &&
    form.get('grant_type') === 'password' &&
    form.get('username') === username &&
    form.get('password') === password;
  return isRight ? { status: 200, body: { access_token: TOKEN, expires_in: 3600 } } : problem(401, 'CLIENT_ERROR');
}

function listed(sendings: readonly Sending[], query: string): Answer {
  const asked = new URLSearchParams(query);
  const [start, count] = [Number(asked.get('start_index') ?? 1), Number(asked.get('count') ?? 50)];
  if (count > 500) return problem(400, 'INVALID_COUNT');
  const page = sendings.slice(start - 1, start - 1 + count).map(shown);
  return { status: 200, body: { sendings: page, paging: { total_results: sendings.length } } };
}

function created({ body }: Call, ordinal: number, { sendings, service }: { sendings: Sending[]; service: string }): Answer {
  const asked = JSON.parse(body) as Record<string, unknown>;
  const { custom_id: customId, archiving_duration: duration } = asked;
  const missing = REQUIRED.find((field) => typeof asked[field] !== 'string' || asked[field] === '');
  if (missing) return problem(400, `EMPTY_${missing.toUpperCase()}`);
  if (typeof customId === 'string' && customId.length > 38) return problem(400, 'CUSTOM_ID_WRONG_FORMAT');
  if (!DURATIONS.includes(duration)) return problem(400, 'INVALID_ARCHIVING_DURATION');
  if (service === 'mail' && !POSTAGES.includes(asked.postage_type)) return problem(400, 'INVALID_POSTAGE_TYPE');
  if (service === 'mail' && 'acknowledgement_of_receipt' in asked) return problem(400, 'UNKNOWN_PROPERTY');
  const wrong = addressFault(asked, 'sender_address_line_');
  if (wrong) return problem(400, wrong);
  const sending: Sending = {
    id: `sending-${ordinal}`,
    service,
    name: String(asked.name),
    ...(typeof customId === 'string' ? { custom_id: customId } : {}),
    status: 'DRAFT',
    documents: [],
    recipients: [],
    statuses: [],
  };
  sendings.push(sending);
  return { status: 201, body: shown(sending) };
}

type Route = (sending: Sending, call: Call, sendings: Sending[]) => Answer;

const routes: Readonly<Record<string, Route>> = {
  GET: (sending) => ({ status: 200, body: shown(sending) }),
  DELETE: (sending, _call, sendings) => {
    if (sending.status !== 'DRAFT') return problem(400, 'SENDING_STATUS_IS_NOT_DRAFT');
    sendings.splice(sendings.indexOf(sending), 1);
    return { status: 204 };
  },
  'POST documents': (sending, { body }) => {
    if (sending.status !== 'DRAFT') return problem(400, 'SENDING_STATUS_IS_NOT_DRAFT');
    const metadata = /name="metadata"[\s\S]*?\r\n\r\n(\{.*?\})\r\n/.exec(body)?.[1];
    const pdf = /name="document"[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/.exec(body)?.[1];
    if (metadata === undefined) return problem(400, 'EMPTY_METADATA');
    if (!pdf) return problem(400, 'EMPTY_DOCUMENT');
    const { name } = JSON.parse(metadata) as { name: string };
    sending.documents.push({ name, pdf });
    return {
      status: 201,
      body: { id: `document-${sending.documents.length}`, name, priority: 1, type: 'application/pdf', size: pdf.length },
    };
  },
  'POST recipients': (sending, { body }) => {
    if (sending.status !== 'DRAFT') return problem(400, 'SENDING_STATUS_IS_NOT_DRAFT');
    const asked = JSON.parse(body) as Record<string, unknown>;
    const wrong =
      addressFault(asked, 'address_line_') ?? (COUNTRIES.has(String(asked.country_code)) ? null : 'INVALID_COUNTRY_CODE');
    if (wrong) return problem(400, wrong);
    const recipient = { ...asked, id: `recipient-${sending.id}`, status: 'DRAFT' };
    sending.recipients.push(recipient);
    return { status: 201, body: recipient };
  },
  'POST submit': (sending) => {
    if (sending.status !== 'DRAFT') return problem(400, 'SENDING_STATUS_IS_NOT_DRAFT');
    if (sending.documents.length === 0 || sending.recipients.length === 0) return problem(400, 'DOCUMENT_NOT_FOUND');
    Object.assign(sending, { status: 'PENDING', submission_date: '2026-11-20T09:00:00.000Z' });
    return { status: 200, received: receivedOf(sending) };
  },
  'GET recipients': (sending) => ({
    status: 200,
    body: { recipients: sending.recipients, paging: { total_results: sending.recipients.length } },
  }),
  'GET recipients/{id}/delivery_statuses': (sending) => ({
    status: 200,
    body: { delivery_statuses: sending.statuses, paging: {} },
  }),
  'GET recipients/{id}/download_acknowledgement_of_receipt': (sending) => file(`%PDF-1.4 receipt of ${sending.id}`),
  'GET download_deposit_proof': (sending) =>
    sending.deposit_proof_url ? file(`PK deposit of ${sending.id}`) : problem(404, 'NONE'),
};

function shown({ documents, recipients, statuses: _statuses, ...sending }: Sending): object {
  return { ...sending, documents_count: documents.length, recipients_counts: { total: recipients.length } };
}

function file(text: string): Answer {
  return { status: 200, headers: { 'content-type': 'application/zip' }, bytes: Buffer.from(text) };
}

function addressFault(asked: Record<string, unknown>, prefix: string): string | null {
  const line = (number: number): string => {
    const given = asked[`${prefix}${number}`];
    return typeof given === 'string' ? given : '';
  };
  const long = [1, 2, 3, 4, 5, 6].find((number) => line(number).length > LINE);
  if (long !== undefined) return `ADDRESS_LINE_${long}_TOO_LONG`;
  if (!line(1) && !line(2)) return 'EMPTY_ADDRESS_LINE_1_OR_ADDRESS_LINE_2';
  return /^\d{5} \S/.test(line(6)) ? null : 'ADDRESS_LINE_6_WRONG_FORMAT';
}

function problem(status: number, code: string): Answer {
  return { status, body: { errors: [{ code, message: `refused: ${code}` }] } };
}

function receivedOf({ id, name, custom_id: customId, documents, recipients: [recipient] }: Sending): Received {
  return {
    provider: 'maileva',
    id,
    to: String(recipient?.address_line_1),
    from: '',
    subject: name,
    text: '',
    attachments: documents.map(({ pdf }) => pdf),
    customArgs: { message: customId ?? '' },
  };
}
