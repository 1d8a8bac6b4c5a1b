import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../run/engine.ts';
import { freePort } from '../../run/ports.ts';
import { connectClient } from '../../run/temporal.ts';
import { until } from '../support/runner/patience.ts';

let dataDir: string;
let engine: Engine;
let uiPort: number;
const caseId = 'invoice:c1:i1';

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'exigible-ui-door-'));
  const [port, ui] = [await freePort(), await freePort()];
  uiPort = ui;
  engine = await startEngine({ dataDir, port, uiPort, namespace: 'default', logFile: join(dataDir, 'engine.log') });
  const client = await connectClient({ address: engine.address, namespace: 'default' });
  await client.workflow.start('recoverInvoice', { workflowId: caseId, taskQueue: 'nobody', args: [] });
  await client.connection.close();
  /** The engine serves before its screen does. */
  await until(
    async () => (await ask('GET', workflow)).status === 200,
    () => 'the screen of the engine does not answer',
  );
});
afterAll(async () => {
  await engine?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

type Headers = Readonly<Record<string, string>>;

function ask(method: string, path: string, headers: Headers = {}, body = '', place = { host: '127.0.0.1', port: uiPort }) {
  return new Promise<{ status: number; headers: Headers; text: string }>((resolve, reject) => {
    const given = { host: `127.0.0.1:${uiPort}`, 'content-type': 'application/json', ...headers };
    const asked = request({ ...place, path, method, headers: given }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers as Headers, text: Buffer.concat(chunks).toString() }),
      );
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

const workflow = `/api/v1/namespaces/default/workflows/${encodeURIComponent(caseId)}`;
const rebound = { host: 'evil.example:8233', origin: 'http://evil.example:8233', 'sec-fetch-site': 'same-origin' };

describe('the screen of the engine', () => {
  test('shows a case to a person at this machine, by any name that it has for itself', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]'])
      expect([name, (await ask('GET', workflow, { host: `${name}:${uiPort}` })).status]).toEqual([name, 200]);
    const link = await ask('GET', `/namespaces/default/workflows/${caseId}`, {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
    });
    expect([link.status, link.headers['x-frame-options']]).toEqual([200, 'SAMEORIGIN']);
  });

  const reads: [name: string, headers: Headers][] = [
    ['a page that made its own name lead here', rebound],
    ['the same, silent about itself', { host: 'evil.example' }],
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:9', 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }],
  ];
  test.each(reads)('%s reads nothing', async (_name, headers) => {
    const { status, text } = await ask('GET', workflow, headers);
    expect([status, text.includes('recoverInvoice')]).toEqual([403, false]);
  });

  const writes: [method: string, path: string][] = [
    ['POST', `${workflow}/cancel`],
    ['POST', `${workflow}/terminate`],
    ['POST', `${workflow}/reset`],
    ['POST', `${workflow}/signal/paymentReceived`],
    ['POST', `${workflow}/update/../terminate`],
    ['POST', `${workflow}/update/pause/%2e%2e/%2e%2e/terminate`],
    ['POST', '/api/v1/namespaces/default/workflows/invoice:c1:i2'],
    ['POST', '/api/v1/namespaces/default/batch-operations/x'],
    ['POST', '/api/v1/namespaces/default/schedules/x'],
    ['DELETE', workflow],
    ['PUT', '/api/v1/namespaces/default'],
    ['PATCH', '/api/v1/namespaces/default/schedules/x'],
  ];
  test.each(writes)('%s %s is refused with a sentence', async (method, path) => {
    const { status, text } = await ask(method, path, { origin: `http://127.0.0.1:${uiPort}` }, '{}');
    expect([status, (JSON.parse(text) as { message: string }).message]).toEqual([
      403,
      expect.stringContaining('les actes du dossier'),
    ]);
  });

  test('no longer offers what it refuses', async () => {
    expect(JSON.parse((await ask('GET', '/api/v1/settings')).text)).toMatchObject({
      WorkflowTerminateDisabled: true,
      WorkflowResetDisabled: true,
      WorkflowSignalDisabled: false,
      StartWorkflowDisabled: true,
      BatchActionsDisabled: true,
      WorkflowUpdateDisabled: false,
    });
  });

  test('the case still runs', async () => {
    expect((await ask('GET', workflow)).text).toContain('WORKFLOW_EXECUTION_STATUS_RUNNING');
  });
});

test('the HTTP API of the engine answers nobody', async () => {
  const args = execFileSync('ps', ['-o', 'args=', '-ww', '-p', String(engine.pid)], { encoding: 'utf8' }).split(' ');
  const port = Number(args[args.indexOf('--http-port') + 1]);
  for (const host of ['127.0.0.1', `127.0.0.1:${port}`, 'localhost', 'evil.example', '']) {
    const { status } = await ask('GET', '/api/v1/namespaces', { host }, '', { host: '127.0.0.1', port });
    expect([host, status >= 400]).toEqual([host, true]);
  }
});
