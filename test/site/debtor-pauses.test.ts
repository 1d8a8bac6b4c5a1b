import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { putDebtor } from '../../db/debtors.ts';
import { jobItems, jobs } from '../../db/job-schema.ts';
import { cases, inbox } from '../../db/schema.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { debtorSchema } from '../../domain/party/party-schema.ts';
import type { Role } from '../../domain/role.ts';
import { putCase } from '../api/case-row.ts';
import { debtorDocument, type World } from '../api/world.ts';
import { cookieOf, openPages, spaced } from './without-browser.ts';

/* « Suspendre » and « Reprendre les relances de ce client », on his page and without a script. */

let world: World;
const cookies: { [R in Role]?: string } = {};
const debtorId = debtorDocument.id;
const page = `/debiteurs/c1/${debtorId}`;
const paused: Fact = {
  type: 'pause',
  until: '2026-12-15',
  reason: 'accord commercial',
  at: '2026-11-02T09:00:00+01:00',
  actor: 'key:1',
};

beforeAll(async () => {
  world = await openPages();
  world.clock = () => Date.parse('2026-11-02T09:00:00+01:00');
  await world.creditor('c1');
  await putDebtor(world.db, 'c1', debtorSchema.parse(debtorDocument));
  for (const role of ['viewer', 'operator'] as const) cookies[role] = await cookieOf(world, role, ['c1']);
});
afterAll(() => world.close());
beforeEach(async () => {
  for (const table of [jobItems, jobs, cases, inbox]) await world.db.delete(table);
  world.engine.updates.length = 0;
});

const open = (invoiceId: string, ...facts: readonly Fact[]) => putCase(world.db, { invoiceId, number: `F-${invoiceId}`, facts });
const headersOf = (role: Role) => ({
  cookie: cookies[role] ?? '',
  accept: 'text/html',
  origin: world.url,
  'sec-fetch-site': 'same-origin',
});
async function look(role: Role = 'operator'): Promise<string> {
  return spaced(await (await fetch(`${world.url}${page}`, { headers: headersOf(role) })).text());
}
async function send(form: string, fields: Record<string, string>, role: Role = 'operator') {
  const body = new URLSearchParams(fields);
  const answer = await fetch(`${world.url}${page}/${form}`, {
    method: 'POST',
    body,
    headers: headersOf(role),
    redirect: 'manual',
  });
  const word = /exigible-mot=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1] ?? '';
  const said = word === '' ? null : (JSON.parse(Buffer.from(word, 'base64url').toString()) as { kind: string; text: string });
  return { status: answer.status, html: spaced(await answer.text()), said };
}

describe('the page of a client', () => {
  test('says how many cases it would pause, until when without a day, and that later invoices are not', async () => {
    await open('a');
    await open('b');
    const html = await look();
    for (const part of [
      'Suspendre les relances de ce client',
      '2 dossiers en cours',
      'jusqu’à ce que vous repreniez',
      'Les factures qui arrivent ensuite ne sont pas en pause',
      'Dernier jour de silence',
      'Motif',
    ])
      expect(html).toContain(part);
    expect(html).toContain('Aucun de ses dossiers n’est en pause.');
    expect(html).not.toContain('Reprendre les relances de ce client');
  });

  test('says what rests until when and why, and offers to resume', async () => {
    await open('a', paused);
    await open('b', paused);
    await open('free');
    const html = await look();
    expect(html).toContain('2 dossiers jusqu’au 15/12/2026 : accord commercial');
    expect(html).toContain('Reprendre les relances de ce client');
  });

  test('has neither for who owes nothing any more, and greys both for who only reads', async () => {
    expect(await look()).not.toContain('les relances de ce client');
    await open('a', paused);
    const html = await look('viewer');
    expect(html.match(/<button disabled>(?:Suspendre|Reprendre) les relances de ce client/g)).toHaveLength(2);
    expect(html.match(/Réservé au rôle opérateur/g)).toHaveLength(2);
    expect((await send('suspendre', {}, 'viewer')).status).toBe(403);
    expect((await send('reprendre', {}, 'viewer')).status).toBe(403);
  });
});

describe('a form of it', () => {
  test('pauses every open case of the client, in the name of who sent it, and says how many', async () => {
    await open('a');
    await open('b');
    const { status, said } = await send('suspendre', { until: '2026-12-15', reason: 'accord commercial', requestId: 'r1' });
    expect([status, said]).toMatchObject([303, { kind: 'good', text: '2 dossiers mis en pause.' }]);
    const payload = { until: '2026-12-15', reason: 'accord commercial', operator: expect.stringMatching(/^person:/) };
    for (const update of world.engine.updates) expect(update).toMatchObject({ name: 'pause', payload, updateId: 'r1' });
    expect(world.engine.updates).toHaveLength(2);
  });

  test('sent twice says the second time that it was done, and does it once', async () => {
    await open('a');
    const fields = { until: '2026-12-15', requestId: 'r2' };
    await send('suspendre', fields);
    expect((await send('suspendre', fields)).said).toMatchObject({ kind: 'good' });
    expect(await world.db.$count(inbox)).toBe(1);
  });

  test('resumes what is paused', async () => {
    await open('a', paused);
    await open('free');
    expect((await send('reprendre', {})).said).toMatchObject({
      kind: 'good',
      text: '1 dossier repris, 1 n’était pas en pause.',
    });
    expect(world.engine.updates).toMatchObject([{ name: 'resume', caseId: 'invoice:c1:a' }]);
  });

  test('whose day is over is shown again, open, with what was typed and the act’s own words at its field', async () => {
    await open('a');
    const { status, html } = await send('suspendre', { until: '2026-11-01', reason: 'accord' });
    expect(status).toBe(422);
    expect(html).toContain('La fin de la pause (1er novembre 2026) est déjà passée');
    expect(html).toMatch(/<input type="date" id="pause-until"[^>]*value="2026-11-01"[^>]*aria-describedby="pause-until-faute"/);
    expect(html).toMatch(/<input id="pause-reason"[^>]*value="accord"/);
    expect(html).toMatch(/<details class="more" open>\s*<summary>Suspendre/);
    expect(html.match(/role="alert"/g)).toHaveLength(1);
    expect(world.engine.updates).toEqual([]);
  });

  test('for a client who has no open case any more says so by his name', async () => {
    expect((await send('suspendre', {})).said).toMatchObject({
      kind: 'bad',
      text: expect.stringContaining('Menuiserie Aubert SARL n’a aucun dossier ouvert'),
    });
  });
});
