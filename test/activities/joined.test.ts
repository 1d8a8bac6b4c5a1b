import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { joinInvoice } from '../../activities/files/join-invoice.ts';
import { type DocumentStore, folderStore } from '../../activities/files/store.ts';
import { type PrintDeps, printLetter, printNote } from '../../activities/letters.ts';
import { documentOf, documentsOf } from '../../db/documents.ts';
import { invoices } from '../../db/schema.ts';
import type { LiveCase } from '../../domain/case/case.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import type { Debtor } from '../../domain/party/party-schema.ts';
import { type OutwardStep, stepOf } from '../../domain/plan/plan.ts';
import { loadTemplates } from '../../templates/renderer.ts';
import { type Composed, createComposer } from '../../words/compose.ts';
import type { PrintedDocument, SendRequest } from '../../words/message.ts';
import { creditor } from '../support/parties.ts';
import { type Desk, openDesk } from './desk.ts';

const TODAY = '2026-06-15';
const nowMs = Date.parse(`${TODAY}T10:00:00+02:00`);
const templates = loadTemplates();

const folder = mkdtempSync(join(tmpdir(), 'exigible-joined-'));
let desk: Desk;
let store: DocumentStore;
beforeAll(async () => {
  desk = await openDesk();
  store = folderStore(folder);
});
afterAll(async () => {
  await desk.db.close();
  rmSync(folder, { recursive: true, force: true });
});

type Email = Extract<Composed, { kind: 'email' }>;

async function composed(
  live: LiveCase,
  request: Partial<SendRequest>,
  fetch: (url: string) => Promise<Uint8Array>,
  warnings: string[] = [],
): Promise<Email> {
  const deps = { db: desk.db, store, warn: (why: string) => void warnings.push(why), fetch };
  const composer = createComposer(desk.db, templates, (theCase) => joinInvoice(deps, theCase));
  const asked = { caseId: live.case.id, step: 'reminder-15', channel: 'email' as const, sequence: 1, nowMs, ...request };
  return (await composer.compose(live, asked, nowMs)) as Email;
}

async function invoiced(id: string, documentUrl: string | undefined): Promise<LiveCase> {
  const live = await desk.live('business', { invoice: { id, number: `F/${id}` } });
  const { totalCents, issuedOn, dueOn, currency, number } = live.case.invoice;
  const document = { id, number, currency, totalCents, issuedOn, dueOn, ...(documentUrl === undefined ? {} : { documentUrl }) };
  const row = { creditorId: creditor.id, id, debtorId: live.case.debtor.id, document: document as never, version: 1 };
  await desk.db.insert(invoices).values(row);
  return { ...live, case: { ...live.case, id: `invoice:${creditor.id}:${id}` } };
}

const pdf = (text: string) => Promise.resolve(new TextEncoder().encode(`%PDF-1.7 ${text}`));

describe('the invoice goes with the message that asks for it', () => {
  test('it is named in the words, joined under its number, fetched once and kept by its digest', async () => {
    const live = await invoiced('kept', 'https://billing.example/kept.pdf');
    const asked: string[] = [];
    const fetch = (url: string) => {
      asked.push(url);
      return pdf('kept');
    };
    const [first, again] = [await composed(live, {}, fetch), await composed(live, {}, fetch)];
    expect(first.joined).toMatchObject([{ title: 'Facture F/kept', filename: 'F-kept.pdf', contentType: 'application/pdf' }]);
    expect(first.email.text).toContain('En pièce jointe\u00a0: Facture F/kept');
    expect(JSON.parse(Buffer.from(first.record).toString('utf8'))).toMatchObject({ joined: [first.joined[0]?.sha256] });
    expect(Buffer.from(await store.get(first.joined[0]?.sha256 ?? '')).toString('utf8')).toBe('%PDF-1.7 kept');
    expect(again.record).toEqual(first.record);
    expect(asked).toEqual(['https://billing.example/kept.pdf']);
  });

  test.each([
    ['it cannot be had', 'https://billing.example/lost.pdf', ['billing.example answered 404']],
    ['billing named none', undefined, []],
  ])('where %s the message leaves without it, and promises nothing', async (name, url, said) => {
    const warnings: string[] = [];
    const lost = () => Promise.reject(new Error('billing.example answered 404'));
    const email = await composed(await invoiced(name.replaceAll(' ', '-'), url), {}, lost, warnings);
    expect(email.joined).toEqual([]);
    expect(email.email.text).not.toMatch(/pièce jointe/);
    expect(warnings).toEqual(said);
  });
});

const schedule = [
  { on: '2026-07-05', amountCents: 62_500 },
  { on: '2026-08-05', amountCents: 62_500 },
];
const note = { key: 'instalments:1', template: 'instalment-agreement' };

async function agreed(kind: Debtor['kind'], waivesLateCharges: boolean): Promise<LiveCase> {
  const fact = { type: 'instalments', schedule, waivesLateCharges, at: '2026-06-15T09:00:00+02:00', actor: 'key:1' } as Fact;
  return await desk.live(kind, { facts: [fact] });
}

/** What prints a case, and keeps each page that it was given. */
function printing(live: LiveCase, pages: string[]): PrintDeps {
  const print = (html: string) => {
    pages.push(html);
    return pdf(html).then((bytes) => ({ pdf: bytes, pages: 1 }));
  };
  const printer = { print, close: () => Promise.resolve() };
  return { db: desk.db, clock: () => nowMs, readCase: () => Promise.resolve(live), templates, printer, store };
}

