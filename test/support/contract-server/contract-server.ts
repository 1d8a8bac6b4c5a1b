import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WAIT_MS } from '../runner/patience.ts';
import type { Answer, Call, Contract, Received } from './contract.ts';
import { createMailevaContract, type MailevaContract } from './maileva-contract.ts';
import { sendgridContract } from './sendgrid-contract.ts';
import { twilioContract } from './twilio-contract.ts';

const SILENCE_MS = 4_000;

/**
 * What goes wrong with a call: an answer of the provider's, an acceptance whose answer never comes, a connection cut
 * before or after the message was taken, an answer that comes late. `at`: only with a call whose `METHOD path` it matches.
 */
export type Failure = { readonly at?: RegExp } & (
  | { readonly kind: 'answer'; readonly status: number; readonly body?: object; readonly headers?: Record<string, string> }
  | { readonly kind: 'hang-after-acceptance' }
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'cut-before-acceptance' }
  | { readonly kind: 'cut-after-acceptance' }
);

/** The providers on one loopback port, with a memory and a list of failures to come. */
export interface ContractServer {
  readonly url: string;
  readonly calls: readonly Call[];
  readonly received: readonly Received[];
  /** What was answered, call by call; null: nothing. */
  readonly answers: readonly (Answer | null)[];
  readonly maileva: MailevaContract;
  /** Queues failures, one for each call to come. */
  fail(...failures: Failure[]): void;
  /** Fails every call until told otherwise; null: no more. */
  failAlways(failure: Failure | null): void;
  stop(): Promise<void>;
}

/** How long a client waits for the answer to a call that fails like this, in milliseconds: an answer comes, late on a busy machine, or it never does. */
export function patienceOf(failure?: Failure, silenceMs = SILENCE_MS): number {
  return failure?.kind === 'hang-after-acceptance' ? silenceMs : WAIT_MS;
}

/** Starts the server on a free port. With `answerAfterMs` it takes a message at once and answers as late as that. */
export async function startContractServer(answerAfterMs = 0): Promise<ContractServer> {
  const calls: Call[] = [];
  const received: Received[] = [];
  const answers: (Answer | null)[] = [];
  const failures: Failure[] = [];
  let always: Failure | null = null;
  const maileva = createMailevaContract();
  const contracts: readonly Contract[] = [sendgridContract, twilioContract, maileva.contract];
  const server = createServer((request, response) => {
    const answered = async () => {
      const call = await readCall(request);
      if (call === null) return;
      calls.push(call);
      const failure = taken(failures, call) ?? always ?? undefined;
      const answer = answerTo(call, calls.length, failure, contracts);
      answers.push(answer);
      if (answer?.received) received.push(answer.received);
      respond(response, answer, failure, answerAfterMs);
    };
    answered().catch((fault: unknown) => cutAndTell(response, fault));
  });
  const url = await listen(server);
  return {
    url,
    calls,
    received,
    answers,
    maileva,
    fail: (...more) => void failures.push(...more),
    failAlways(failure) {
      always = failure;
    },
    stop: () => close(server),
  };
}

/** An answer that is not as published: nobody waits for it, and whoever runs the tests is told. */
function cutAndTell(response: ServerResponse, fault: unknown): never {
  response.socket?.destroy();
  throw fault;
}

/** The first failure in the queue that is meant for this call. */
function taken(failures: Failure[], { method, path }: Call): Failure | undefined {
  const index = failures.findIndex(({ at }) => at === undefined || at.test(`${method} ${path}`));
  return index < 0 ? undefined : failures.splice(index, 1)[0];
}

/** What the provider does with a call; null when it never gets it. */
function answerTo(call: Call, ordinal: number, failure: Failure | undefined, contracts: readonly Contract[]): Answer | null {
  if (failure?.kind === 'cut-before-acceptance') return null;
  if (failure?.kind === 'answer') return failure;
  for (const contract of contracts) {
    const answer = contract(call, ordinal);
    if (answer) return answer;
  }
  return { status: 404, body: { message: `no contract for ${call.method} ${call.path}` } };
}

function respond(response: ServerResponse, answer: Answer | null, failure: Failure | undefined, answerAfterMs: number): void {
  if (failure?.kind === 'hang-after-acceptance') return;
  if (answer === null || failure?.kind === 'cut-after-acceptance') return void response.socket?.destroy();
  setTimeout(() => write(response, answer), failure?.kind === 'late' ? failure.ms : answerAfterMs);
}

function write(response: ServerResponse, { status, headers, body, bytes }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(bytes ?? (body === undefined ? undefined : JSON.stringify(body)));
}

/** The whole call; null when its sender went away in the middle of it: a provider never got it. */
async function readCall(request: IncomingMessage): Promise<Call | null> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    return null;
  }
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
