import { afterAll, beforeAll, expect, test } from 'vitest';
import { putDebtor } from '../../db/debtors.ts';
import { debtorSchema } from '../../domain/party/party-schema.ts';
import { loadTemplates } from '../../templates/renderer.ts';
import { createComposer } from '../../words/compose.ts';
import { creditor, debtor } from '../support/parties.ts';
import { type Desk, openDesk } from './desk.ts';

const pageUrl = 'https://e.example/d/abc';
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.close());

test('a link is made for a message that carries it, and none for one that cannot be written', async () => {
  const nowMs = Date.parse('2026-06-15T10:00:00+02:00');
  const live = await desk.live('business', {});
  let made = 0;
  const page = () => {
    made += 1;
    return Promise.resolve({ pageUrl, replyTo: null });
  };
  const composer = createComposer(desk.db, loadTemplates(), undefined, page);
  const request = { caseId: live.case.id, step: 'reminder-15', channel: 'email' as const, sequence: 1, nowMs };
  const composed = await composer.compose(live, request, nowMs);
  expect([composed, made]).toMatchObject([{ kind: 'email', email: { text: expect.stringContaining(pageUrl) } }, 1]);
  const { email: _, ...unreached } = debtor;
  await putDebtor(desk.db, creditor.id, debtorSchema.parse({ ...unreached, id: 'd-business' }));
  expect([await composer.compose(live, request, nowMs), made]).toMatchObject([{ kind: 'impossible' }, 1]);
});
