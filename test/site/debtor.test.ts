import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountFrom, dueNowOf } from '../../api/debtor/account.ts';
import { caseRowOf } from '../../db/cases.ts';
import { accountOf } from '../../db/debtor-account.ts';
import { putDebtor } from '../../db/debtors.ts';
import { addPerson, chooseCreditor, openSession } from '../../db/people.ts';
import { inbox } from '../../db/schema.ts';
import { parisDay } from '../../domain/calendar/paris.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { debtorSchema } from '../../domain/party/party-schema.ts';
import { putCase } from '../api/case-row.ts';
import type { SiteBrowser } from '../support/site-browser.ts';
import { written } from '../support/written.ts';
import { openSiteWorld, type SiteWorld } from './house.ts';

/* A person of two creditors in front of « Un débiteur » and « À faire ». */

let world: SiteWorld;
let anne: SiteBrowser;
const told = { at: '2026-11-09T10:00:00+01:00', actor: 'sendgrid' } as const;
const optedOut: Fact = { type: 'opt-out', channel: 'email', ...told };
const bounced: Fact = { type: 'message-bounced', channel: 'email', ...told };
const paid = (cents: number): Fact => ({ type: 'payment', id: 'p1', amountCents: cents, ...told });
const closed: Fact = { type: 'closed', reason: 'paid', ...told };

beforeAll(async () => {
  world = await openSiteWorld();
  for (const id of ['c1', 'c2']) {
    await world.creditor(id, { name: `Maison ${id}` });
    await debtor(id, 'cus_1', { name: `Client de ${id}`, creditLimit: { EUR: 50_000 } });
    await putCase(world.db, { creditorId: id, invoiceId: 'open', number: `F-${id}`, debtorId: 'cus_1', facts: [bounced] });
  }
  anne = await world.visitor('approver', ['c1', 'c2']);
});
afterAll(async () => {
  expect(anne.complaints).toEqual([]);
  await anne.close();
  await world.close();
});

function debtor(creditorId: string, id: string, change: object = {}) {
  const office = { line1: '3 rue du Port', postcode: '67000', city: 'Strasbourg', country: 'FR' };
  const whole = {
    id,
    kind: 'business',
    name: id,
    email: 'a@a.example',
    mobile: '+33612345678',
    registeredOffice: office,
    ...change,
  };
  return putDebtor(world.db, creditorId, debtorSchema.parse(whole));
}

async function retype(name: string, text: string): Promise<void> {
  await anne.page.click(`[name="${name}"]`, { count: 3 });
  await anne.page.keyboard.press('Backspace');
  if (text !== '') await anne.page.type(`[name="${name}"]`, text);
}

const known = async (creditor: string, id: string) =>
  (await world.call('GET', `/debtors/${id}?creditor=${creditor}`, world.adminKey)).body as unknown as Record<string, unknown>;
const heard = async (caseId: string) =>
  (await world.db.select().from(inbox).where(eq(inbox.lane, caseId))).map(({ body }) => (body as { payload: object }).payload);

