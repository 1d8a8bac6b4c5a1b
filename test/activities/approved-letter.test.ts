import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ToDo } from '../../activities/activities.ts';
import { approvedContent } from '../../activities/approved-content.ts';
import { folderStore } from '../../activities/files/store.ts';
import { documentActivities, sendActivities } from '../../activities/index.ts';
import { moveFeed } from '../../db/bank.ts';
import { putCreditor } from '../../db/creditors.ts';
import type { Database } from '../../db/database.ts';
import { putDebtor } from '../../db/debtors.ts';
import { documentsOf } from '../../db/documents.ts';
import { evidenceOf } from '../../db/evidence.ts';
import { messagesOfCase } from '../../db/messages.ts';
import { storedCase } from '../../db/stored-cases.ts';
import { instantAt, msOf } from '../../domain/calendar/clock.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { formatCents } from '../../domain/money/cents.ts';
import { creditorSchema, debtorSchema } from '../../domain/party/party-schema.ts';
import { parsePlan } from '../../domain/plan/plan-document.ts';
import { loadTemplates } from '../../templates/renderer.ts';
import type { Paper, PrintedDocument } from '../../words/message.ts';
import { openEmpty } from '../support/databases.ts';
import { creditor, debtor, openingOf } from '../support/parties.ts';
import { fakeCourier, quietly } from '../support/sending.ts';
import { opened, written } from '../support/written.ts';

