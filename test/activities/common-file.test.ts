import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ToDo } from '../../activities/activities.ts';
import { folderStore } from '../../activities/files/store.ts';
import { caseActivities, documentActivities } from '../../activities/index.ts';
import { hasCourtFile } from '../../api/export/court-file.ts';
import { materialOf } from '../../api/export/material.ts';
import { caseRowOf } from '../../db/cases.ts';
import { putCreditor } from '../../db/creditors.ts';
import type { Database } from '../../db/database.ts';
import { putDebtor } from '../../db/debtors.ts';
import { documentOf } from '../../db/documents.ts';
import { evidenceOf } from '../../db/evidence.ts';
import { enqueue } from '../../db/inbox.ts';
import { storedCase } from '../../db/stored-cases.ts';
import { instantAt, msOf } from '../../domain/calendar/clock.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { creditorSchema, debtorSchema } from '../../domain/party/party-schema.ts';
import { parsePlan } from '../../domain/plan/plan-document.ts';
import type { HandoffData } from '../../templates/handoff.ts';
import { loadTemplates } from '../../templates/renderer.ts';
import type { Paper, PrintedDocument } from '../../words/message.ts';
import { openEmpty } from '../support/databases.ts';
import { creditor, debtor, openingOf } from '../support/parties.ts';
import { quietly } from '../support/sending.ts';
import { opened, written } from '../support/written.ts';

const NOW_MS = msOf('2026-03-20T10:00:00+01:00');
const plan = (together: 'debtor' | 'invoice') =>
  parsePlan({
    id: `file-${together}`,
    version: 1,
    name: 'Un dossier',
    gap: 'P3D',
    together,
    steps: [
      {
        id: 'notice',
        act: 'letter',
        anchor: 'after-due',
        delay: 'P30D',
        channels: ['registered-letter'],
        template: 'formal-notice',
        asks: 'claim',
        approval: true,
      },
      { id: 'decision', act: 'decision', anchor: 'after-notice-receipt', delay: 'P8D' },
      { id: 'handoff', act: 'handoff', anchor: 'after-previous', delay: 'P0D' },
    ],
  });
const at = '2026-03-02T10:00:00+01:00';
const ROUTE = 'injonction-de-payer';
const chosen: Partial<Fact> = { type: 'choose-route', route: ROUTE, at: instantAt(NOW_MS - 1000), actor: 'person:1' };

const letter = { channel: 'registered-letter', template: 'formal-notice', askedCents: 120_000, message: 'common' } as const;
const provider = { provider: 'outbox', providerId: '1', sha256: 'a'.repeat(64) };
const ourNotice: readonly Partial<Fact>[] = [
  { type: 'sent', step: 'notice', ...letter, ...provider },
  { type: 'notice-event', outcome: 'received', on: '2026-03-05' },
];

const folder = mkdtempSync(join(tmpdir(), 'exigible-common-file-'));
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

/** Invoices of one debtor whose common formal notice went by without a payment. */
async function house(together: 'debtor' | 'invoice' = 'debtor') {
  houses += 1;
  const creditorId = `house-${houses}`;
  await putCreditor(db, creditorSchema.parse({ ...creditor, id: creditorId }));
  await putDebtor(db, creditorId, debtorSchema.parse(debtor));
  const idOf = (id: string) => `invoice:${creditorId}:${id}`;
  const clock = () => NOW_MS;
  const deps = { db, clock, templates: loadTemplates(), store };
  const print = (html: string) => Promise.resolve({ pdf: Buffer.from(html), pages: 1 });
  const acts = caseActivities({ db, clock });
  const printing = documentActivities({ ...deps, printer: { print, close: () => Promise.resolve() } });
  const todoOf = (id: string): ToDo => ({
    caseId: idOf(id),
    run: 1,
    nowMs: NOW_MS,
    isLong: false,
    act: { do: 'hand-over', step: 'handoff', route: ROUTE },
  });
  const facts = async (id: string) => (await evidenceOf(db, idOf(id))).map(({ type }) => type);
  return {
    idOf,
    todoOf,
    add: async (id: string, dueOn: string, more: readonly Partial<Fact>[] = [chosen], notice = ourNotice) => {
      const base = openingOf(dueOn, 0, { id });
      const opening = { ...base, creditorId, debtor: { ...base.debtor, id: debtor.id } };
      await opened(db, { opening, plan: plan(together) }, msOf('2026-02-02T08:00:00+01:00'));
      const told = [...notice, { type: 'decision-opened', step: 'decision', routes: [] }, ...more];
      await written(
        db,
        idOf(id),
        told.map((fact) => ({ at, actor: 'case', ...fact }) as Fact),
        NOW_MS,
      );
    },
    print: (id: string): Promise<Paper> => quietly().run((todo: ToDo) => printing.print(todo), todoOf(id)),
    perform: (id: string, paper: Paper) => acts.perform({ ...todoOf(id), paper }),
    facts,
    handedOver: async (id: string) => {
      const fact = (await evidenceOf(db, idOf(id))).find(({ type }) => type === 'handed-over')?.fact;
      return fact as { sha256: string; document: string } | undefined;
    },
    courtFile: async (id: string) => {
      const row = await caseRowOf(db, idOf(id));
      return row !== undefined && hasCourtFile(await materialOf(db, row));
    },
    /** What the file says, as a program reads it. */
    data: async (id: string): Promise<HandoffData & { connected?: object[] }> => {
      const row = await caseRowOf(db, idOf(id));
      const { documents } = await materialOf(db, row as NonNullable<typeof row>);
      const json = documents.findLast(({ kind }) => kind === 'handoff-data');
      return JSON.parse(Buffer.from(await store.get(json?.sha256 ?? '')).toString()) as HandoffData;
    },
  };
}

