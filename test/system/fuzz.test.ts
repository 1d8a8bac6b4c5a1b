import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApiDocument } from '../../api/contract/openapi.ts';
import { signatureOf } from '../../api/webhooks/signature.ts';
import { providerRoutes } from '../../providers/index.ts';
import { type FuzzRequest, operationsOf, type Told } from '../support/fuzz/requests.ts';
import { debtor } from '../support/parties.ts';
import { ADMIN_KEY } from '../support/product.ts';
import { howMany } from '../support/runner/long.ts';
import { startWholeSystem, type WholeSystem } from '../support/whole-system.ts';

const numRuns = howMany({ shortly: 20, long: 2000 });

let whole: WholeSystem;

beforeAll(async () => {
  whole = await startWholeSystem();
  const invoice = { id: 'a', number: 'F-1', totalCents: 120_000, dueOn: '2026-11-06' };
  await whole.outside.tell('billing', 'invoice.created', { invoice, debtor: { ...debtor, id: 'cus_31' } });
});
afterAll(() => whole?.stop());

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

async function sent({ method }: Told, { target, type, body }: FuzzRequest): Promise<Answer> {
  const headers = { ...credentials(target, body ?? ''), ...(type === null ? {} : { 'content-type': type }) };
  const init = { method, headers, redirect: 'manual', ...(body === null ? {} : { body }) } as const;
  const response = await fetch(`${whole.system.apiUrl}${target}`, init);
  return { status: response.status, type: response.headers.get('content-type') ?? '', text: await response.text() };
}

/** The admin's key; at the doors of a known creditor his own signature, elsewhere none: who guesses is made to wait. */
function credentials(target: string, body: string): Record<string, string> {
  const [, purpose] = /^\/webhooks\/(billing|bank)\/c1(?:\?|$)/.exec(target) ?? [];
  if (target.startsWith('/webhooks/')) return purpose === 'billing' || purpose === 'bank' ? signed(purpose, body) : {};
  return /^\/(?:entry|passkeys)/.test(target) ? {} : { authorization: `Bearer ${ADMIN_KEY}` };
}

function signed(purpose: 'billing' | 'bank', body: string): Record<string, string> {
  const id = randomUUID();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = signatureOf(whole.outside.secrets[purpose], id, timestamp, Buffer.from(body));
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
}

/** What express and the parsers may answer to any request: a path that is none, a body too large or of another type. */
const always = [400, 404, 405, 413, 415, 429];

describe('whatever comes in, the answer is one that the document promises, and never 500', () => {
  const operations = operationsOf(openApiDocument(providerRoutes));
  const byDoor = operations.toSorted((a, b) => Number(b.path.startsWith('/webhooks')) - Number(a.path.startsWith('/webhooks')));
  test.each(byDoor.map((told) => [`${told.method} ${told.path}`, told] as const))('%s', async (_name, told) => {
    await fc.assert(
      fc.asyncProperty(told.requests, async (request) => {
        const { status, type, text } = await sent(told, request);
        expect([...told.statuses, ...always], text).toContain(status);
        if (status < 400) return;
        expect(type).toContain('application/problem+json');
        const { detail, errors } = JSON.parse(text) as { detail: string; errors?: { path: string; message: string }[] };
        expect(detail).not.toBe('');
        for (const { path, message } of errors ?? []) expect(`${path}${message}`).not.toBe('');
      }),
      { numRuns },
    );
  });

  test('and the system stands', async () => {
    expect((await fetch(`${whole.system.apiUrl}/readyz`)).status).toBe(200);
  });
});