describe('money above the price of an invoice that was paid late', () => {
  const raised: Fact = { type: 'task-raised', task: 'credit', key: 'k', context: 'Trop-perçu', chargesCents: 5_449, ...told };
  const said = async (path: string) => {
    await anne.go(path);
    return anne.page.$eval('main', ({ textContent }) => (textContent ?? '').replaceAll(/[\s\u00a0\u202f]+/g, ' '));
  };

  beforeAll(async () => {
    await debtor('c1', 'late', { name: 'En retard' });
    await putCase(world.db, { invoiceId: 'more', number: 'F-MORE', debtorId: 'late', facts: [paid(127_350), raised] });
    await putCase(world.db, { invoiceId: 'even', number: 'F-EVEN', debtorId: 'late', facts: [paid(124_556)] });
  });

  test.each([
    [
      'his page',
      '/debiteurs/c1/late',
      ['Rien n’est dû en principal', '19,01 € à rembourser', 'F-MOREcrédit de 19,01 €', 'F-EVENprincipal soldé'],
    ],
    ['the case in credit', '/dossiers/invoice:c1:more', ['Crédit de 19,01 € facture de 1 200,00 €']],
    ['the case without', '/dossiers/invoice:c1:even', ['Principal soldé facture de 1 200,00 €']],
    ['À faire', '/a-faire?kind=credit', ['crédit de 19,01 €']],
    ['Rapprochement', '/rapprochement', ['F-MORE : 19,01 € à rembourser']],
    ['his statement of account', '/debiteurs/c1/late/releve', ['F-MORE : 19,01 €']],
  ])('is one figure of a credit, what may be given back, or none: %s', async (_, path, parts) => {
    const text = await said(path);
    for (const part of parts) expect(text).toContain(part);
    expect(text).not.toMatch(/(?<!\d)(?:73,50|45,56)/);
  });

  test('is claimed interest and indemnity on his page and his statement once these were asked for', async () => {
    const trace = { askedCents: 5_449, message: 'm', provider: 'outbox', providerId: 'x', sha256: 'y' };
    const asked: Fact = {
      type: 'sent',
      step: 'late-charges',
      channel: 'email',
      template: 'late-charges',
      ...trace,
      ...told,
    };
    await debtor('c1', 'asked', { name: 'Réclamé' });
    await putCase(world.db, { invoiceId: 'asked', number: 'F-ASKED', debtorId: 'asked', facts: [paid(120_000), asked] });
    const { body } = await world.call('GET', '/debtors/asked/standing?creditor=c1', world.adminKey);
    const claim = await world.call('GET', '/cases/invoice:c1:asked/claim', world.adminKey);
    const { totalCents: amountCents = 0 } = claim.body as { totalCents?: number };
    expect(amountCents).toBeGreaterThanOrEqual(4_122);
    expect(body).toMatchObject({
      lateCharges: [
        { caseId: 'invoice:c1:asked', invoiceNumber: 'F-ASKED', currency: 'EUR', amountCents, askedOn: '2026-11-09' },
      ],
    });
    const euros = `${(amountCents / 100).toFixed(2).replace('.', ',')} €`;
    expect(await said('/debiteurs/c1/asked')).toContain(`${euros} réclamés en raison du retard, facture F-ASKED`);
    const page = await said('/debiteurs/c1/asked');
    for (const part of [`${euros} 1 dossier en cours`, `Dû${euros}, dont échu ${euros}`, `F-ASKED${euros} de frais de retard`])
      expect(page).toContain(part);
    expect(await said('/dossiers/invoice:c1:asked')).toContain(
      `${euros} de frais de retard principal soldé, facture de 1 200,00 €`,
    );
    const statement = await said('/debiteurs/c1/asked/releve');
    expect(statement).toContain(`intérêts et indemnité de retard, réclamés le 09/11/2026${euros}`);
    expect(statement).toContain(`Total dû, dont échu ${euros}${euros}`);
  });

  test.each([
    ['part', { amountCents: 80_503 }, 'Hors 805,03 € contestés.'],
    ['whole', {}, 'Contesté en entier : rien n’en est demandé tant que le litige dure.'],
  ])('the statement of claim of a case says what a dispute keeps out of it: %s', async (invoiceId, more, says) => {
    await debtor('c1', 'disputes', { name: 'Conteste' });
    const disputed = { type: 'dispute-opened', reason: 'qualité', ...more, ...told } as const;
    await putCase(world.db, { invoiceId: `disputed_${invoiceId}`, debtorId: 'disputes', facts: [disputed] });
    expect(await said(`/dossiers/invoice:c1:disputed_${invoiceId}`)).toContain(says);
  });

  test('is asked them on his page and his statement beside the price, once a formal notice demanded them', async () => {
    const trace = { askedCents: 5_449, message: 'm', provider: 'outbox', providerId: 'x', sha256: 'y' };
    const step = { step: 'formal-notice', channel: 'registered-letter', template: 'formal-notice' } as const;
    const notice: Fact = { type: 'sent', ...step, ...trace, ...told };
    await debtor('c1', 'noticed', { name: 'Mis en demeure' });
    await putCase(world.db, { invoiceId: 'noticed', number: 'F-NOTICED', debtorId: 'noticed', facts: [notice] });
    const { body } = await world.call('GET', '/debtors/noticed/standing?creditor=c1', world.adminKey);
    const claim = await world.call('GET', '/cases/invoice:c1:noticed/claim', world.adminKey);
    const { interestCents = 0, totalCents = 0 } = claim.body as { interestCents?: number; totalCents?: number };
    const amountCents = interestCents + 4_000;
    expect(totalCents).toBe(120_000 + amountCents);
    expect(body).toMatchObject({
      sums: [{ owedCents: 120_000, overdueCents: 120_000, lateChargesCents: amountCents }],
      lateCharges: [{ caseId: 'invoice:c1:noticed', amountCents, interestCents, indemnityCents: 4_000, askedOn: '2026-11-09' }],
    });
    const euros = (cents: number) =>
      `${(cents / 100)
        .toFixed(2)
        .replace('.', ',')
        .replace(/(\d)(\d{3},)/, '$1 $2')} €`;
    const page = await said('/debiteurs/c1/noticed');
    const whole = euros(totalCents);
    for (const part of [`Dû${whole}, dont échu ${whole}`, `F-NOTICED${whole}, dont ${euros(amountCents)} de frais de retard`])
      expect(page).toContain(part);
    const statement = await said('/debiteurs/c1/noticed/releve');
    expect(statement).toContain(`F-NOTICEDintérêts et indemnité de retard, réclamés le 09/11/2026${euros(amountCents)}`);
    expect(statement).not.toContain('prix réglé');
    expect(statement).toContain(`Total dû, dont échu ${whole}${whole}`);
  });
});