/** A letter to a case that nobody has read yet. */
function tell(caseId: string, letter: object) {
  const body = { ...letter, at: instantAt(NOW_MS) };
  return enqueue(db, [{ eventId: `letter:${caseId}`, creditorId: 'x', caseId, lane: caseId, kind: 'act', body }]);
}

test('one file is handed over for every invoice whose route was chosen, and each case keeps it', async () => {
  const { add, print, perform, handedOver, data, idOf, facts } = await house();
  await add('young', '2026-02-10');
  await add('old', '2026-02-03');
  const paper = (await print('young')) as PrintedDocument;
  await perform('young', paper);
  const [young, old] = [await handedOver('young'), await handedOver('old')];
  expect(young?.sha256).toBe(paper.sha256);
  expect(old?.sha256).toBe(paper.sha256);
  for (const [id, fact] of [
    ['young', young],
    ['old', old],
  ] as const)
    expect(await documentOf(db, idOf(id), fact?.document ?? '')).toMatchObject({ caseId: idOf(id), sha256: paper.sha256 });
  expect(await data('old')).toEqual(await data('young'));
  expect((await storedCase(db, idOf('old')))?.case.steps.at(-1)).toMatchObject({ step: 'handoff', state: 'sent' });
  await perform('old', await print('old'));
  expect((await facts('old')).filter((type) => type === 'handed-over')).toHaveLength(1);
});

test('the file says of each invoice what it adds to the claim, and tells a common notice once', async () => {
  const { add, print, data } = await house();
  await add('young', '2026-02-10');
  await add('old', '2026-02-03');
  await print('young');
  const file = await data('young');
  expect(file.claims.map(({ invoice }) => invoice)).toEqual(file.invoices.map(({ number }) => number));
  expect(file.claims).toHaveLength(2);
  const cents = (text: string) => Number(text.replaceAll(/[^\d]/g, ''));
  expect(file.claims.reduce((sum, one) => sum + cents(one.total), 0)).toBe(cents(file.claim.total));
  expect(file.chronology.map(({ invoices, text }) => [invoices, text.split(',')[0]])).toEqual([
    ['toutes', expect.stringContaining('Mise en demeure')],
    ['toutes', expect.stringMatching(/^Lettre recommandée/)],
  ]);
  expect(file.chronology[0]?.text.replaceAll(/\s/g, ' ')).toContain('2 400,00 €');
  expect(file.connected).toHaveLength(1);
  expect(JSON.stringify(file)).not.toMatch(/(person|key):\d/);
});

test('whoever asks, the file is the same bytes', async () => {
  const { add, print } = await house();
  await add('young', '2026-02-10');
  await add('old', '2026-02-03');
  const [one, other] = [(await print('young')) as PrintedDocument, (await print('old')) as PrintedDocument];
  expect(one.sha256).toBe(other.sha256);
});

