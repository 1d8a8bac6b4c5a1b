import { randomUUID } from 'node:crypto';
import { type EvidenceRow, type Verification, verifyEvidence } from '../db/evidence-chain.ts';
import type { CaseView } from '../domain/case/view.ts';
import { BadInput, type Fault, Refusal } from '../domain/fault.ts';
import { signatureOf } from './webhooks/signature.ts';

/** Where the API is, and who asks. */
export type { LifeToCome } from './life-to-come.ts';

export interface ClientOptions {
  readonly url: string;
  readonly key: string;
}

/** A line of the list of cases. */
export interface CaseLine {
  readonly caseId: string;
  readonly debtorId: string;
  readonly invoiceNumber: string;
  readonly currency: string;
  readonly phase: CaseView['phase'];
  readonly hold: CaseView['hold'];
  readonly balanceCents: number;
  readonly dueOn: string;
  readonly nextActAt: string | null;
  readonly needsHuman: boolean;
}

/** A line of the list of tasks. */
export interface TaskLine {
  readonly caseId: string;
  readonly debtorId: string;
  readonly debtorName: string | null;
  readonly invoiceNumber: string;
  readonly currency: string;
  readonly balanceCents: number;
  readonly kind: string;
  readonly owner: string;
  readonly dueOn: string;
  readonly overdue: boolean;
  readonly context: string;
  readonly remedy: string;
}

export interface TimelineLine {
  readonly sequence: number;
  readonly at: string;
  readonly type: string;
  readonly actor: string;
  readonly sentence: string;
  readonly fact: Readonly<Record<string, unknown>>;
}

/** An act that no worker answered in time (`pending`), or that opens a closed case again (`accepted`). */
export interface Awaited {
  readonly status: 'pending' | 'accepted';
  readonly requestId: string;
  readonly detail: string;
}

export interface SignedEvent {
  readonly purpose: 'billing' | 'bank';
  readonly creditorId: string;
  readonly secret: string;
  readonly event: unknown;
  /** The webhook id; the same again is a redelivery. */
  readonly id?: string;
}

/** The API as its callers see it. Refusals come as `BadInput` (400) or `Refusal` (403, 409); anything else that fails is thrown as it is. */
export interface ApiClient {
  get<T>(path: string): Promise<T>;
  put<T>(path: string, body: unknown): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  delete<T>(path: string): Promise<T>;
  /** Sends bytes as they come. */
  upload<T>(path: string, chunks: AsyncIterable<Uint8Array>): Promise<T>;
  /** Every case that fits, page after page. */
  cases(filter: Readonly<Record<string, string>>): AsyncGenerator<CaseLine>;
  /** Every task that fits, the most urgent first. */
  tasks(filter: Readonly<Record<string, string>>): AsyncGenerator<TaskLine>;
  /** The bytes of an answer that is no JSON. */
  download(path: string): Promise<Uint8Array>;
  case(id: string): Promise<CaseView>;
  timeline(id: string): Promise<readonly TimelineLine[]>;
  act(id: string, act: string, payload: unknown): Promise<CaseView | Awaited>;
  /** Fetches the evidence of a case and checks it here: the server is not asked whether it is honest. */
  verify(id: string): Promise<Verification>;
  /** Sends a signed webhook, as a billing system or a bank does. */
  tell(signed: SignedEvent): Promise<{ readonly eventId: string; readonly caseId: string | null }>;
}

/** A client of the API over HTTP. */
export function createClient({ url, key }: ClientOptions): ApiClient {
  const call = <T>(method: string, path: string, body?: unknown) =>
    request<T>(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const pathOf = (id: string) => `/cases/${encodeURIComponent(id)}`;
  return {
    get: (path) => call('GET', path),
    put: (path, body) => call('PUT', path, body),
    post: (path, body) => call('POST', path, body),
    delete: (path) => call('DELETE', path),
    upload: (path, chunks) =>
      request(`${url}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream' },
        body: ReadableStream.from(chunks),
        duplex: 'half',
      }),
    download: (path) => bytesOf(`${url}${path}`, { headers: { authorization: `Bearer ${key}` } }),
    cases: (filter) => everyLine<'cases', CaseLine>((path) => call('GET', path), 'cases', filter),
    tasks: (filter) => everyLine<'tasks', TaskLine>((path) => call('GET', path), 'tasks', filter),
    case: (id) => call('GET', pathOf(id)),
    timeline: async (id) => (await call<{ timeline: TimelineLine[] }>('GET', `${pathOf(id)}/timeline`)).timeline,
    act: (id, act, payload) => call('POST', `${pathOf(id)}/acts/${encodeURIComponent(act)}`, payload),
    async verify(id) {
      const { revision, rows } = await call<{ revision: number; rows: EvidenceRow[] }>('GET', `${pathOf(id)}/evidence`);
      return verifyEvidence(rows, { [id]: revision });
    },
    tell: (signed) => tell(url, signed),
  };
}

/** Every line of a list, page after page. */
async function* everyLine<List extends string, Line>(
  get: (path: string) => Promise<Record<List, Line[]> & { next: string | null }>,
  list: List,
  filter: Readonly<Record<string, string>>,
): AsyncGenerator<Line> {
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ limit: '200', ...filter, ...(cursor === null ? {} : { cursor }) });
    const page: Record<List, Line[]> & { next: string | null } = await get(`/${list}?${query.toString()}`);
    yield* page[list];
    cursor = page.next;
  } while (cursor !== null);
}

function tell<T>(url: string, { purpose, creditorId, secret, event, id = randomUUID() }: SignedEvent): Promise<T> {
  const body = Buffer.from(JSON.stringify(event));
  const timestamp = String(Math.floor(Date.now() / 1000));
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatureOf(secret, id, timestamp, body),
  };
  return request(`${url}/webhooks/${purpose}/${encodeURIComponent(creditorId)}`, { method: 'POST', headers, body });
}

async function request<T>(url: string, init: RequestInit): Promise<T> {
  return JSON.parse(Buffer.from(await bytesOf(url, init)).toString()) as T;
}

async function bytesOf(url: string, init: RequestInit): Promise<Uint8Array> {
  const response = await fetch(url, init).catch((error: unknown) => {
    throw new Error(`Le serveur ne répond pas à ${new URL(url).origin}\u00a0: est-il lancé (exigible start)\u00a0?`, {
      cause: error,
    });
  });
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  throw problemOf(response.status, await response.text());
}

function problemOf(status: number, text: string): Error {
  const { detail = text, errors } = jsonOf(text);
  if (status === 400) return new BadInput(errors ?? [{ path: '', message: detail }]);
  if (status === 401) return new BadInput([{ path: 'EXIGIBLE_API_KEY', message: detail }]);
  if (status === 404) return new BadInput([{ path: '', message: detail }]);
  return status === 403 || status === 409 ? new Refusal(detail) : new Error(`${status}\u00a0: ${detail}`);
}

function jsonOf(text: string): { detail?: string; errors?: readonly Fault[] } {
  try {
    return JSON.parse(text) as { detail?: string; errors?: readonly Fault[] };
  } catch {
    return {};
  }
}
