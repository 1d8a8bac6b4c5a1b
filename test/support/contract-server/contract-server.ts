import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, Call, Received } from './contract.ts';
import { sendgridContract } from './sendgrid-contract.ts';
import { twilioContract } from './twilio-contract.ts';

/**
 * What goes wrong at the next call: an answer of the provider's, an acceptance whose answer never comes, a connection cut
 * before or after the message was taken.
 */
export type Failure =
  | { readonly kind: 'answer'; readonly status: number; readonly body?: object; readonly headers?: Record<string, string> }
  | { readonly kind: 'hang-after-acceptance' }
  | { readonly kind: 'cut-before-acceptance' }
  | { readonly kind: 'cut-after-acceptance' };

/** A provider as its published specification describes it: an answer for a call, or null when the path is not its own. */
export type Contract = (call: Call, ordinal: number) => Answer | null;

/** Both providers on one loopback port, with a memory and a list of failures to come. */
export interface ContractServer {
  readonly url: string;
  readonly calls: readonly Call[];
  readonly received: readonly Received[];
  /** Queues failures, one for each call to come. */
  fail(...failures: Failure[]): void;
  stop(): Promise<void>;
}

const contracts: readonly Contract[] = [sendgridContract, twilioContract];

/** Starts the server on a free port. With `answerAfterMs` it takes a message at once and answers as late as that. */
export async function startContractServer(answerAfterMs = 0): Promise<ContractServer> {
  const calls: Call[] = [];
  const received: Received[] = [];
  const failures: Failure[] = [];
  const server = createServer((request, response) => {
    void readCall(request).then((call) => {
      calls.push(call);
      respond(response, call, calls.length, failures.shift(), received, answerAfterMs);
    });
  });
  const url = await listen(server);
  return { url, calls, received, fail: (...more) => void failures.push(...more), stop: () => close(server) };
}

function respond(
  response: ServerResponse,
  call: Call,
  ordinal: number,
  failure: Failure | undefined,
  received: Received[],
  answerAfterMs: number,
): void {
  if (failure?.kind === 'cut-before-acceptance') return void response.socket?.destroy();
  const answer = failure?.kind === 'answer' ? failure : answerOf(call, ordinal);
  if ('received' in answer && answer.received) received.push(answer.received);
  if (failure?.kind === 'hang-after-acceptance') return;
  if (failure?.kind === 'cut-after-acceptance') return void response.socket?.destroy();
  setTimeout(() => write(response, answer), answerAfterMs);
}

function write(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

function answerOf(call: Call, ordinal: number): Answer {
  for (const contract of contracts) {
    const answer = contract(call, ordinal);
    if (answer) return answer;
  }
  return { status: 404, body: { message: `no contract for ${call.method} ${call.path}` } };
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
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
