import { request as httpRequest, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Request } from 'express';
import type { Fault } from '../../domain/fault.ts';
import { sentence } from '../../domain/in-french.ts';

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

/** The API in the name of whoever visits a page: it decides who may see and do what, the site never does. */
export interface Api {
  get<T>(path: string, query?: Query): Promise<T>;
  send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T>;
  /** Hands a file on as it comes. */
  upload<T>(path: string, chunks: AsyncIterable<Uint8Array>, query?: Query): Promise<T>;
  /** An answer that is no JSON, with its headers, to be handed on. */
  download(path: string): Promise<IncomingMessage>;
  /** What the API told the browser to keep. */
  readonly cookies: readonly string[];
}

export type Query = Readonly<Record<string, string | number | undefined>>;

/** Headers by which the API knows a person and tells our own pages from those of another site. */
const RELAYED = ['cookie', 'host', 'origin', 'sec-fetch-site'] as const;

/** What is needed of a request to ask the API in its name. */
type Caller = Pick<Request, 'headers' | 'socket'>;

/** The API of the server that a page was asked of. Throws `ApiProblem` for whatever is refused. */
export function apiFor(req: Caller): Api {
  const cookies: string[] = [];
  const headers = Object.fromEntries(
    RELAYED.flatMap((name) => (req.headers[name] === undefined ? [] : [[name, req.headers[name]]])),
  );
  const place = placeOf(req);
  const call = async (method: string, path: string, more: Headers = {}, body: Chunks = []) => {
    const answer = await told({ ...place, method, path, headers: { ...headers, ...more } }, body);
    cookies.push(...(answer.headers['set-cookie'] ?? []));
    if ((answer.statusCode ?? 500) >= 400) throw await problemOf(answer);
    return answer;
  };
  return {
    cookies,
    get: async (path, query) => jsonOf(await call('GET', path + queryText(query))),
    send: async (method, path, body) => {
      const bytes = Buffer.from(JSON.stringify(body ?? {}));
      const more = { 'content-type': 'application/json', 'content-length': String(bytes.length) };
      return jsonOf(await call(method, path, more, [bytes]));
    },
    upload: async (path, chunks, query) => jsonOf(await call('POST', path + queryText(query), bytesAsTheyCome, chunks)),
    download: (path) => call('GET', path),
  };
}

const bytesAsTheyCome = { 'content-type': 'application/octet-stream' };

type Headers = Readonly<Record<string, string>>;
type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

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

async function jsonOf<T>(answer: IncomingMessage): Promise<T> {
  return JSON.parse((await buffer(answer)).toString()) as T;
}

async function problemOf(answer: IncomingMessage): Promise<ApiProblem> {
  const text = (await buffer(answer)).toString();
  const status = answer.statusCode ?? 500;
  try {
    const { detail, errors } = JSON.parse(text) as { detail: string; errors?: readonly Fault[] };
    const faults = (errors ?? []).map((fault) => ({ ...fault, message: sentence(fault.message) }));
    return new ApiProblem(status, sentence(detail), faults);
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
