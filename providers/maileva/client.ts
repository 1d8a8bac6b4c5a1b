/** Where Maileva is, and who asks. `sandbox`: its test environment; `baseUrl`, `authUrl`: other hosts, for tests. */
export interface MailevaOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly username: string;
  readonly password: string;
  readonly sandbox: boolean;
  readonly baseUrl?: string;
  readonly authUrl?: string;
  readonly timeoutMs?: number;
}

/** What came back. `json` is null when the body is none. */
export interface MailevaAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly json: unknown;
  readonly bytes: Uint8Array;
}

/** Calls with a token that is renewed in time. Rejects when no answer came. */
export interface MailevaClient {
  call(method: string, path: string, body?: object | FormData): Promise<MailevaAnswer>;
}

interface Token {
  readonly value: string;
  readonly goodUntilMs: number;
}

/** Registered letters and simple ones are two services of one shape. */
export type MailevaService = 'registered_mail' | 'mail';

const HOSTS = {
  production: { api: 'https://api.maileva.com', auth: 'https://connexion.maileva.com' },
  sandbox: { api: 'https://api.sandbox.maileva.net', auth: 'https://connexion.sandbox.maileva.net' },
} as const;
const TOKEN_PATH = '/auth/realms/services/protocol/openid-connect/token';
const TIMEOUT_MS = 30_000;
/** A token is renewed this long before it ends. */
const MARGIN_S = 60;
const UNAUTHORIZED = 401;

/** One service of Maileva over HTTP, with its OAuth2 password grant (OpenAPI auth 2.0, registered_mail 2.5, mail 2). */
export function mailevaClient(options: MailevaOptions, service: MailevaService): MailevaClient {
  const hosts = HOSTS[options.sandbox ? 'sandbox' : 'production'];
  const api = `${options.baseUrl ?? hosts.api}/${service}/v2`;
  let token: Token | null = null;
  const ask = async (method: string, path: string, body?: object | FormData) => {
    token = token && token.goodUntilMs > Date.now() ? token : await newToken(options, options.authUrl ?? hosts.auth);
    return request(`${api}${path}`, options, { method, headers: { authorization: `Bearer ${token.value}` }, ...bodyOf(body) });
  };
  return {
    async call(method, path, body) {
      const answer = await ask(method, path, body);
      if (answer.status !== UNAUTHORIZED) return answer;
      token = null;
      return ask(method, path, body);
    },
  };
}

async function newToken(options: MailevaOptions, host: string): Promise<Token> {
  const { clientId, clientSecret, username, password } = options;
  const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  const body = new URLSearchParams({ grant_type: 'password', username, password });
  const { status, json } = await request(`${host}${TOKEN_PATH}`, options, { method: 'POST', headers: { authorization }, body });
  const { access_token: value, expires_in: seconds } = (json ?? {}) as { access_token?: string; expires_in?: number | string };
  if (status !== 200 || value === undefined) throw new Error(`Maileva n’a pas donné de jeton (${status})`);
  return { value, goodUntilMs: Date.now() + (Number(seconds ?? 0) - MARGIN_S) * 1000 };
}

function bodyOf(body: object | FormData | undefined): RequestInit {
  if (body === undefined) return {};
  return body instanceof FormData ? { body } : { body: JSON.stringify(body) };
}

async function request(url: string, { timeoutMs }: MailevaOptions, init: RequestInit): Promise<MailevaAnswer> {
  const headers = new Headers(init.headers);
  if (typeof init.body === 'string') headers.set('content-type', 'application/json');
  const response = await fetch(url, { ...init, headers, signal: AbortSignal.timeout(timeoutMs ?? TIMEOUT_MS) });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after') ?? undefined,
    json: isJson && bytes.length > 0 ? JSON.parse(Buffer.from(bytes).toString('utf8')) : null,
    bytes,
  };
}
