import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../config.ts';
import { keyRingOf, newKeyRing } from '../../db/key-ring.ts';
import { payloadCodec } from '../../run/codec.ts';
import { freePort } from '../../run/ports.ts';
import { startSystem } from '../../run/system.ts';
import { connectClient } from '../../run/temporal.ts';
import { meetOutside } from '../support/outside.ts';
import { ADMIN_KEY } from '../support/product.ts';
import { idOf, invoiceCreated } from '../support/told-lives.ts';

const [first, second] = [newKeyRing('first'), newKeyRing('second')];
const text = (value: string) => ({ metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(JSON.stringify(value)) });

const said = (payloads: readonly Payload[]) => payloads.map(({ data }) => Buffer.from(data ?? []).toString());

describe('a sealed payload', () => {
  const codec = payloadCodec(keyRingOf(first, 'x'));

  test('says nothing, opens again, and what nobody sealed stays as it is', async () => {
    const [sealed] = await codec.encode([text('Menuiserie Aubert')]);
    expect(Buffer.from(sealed?.data ?? []).toString('latin1')).not.toContain('Aubert');
    expect(Buffer.from(sealed?.metadata?.['encryption-key-id'] ?? []).toString()).toBe('first');
    expect(said(await codec.decode(sealed ? [sealed] : []))).toEqual(['"Menuiserie Aubert"']);
    expect(await codec.decode([text('open')])).toEqual([text('open')]);
  });

  test('with a new key the old ones still open; without the key, or with a bit changed, nothing does', async () => {
    const [sealed = text('')] = await codec.encode([text('x')]);
    const rotated = payloadCodec(keyRingOf(`${second},${first}`, 'x'));
    expect(said(await rotated.decode([sealed]))).toEqual(['"x"']);
    const [fresh] = await rotated.encode([text('x')]);
    expect(Buffer.from(fresh?.metadata?.['encryption-key-id'] ?? []).toString()).toBe('second');
    expect(() => payloadCodec(keyRingOf(second, 'x')).decode([sealed])).toThrow('first');
    const data = Buffer.from(sealed.data ?? []);
    data[20] = (data[20] ?? 0) ^ 1;
    expect(() => codec.decode([{ ...sealed, data }])).toThrow();
  });
});

test.each(['short:abc', 'noid', `a:${'A'.repeat(43)},a:${'B'.repeat(43)}`, ''])(
  'keys written %j are refused by their name',
  (keys) => {
    expect(() => keyRingOf(keys, 'EXIGIBLE_CODEC_KEYS')).toThrow('EXIGIBLE_CODEC_KEYS');
  },
);

describe('a running product with keys', () => {
  const folder = mkdtempSync(join(tmpdir(), 'exigible-codec-'));
  let system: Awaited<ReturnType<typeof startSystem>>;
  let engine: Client;
  let uiPort: number;
  beforeAll(async () => {
    const [port, enginePort, ui] = [await freePort(), await freePort(), await freePort()];
    uiPort = ui;
    const ports = { EXIGIBLE_PORT: String(port), EXIGIBLE_ENGINE_PORT: String(enginePort), EXIGIBLE_UI_PORT: String(ui) };
    const config = readConfig({ EXIGIBLE_DATA: folder, ...ports, EXIGIBLE_ADMIN_KEY: ADMIN_KEY, EXIGIBLE_CODEC_KEYS: first });
    system = await startSystem(config, 'all');
    engine = await connectClient({ address: `127.0.0.1:${enginePort}`, namespace: 'default' });
  });
  afterAll(async () => {
    await engine?.connection.close();
    await system?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('a case lives, its history shows nothing to who has no key, and the screen of this machine opens it', async () => {
    const outside = await meetOutside(system.apiUrl, ADMIN_KEY);
    await outside.tell('billing', 'invoice.created', { ...invoiceCreated('sealed', '2099-01-15'), plan: 'default-b2b' });
    await outside.until(idOf('sealed'), () => true);
    await outside.act(idOf('sealed'), 'pause', { reason: 'planted-word-7341' });
    const handle = engine.workflow.getHandle(idOf('sealed'));
    const history = await handle.fetchHistory();
    const stored = readdirSync(folder).filter((name) => name.startsWith('engine.sqlite'));
    for (const name of stored)
      expect([name, readFileSync(join(folder, name)).includes('planted-word-7341')]).toEqual([name, false]);
    expect(stored.some((name) => readFileSync(join(folder, name)).includes('binary/encrypted'))).toBe(true);
    const [payload] = history.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
    const base64 = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('base64');
    const metadata = Object.fromEntries(Object.entries(payload?.metadata ?? {}).map(([name, bytes]) => [name, base64(bytes)]));
    const asked = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ payloads: [{ metadata, data: base64(payload?.data) }] }),
    };
    const shown = (await (await fetch(`http://127.0.0.1:${uiPort}/codec/decode`, asked)).json()) as {
      payloads: { data: string }[];
    };
    expect(Buffer.from(shown.payloads[0]?.data ?? '', 'base64').toString()).toContain('sealed');
    const settings = await (await fetch(`http://127.0.0.1:${uiPort}/api/v1/settings`)).json();
    expect(settings).toMatchObject({ Codec: { Endpoint: `http://127.0.0.1:${uiPort}/codec` } });
  });
});