test('the statement of account says what suspends each invoice, and what is to be paid now as the page of the debtor does', async () => {
  const suspending: readonly [string, Fact | null][] = [
    ['calm', null],
    ['disputed', { type: 'dispute-opened', amountCents: 30_000, reason: 'casse', ...told }],
    ['promised', { type: 'promise', amountCents: 120_000, on: '2099-01-05', ...told }],
    ['agreed', { type: 'instalments', schedule: [{ on: '2099-02-01', amountCents: 120_000 }], ...told }],
    ['paused', { type: 'pause', reason: 'rien pour lui', ...told }],
  ];
  await debtor('c1', 'held', { name: 'Suspendu' });
  for (const [id, fact] of suspending)
    await putCase(world.db, { invoiceId: id, number: `F-${id}`, debtorId: 'held', facts: fact ? [fact] : [] });
  const { body } = await world.call('GET', '/debtors/held/standing?creditor=c1', world.adminKey);
  const rows = await accountOf(world.db, 'c1', 'held');
  const [{ cents } = { cents: 0 }] = dueNowOf(accountFrom(rows, [], parisDay(world.clock())));
  expect(cents).toBe(330_000);
  expect(body).toMatchObject({ sums: [{ owedCents: 600_000, dueNowCents: cents }] });
  await anne.go('/debiteurs/c1/held/releve');
  const text = await anne.page.$eval('main', ({ textContent }) => (textContent ?? '').replaceAll(/[\s\u00a0\u202f]+/g, ' '));
  for (const part of [
    'en litige pour 300,00 €',
    'promesse de 1 200,00 € le 05/01/2099',
    'échéancier : prochaine échéance 1 200,00 € le 01/02/2099',
    'À régler maintenant3 300,00 €',
  ])
    expect(text).toContain(part);
  expect(text).not.toMatch(/en pause|rien pour lui|casse/);
});