/** The Monday of the approval; the fifth working day after it is the next Monday. */
const MONDAY = '2026-03-09';
const later = ['2026-03-10', '2026-03-11', '2026-03-12', '2026-03-13', '2026-03-16'];
const SIXTH = '2026-03-17';
const plan = parsePlan({
  id: 'approved',
  version: 1,
  name: 'Mise en demeure approuvée',
  gap: 'P1D',
  steps: [
    {
      id: 'notice',
      act: 'letter',
      anchor: 'after-due',
      delay: 'P30D',
      channels: ['registered-letter', 'email'],
      template: 'formal-notice',
      asks: 'claim',
      approval: true,
    },
    { id: 'decision', act: 'decision', anchor: 'after-notice-receipt', delay: 'P8D' },
  ],
});
const folder = mkdtempSync(join(tmpdir(), 'exigible-approved-'));
const store = folderStore(folder);
let db: Database;
let houses = 0;
beforeAll(async () => {
  db = await openEmpty();
});
afterAll(async () => {
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A formal notice that a person approved on Monday. */
async function approved() {
  houses += 1;
  const creditorId = `approved-${houses}`;
  const caseId = `invoice:${creditorId}:i1`;
  await putCreditor(db, creditorSchema.parse({ ...creditor, id: creditorId }));
  await putDebtor(db, creditorId, debtorSchema.parse(debtor));
  const clock = { on: MONDAY };
  const nowMs = () => msOf(`${clock.on}T11:59:59+01:00`);
  const couriers = { email: fakeCourier(true), sms: fakeCourier(true), post: fakeCourier(true) };
  const debtorPage = () => Promise.resolve({ pageUrl: `https://e.example/d/${randomUUID()}`, replyTo: null });
  const deps = { db, clock: nowMs, templates: loadTemplates(), store, debtorPage };
  const print = (html: string) => Promise.resolve({ pdf: Buffer.from(`%PDF-1.7 ${html}`), pages: 1 });
  const printing = documentActivities({ ...deps, printer: { print, close: () => Promise.resolve() } });
  const sends = sendActivities({ ...deps, couriers });
  const base = openingOf('2026-02-02', 0);
  await opened(
    db,
    { opening: { ...base, creditorId, debtor: { ...base.debtor, id: debtor.id } }, plan },
    msOf('2026-02-02T08:00:00+01:00'),
  );
  const hear = (fact: Partial<Fact>) =>
    written(db, caseId, [{ at: instantAt(nowMs()), actor: 'person:1', ...fact } as Fact], nowMs());
  const ask = async () => {
    const live = await storedCase(db, caseId);
    if (!live) throw new Error('no case');
    return approvedContent(db, live, 'notice', nowMs());
  };
  const approve = async () => {
    const content = await ask();
    await hear({ type: 'approval-asked', step: 'notice', content });
    await hear({ type: 'approve', step: 'notice', content });
  };
  await approve();
  const todo = (channel: 'registered-letter' | 'email'): ToDo => ({
    caseId,
    run: 1,
    nowMs: nowMs(),
    isLong: false,
    act: { do: 'send', step: 'notice', channel },
  });
  const printed = async () => {
    const paper: Paper = await quietly().run((given: ToDo): Promise<Paper> => printing.print(given), todo('registered-letter'));
    if ('outcome' in paper) throw new Error(JSON.stringify(paper));
    return paper;
  };
  return {
    creditorId,
    caseId,
    clock,
    hear,
    approve,
    printed,
    /** What a morning of the workflow comes to: print, then send; the facts that it wrote down. */
    send: async (channel: 'registered-letter' | 'email' = 'registered-letter', paper?: PrintedDocument) => {
      await moveFeed(db, creditorId, creditor.iban, clock.on);
      const before = (await evidenceOf(db, caseId)).length;
      const given = channel === 'email' ? {} : { paper: paper ?? (await printed()) };
      await quietly().run((one: ToDo) => sends.send(one), { ...todo(channel), ...given });
      return (await evidenceOf(db, caseId)).slice(before).map(({ type }) => type);
    },
    words: async (channel: string) => {
      const row = (await messagesOfCase(db, caseId)).find((message) => message.channel === channel);
      const record = Buffer.from(await store.get(row?.sha256 ?? '')).toString();
      const { wordsSha256, text = '' } = JSON.parse(record) as { wordsSha256?: string; text?: string };
      const words = wordsSha256 === undefined ? text : Buffer.from(await store.get(wordsSha256)).toString();
      return words.replaceAll(/[\u00a0\u202f]/g, ' ');
    },
  };
}

type House = Awaited<ReturnType<typeof approved>>;

describe('a letter that was approved', () => {
  test('and that the provider refused is asked again where it would be another', async () => {
    const { creditorId, hear, send, approve } = await approved();
    await hear({ type: 'send-failed', step: 'notice', channel: 'registered-letter', reason: 'panne' });
    await hear({ type: 'settle-unknown-send', step: 'notice', channel: 'registered-letter', outcome: 'not-sent' });
    await putCreditor(db, creditorSchema.parse({ ...creditor, id: creditorId, iban: 'FR1420041010050500013M02606' }));
    expect(await send()).toEqual(['approval-asked']);
    await approve();
    expect(await send()).toContain('sent');
  });

  test.each(later)(
    'leaves on %s as it was printed on the day of its approval: the same bytes, its figures stopped there',
    async (on) => {
      const { clock, printed, send, words, caseId } = await approved();
      const first = await printed();
      clock.on = on;
      const then = await printed();
      expect(then).toMatchObject({ sha256: first.sha256, document: first.document, askedCents: first.askedCents });
      expect(await send('registered-letter', then)).toContain('sent');
      expect((await messagesOfCase(db, caseId))[0]).toMatchObject({ documentId: first.document, askedCents: first.askedCents });
      expect(await words('registered-letter')).toContain('9 mars 2026');
    },
  );

  test('and its copy by e-mail says the same figures', async () => {
    const { clock, send, words, printed } = await approved();
    const { askedCents } = await printed();
    clock.on = '2026-03-12';
    await send();
    await send('email');
    expect(await words('email')).toContain(formatCents(askedCents ?? 0, 'EUR').replaceAll(/[\u00a0\u202f]/g, ' '));
  });

  test('is asked again on the sixth working day, and then leaves with the figures of the new approval', async () => {
    const { clock, printed, send, approve } = await approved();
    const first = await printed();
    clock.on = SIXTH;
    expect(await send('registered-letter', first)).not.toContain('sent');
    await approve();
    const second = await printed();
    expect(second.sha256).not.toBe(first.sha256);
    expect(second.askedCents).toBeGreaterThan(first.askedCents ?? 0);
    expect(await send()).toContain('sent');
  });

  test.each([
    [
      'an address that changed',
      async ({ creditorId }: House) => {
        const moved = { ...debtor, registeredOffice: { ...debtor.registeredOffice, line1: '2 rue Neuve' } };
        await putDebtor(db, creditorId, debtorSchema.parse(moved));
      },
    ],
    [
      'another IBAN',
      async ({ creditorId }: House) => {
        const iban = 'FR1420041010050500013M02606';
        await putCreditor(db, creditorSchema.parse({ ...creditor, id: creditorId, iban }));
      },
    ],
    [
      'a part that is disputed',
      async ({ hear, caseId }: House) => {
        await hear({ type: 'dispute-opened', amountCents: 20_000, reason: 'quantité' });
        for (const { key } of (await storedCase(db, caseId))?.case.notes ?? [])
          await hear({ type: 'note-left-out', note: key, reason: 'lu au téléphone' });
      },
    ],
  ] as const)('is asked again at once after %s', async (_, change) => {
    const house = await approved();
    await house.printed();
    house.clock.on = '2026-03-10';
    await change(house);
    expect((await house.send()).filter((type) => type !== 'contact-changed')).toEqual(['approval-asked']);
  });

  test('is asked again at once after a payment of a part', async () => {
    const { clock, hear, send, printed } = await approved();
    await printed();
    clock.on = '2026-03-10';
    await hear({ type: 'payment', id: 'p1', amountCents: 20_000, on: '2026-03-10' });
    const { coming } = await hear({ type: 'note-left-out', note: 'payment:p1', reason: 'lu au téléphone' });
    expect(coming.act).toEqual({ do: 'ask-approval', step: 'notice' });
    expect(await send()).not.toContain('sent');
  });

  test('a letter that was in doubt and did not leave goes as it was approved', async () => {
    const { clock, hear, printed, send } = await approved();
    const first = await printed();
    await hear({ type: 'send-unknown', step: 'notice', channel: 'registered-letter', reason: 'panne' });
    clock.on = '2026-03-12';
    await hear({ type: 'settle-unknown-send', step: 'notice', channel: 'registered-letter', outcome: 'not-sent' });
    const then = await printed();
    expect(then.sha256).toBe(first.sha256);
    expect(await send('registered-letter', then)).toContain('sent');
  });

  test('what is kept of it lies with the papers of its case', async () => {
    const { printed, caseId } = await approved();
    await printed();
    await printed();
    const kinds = (await documentsOf(db, caseId)).map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(['approved-letter', 'formal-notice']);
  });
});
