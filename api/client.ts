import { randomUUID } from 'node:crypto';
import { type EvidenceRow, type Verification, verifyEvidence } from '../db/evidence-chain.ts';
import { type Signed, signedUnder } from '../db/head-proof.ts';
import type { CaseView } from '../domain/case/view.ts';
import { BadInput, type Fault, Refusal } from '../domain/fault.ts';
import type { Contract } from './contract/index.ts';
import type { Answered, Asked } from './contract/route.ts';
import { signatureOf } from './webhooks/signature.ts';

export { verifyEvidence } from '../db/evidence-chain.ts';
export type { LifeToCome } from './life-to-come.ts';

/** Where the API is, and who asks. */
export interface ClientOptions {
  readonly url: string;
  readonly key: string;
}

/** The name of a route of the contract. */
export type RouteOfApi = keyof Contract;
type Name = RouteOfApi;
/** What a route answers. */
export type AnswerOf<N extends Name> = Answered<Contract[N]>;
/** What a route is asked with. */
export type AskedOf<N extends Name> = Asked<N, Contract[N]>;
/** What a route must be asked with; nothing when it needs nothing. */
type Arguments<N extends Name> = Record<never, never> extends AskedOf<N> ? [asked?: AskedOf<N>] : [asked: AskedOf<N>];

/** A line of the list of cases, of the list of tasks, of a timeline. */
export type CaseLine = AnswerOf<'GET /cases'>['cases'][number];
export type TaskLine = AnswerOf<'GET /tasks'>['tasks'][number];
export interface TimelineLine {
  readonly sequence: number;
  readonly at: string;
  readonly type: string;
  readonly actor: string;
  readonly sentence: string;
  readonly fact: Readonly<Record<string, unknown>>;
}

/** An act that no worker answered in time (`pending`), or that opens a closed case again (`accepted`). */
export type Awaited = Exclude<AnswerOf<'POST /cases/{caseId}/acts/{act}'>, CaseView>;

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
  /** Any route of the contract, by its name: what it is asked and what it answers is known from there. */
  call<N extends Name>(name: N, ...asked: Arguments<N>): Promise<AnswerOf<N>>;
  /** Every case that fits, page after page. */
  cases(filter: Readonly<Record<string, string>>): AsyncGenerator<CaseLine>;
  /** Every task that fits, the most urgent first. */
  tasks(filter: Readonly<Record<string, string>>): AsyncGenerator<TaskLine>;
  case(id: string): Promise<CaseView>;
  timeline(id: string): Promise<readonly TimelineLine[]>;
  act(id: string, act: string, payload: unknown): Promise<CaseView | Awaited>;
  /** Fetches the evidence of a case and checks it here, up to the last signed head: the server is not asked whether it is honest. */
  verify(id: string): Promise<SignedVerification>;
  /** Sends a signed webhook, as a billing system or a bank does. */
  tell(signed: SignedEvent): Promise<{ readonly eventId: string; readonly caseId: string | null }>;
}

/** What a check found, and under which signed head the chain lies. */
export interface SignedVerification extends Verification {
  readonly signed: Signed | null;
}

/** A client of the API over HTTP. */
export function createClient({ url, key }: ClientOptions): ApiClient {
  const call: ApiClient['call'] = (name, ...[asked]) => ask(url, key, name, asked as AnyAsked);
  return {
    call,
    cases: (filter) => everyLine(url, key, 'cases', filter),
    tasks: (filter) => everyLine(url, key, 'tasks', filter),
    case: (caseId) => call('GET /cases/{caseId}', { params: { caseId } }),
    timeline: async (caseId) =>
      (await call('GET /cases/{caseId}/timeline', { params: { caseId } })).timeline as readonly TimelineLine[],
    act: (caseId, act, body) => call('POST /cases/{caseId}/acts/{act}', { params: { caseId, act }, body }),
    async verify(caseId) {
      const { proof } = await call('GET /cases/{caseId}/head', { params: { caseId } });
      const { revision, rows } = await call('GET /cases/{caseId}/evidence', { params: { caseId } });
      const verdict = verifyEvidence(rows as readonly EvidenceRow[], { [caseId]: revision });
      const signed = proof && signedUnder(rows as readonly EvidenceRow[], proof);
      if (typeof signed !== 'string') return { ...verdict, signed };
      const firstBroken = verdict.firstBroken ?? { caseId, sequence: proof?.leaf.sequence ?? 0, why: signed };
      return { ok: false, checked: verdict.checked, firstBroken, signed: null };
    },
    tell: (signed) => tell(url, signed),
  };
}

/** What any route may be asked, once its types were checked. */
interface AnyAsked {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** Method and path of a route, with its names filled in. */
export function filledIn(name: string, params: Readonly<Record<string, string>> = {}): { method: string; path: string } {
  const [method = '', path = ''] = name.split(' ');
  return { method, path: path.replaceAll(/\{(\w+)\}/g, (_, param: string) => encodeURIComponent(params[param] ?? '')) };
}

async function ask<T>(url: string, key: string, name: string, { params = {}, query = {}, body }: AnyAsked = {}): Promise<T> {
  const { method, path } = filledIn(name, params);
  const response = await fetchOk(`${url}${path}${queryText(query)}`, { method, ...bodyOf(body, key) });
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return (isJson ? await response.json() : new Uint8Array(await response.arrayBuffer())) as T;
}

function queryText(query: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)]),
  );
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

/** Bytes go as they come, anything else as JSON. */
function bodyOf(body: unknown, key: string): RequestInit {
  const authorization = `Bearer ${key}`;
  if (body === undefined) return { headers: { authorization } };
  if (!isStream(body)) return { headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const headers = { authorization, 'content-type': 'application/octet-stream' };
  return { headers, body: ReadableStream.from(body), duplex: 'half' };
}

function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/** Every line of a list, page after page. What a person filters by is checked where it arrives. */
async function* everyLine<Line>(
  url: string,
  key: string,
  list: 'cases' | 'tasks',
  filter: Readonly<Record<string, string>>,
): AsyncGenerator<Line> {
  let cursor: string | null = null;
  do {
    const query = { limit: '200', ...filter, ...(cursor === null ? {} : { cursor }) };
    const page: Readonly<Record<typeof list, Line[]>> & { readonly next: string | null } = await ask(url, key, `GET /${list}`, {
      query,
    });
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
  return (await (await fetchOk(url, init)).json()) as T;
}

async function fetchOk(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init).catch((error: unknown) => {
    throw new Error(`Le serveur ne répond pas à ${new URL(url).origin}\u00a0: est-il lancé (exigible start)\u00a0?`, {
      cause: error,
    });
  });
  if (response.ok) return response;
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