describe('the page of a debtor of a creditor at whom one does not stand', () => {
  test('corrects him, and leaves the debtor of the same name where one stands', async () => {
    await anne.go('/debiteurs/c2/cus_1');
    await anne.shows('Client de c2');
    await retype('email', 'neuf@c2.example');
    await anne.page.click('form[action$="/coordonnees"] button');
    await anne.shows('Coordonnées notées');
    expect(await known('c2', 'cus_1')).toMatchObject({ name: 'Client de c2', email: 'neuf@c2.example' });
    expect(await known('c1', 'cus_1')).toMatchObject({ name: 'Client de c1', email: 'a@a.example' });
    const [fact, ...more] = await heard('invoice:c2:open');
    expect([fact, more]).toMatchObject([{ type: 'contact-changed', email: true, actor: expect.stringMatching(/^person:/) }, []]);
    expect(fact).not.toHaveProperty('mobile');
    expect(await heard('invoice:c1:open')).toEqual([]);
  });

  test.each(['segment', 'notes', 'lien', 'liens/fermer'])('%s is of the debtor that is shown', async (form) => {
    await anne.go('/debiteurs/c2/cus_1');
    if (form === 'notes') await anne.page.type('#note', 'Préfère le matin');
    if (form === 'segment') await anne.page.select('#segment', 'late');
    await anne.page.click(`form[action$="/${form}"] button`);
    await anne.shows(
      { segment: 'Segment noté', notes: 'Noté.', lien: 'Son lien, montré', 'liens/fermer': '1 lien fermé.' }[form] ?? '',
    );
    await anne.go('/debiteurs/c1/cus_1');
    const text = await anne.text();
    expect(text).not.toContain('Préfère le matin');
    expect(text).not.toContain('décidé par une personne');
    expect(text).toContain('Aucun lien n’ouvre sa page.');
    expect(text).toContain('chaque lettre dès qu’elle est imprimée pour accord, même si rien n’est parti');
  });
});

describe('the reminders of a client', () => {
  test('are suspended from his page and resumed there, and a day that is over is said at its field', async () => {
    await debtor('c1', 'rests', { name: 'Au repos' });
    const rests: Fact = { type: 'pause', reason: 'vacances', ...told };
    for (const invoiceId of ['rests_1', 'rests_2']) await putCase(world.db, { invoiceId, debtorId: 'rests' });
    await putCase(world.db, { invoiceId: 'rests_3', debtorId: 'rests', facts: [rests] });
    await anne.go('/debiteurs/c1/rests');
    await anne.shows('1 dossier jusqu’à la reprise : vacances');
    await anne.page.click('details:has(form[action$="/suspendre"]) > summary');
    await anne.page.$eval('#pause-until', (field) => Object.assign(field, { value: '2020-01-02' }));
    await anne.page.click('form[action$="/suspendre"] button');
    await anne.shows('La fin de la pause (2 janvier 2020) est déjà passée');
    expect(await anne.faults()).toEqual([]);
    await anne.page.$eval('#pause-until', (field) => Object.assign(field, { value: '2099-01-02' }));
    await anne.page.click('form[action$="/suspendre"] button');
    await anne.shows('2 dossiers mis en pause, 1 déjà en pause aussi longtemps.');
    await anne.page.click('details:has(form[action$="/reprendre"]) > summary');
    expect(await anne.faults()).toEqual([]);
    await anne.page.click('form[action$="/reprendre"] button');
    await anne.shows('3 dossiers repris.');
  });
});