/** Prints the agreement of a case; answers with its page and what was kept of it. */
async function printed(live: LiveCase): Promise<{ html: string; document: PrintedDocument }> {
  const pages: string[] = [];
  const document = (await printNote(printing(live, pages), { caseId: live.case.id, note, nowMs })) as PrintedDocument;
  return { html: pages[0] ?? '', document };
}

describe('a formal notice', () => {
  test('encloses the invoice: named in the letter, posted with it, proved by its digest', async () => {
    const live = await invoiced('notice', 'https://billing.example/notice.pdf');
    const pages: string[] = [];
    const invoice = (theCase: LiveCase['case']) =>
      joinInvoice({ db: desk.db, store, warn: () => undefined, fetch: () => pdf('invoice') }, theCase);
    const deps = { ...printing(live, pages), invoice };
    const document = (await printLetter(deps, { caseId: live.case.id, step: 'formal-notice', nowMs })) as PrintedDocument;
    expect(pages[0]).toMatch(/Pièces jointes[\s\S]*Facture F\/notice/);
    const composer = createComposer(desk.db, templates);
    const asked = { caseId: live.case.id, step: 'formal-notice', channel: 'registered-letter' as const, sequence: 1, nowMs };
    const letter = (await composer.compose(live, { ...asked, document }, nowMs)) as Extract<Composed, { kind: 'letter' }>;
    expect(letter.joined).toMatchObject([{ title: 'Facture F/notice', filename: 'F-notice.pdf' }]);
    expect(JSON.parse(Buffer.from(letter.record).toString('utf8'))).toMatchObject({ joined: [letter.joined[0]?.sha256] });
  });
});

describe('one formal notice for several invoices', () => {
  test('names each, adds their claims up, 40 EUR for each, and is kept with every case', async () => {
    const invoice = (id: string, totalCents: number) => ({ invoice: { id, number: `F/${id}`, totalCents } });
    const one = await desk.live('business', invoice('together-1', 120_000));
    const other = await desk.live('business', invoice('together-2', 50_000));
    const words = stepOf(one.plan, 'formal-notice') as OutwardStep;
    const member = (live: LiveCase, revision: number) => ({ ...live, revision, step: words.id, sequence: 1 });
    const pages: string[] = [];
    const deps = { ...printing(one, pages), invoice: () => Promise.resolve([]) };
    const party = { words, members: [member(one, 7), member(other, 9)] };
    const asked = { caseId: one.case.id, step: words.id, channel: 'registered-letter' as const, nowMs };
    const printed = (await printLetter(deps, asked, party)) as PrintedDocument;
    const text = (pages[0] ?? '').replaceAll(/[\u00a0\u202f]/g, ' ');
    expect(text).toMatch(/F\/together-1[\s\S]*F\/together-2/);
    expect(text).toMatch(/Principal restant dû[^€]*1 700,00 €/);
    expect(text).toMatch(/Indemnité forfaitaire[^€]*40 € par facture[^€]*80,00 €/);
    const shares = Object.values(printed.shares ?? {});
    expect(shares).toHaveLength(2);
    expect(printed.askedCents).toBe(shares.reduce((sum, cents) => sum + cents, 0));
    expect(printed.drawnFrom).toEqual({ [one.case.id]: 7, [other.case.id]: 9 });
    for (const { case: theCase } of [one, other])
      expect(await documentOf(desk.db, theCase.id, printed.document)).toMatchObject({
        caseId: theCase.id,
        sha256: printed.sha256,
      });
  });

  test('as a copy by simple post it says that it is one', async () => {
    const live = await desk.live('business', { invoice: { id: 'copied', number: 'F/copied' } });
    const pages: string[] = [];
    const deps = { ...printing(live, pages), invoice: () => Promise.resolve([]) };
    await printLetter(deps, { caseId: live.case.id, step: 'formal-notice', channel: 'letter', nowMs });
    expect(pages[0]).toContain('Copie, par lettre simple, de notre lettre recommandée');
    expect(pages[0]).not.toContain('Lettre recommandée avec avis de réception');
  });
});

describe('the agreement on instalments', () => {
  test('is printed, kept, and joined to its confirmation to be signed', async () => {
    const live = await agreed('business', false);
    const { html, document } = await printed(live);
    expect(html).toMatch(/Accord de règlement échelonné/);
    expect(await documentsOf(desk.db, live.case.id)).toMatchObject([
      { id: document.document, kind: 'instalment-agreement', filename: 'accord-echeancier-F-2026-17.pdf' },
    ]);
    const email = await composed(live, { step: null, note, document }, () => pdf('none'));
    expect(email.joined).toMatchObject([{ title: 'Accord de règlement échelonné', sha256: document.sha256 }]);
    expect(email.email.text).toContain('nous vous remercions de nous le retourner daté et signé');
  });

  test.each<[Debtor['kind'], boolean, string]>([
    ['business', false, 'Les sommes que la loi attache au retard de paiement restent dues en sus.'],
    ['business', true, 'renonce aux sommes que la loi attache au retard de paiement.'],
    ['public', true, 'renonce aux sommes que la loi attache au retard de paiement.'],
  ])('says to a %s debtor what becomes of the late charges (waived: %s)', async (kind, waives, words) => {
    expect((await printed(await agreed(kind, waives))).html).toContain(words);
  });
});
