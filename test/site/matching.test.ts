import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { moveFeed } from '../../db/bank.ts';
import { putDebtor } from '../../db/debtors.ts';
import { addPerson, giveToken } from '../../db/people.ts';
import { debtorSchema } from '../../domain/party/party-schema.ts';
import type { Role } from '../../domain/role.ts';
import { operatorSite } from '../../web/operator/site.ts';
import { putCase } from '../api/case-row.ts';
import { created, debtorDocument, entry, openWorld, quiet, type World } from '../api/world.ts';
import { spaced } from './without-browser.ts';

let world: World;
let operator: string;
let hear: (purpose: 'billing' | 'bank', event: unknown) => Promise<unknown>;

beforeAll(async () => {
  const site = operatorSite({ log: quiet, webUi: null, secure: false, testTo: 'moi@lemoine.example' });
  world = await openWorld({ doors: [site.doors], errorPages: [site.errorPages] });
  world.clock = () => Date.parse('2026-11-28T09:00:00+01:00');
  const secrets = await world.creditor('c1');
  hear = (purpose, event) => world.webhook({ purpose, creditorId: 'c1', secret: secrets[purpose], event, atMs: world.clock() });
  for (const [id, totalCents] of Object.entries({ inv_51: 50_000, inv_52: 75_000, inv_53: 90_000 }))
    await hear('billing', created({ id, number: `F2026-${id}`, totalCents, vatCents: 0 }, { name: 'Groupe Nord SAS' }));
  const martin = { id: 'martin', name: 'Garage Martin SARL' };
  await hear('billing', created({ id: 'inv_54', number: 'F2026-inv_54', totalCents: 80_000, vatCents: 0 }, martin));
  await world.drain();
  for (const [key, counterparty, amountCents] of money)
    await hear('bank', entry({ key, counterparty, amountCents, label: 'VIREMENT' }));
  await hear('bank', entry({ key: 'back', counterparty: 'INCONNU', amountCents: -70_000, reversal: true, label: 'REJET' }));
  await world.drain();
  operator = await cookieOf('operator');
});
afterAll(() => world.close());

const money = [
  ['both', 'GROUPE NORD', 125_000],
  ['first', 'GROUPE NORD', 70_000],
  ['rest', 'GROUPE NORD', 55_000],
  ['other', 'GARAGE MARTIN', 55_000],
  ['alone', 'INCONNU', 90_000],
  ['strange-1', 'INCONNU', 50_000],
  ['strange-2', 'INCONNU', 75_000],
] as const;

async function cookieOf(role: Role, creditors = ['c1']): Promise<string> {
  const person = await addPerson(world.db, { name: 'Anne', role, creditors });
  const { token } = await giveToken(world.db, { purpose: 'entry', personId: person.id, minutes: 5 });
  const { headers } = await fetch(`${world.url}/entry/${token}`, { redirect: 'manual' });
  return headers.get('set-cookie')?.split(';')[0] ?? '';
}

async function look(path: string, cookie = operator): Promise<string> {
  const answer = await fetch(`${world.url}${path}`, { headers: { cookie, accept: 'text/html' } });
  return spaced(await answer.text());
}

interface Sent {
  readonly status: number;
  readonly to: string | null;
  readonly text: string;
}