describe('what is known of a debtor', () => {
  test('201 invoices long closed do not hide the one that is owed, nor the ones after a page', async () => {
    await debtor('c1', 'many');
    for (let index = 0; index < 201; index += 1)
      await putCase(world.db, {
        invoiceId: `old_${index}`,
        debtorId: 'many',
        dueOn: '2024-01-05',
        facts: [paid(120_000), closed],
      });
    await putCase(world.db, { invoiceId: 'last', number: 'F-DUE', debtorId: 'many', totalCents: 90_000 });
    await anne.go('/debiteurs/c1/many');
    const text = await anne.text();
    expect(text).toContain('900,00 €');
    expect(text).toContain('F-DUE');
    expect(text).not.toContain('Rien n’est dû');
    expect(text).toContain('1 dossier en cours');
    await anne.page.click('section[aria-labelledby=closes] a[href*="closes="]');
    await anne.shows('Les premières factures closes');
  });

  test('a postal address that is completed is read by the open cases, and settles the task that asked for it', async () => {
    await putDebtor(world.db, 'c1', debtorSchema.parse({ id: 'moved', kind: 'business', name: 'moved' }));
    const obstacle = {
      type: 'task-raised',
      task: 'notice',
      key: 'unprintable:formal-notice',
      context: 'Pas d’adresse.',
    } as const;
    const asked = { type: 'approval-asked', step: 'formal-notice' } as const;
    await putCase(world.db, {
      invoiceId: 'moved',
      number: 'F-MOVED',
      debtorId: 'moved',
      facts: [
        { ...obstacle, ...told },
        { ...asked, ...told },
      ],
    });
    await anne.go('/debiteurs/c1/moved');
    for (const [name, text] of [
      ['line1', '3 rue du Port'],
      ['postcode', '67000'],
      ['city', 'Strasbourg'],
    ])
      await anne.page.type(`[name="registeredOffice.${name}"]`, text ?? '');
    await anne.page.click('form[action$="/coordonnees"] button');
    await anne.shows('1 dossier les relit');
    expect(await heard('invoice:c1:moved')).toMatchObject([{ type: 'contact-changed', post: true }]);
    await written(world.db, 'invoice:c1:moved', [], Date.parse(told.at));
    expect((await caseRowOf(world.db, 'invoice:c1:moved'))?.state.tasks).toEqual([]);
  });

  test('a land line is noted to be called; a postcode of four digits is none', async () => {
    await debtor('c1', 'called');
    await anne.go('/debiteurs/c1/called');
    await retype('phone', '04 78 00 00 05');
    await anne.page.click('form[action$="/coordonnees"] button');
    await anne.shows('Coordonnées notées.');
    expect(await known('c1', 'called')).toMatchObject({ phone: '+33478000005', mobile: '+33612345678' });
    await retype('registeredOffice.postcode', '6900');
    await anne.page.click('form[action$="/coordonnees"] button');
    await anne.shows('« 6900 » ne convient pas : il faut cinq chiffres.');
  });

  test('a correction is read by every open case, however many pages they fill', async () => {
    await debtor('c1', 'wide');
    for (let index = 0; index < 203; index += 1)
      await putCase(world.db, { invoiceId: `wide_${index}`, debtorId: 'wide', totalCents: 1000 });
    await anne.go('/debiteurs/c1/wide');
    await anne.shows('2 030,00 €');
    await retype('mobile', '06 99 99 99 99');
    await anne.page.click('form[action$="/coordonnees"] button');
    await anne.shows('203 dossiers les relisent');
    await anne.go('/debiteurs/c1/wide/releve');
    const text = await anne.text();
    expect(text).toContain('F-wide_202');
    expect(text).toContain('Total dû');
    expect(await anne.faults()).toEqual([]);
  });

  test('credits, limit beside exposure, what bounced, what he refused, and who noted what', async () => {
    await debtor('c1', 'rich', { creditLimit: { EUR: 50_000 } });
    await putCase(world.db, {
      invoiceId: 'rich_1',
      number: 'F-RICH',
      debtorId: 'rich',
      facts: [optedOut, { ...bounced, channel: 'sms', message: 'm1' }],
    });
    await putCase(world.db, {
      invoiceId: 'rich_2',
      number: 'F-CREDIT',
      debtorId: 'rich',
      facts: [paid(150_000), { type: 'task-raised', task: 'credit', key: 'c', context: 'Crédit de 300 €', ...told }],
    });
    await anne.go('/debiteurs/c1/rich');
    await anne.page.type('#note', 'Le comptable part en mars');
    await anne.page.click('form[action$="/notes"] button');
    await anne.shows('Noté.');
    const text = await anne.text();
    for (const part of [
      'Encours accordé',
      '500,00 €',
      'dépassé',
      'Crédit de 300,00 €',
      'il n’en veut plus',
      'pas arrivé le',
      'Le comptable part en mars',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('personne n°');
    expect(await anne.faults()).toEqual([]);
  });

  test('an address of the registered office is written where there was none, and taken away whole', async () => {
    await putDebtor(world.db, 'c1', debtorSchema.parse({ id: 'homeless', kind: 'business', name: 'Sans siège' }));
    await anne.go('/debiteurs/c1/homeless');
    await anne.shows('aucune lettre ne peut partir');
    await retype('registeredOffice.line1', '1 quai des Bateliers');
    await anne.page.click('form[action$="/coordonnees"] button');
    await anne.shows('un champ est à corriger');
    expect(await anne.faults()).toEqual([]);
    await retype('registeredOffice.postcode', '67000');
    await retype('registeredOffice.city', 'Strasbourg');
    await anne.page.click('form[action$="/coordonnees"] button');
    await anne.shows('Coordonnées notées');
    expect(await known('c1', 'homeless')).toMatchObject({
      registeredOffice: { line1: '1 quai des Bateliers', postcode: '67000', city: 'Strasbourg', country: 'FR' },
    });
    for (const line of ['line1', 'postcode', 'city']) await retype(`registeredOffice.${line}`, '');
    await anne.page.click('form[action$="/coordonnees"] button');
    await anne.shows('aucune lettre ne peut partir');
    expect(await known('c1', 'homeless')).not.toHaveProperty('registeredOffice');
  });
});

describe('À faire of all creditors, for an operator of two', () => {
  test('names the creditor of each line, and an address is corrected in the pane', async () => {
    await anne.go('/a-faire');
    await anne.page.click('.who summary');
    await anne.page.select('#creancier', '');
    await anne.page.click('form[action="/creancier"] button');
    await anne.shows('Maison c2 · Client de c2');
    expect(await anne.text()).toContain('Maison c1 · Client de c1');
    await anne.go(`/a-faire?kind=bounce&tache=${encodeURIComponent(`invoice:c2:open~bounce~email:${told.at}`)}`);
    await anne.shows('Ses coordonnées');
    expect(await anne.faults()).toEqual([]);
    await retype('email', 'encore@c2.example');
    await anne.page.click('form[action$="/coordonnees"] button');
    await anne.shows('Coordonnées notées');
    expect(anne.page.url()).toContain('/a-faire');
    expect(await known('c2', 'cus_1')).toMatchObject({ email: 'encore@c2.example' });
  });

  test('a page that works for one creditor asks which one', async () => {
    for (const path of ['/rapprochement', '/entrees', '/plans-de-relance', '/prochains']) {
      await anne.go(path);
      await anne.shows('Ici on travaille pour un créancier à la fois.');
    }
    for (const path of ['/dossiers', '/chiffres']) expect(await anne.go(path)).toBe(200);
  });

  test('who has one creditor has no such choice', async () => {
    const person = await addPerson(world.db, { name: 'Seul', role: 'operator', creditors: ['c1'] });
    const token = await openSession(world.db, person);
    await chooseCreditor(world.db, token, null);
    const answer = await fetch(`${world.url}/a-faire`, { headers: { cookie: `exigible=${token}`, accept: 'text/html' } });
    const html = await answer.text();
    expect(html).not.toContain('Tous les créanciers');
    expect(html).not.toContain('Maison c2');
  });
});