/** What keeps an invoice out of the file: the fact, and the letter that tells it. */
const keepOut: readonly (readonly [string, Partial<Fact>, object])[] = [
  ['disputed', { type: 'dispute-opened', reason: 'pas livré' }, { act: 'openDispute', payload: { reason: 'pas livré' } }],
  [
    'paused',
    { type: 'pause', until: '2026-05-01', reason: 'accord' },
    { act: 'pause', payload: { until: '2026-05-01', reason: 'accord' } },
  ],
  [
    'paid',
    { type: 'payment', id: 'p1', amountCents: 120_000, on: '2026-03-19' },
    { act: 'recordPayment', payload: { id: 'p1', amountCents: 120_000, on: '2026-03-19' } },
  ],
];
test.each(keepOut)(
  'an invoice that was %s meanwhile is not in the file, and does not keep the others from it',
  async (_, fact) => {
    const { add, print, perform, handedOver, data } = await house();
    await add('own', '2026-02-10');
    await add('other', '2026-02-03', [chosen, fact]);
    await add('third', '2026-02-04');
    await perform('own', await print('own'));
    expect(await handedOver('other')).toBeUndefined();
    expect(await handedOver('third')).toBeDefined();
    expect((await data('own')).claims).toHaveLength(2);
  },
);

test.each(keepOut)('one that is %s after the file was printed: it is printed anew without it', async (_, _fact, letter) => {
  const { add, print, perform, handedOver, data, idOf, courtFile } = await house();
  await add('own', '2026-02-10');
  await add('other', '2026-02-03');
  const paper = await print('own');
  await tell(idOf('other'), letter);
  const answer = await perform('own', paper);
  expect(answer).toMatchObject({ over: false, standing: { coming: { act: null } } });
  expect(await handedOver('own')).toBeUndefined();
  expect(await courtFile('own')).toBe(false);
  await perform('own', await print('own'));
  expect(await handedOver('own')).toBeDefined();
  expect(await handedOver('other')).toBeUndefined();
  expect((await data('own')).claims).toHaveLength(1);
  expect([await courtFile('own'), await courtFile('other')]).toEqual([true, false]);
});

test('the route of another invoice, told in a letter that nobody has read yet, is read first: one file', async () => {
  const { add, print, perform, handedOver, idOf } = await house();
  await add('own', '2026-02-10');
  await add('other', '2026-02-03', []);
  await tell(idOf('other'), { act: 'chooseRoute', payload: { route: ROUTE } });
  await perform('own', await print('own'));
  expect([await handedOver('own'), await handedOver('other')]).toEqual([undefined, undefined]);
  const again = (await print('own')) as PrintedDocument;
  await perform('own', again);
  expect((await handedOver('other'))?.sha256).toBe(again.sha256);
});

test('under a plan of one invoice each case hands over its own file', async () => {
  const { add, print, perform, handedOver, data } = await house('invoice');
  await add('own', '2026-02-10');
  await add('other', '2026-02-03');
  await perform('own', await print('own'));
  expect(await handedOver('other')).toBeUndefined();
  expect((await data('own')).claims).toHaveLength(1);
});

test.each<[string, readonly Partial<Fact>[], string, string]>([
  [
    'before the case was taken over',
    [{ type: 'done-before', noticePostedOn: '2026-03-06', noticeReceivedOn: '2026-03-09' }],
    'Mise en demeure faite avant la reprise du dossier',
    '',
  ],
  [
    'by a commissaire de justice',
    [
      { type: 'external-asked', step: 'notice', channel: 'commissaire-de-justice' },
      { type: 'external-step', who: 'Me Dupont', on: '2026-03-06', effectiveOn: '2026-03-09', reference: 'A-12' },
    ],
    'Mise en demeure par Me Dupont',
    'A-12',
  ],
])('a notice that was given %s is named, and joined by hand', async (_who, notice, title, trackingId) => {
  const { add, print, data } = await house();
  await add('one', '2026-02-03', [chosen], notice);
  await print('one');
  const { notices, exhibits, chronology } = await data('one');
  const exhibit = exhibits.find((piece) => piece.title === `${title} (à joindre)`)?.number;
  expect(exhibit).toBeGreaterThan(0);
  expect(notices).toMatchObject([
    {
      title,
      trackingId,
      exhibit,
      isOurs: false,
      postedOn: '6 mars 2026',
      effectiveOn: '9 mars 2026',
      deadlineOn: '17 mars 2026',
    },
  ]);
  expect(chronology.map(({ text }) => text).join()).toMatch(/6 mars 2026/);
});
