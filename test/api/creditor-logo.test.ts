import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AnswerOf } from '../../api/client.ts';
import { materialOf } from '../../api/export/material.ts';
import { messageFiles } from '../../api/export/messages.ts';
import { caseRowOf } from '../../db/cases.ts';
import { messageCases, messages } from '../../db/schema.ts';
import { png } from '../support/logo.ts';
import { putCase } from './case-row.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let admin: string;
beforeAll(async () => {
  world = await openWorld();
  await world.creditor('c2');
  admin = world.adminKey;
});
beforeEach(() => world.creditor('c1'));
afterAll(() => world.close());

const LOGO = '/creditors/c1/logo';

async function put(body: Uint8Array, key: string = admin, path: string = LOGO) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream' };
  const response = await fetch(`${world.url}${path}`, { method: 'PUT', headers, body: Buffer.from(body) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

function read(key: string = admin): Promise<Response> {
  return fetch(`${world.url}${LOGO}`, { headers: { authorization: `Bearer ${key}` } });
}

async function changes() {
  const { body } = await world.call('GET', '/amendments?creditor=c1&kind=creditor', admin);
  const { amendments } = body as unknown as AnswerOf<'GET /amendments'>;
  return amendments.filter(({ fields }) => fields.some(({ field }) => field === 'logo'));
}

describe('the logo of a creditor', () => {
  test('is kept, read, stays when the creditor is told anew, and is removed', async () => {
    const logo = png(600, 200);
    expect(await put(logo)).toMatchObject({ status: 200, body: { contentType: 'image/png', width: 600, height: 200 } });
    await world.creditor('c1', { phone: '0102030405' });
    const answer = await read();
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(Buffer.from(await answer.arrayBuffer()).equals(logo)).toBe(true);
    expect(await world.call('DELETE', LOGO, admin)).toMatchObject({ status: 200, body: { id: 'c1' } });
    expect(await world.call('DELETE', LOGO, admin)).toMatchObject({ status: 200 });
    expect((await read()).status).toBe(404);
  });

  test('is a change that is written down, once, with who made it', async () => {
    const before = (await changes()).length;
    await put(png(50, 20));
    await put(png(50, 20));
    await put(png(60, 20));
    await world.call('DELETE', LOGO, admin);
    const [removed, other, first, ...older] = await changes();
    expect(older).toHaveLength(before);
    expect(first).toMatchObject({
      actor: 'key:1',
      state: 'made',
      fields: [{ before: null, after: expect.stringMatching(/^PNG 50/) }],
    });
    expect(other?.fields[0]).toMatchObject({ before: first?.fields[0]?.after, after: expect.stringMatching(/^PNG 60/) });
    expect(removed?.fields[0]).toMatchObject({ before: other?.fields[0]?.after, after: null });
  });

  test('what is none is refused under its field, and what was there stays', async () => {
    await put(png(70, 20));
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    for (const bad of [svg, Buffer.alloc(0), png(2001, 1), Buffer.concat([png(3, 3), Buffer.alloc(5_000_000)])])
      expect(await put(bad)).toMatchObject({ status: 400, body: { errors: [{ path: 'logo' }] } });
    expect((await read()).status).toBe(200);
  });

  test('is set and removed by administrators, seen by those who see the creditor, and by nobody else', async () => {
    await put(png(80, 20));
    const [approver, stranger] = [await world.key('c1', 'approver'), await world.key('c2', 'viewer')];
    expect((await put(png(81, 20), approver)).status).toBe(403);
    expect((await world.call('DELETE', LOGO, approver)).status).toBe(403);
    expect((await read(approver)).status).toBe(200);
    expect((await read(stranger)).status).toBe(404);
    expect((await put(png(3, 3), admin, '/creditors/nobody/logo')).status).toBe(404);
    expect((await world.call('DELETE', '/creditors/nobody/logo', admin)).status).toBe(404);
  });

  test('heads the samples of the templates under his name', async () => {
    await put(png(440, 64));
    const path = '/templates/formal-notice/sample?creditor=c1';
    const sample = async () =>
      (await world.call('GET', path, admin)).body as unknown as AnswerOf<'GET /templates/{template}/sample'>;
    const { email, letter } = await sample();
    for (const written of [email, letter])
      expect('html' in written && written.html).toMatch(
        /<img class="logo" src="data:image\/png;base64,[A-Za-z0-9+/=]+" width="220" height="32" alt="Logo de /,
      );
    expect(email.text).not.toContain('cid:');
    await world.call('DELETE', LOGO, admin);
    expect(JSON.stringify(await sample())).not.toContain('<img');
  });
});

test('an e-mail is shown and exported with the logo that it left under', async () => {
  const logo = png(30, 10);
  const part = { sha256: await world.documents.put(logo), contentType: 'image/png' };
  const record = { channel: 'email', html: '<img src="cid:logo@exigible">', text: 'Bonjour', logo: part };
  const { id: caseId } = await putCase(world.db, { invoiceId: 'logo', number: 'F-1', creditorId: 'c1', facts: [] });
  const sha256 = await world.documents.put(Buffer.from(JSON.stringify(record)));
  const left = {
    id: 'm1',
    creditorId: 'c1',
    debtorId: 'd',
    currency: 'EUR',
    channel: 'email',
    template: 'reminder',
    state: 'sent',
  } as const;
  await world.db.insert(messages).values({ ...left, sha256 });
  await world.db.insert(messageCases).values({ messageId: 'm1', caseId, step: 'reminder-5', channel: 'email', sequence: 1 });
  const { body } = await world.call('GET', `/cases/${encodeURIComponent(caseId)}/messages/m1`, admin);
  const inside = `data:image/png;base64,${logo.toString('base64')}`;
  expect(body).toMatchObject({ record, logo: inside });
  const row = (await caseRowOf(world.db, caseId)) ?? expect.fail('a case');
  const pages: string[] = [];
  for await (const { path, bytes } of messageFiles(await materialOf(world.db, row), world.documents))
    if (path.endsWith('.html')) pages.push(Buffer.from(bytes ?? []).toString());
  expect(pages).toEqual([`<img src="${inside}">`]);
});
