import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { approvedContent } from '../../activities/approved-content.ts';
import { type DocumentStore, folderStore } from '../../activities/files/store.ts';
import { type PrintDeps, printLetter } from '../../activities/letters.ts';
import { couriersOf } from '../../activities/ports/couriers.ts';
import { logoOf } from '../../db/creditor-logos.ts';
import type { LiveCase } from '../../domain/case/case.ts';
import { createOutbox, outboxEntries } from '../../providers/outbox/outbox.ts';
import { outboxWays } from '../../providers/outbox/ways.ts';
import { loadTemplates } from '../../templates/renderer.ts';
import { type Composed, createComposer } from '../../words/compose.ts';
import { giveLogo, png } from '../support/logo.ts';
import { creditor } from '../support/parties.ts';
import { type Desk, openDesk } from './desk.ts';

const TODAY = '2026-06-15';
const nowMs = Date.parse(`${TODAY}T10:00:00+02:00`);
const templates = loadTemplates();
const folder = mkdtempSync(join(tmpdir(), 'exigible-logo-'));
let desk: Desk;
let store: DocumentStore;
let live: LiveCase;
beforeAll(async () => {
  desk = await openDesk();
  store = folderStore(folder);
  live = await desk.live('business', {});
});
beforeEach(() => give(null));
afterAll(async () => {
  await desk.db.close();
  rmSync(folder, { recursive: true, force: true });
});

const give = (bytes: Buffer | null) => giveLogo(desk.db, store, creditor.id, bytes);

async function composed(channel: 'email' | 'sms' = 'email'): Promise<Composed> {
  const asked = { caseId: live.case.id, step: 'reminder-15', channel, sequence: 1, nowMs };
  const composition = await createComposer(desk.db, templates).compose(live, asked, nowMs);
  return composition.kind === 'impossible' ? expect.fail(JSON.stringify(composition.result)) : composition;
}

const recordOf = ({ record }: Composed) => JSON.parse(Buffer.from(record).toString()) as { html: string; text: string };

/** The e-mail as it lies in the outbox. */
async function delivered(message: Composed): Promise<string> {
  const outbox = createOutbox(mkdtempSync(join(folder, 'outbox-')), () => nowMs);
  const outcome = await couriersOf(outboxWays(outbox, store)).email.deliver('m1', message);
  expect(outcome).toMatchObject({ outcome: 'accepted' });
  const [entry] = await outboxEntries(outbox.folder);
  return readFileSync(join(outbox.folder, entry?.file ?? ''), 'utf8');
}

test('an e-mail carries the logo as a part of its page, its words stay, and its digest covers it', async () => {
  const without = await composed();
  const logo = png(440, 64);
  await give(logo);
  const message = await composed();
  const record = recordOf(message);
  const { sha256 } = (await logoOf(desk.db, creditor.id)) ?? expect.fail('a logo');
  expect(record).toMatchObject({ text: recordOf(without).text, logo: { sha256, contentType: 'image/png' } });
  expect(record.html).toContain('<img class="logo" src="cid:logo@exigible" width="220" height="32" alt="Logo de ');
  expect(recordOf(without).html).not.toContain('<img');
  const eml = await delivered(message);
  expect(eml).toContain('multipart/related');
  expect(eml).toMatch(/Content-Type: image\/png; name=logo\.png/);
  expect(eml).toContain('Content-ID: <logo@exigible>');
  expect(eml).toContain('Content-Disposition: inline');
  expect(eml.replaceAll(/\s/g, '')).toContain(logo.toString('base64'));
  expect(await delivered(without)).not.toMatch(/image\/png|multipart\/related/);
});

test('what was written before another logo came leaves with the one that it was written under', async () => {
  const [first, second] = [png(30, 10), png(31, 10)];
  await give(first);
  const message = await composed();
  await give(second);
  const eml = (await delivered(message)).replaceAll(/\s/g, '');
  expect(eml).toContain(first.toString('base64'));
  expect(eml).not.toContain(second.toString('base64'));
});

test('a text message knows no logo', async () => {
  const before = recordOf(await composed('sms'));
  await give(png(30, 10));
  expect(recordOf(await composed('sms'))).toEqual(before);
});

test('a letter is printed under it', async () => {
  const logo = png(30, 10);
  await give(logo);
  let html = '';
  const printer = {
    print: async (given: string) => {
      html = given;
      return { pdf: Buffer.from('%PDF-1.7'), pages: 1 };
    },
    close: async () => undefined,
  };
  const readCase = () => Promise.resolve(live);
  const deps: PrintDeps = { db: desk.db, clock: () => nowMs, readCase, templates, printer, store };
  const paper = await printLetter({ ...deps, invoice: async () => [] }, { caseId: live.case.id, step: 'formal-notice', nowMs });
  expect(paper).not.toHaveProperty('outcome');
  expect(html).toContain(`src="data:image/png;base64,${logo.toString('base64')}" width="30" height="10" alt="Logo de `);
});

test('what was approved without it, or under another, is asked again', async () => {
  const content = () => approvedContent(desk.db, live, 'formal-notice', nowMs);
  const without = await content();
  await give(png(30, 10));
  const under = await content();
  await give(png(31, 10));
  const another = await content();
  expect(new Set([without, under, another]).size).toBe(3);
  await give(null);
  expect(await content()).toBe(without);
});
