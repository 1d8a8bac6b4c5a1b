import { request as httpRequest, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { buffer, json } from 'node:stream/consumers';
import type { Request } from 'express';
import { type AnswerOf, type AskedOf, filledIn, type RouteOfApi } from '../../api/client.ts';
import type { Fault } from '../../domain/fault.ts';
import { sentence } from '../../domain/in-french.ts';
import { faultsSaid } from './faults-said.ts';

/** What the API refused, with its sentence and the fields at fault, in French. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly faults: readonly Fault[];

  constructor(status: number, detail: string, faults: readonly Fault[] = []) {
    super(detail);
    this.name = 'ApiProblem';
    this.status = status;
    this.faults = faults;
  }
}

/** What only an administrator may see or do. */
export const ADMIN_ONLY = 'Réservé à l’administration.';

/** Goes on with what the API refused with one of those statuses; throws anything else on. */
export function mustBeRefused(error: unknown, ...statuses: readonly number[]): asserts error is ApiProblem {
  if (!(error instanceof ApiProblem) || !statuses.includes(error.status)) throw error;
}

/** The API in the name of whoever visits a page: it decides who may see and do what, the site never does. */
export interface Api {
  /** Any route of the contract, by its name. What a person typed goes as it is: the API judges it. */
  call<N extends RouteOfApi>(name: N, ...given: Giving<N>): Promise<AnswerOf<N>>;
  /** What the API told the browser to keep. */
  readonly cookies: readonly string[];
}

type Part<Asked, Name extends string> = Asked extends { readonly [P in Name]?: infer Value } ? NonNullable<Value> : never;

/** What a page gives to a route: the names in its path, fields that its query knows, and a body, JSON or the bytes of a file. */
type Given<N extends RouteOfApi> = (AskedOf<N> extends { readonly params: infer P } ? { readonly params: P } : unknown) & {
  readonly query?: { readonly [Field in keyof Part<AskedOf<N>, 'query'>]?: string | number | undefined };
  readonly body?: unknown;
};
type Giving<N extends RouteOfApi> = AskedOf<N> extends { readonly params: object } ? [given: Given<N>] : [given?: Given<N>];

/** The same, once its types were checked. */
interface AnyGiven {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Query;
  readonly body?: unknown;
}

export type Query = Readonly<Record<string, string | number | undefined>>;

/** Headers by which the API knows a person and tells our own pages from those of another site. */
const RELAYED = ['cookie', 'host', 'origin', 'sec-fetch-site'] as const;

/** What is needed of a request to ask the API in its name. */
type Caller = Pick<Request, 'headers' | 'socket'>;

/**
 * The API of the server that a page was asked of. Throws `ApiProblem` for whatever is refused. What the parts of a page
 * read is asked once, until the visit changes something.
 */
export function apiFor(req: Caller): Api {
  const cookies: string[] = [];
  const reads = new Map<string, Promise<unknown>>();
  const headers = Object.fromEntries(
    RELAYED.flatMap((name) => (req.headers[name] === undefined ? [] : [[name, req.headers[name]]])),
  );
  const place = placeOf(req);
  const ask = async (method: string, path: string, body: unknown, names: readonly string[]): Promise<unknown> => {
    const { more, chunks } = sentAs(method, body);
    const answer = await told({ ...place, method, path, headers: { ...headers, ...more } }, chunks);
    cookies.push(...(answer.headers['set-cookie'] ?? []));
    if ((answer.statusCode ?? 500) >= 400) throw await problemOf(answer, names);
    return bodyOf(answer);
  };
  return {
    cookies,
    async call<N extends RouteOfApi>(name: N, ...[given]: Giving<N>) {
      const { params, query, body } = (given ?? {}) as AnyGiven;
      refuseEmpty(params);
      const { method, path } = filledIn(name, params);
      const asked = path + queryText(query);
      const names = Object.keys(params ?? {});
      if (method !== 'GET') {
        reads.clear();
        return (await ask(method, asked, body, names).finally(() => reads.clear())) as AnswerOf<N>;
      }
      const answer = reads.get(asked) ?? ask(method, asked, body, names);
      reads.set(asked, answer);
      return (await answer) as AnswerOf<N>;
    },
  };
}

/** A name that was left empty would make the address of another route. */
function refuseEmpty(params: AnyGiven['params'] = {}): void {
  const faults = Object.entries(params).flatMap(([name, value]) =>
    value === '' ? [{ path: `$.${name}`, message: 'à remplir' }] : [],
  );
  if (faults.length > 0) throw new ApiProblem(400, 'Il manque quelque chose à remplir.', faults);
}

type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** A file goes as it comes, anything else as JSON; who only reads sends nothing. */
function sentAs(method: string, body: unknown): { more: Readonly<Record<string, string>>; chunks: Chunks } {
  if (method === 'GET') return { more: {}, chunks: [] };
  if (isFile(body)) return { more: { 'content-type': 'application/octet-stream' }, chunks: body };
  const bytes = Buffer.from(JSON.stringify(body ?? {}));
  return { more: { 'content-type': 'application/json', 'content-length': String(bytes.length) }, chunks: [bytes] };
}

function isFile(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

interface Place {
  readonly host: string | undefined;
  readonly port: number | undefined;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** The same server over loopback: no address of it needs to be known. Read at once: it is forgotten when the browser goes away, and what was asked is still done. */
function placeOf({ socket: { localAddress, localPort } }: Caller): Place {
  return { host: localAddress, port: localPort };
}

function told(asked: Place & Asked, body: Chunks): Promise<IncomingMessage> {
  return new Promise((answered, failed) => {
    const sending = httpRequest(asked, answered).on('error', failed);
    Readable.from(body).on('error', failed).pipe(sending);
  });
}

/** JSON, or the bytes of a file. */
async function bodyOf<T>(answer: IncomingMessage): Promise<T> {
  const isJson = (answer.headers['content-type'] ?? '').includes('json');
  return (await (isJson ? json(answer) : buffer(answer))) as T;
}

/** What was refused; a name in the path that nothing can have is an address at which nothing is. */
async function problemOf(answer: IncomingMessage, names: readonly string[]): Promise<ApiProblem> {
  const text = (await buffer(answer)).toString();
  const status = answer.statusCode ?? 500;
  try {
    const { detail, errors } = JSON.parse(text) as { detail: string; errors?: readonly Fault[] };
    const faults = (errors ?? []).map((fault) => ({ ...fault, message: sentence(fault.message) }));
    const isNowhere = faults.length > 0 && faults.every(({ path }) => names.includes(path));
    return new ApiProblem(isNowhere ? 404 : status, faults.length > 0 ? faultsSaid(faults) : sentence(detail), faults);
  } catch {
    return new ApiProblem(status, text);
  }
}

/** `?a=1&b=2`, without what is not given. */
export function queryText(query: Query = {}): string {
  const given = Object.entries(query).filter(
    (pair): pair is [string, string | number] => pair[1] !== undefined && pair[1] !== '',
  );
  const text = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
}