async function send(path: string, fields: Record<string, string> = {}): Promise<Sent> {
  const answer = await fetch(`${world.url}${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { cookie: operator, accept: 'text/html', origin: world.url, 'sec-fetch-site': 'same-origin' },
    redirect: 'manual',
  });
  return { status: answer.status, to: answer.headers.get('location'), text: spaced(await answer.text()) };
}

const ticked = (html: string) =>
  new Set([...html.matchAll(/name="cas" value="([^"]+)"[^>]* checked/g)].map(([, caseId]) => caseId));
const pair = ['invoice:c1:inv_51', 'invoice:c1:inv_52'];

test.each([
  ['the two that make a transfer of their debtor to the cent', 'ecriture=both', pair],
  ['those that two transfers of their debtor make together', 'ensemble=first&ensemble=rest', pair],
  ['nothing where one of two transfers is of somebody else', 'ensemble=first&ensemble=other', []],
  ['nothing where the amount alone is right', 'ecriture=alone', []],
  ['nothing where the amounts alone are right', 'ensemble=strange-1&ensemble=strange-2', []],
  ['nothing that does not take it to the cent', 'ecriture=first', []],
])('beforehand are ticked %s', async (_what, query, expected) => {
  expect(ticked(await look(`/rapprochement?${query}`))).toEqual(new Set(expected));
});

test('money that is none of ours is said so with its reason, leaves what waits, is listed apart and waits again', async () => {
  const counted = async () => / (\d+) écritures à rapprocher/.exec(await look('/a-faire'))?.[1];
  const before = await counted();
  expect((await send('/rapprochement/alone/hors-factures', { motif: ' ' })).text).toContain(
    'Dites en quelques mots ce que c’est',
  );
  expect((await send('/rapprochement/alone/hors-factures', { motif: 'remboursement de TVA' })).status).toBe(303);
  expect(Number(await counted())).toBe(Number(before) - 1);
  expect(await look('/rapprochement')).not.toContain('coche-alone');
  const list = await look('/rapprochement/hors-factures');
  for (const part of ['remboursement de TVA', '900,00 €', 'Anne, ']) expect(list).toContain(part);
  const share = { cas: 'invoice:c1:inv_53', 'montant.invoice:c1:inv_53': '900,00' };
  expect((await send('/rapprochement/alone', share)).text).toContain('remettez-la d’abord à rapprocher');
  expect((await send('/rapprochement/hors-factures/alone/remettre')).status).toBe(303);
  expect(await counted()).toBe(before);
  expect(await look('/rapprochement?ecriture=alone')).toContain('remise à rapprocher par Anne');
});

test('a returned payment is not offered to be put aside, and says where it belongs to who asks for it', async () => {
  expect(await look('/rapprochement?ecriture=alone')).toContain('/rapprochement/alone/hors-factures');
  expect(await look('/rapprochement?ecriture=back')).not.toContain('/rapprochement/back/hors-factures');
  const refused = await send('/rapprochement/back/hors-factures', { motif: 'inconnu' });
  expect(refused.text).toContain('rattachez-la au paiement qu’elle annule');
});

test('money that is put back where its invoice opened meanwhile is placed, and the page says so', async () => {
  await hear('bank', entry({ key: 'early', counterparty: 'PETIT', amountCents: 33_000, label: 'F2026-inv_55' }));
  await world.drain();
  expect((await send('/rapprochement/early/hors-factures', { motif: 'inconnu' })).status).toBe(303);
  const petit = { id: 'petit', name: 'Boulangerie Petit' };
  await hear('billing', created({ id: 'inv_55', number: 'F2026-inv_55', totalCents: 33_000, vatCents: 0 }, petit));
  await world.drain();
  const back = await send('/rapprochement/hors-factures/early/remettre');
  expect([back.status, back.to]).toEqual([303, '/rapprochement/hors-factures']);
  expect(await look('/rapprochement/affectees')).toContain('F2026-inv_55');
});

test('money that waits beyond the first page is shown by its key: put back, undone, and refused with what was typed', async () => {
  for (let at = 0; at < 100; at += 1)
    await hear('bank', entry({ key: `many-${at}`, counterparty: 'RIEN', amountCents: 100 + at, label: `ZZ ${at}` }));
  await hear('bank', entry({ key: 'zz', counterparty: 'DGFIP', amountCents: 4_200, label: 'TVA' }));
  await world.drain();
  expect(await look('/rapprochement')).not.toContain('coche-zz');
  expect((await send('/rapprochement/zz/hors-factures', { motif: 'TVA' })).status).toBe(303);
  expect(await look('/rapprochement?ecriture=zz')).toContain('Cette écriture n’attend plus');
  const back = await send('/rapprochement/hors-factures/zz/remettre');
  expect(await look(back.to ?? '')).toContain('42,00 €, DGFIP');
  const share = { cas: 'invoice:c1:inv_53', 'montant.invoice:c1:inv_53': '42,00' };
  expect((await send('/rapprochement/zz', share)).status).toBe(303);
  const undone = await send('/rapprochement/affectees/zz/defaire');
  expect(await look(undone.to ?? '')).toContain('42,00 €, DGFIP');
  const motif = 'TVA '.repeat(60).trim();
  const refused = await send('/rapprochement/zz/hors-factures', { motif });
  expect(refused.status).toBe(422);
  for (const part of ['42,00 €, DGFIP', 'Dites en quelques mots', `value="${motif}"`]) expect(refused.text).toContain(part);
});

test('À faire does not say that nothing is to be done beside money that waits', async () => {
  const html = await look('/a-faire');
  expect(html).toContain('Aucun dossier n’attend quelqu’un.');
  expect(html).not.toContain('Rien à faire');
});

test('À faire says that nothing is to be done only of a creditor whose money was looked at', async () => {
  await world.creditor('c2');
  await moveFeed(world.db, 'c2', 'main', '2026-11-27');
  const [one, all] = [await cookieOf('operator', ['c2']), await cookieOf('operator', ['c1', 'c2'])];
  expect(await look('/a-faire', one)).toContain('Rien à faire : tout suit son cours.');
  const html = await look('/a-faire', all);
  expect(html).toContain('Aucun dossier n’attend quelqu’un.');
  expect(html).not.toContain('Rien à faire');
});

test('an invoice is looked for by what is open of it, and what finds nothing is said', async () => {
  for (const q of ['800', '800,00 €']) {
    const found = await look(`/rapprochement?ecriture=strange-1&q=${encodeURIComponent(q)}`);
    expect(found).toContain('F2026-inv_54');
    expect(found).not.toContain('Aucune facture ouverte ne correspond');
  }
  expect(await look('/rapprochement?ecriture=strange-1&q=zzz')).toContain('Aucune facture ouverte ne correspond à « zzz ».');
});

test('an invoice that was paid in part is looked for by its total too, and the line says it beside what is left', async () => {
  const part = { type: 'payment', id: 'acompte', amountCents: 30_000, at: '2026-11-20T10:00:00+01:00', actor: 'bank' } as const;
  await putDebtor(world.db, 'c1', debtorSchema.parse({ ...debtorDocument, id: 'leroy', name: 'Peinture Leroy' }));
  const kept = { debtorId: 'leroy', issuedOn: '2026-10-01' };
  await putCase(world.db, { ...kept, invoiceId: 'inv_56', number: 'F2026-inv_56', totalCents: 123_400, facts: [part] });
  await putCase(world.db, { ...kept, invoiceId: 'inv_57', number: 'F2026-inv_57', totalCents: 93_400 });
  const lineOf = (html: string, number: string) => html.split('<label').find((part) => part.includes(`<strong>${number}<`)) ?? '';
  const found = await look(`/rapprochement?ecriture=strange-1&q=${encodeURIComponent('1 234,00')}`);
  expect(lineOf(found, 'F2026-inv_56')).toContain('reste 934,00 € sur 1 234,00 €');
  const whole = await look(`/rapprochement?ecriture=strange-1&q=934`);
  expect(lineOf(whole, 'F2026-inv_56')).toContain('reste 934,00 € sur 1 234,00 €');
  expect(lineOf(whole, 'F2026-inv_57')).toMatch(/reste 934,00 €, échéance/);
  // So does an invoice that is offered without a search.
  await world.db.execute(sql`update matchable_invoices set balance_cents = 60000 where invoice_id = 'inv_54'`);
  expect(lineOf(await look('/rapprochement?ecriture=other'), 'F2026-inv_54')).toContain('reste 600,00 € sur 800,00 €');
});
