import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listAccesses } from '../../db/accesses.ts';
import { revokeDebtorLinks } from '../../db/debtor-links.ts';
import { debtorLinks } from '../../db/debtor-schema.ts';
import { evidenceOf } from '../../db/evidence.ts';
import { factOfRow } from '../../db/evidence-chain.ts';
import { invoices } from '../../db/schema.ts';
import { holdOf } from '../../domain/case/case.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { giveLogo, png } from '../support/logo.ts';
import { type DebtorWorld, openDebtorWorld, PDF } from './debtor-world.ts';

let world: DebtorWorld;
let page: string;
beforeAll(async () => {
  world = await openDebtorWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.fresh();
  page = await world.link();
});

const at = '2026-11-10T09:00:00+01:00';
const told = (fact: object): Fact => ({ at, actor: 'test', ...fact }) as Fact;
const textOf = async (url: string) => plain(await (await fetch(url)).text());
const plain = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', '’')
    .replace(/\s+/g, ' ');
let serial = 0;

/** Posts a form as a browser without script does. */
async function post(act: string, invoices: readonly string[], fields: object, files: readonly Blob[] = [], request?: string) {
  serial += 1;
  const form = new FormData();
  form.set('request', request ?? `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`);
  for (const id of invoices) form.append('invoice', id);
  for (const [name, value] of Object.entries(fields)) form.set(name, String(value));
  for (const [index, file] of files.entries()) form.append('files', file, `pièce ${index} <x>.html`);
  const answer = await fetch(`${page}/${act}`, { method: 'POST', body: form });
  return { status: answer.status, text: plain(await answer.text()) };
}

describe('the account', () => {
  test('says why less is asked of an invoice than is left of it: a credit that covers it, a dispute that was upheld', async () => {
    await world.case({ invoiceId: 'i1', totalCents: 120_000, facts: [told({ type: 'credit-held', amountCents: 25_966 })] });
    expect(await textOf(page)).toContain('Couverte par votre crédit, non demandée (259,66 €)');
    expect(await textOf(page)).toContain('940,34 €');
    expect(await textOf(`${page}?lang=en`)).toContain('Covered by your credit, not asked for (€259.66)');
    const upheld = [told({ type: 'dispute-opened', amountCents: 20_000 }), told({ type: 'dispute-resolved', outcome: 'upheld' })];
    await world.case({ invoiceId: 'i2', totalCents: 50_000, facts: upheld });
    expect(await textOf(page)).toContain('Somme en attente d’un avoir (200,00 €)');
    expect(await textOf(page)).toContain('1 240,34 €');
  });

  test('says what becomes of personal data, for text messages lead here for it', async () => {
    await world.case({ invoiceId: 'i1', totalCents: 100_000 });
    const words = ['responsable du traitement', 'dix ans', 'www.cnil.fr'];
    for (const word of words) expect(await textOf(page)).toContain(word);
    expect(await textOf(`${page}?lang=en`)).toContain('is the controller of your contact details');
  });

  test('shows what is overdue, to come, disputed and settled, each with its sum, and asks only what is overdue', async () => {
    await world.case({ invoiceId: 'i1', totalCents: 100_000, facts: [told({ type: 'payment', id: 'p', amountCents: 25_000 })] });
    await world.case({ invoiceId: 'i2', dueOn: '2026-12-31', totalCents: 50_000 });
    await world.case({ invoiceId: 'i3', totalCents: 30_000, facts: [told({ type: 'dispute-opened' })] });
    await world.case({
      invoiceId: 'i4',
      totalCents: 20_000,
      facts: [told({ type: 'payment', id: 'q', amountCents: 20_000 }), told({ type: 'closed', reason: 'paid' })],
    });
    const text = await textOf(page);
    expect(text).toContain('À régler maintenant 750,00 €');
    expect(text).toContain('Facture F-i1 750,00 € Échéance 6 novembre 2026 (sur 1 000,00 €)');
    for (const part of [
      'Échues (1)',
      'À venir (1)',
      'Contestées (1)',
      'Réglées (1)',
      'Contestée, réponse attendue au plus tard le 25 novembre 2026',
    ])
      expect(text).toContain(part);
    expect(text).toContain('Réglée le 10 novembre 2026');
  });

  test('asks for interest and indemnity once they were claimed of an invoice whose price is paid, and for nothing before', async () => {
    const paid = told({ type: 'payment', id: 'p', amountCents: 120_000 });
    const asked = { type: 'sent', step: 'late-charges', channel: 'email', message: 'm', askedCents: 5_449, others: 0 };
    await world.case({ invoiceId: 'i1', dueOn: '2026-10-08', facts: [paid] });
    expect(await textOf(page)).toContain('Rien n’est à régler aujourd’hui');
    await world.case({ invoiceId: 'i1', dueOn: '2026-10-08', facts: [paid, told(asked)] });
    const text = await textOf(page);
    const [, amount = ''] = /À régler maintenant ([\d,]+ €)/.exec(text) ?? [];
    expect(text).toContain(`Facture F-i1 ${amount} Échéance 8 octobre 2026`);
    expect(text).toMatch(
      /Son prix est réglé : restent [\d,]+ € d’intérêts de retard et 40,00 € d’indemnité de recouvrement \(demande du 10 novembre 2026\)/,
    );
    expect(text).not.toMatch(/Rien n’est à régler|Réglées|Hors sommes/);
    expect(await textOf(`${page}/pay?invoice=i1`)).toContain(`Montant ${amount} Pour F-i1`);
    expect(await textOf(`${page}/receipts/i1`)).toMatch(
      new RegExp(`réclamés le 10 novembre 2026 ${amount} Reste à régler ${amount}`),
    );
    await world.case({ invoiceId: 'i2', totalCents: 10_000 });
    expect(await textOf(page)).toContain('Hors sommes éventuellement dues en raison du retard des autres factures.');
    expect((await post('paid', ['i1'], { amount, on: '2026-11-19' })).status).toBe(200);
    const [last] = (await world.facts(`invoice:${world.creditor}:i1`)).slice(-1);
    expect(last).toMatchObject({ type: 'payment-announced' });
    const waived = told({ type: 'waive', reason: 'geste commercial' });
    await world.case({ invoiceId: 'i1', dueOn: '2026-10-08', facts: [paid, told(asked), waived] });
    expect(await textOf(page)).toContain('À régler maintenant 100,00 €');
  });

  test('asks nothing for a time-barred invoice: no message does either', async () => {
    await world.case({ invoiceId: 'i1', totalCents: 10_000 });
    await world.case({ invoiceId: 'old', issuedOn: '2014-12-05', dueOn: '2015-01-05', totalCents: 77_700 });
    const text = await textOf(page);
    expect(text).toContain('À régler maintenant 100,00 €');
    expect(text).not.toContain('F-old');
  });

  describe('of an invoice that was given formal notice', () => {
    const notice = (change: object = {}) => told({ ...letter, ...change });
    const letter = {
      type: 'sent',
      step: 'formal-notice',
      channel: 'registered-letter',
      message: 'm',
      askedCents: 125_631,
      others: 0,
    };
    const dueOn = '2026-10-08';
    /** What is demanded today: 43 days at 12,40 % a year of 1 200,00 €, and the 40 €. */
    const [principal, interest, indemnity, whole] = ['1 200,00 €', '17,53 €', '40,00 €', '1 257,53 €'];
    const split = `${interest} d’intérêts de retard et ${indemnity} d’indemnité de recouvrement`;

    test('asks and lets pay what the notice demands, as of today, and says what is in it', async () => {
      await world.case({ invoiceId: 'i1', dueOn, facts: [notice()] });
      const text = await textOf(page);
      expect(text).toContain(`À régler maintenant ${whole}`);
      expect(text).toContain(`Facture F-i1 ${whole} Échéance 8 octobre 2026 Dont ${split} (demande du 10 novembre 2026)`);
      expect(text).not.toMatch(/Hors sommes|sur 1 200/);
      const pay = await (await fetch(`${page}/pay?invoice=i1`)).text();
      expect(plain(pay)).toContain(`Montant ${whole} Pour F-i1 Soit ${principal} de principal, ${split}, au 20 novembre 2026.`);
      expect(pay).toContain('data-copy="1257.53"');
      expect(pay).toContain('<svg');
      const part = await textOf(`${page}/pay?invoice=i1&amount=1257,53`);
      expect(part).not.toContain('Donnez un montant');
      expect(await textOf(`${page}/pay?invoice=i1&amount=1257,54`)).toContain('Donnez un montant');
      expect(await textOf(`${page}/pay?invoice=i1&amount=500`)).not.toContain('de principal');
    });

    test('says so in English', async () => {
      await world.case({ invoiceId: 'i1', dueOn, facts: [notice()] });
      const text = await textOf(`${page}?lang=en`);
      const words = '€17.53 of interest for the late payment and €40.00 of compensation for recovery costs';
      expect(text).toContain('To pay now €1,257.53');
      expect(text).toContain(`Including ${words} (demanded on 10 November 2026)`);
      const pay = await textOf(`${page}/pay?invoice=i1&lang=en`);
      expect(pay).toContain(`That is €1,200.00 of principal, ${words}, on 20 November 2026.`);
    });

    test('leaves out what nobody demanded: of an invoice that was only reminded of', async () => {
      await world.case({ invoiceId: 'i1', dueOn, facts: [notice()] });
      await world.case({ invoiceId: 'i2', dueOn, totalCents: 10_000, facts: [notice({ step: 'reminder-5', channel: 'email' })] });
      const text = await textOf(page);
      expect(text).toContain('À régler maintenant 1 357,53 €');
      expect(text).toContain('Hors sommes éventuellement dues en raison du retard des autres factures.');
      expect(await textOf(`${page}/pay`)).toContain(`Soit 1 300,00 € de principal, ${split}, au 20 novembre 2026.`);
    });

    const quiet: [string, object[], string][] = [
      ['the creditor gave up', [{ type: 'waive', reason: 'geste' }], 'À régler maintenant 1 200,00 €'],
      [
        'a schedule holds',
        [{ type: 'instalments', schedule: [{ on: '2026-12-01', amountCents: 120_000 }] }],
        'Facture F-i1 1 200,00 €',
      ],
      ['are disputed with it', [{ type: 'dispute-opened' }], 'Facture F-i1 1 200,00 €'],
      ['proceedings stopped', [{ type: 'insolvency', openedOn: '2026-11-11' }], 'Facture F-i1 1 200,00 €'],
    ];
    test.each(quiet)('asks no interest and no indemnity that %s', async (_name, facts, words) => {
      await world.case({ invoiceId: 'i1', dueOn, facts: [notice(), ...facts.map(told)] });
      const text = await textOf(page);
      expect(text).toContain(words);
      expect(text).not.toContain('d’intérêts de retard');
    });

    test('asks them beside what is not disputed', async () => {
      await world.case({ invoiceId: 'i1', dueOn, facts: [notice(), told({ type: 'dispute-opened', amountCents: 20_000 })] });
      const text = await textOf(page);
      const [, sum = ''] = /À régler maintenant ([\d ,]+) €/.exec(text) ?? [];
      const [, ofInterest = ''] = /Dont ([\d,]+) € d’intérêts/.exec(text) ?? [];
      const cents = (said: string) => Number(said.replaceAll(/[ ,]/g, ''));
      expect(cents(ofInterest)).toBeGreaterThan(0);
      expect(cents(sum)).toBe(100_000 + cents(ofInterest) + 4_000);
    });

    test('whoever says that he paid all of it is waited for with that sum; what he promises is the price', async () => {
      const id = await world.case({ invoiceId: 'i1', dueOn, facts: [notice()] });
      expect(await textOf(`${page}/paid?invoice=i1`)).toContain(`F-i1 · ${whole}`);
      expect(await textOf(`${page}/promise?invoice=i1`)).toContain(`F-i1 · ${principal}`);
      await post('paid', ['i1'], { on: '2026-11-20' });
      expect((await world.state(id)).notes).toMatchObject([{ fact: { about: 'announcement', amountCents: 125_753 } }]);
    });

    test('the receipt of a part says what is left with them', async () => {
      await world.case({ invoiceId: 'i1', dueOn, facts: [notice(), told({ type: 'payment', id: 'p', amountCents: 20_000 })] });
      const [, sum = ''] = /À régler maintenant ([\d ,]+ €)/.exec(await textOf(page)) ?? [];
      const text = await textOf(`${page}/receipts/i1`);
      expect(text).toContain('Intérêts et indemnité de retard, réclamés le 10 novembre 2026');
      expect(text).toContain(`Reste à régler ${sum}`);
      expect(await textOf(page)).toContain('(sur 1 200,00 €)');
    });
  });

  test('speaks the language of the debtor, and the other one on demand', async () => {
    await world.case({ invoiceId: 'i1', debtorId: 'd2' });
    const his = await world.link(world.creditor, 'd2');
    expect(await textOf(his)).toContain('To pay now €1,200.00');
    expect(await textOf(`${his}?lang=fr`)).toContain('À régler maintenant 1 200,00 €');
    expect(await (await fetch(his)).text()).toContain('<html lang="en">');
  });

  test('says what waits: a promise, a transfer that was announced, a schedule, an answer', async () => {
    await world.case({ invoiceId: 'i1', facts: [told({ type: 'promise', amountCents: 120_000, on: '2026-12-01' })] });
    await world.case({
      invoiceId: 'i2',
      facts: [told({ type: 'payment-announced', amountCents: 1, on: '2026-11-10', by: 'debtor' })],
    });
    await world.case({
      invoiceId: 'i3',
      facts: [told({ type: 'instalments', schedule: [{ on: '2026-12-01', amountCents: 120_000 }] })],
    });
    const text = await textOf(page);
    for (const note of [
      'Règlement promis pour le 1er décembre 2026',
      'Virement annoncé, attendu jusqu’au 18 novembre 2026',
      'Échéancier : 01/12/2026 1 200,00 €',
    ])
      expect(text).toContain(note);
  });

  test('asks nothing of who is under proceedings, and shows nothing that was given up', async () => {
    await world.case({ invoiceId: 'i1', facts: [told({ type: 'insolvency', openedOn: '2026-11-01' })] });
    await world.case({ invoiceId: 'i2', facts: [told({ type: 'close', reason: 'abandon' })] });
    const text = await textOf(page);
    expect(text).toContain('Une procédure collective est ouverte');
    expect(text).not.toMatch(/À régler maintenant|Payer|F-i2/);
  });

  test('a debtor with nothing to pay is thanked', async () => {
    expect(await textOf(page)).toContain('Rien n’est à régler aujourd’hui');
  });

  test('of five thousand invoices the first of each part are shown, and pages of all of them', async () => {
    const id = await world.case({ invoiceId: 'i1' });
    await world.db.execute(sql`insert into cases select (jsonb_populate_record(c, jsonb_build_object('id', c.id || n, 'invoice_id', 'i' || n, 'invoice_number', 'F-' || n))).*
      from cases c, generate_series(2, 5000) n where c.id = ${id}`);
    const html = await (await fetch(page)).text();
    expect(html.match(/type="checkbox"/g)?.length).toBe(50);
    expect(plain(html)).toContain('Toutes les voir (5000)');
    const last = await (await fetch(`${page}?part=overdue&page=25`)).text();
    expect(last.match(/type="checkbox"/g)?.length).toBe(200);
    expect(await textOf(`${page}?part=overdue&page=26`)).not.toContain('Facture F-');
    expect(await textOf(`${page}/pay`)).toContain('60 000,00 €');
  });
});

describe('paying', () => {
  test('gives the account as the bank names it, the amount, the reference and a code', async () => {
    await world.case({ invoiceId: 'i1', number: 'F2026-0412' });
    const html = await (await fetch(`${page}/pay?invoice=i1`)).text();
    for (const words of [
      'SARL ATELIER LEMOINE',
      'FR76 3000 6000 0112 3456 7890 189',
      'AGRIFRPP',
      'Banque du Rhône',
      'RF70F20260412',
      '1 200,00 €',
    ])
      expect(plain(html)).toContain(words);
    expect(html).toContain('data-copy="FR7630006000011234567890189"');
    expect(html).toContain('<svg');
  });

  test.each([
    ['500', '500,00 €', 200],
    ['1 000,50', '1 000,50 €', 200],
    ['1,000.50', '1 000,50 €', 200],
    ['1200,01', 'Donnez un montant', 200],
    ['-5', 'Donnez un montant', 200],
    ['<b>', 'Donnez un montant', 200],
    ['0', 'Donnez un montant', 200],
  ])('an amount of %j', async (amount, words, status) => {
    await world.case({ invoiceId: 'i1' });
    const answer = await fetch(`${page}/pay?invoice=i1&amount=${encodeURIComponent(amount)}`);
    expect([answer.status, plain(await answer.text())]).toEqual([status, expect.stringContaining(words)]);
  });

  test.each([
    ['nothing is asked of', null, '', '1 200,00 €'],
    ['nothing is asked of', null, '&amount=300', '300,00 €'],
    ['a part is asked of', 20_000, '', '1 000,00 €'],
    ['a part is asked of', 20_000, '&amount=1200', '1 200,00 €'],
  ])('an invoice that %s is paid all the same, to its last cent (%s%s)', async (_name, amountCents, query, words) => {
    const part = amountCents === null ? {} : { amountCents };
    await world.case({ invoiceId: 'i1', facts: [told({ type: 'dispute-opened', ...part })] });
    const html = await (await fetch(`${page}/pay?invoice=i1${query}`)).text();
    expect(plain(html)).toContain(`Montant ${words}`);
    expect(html).toContain('<svg');
    expect(html).not.toContain('role="alert"');
    expect(await textOf(`${page}/paid?invoice=i1`)).toContain(amountCents === null ? 'F-i1 · 1 200,00 €' : 'F-i1 · 1 000,00 €');
  });

  test('what was paid of a disputed invoice is told with its sum', async () => {
    const id = await world.case({ invoiceId: 'i1', facts: [told({ type: 'dispute-opened' })] });
    expect((await post('paid', ['i1'], { on: '2026-11-18', amount: '300' })).status).toBe(200);
    expect((await world.state(id)).tasks.map(({ kind }) => kind)).toContain('payment-announced');
  });

  test('another currency is paid apart, without a code that only knows euros', async () => {
    await world.case({ invoiceId: 'i1', currency: 'USD' });
    await world.case({ invoiceId: 'i2' });
    const dollars = await (await fetch(`${page}/pay?invoice=i1`)).text();
    expect(dollars).not.toContain('<svg');
    expect(plain(dollars)).toContain('1 200,00 USD');
    expect(await textOf(`${page}/pay?invoice=i1&invoice=i2`)).toContain('se paient à part');
  });

  test('the invoice is offered as a file where billing named one', async () => {
    const row = { creditorId: world.creditor, debtorId: 'd1', version: 1 };
    await world.db.insert(invoices).values({ ...row, id: 'i1', document: { documentUrl: 'https://billing.example/i1.pdf' } });
    await world.db.insert(invoices).values({ ...row, id: 'i2', document: {} });
    for (const invoiceId of ['i1', 'i2', 'i3']) await world.case({ invoiceId });
    const html = await (await fetch(page)).text();
    expect([...html.matchAll(/invoices\/(\w+)\.pdf/g)].map(([, id]) => id)).toEqual(['i1']);
  });

  test('the invoice is given as a file, his own alone', async () => {
    await world.case({ invoiceId: 'i1' });
    await world.case({ invoiceId: 'i9' });
    await world.case({ invoiceId: 'i5', debtorId: 'd2' });
    const file = await fetch(`${page}/invoices/i1.pdf`);
    expect([file.headers.get('content-type'), file.headers.get('content-disposition')]).toEqual([
      'application/pdf',
      'attachment; filename=facture.pdf',
    ]);
    expect(Buffer.from(await file.arrayBuffer())).toEqual(PDF);
    for (const id of ['i5', 'i9', 'nothing', '..%2f..']) expect((await fetch(`${page}/invoices/${id}.pdf`)).status).toBe(404);
  });
});

describe('a receipt', () => {
  test('says what was received and credited, and what is left; what the bank took back is not there', async () => {
    await world.case({
      invoiceId: 'i1',
      facts: [
        told({ type: 'payment', id: 'p', amountCents: 25_000, on: '2026-11-10' }),
        told({ type: 'payment', id: 'q', amountCents: 33_300, on: '2026-11-11' }),
        told({ type: 'payment-reversed', payment: 'q' }),
        told({ type: 'credit-note', id: 'a', amountCents: 10_000, on: '2026-11-12' }),
      ],
    });
    expect(await textOf(page)).toContain('Reçu');
    const text = await textOf(`${page}/receipts/i1`);
    for (const words of [
      'Montant de la facture 1 200,00 €',
      'Reçu le 10 novembre 2026 250,00 €',
      'Avoir du 12 novembre 2026 100,00 €',
      'Reste à régler 850,00 €',
    ])
      expect(text).toContain(words);
    expect(text).not.toContain('333,00');
    expect(await textOf(`${page}/receipts/i1?lang=en`)).toContain('Receipt for invoice F-i1');
    await world.case({
      invoiceId: 'i2',
      facts: [
        told({ type: 'payment', id: 'p2', amountCents: 145_000, on: '2026-11-10' }),
        told({ type: 'task-raised', task: 'credit', key: '1', context: '' }),
        told({ type: 'refunded', amountCents: 20_000 }),
      ],
    });
    expect(await textOf(`${page}/receipts/i2`)).toMatch(/Rendu ou porté sur une autre facture le \d+ \S+ 2026 200,00 €/);
  });

  test('is his own alone, and of what was paid alone', async () => {
    await world.case({ invoiceId: 'i1' });
    const paid = [told({ type: 'payment', id: 'p', amountCents: 25_000 })];
    await world.case({ invoiceId: 'i5', debtorId: 'd2', facts: paid });
    await world.case({ creditorId: world.other, invoiceId: 'i6', facts: paid });
    for (const id of ['i1', 'i5', 'i6', 'nothing', '__proto__']) expect((await fetch(`${page}/receipts/${id}`)).status).toBe(404);
  });
});

describe('answers', () => {
  test('a promise near enough holds at once, as an act of the debtor, and is confirmed in writing', async () => {
    const id = await world.case({ invoiceId: 'i1' });
    const { status, text } = await post('promise', ['i1'], { on: '2026-12-01' });
    expect([status, text]).toEqual([
      200,
      expect.stringContaining('Enregistré. Une confirmation vous est envoyée par écrit. F-i1'),
    ]);
    const state = await world.state(id);
    expect(holdOf(state, 'promise')).toMatchObject({ amountCents: 120_000, on: '2026-12-01' });
    expect(state.notes.map(({ template }) => template)).toEqual(['promise-confirmation']);
    expect((await evidenceOf(world.db, id)).at(-1)).toMatchObject({
      type: 'promise',
      actor: expect.stringMatching(/^debtor:[0-9a-f]{12}$/),
    });
  });

  test('the same form sent twice promises once; a second promise is a person’s', async () => {
    const id = await world.case({ invoiceId: 'i1' });
    const request = '00000000-0000-4000-8000-aaaaaaaaaaaa';
    const once = await post('promise', ['i1'], { on: '2026-12-01' }, [], request);
    expect(await post('promise', ['i1'], { on: '2026-12-01' }, [], request)).toEqual(once);
    expect(await post('promise', ['i1'], { on: '2026-12-10' })).toMatchObject({
      text: expect.stringContaining('Une personne vous répond'),
    });
    const state = await world.state(id);
    expect(holdOf(state, 'promise')?.on).toBe('2026-12-01');
    expect(state.tasks).toMatchObject([{ kind: 'answer' }]);
  });

  test('a promise too far away, and instalments that no plan grants, are asked of a person and pause the ladder', async () => {
    const [one, other] = [await world.case({ invoiceId: 'i1' }), await world.case({ invoiceId: 'i2' })];
    await post('promise', ['i1'], { on: '2027-06-01' });
    await post('instalments', ['i2'], { on: '2026-12-01', count: 3, text: 'Trois fois, svp' });
    for (const id of [one, other]) {
      const state = await world.state(id);
      expect(state.holds).toMatchObject([{ type: 'pause', awaits: 'answer' }]);
      expect(state.tasks).toMatchObject([{ kind: 'answer' }]);
    }
    expect(world.kept).toMatchObject([
      { caseId: one, kind: 'debtor-answer', file: { contentType: 'text/plain; charset=utf-8' } },
      { caseId: other, kind: 'debtor-answer', file: { contentType: 'text/plain; charset=utf-8' } },
    ]);
  });

  const asked: readonly [string, object, readonly object[], string][] = [
    ['promise', { on: '2027-06-01', text: 'Avant les congés' }, [], 'Date proposée : 1er juin 2027\nAvant les congés'],
    [
      'instalments',
      { on: '2026-12-01', count: 10 },
      [],
      'Paiement demandé en 10 fois, tous les trente jours\nPremier versement : 1er décembre 2026',
    ],
    [
      'dispute',
      { reason: 'price', amount: '200' },
      [{ type: 'dispute-opened', amountCents: 100 }],
      'Motif : prix ou quantité\nMontant contesté : 200,00 €',
    ],
    [
      'paid',
      { on: '2026-11-18', amount: '12,50' },
      [{ type: 'payment-announced', amountCents: 100, on: '2026-11-12' }],
      'Payé le 18 novembre 2026\nMontant payé : 12,50 €',
    ],
    ['question', { text: 'Pourquoi ?' }, [], 'Pourquoi ?'],
  ];
  test.each(asked)(
    'whoever decides reads what was chosen with a %s, also where nothing was written',
    async (act, fields, facts, words) => {
      const id = await world.case({ invoiceId: 'i1', facts: facts.map(told) });
      await post(act, ['i1'], fields);
      const { tasks } = await world.state(id);
      const task = tasks.find(({ kind }) => kind === 'answer');
      const kept = world.kept.map(({ file: { bytes } }) =>
        Buffer.from(bytes)
          .toString()
          .replace(/[\u00a0\u202f]/g, ' '),
      );
      expect([task?.key, kept]).toEqual(['document-1', [words]]);
    },
  );

  test('instalments within what the plan allows are granted', async () => {
    const id = await world.case({ invoiceId: 'i1' });
    const rule = { promiseWithin: 'P15D', instalments: { count: 3, within: 'P90D' } };
    await world.db.execute(sql`update cases set plan = plan || ${JSON.stringify({ selfService: rule })}::jsonb where id = ${id}`);
    expect((await post('instalments', ['i1'], { on: '2026-12-01', count: 3 })).text).toContain('Enregistré');
    expect(holdOf(await world.state(id), 'instalments')?.schedule).toEqual([
      { on: '2026-12-01', amountCents: 40_000 },
      { on: '2026-12-31', amountCents: 40_000 },
      { on: '2027-01-30', amountCents: 40_000 },
    ]);
  });

  test('a dispute of a part, with its reason, words and files, keeps the rest asked', async () => {
    const id = await world.case({ invoiceId: 'i1' });
    const proof = new Blob(['%PDF-1.4 preuve']);
    await post('dispute', ['i1'], { reason: 'not-delivered', amount: '200', text: 'Il manque deux cartons.' }, [proof]);
    expect(holdOf(await world.state(id), 'dispute')).toMatchObject({
      amountCents: 20_000,
      reason: 'livraison ou prestation non reçue',
    });
    expect((await world.state(id)).tasks).toMatchObject([
      { kind: 'dispute', context: expect.stringContaining('conteste 200,00') },
    ]);
    const told = (await evidenceOf(world.db, id)).map(factOfRow);
    expect(told.findLast(({ type }) => type === 'dispute-opened')).toMatchObject({ document: 'document-1' });
    expect(world.kept.map(({ kind, file }) => [kind, file.filename])).toEqual([
      ['debtor-answer', 'reponse.txt'],
      ['debtor-proof', 'pièce-0-x.pdf'],
    ]);
    expect(await textOf(page)).toContain('À régler maintenant 1 000,00 €');
  });

  test('a dispute that was decided is not opened again by its debtor', async () => {
    const resolved = [told({ type: 'dispute-opened' }), told({ type: 'dispute-resolved', outcome: 'rejected' })];
    const id = await world.case({ invoiceId: 'i1', facts: resolved });
    await post('dispute', ['i1'], { reason: 'other' });
    const state = await world.state(id);
    expect([holdOf(state, 'dispute'), state.tasks.map(({ kind }) => kind)]).toEqual([undefined, ['answer']]);
  });

  test('already paid: waited for some days, once, and never taken for money', async () => {
    const id = await world.case({ invoiceId: 'i1' });
    await post('paid', ['i1'], { on: '2026-11-18' }, [new Blob([Buffer.from([0xff, 0xd8, 0xff, 0xe0])])]);
    expect(holdOf(await world.state(id), 'pause')).toMatchObject({ until: '2026-11-27', awaits: 'payment' });
    await post('paid', ['i1'], { on: '2026-11-18' });
    const state = await world.state(id);
    expect(state.payments).toEqual([]);
    expect(state.holds.filter((hold) => hold.type === 'pause' && hold.awaits === 'payment')).toMatchObject([
      { until: '2026-11-27' },
    ]);
    expect(state.tasks.map(({ kind }) => kind)).toEqual(['payment-announced', 'answer']);
  });

  test('what was said a moment ago counts, read or not: a second announcement, a second promise is a person’s', async () => {
    const [one, other] = [await world.case({ invoiceId: 'i1' }), await world.case({ invoiceId: 'i2' })];
    expect((await post('paid', ['i1'], { on: '2026-11-18' })).text).toContain('Nous attendons votre virement');
    expect((await post('paid', ['i1'], { on: '2026-12-18' })).text).toContain('Une personne vous répond');
    world.engine.down = true;
    expect((await post('promise', ['i2'], { on: '2026-12-01' })).text).toContain('Bien reçu. Une confirmation');
    expect((await post('promise', ['i2'], { on: '2026-12-10' })).text).toContain('Une personne vous répond');
    expect((await world.state(one)).notes.map(({ template }) => template)).toEqual(['payment-announcement']);
    expect(holdOf(await world.state(other), 'promise')?.on).toBe('2026-12-01');
  });

  test('another contact changes nothing by itself: a person checks', async () => {
    const id = await world.case({ invoiceId: 'i1' });
    await post('contact', ['i1'], { name: 'Mme Vrai', email: 'vrai@aubertin.example', phone: '+33 6' });
    expect((await world.state(id)).tasks).toMatchObject([
      { kind: 'answer', context: expect.stringContaining('un autre contact') },
    ]);
    expect(Buffer.from(world.kept[0]?.file.bytes ?? []).toString()).toBe('Mme Vrai\nvrai@aubertin.example\n+33 6');
  });

  test('with the engine away it is kept, and said so', async () => {
    const id = await world.case({ invoiceId: 'i1' });
    world.engine.down = true;
    expect((await post('promise', ['i1'], { on: '2026-12-01' })).text).toContain('Bien reçu');
    expect(holdOf(await world.state(id), 'promise')?.on).toBe('2026-12-01');
  });

  const wrong: readonly [string, string, object, string][] = [
    ['a day that is over', 'promise', { on: '2026-11-19' }, 'Donnez un jour'],
    ['no day', 'promise', { on: 'demain' }, 'Donnez un jour'],
    ['a day in two years', 'promise', { on: '2028-11-19' }, 'Donnez un jour'],
    ['one part', 'instalments', { on: '2026-12-01', count: 1 }, 'Choisissez dans la liste'],
    ['a hundred parts', 'instalments', { on: '2026-12-01', count: 100 }, 'Choisissez dans la liste'],
    ['a reason of his own', 'dispute', { reason: '<script>' }, 'Choisissez dans la liste'],
    ['more than is owed', 'dispute', { reason: 'price', amount: '99999' }, 'Donnez un montant'],
    ['paid in the far future', 'paid', { on: '2027-11-19' }, 'Donnez le jour du virement'],
    ['no words', 'question', { text: ' \n' }, 'Écrivez quelques mots'],
    ['a nameless contact', 'contact', { email: 'a@b.example' }, 'Écrivez quelques mots'],
  ];
  test.each(wrong)('%s is refused in place, with what was typed', async (_name, act, fields, words) => {
    await world.case({ invoiceId: 'i1' });
    const answer = await post(act, ['i1'], fields);
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining(words)]);
  });

  test.each([
    ['a page that calls itself a picture', [new Blob(['<script>alert(1)</script>'])], 'Seuls des PDF'],
    ['a file of eleven megabytes', [new Blob([Buffer.concat([PDF, Buffer.alloc(11_000_000)])])], 'Cinq pièces'],
    ['six files', Array.from({ length: 6 }, () => new Blob([PDF])), 'Cinq pièces'],
  ])('%s is not kept', async (_name, files, words) => {
    await world.case({ invoiceId: 'i1' });
    expect(await post('question', ['i1'], { text: 'voici' }, files)).toMatchObject({
      status: 422,
      text: expect.stringContaining(words),
    });
    expect(world.kept).toEqual([]);
  });

  test('no form at all is told so', async () => {
    const answer = await fetch(`${page}/promise`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(415);
  });

  test.each(['--x junk', '--x\r\nContent-Disposition: form-data; name="f"; filename="a.pdf"\r\n\r\nabc', ''])(
    'a form that is cut is refused, and is no failure of ours: %j',
    async (body) => {
      await world.case({ invoiceId: 'i1' });
      const headers = { 'content-type': 'multipart/form-data; boundary=x' };
      expect((await fetch(`${page}/promise`, { method: 'POST', headers, body })).status).toBe(400);
    },
  );

  test('invoices that are not his are not answered', async () => {
    const foreign = await world.case({ invoiceId: 'i5', debtorId: 'd2' });
    const elsewhere = await world.case({ creditorId: world.other, invoiceId: 'i6' });
    await post('dispute', ['i5', 'i6'], { reason: 'other' });
    for (const id of [foreign, elsewhere]) expect((await world.state(id)).holds).toEqual([]);
  });
});

describe('the link', () => {
  test.each(['%ff', '%', '%e0%a4/pay'])('%s, which is no text, shows what every wrong one shows', async (cut) => {
    const answer = await fetch(`${world.url}/d/${cut}`, { headers: { accept: 'text/html' } });
    const text = await answer.text();
    expect([answer.status, text.includes('Ce lien n’est plus valable'), text.includes('À faire')]).toEqual([404, true, false]);
    const below = await fetch(`${page}/${cut}`, { headers: { accept: 'text/html' } });
    expect([below.status, (await below.text()).includes('Ce lien n’est plus valable')]).toEqual([404, true]);
  });

  test('what cannot be read of an answer is told on the debtor’s page', async () => {
    const answer = await fetch(`${page}/question`, {
      method: 'POST',
      body: 'not a form',
      headers: { accept: 'text/html', 'content-type': 'text/plain' },
    });
    expect([answer.status, (await answer.text()).includes('n’a pas pu être lu')]).toEqual([415, true]);
  });

  const headersOf = async (url: string) => (await fetch(url)).headers;

  test('opens one account of one creditor: no other debtor’s, no other creditor’s', async () => {
    await world.case({ invoiceId: 'i1', number: 'MINE' });
    await world.case({ invoiceId: 'i2', number: 'OTHER-DEBTOR', debtorId: 'd2' });
    await world.case({ creditorId: world.other, invoiceId: 'i3', number: 'OTHER-CREDITOR' });
    const text = await textOf(page);
    expect(text).toContain('MINE');
    expect(text).not.toMatch(/OTHER/);
  });

  test('wrong, cut, over, revoked and never made are told in the same words', async () => {
    const [over, revoked] = [await world.link(), await world.link(world.creditor, 'd2')];
    await revokeDebtorLinks(world.db, world.creditor, 'd2');
    await world.db.execute(sql`update debtor_links set expires_at = now() - interval '1 second' where token_sha256 in (
      select token_sha256 from debtor_links where revoked_at is null order by created_at desc limit 1)`);
    const never = `${world.url}/d/${'A'.repeat(22)}`;
    const answers = await Promise.all(
      [over, revoked, never, page.slice(0, -1), `${page}x`].map(async (url) => {
        const answer = await fetch(url);
        return `${answer.status} ${(await answer.text()).replaceAll(/\/d\/[\w-]+/g, '')}`;
      }),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('404');
    for (const name of ['Lemoine', 'Aubertin', 'F-']) expect(answers[0]).not.toContain(name);
    await world.db.delete(debtorLinks);
  });

  test('is kept as a digest alone, tells no other site where it was, is kept by nobody, found by no search engine, framed nowhere, and needs no cookie', async () => {
    const headers = await headersOf(page);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect(headers.get('set-cookie')).toBeNull();
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(JSON.stringify(await world.db.select().from(debtorLinks))).not.toContain(page.split('/').at(-1));
  });

  test('a leaked one shows no address, no number and no name of a person of the debtor', async () => {
    await world.case({ invoiceId: 'i1' });
    const html = await (await fetch(page)).text();
    for (const secret of ['comptabilite@aubertin.example', '+33612345678', 'rue des Tanneurs', '812345679'])
      expect(html).not.toContain(secret);
  });

  test('each opening is written down, with the link and where it came from, never the token', async () => {
    await fetch(page);
    const [line] = await listAccesses(world.db, 1);
    expect(line).toMatchObject({
      kind: 'page-opened',
      actor: expect.stringMatching(/^link:[0-9a-f]{12}$/),
      creditorId: world.creditor,
    });
    expect(JSON.stringify(line)).not.toContain(page.split('/').at(-1));
  });

  test('who opened an invoice, a receipt or how to pay is written down too; what is not his is no opening', async () => {
    await world.case({
      invoiceId: 'i1',
      facts: [{ type: 'payment', id: 'p1', amountCents: 1000, at: '2026-11-09T10:00:00+01:00', actor: 'bank' }],
    });
    const last = async () => (await listAccesses(world.db, 1))[0];
    const opened = async (path: string) => {
      const { status } = await fetch(`${page}/${path}`);
      const line = await last();
      return [status, line?.kind, line?.subject?.split(' ')[0]];
    };
    expect(await opened('receipts/i1')).toEqual([200, 'receipt-opened', expect.stringMatching(/\/i1$/)]);
    expect(await opened('pay')).toEqual([200, 'payment-opened', expect.not.stringContaining('/')]);
    const before = (await last())?.id;
    expect((await fetch(`${page}/receipts/nobodys`)).status).toBe(404);
    expect((await fetch(`${page}/invoices/nobodys.pdf`)).status).toBe(404);
    expect((await last())?.id).toBe(before);
  });

  test('what a name holds is text', async () => {
    await world.case({ invoiceId: 'i1', number: '"><script>alert(1)</script>' });
    expect(await (await fetch(page)).text()).not.toContain('<script>alert');
  });

  test.each(['/d', '/d/', '/d/x/y/z', `/d/${'A'.repeat(22)}/promise`, '/d/%00', '/d/__proto__', '/d/constructor/pay'])(
    '%s is no page',
    async (path) => {
      expect((await fetch(`${world.url}${path}`)).status).toBe(404);
    },
  );

  test('who guesses is stopped after twenty links, and told nothing', async () => {
    const usual = await openDebtorWorld({ looks: 120, answers: 60, wrongLinks: 20 });
    const statuses = [];
    for (let guess = 0; guess < 25; guess += 1)
      statuses.push((await fetch(`${usual.url}/d/${String(guess).padStart(22, 'B')}`)).status);
    await usual.close();
    expect(statuses).toEqual([...Array(20).fill(404), ...Array(5).fill(429)]);
  });

  test('a right link that is opened many times at once is never taken for a guess, also where somebody else guessed', async () => {
    const usual = await openDebtorWorld({ looks: 500, answers: 60, wrongLinks: 20 });
    const right = await usual.link();
    const open = async (address: string) => (await fetch(address)).status;
    const times = (many: number, address: string) => Promise.all(Array.from({ length: many }, () => open(address)));
    expect(new Set(await times(60, right))).toEqual(new Set([200]));
    const guessed = await times(30, `${usual.url}/d/${'C'.repeat(22)}`);
    expect(guessed.filter((status) => status === 404)).toHaveLength(20);
    expect(await open(right)).toBe(200);
    await usual.close();
  });
});

describe('the logo of the creditor', () => {
  test('is served from here to whoever holds the link, without a cookie, and to nobody else', async () => {
    await world.case({ invoiceId: 'i1' });
    expect(await (await fetch(page)).text()).not.toContain('<img class="logo"');
    expect((await fetch(`${page}/logo`)).status).toBe(404);
    const logo = png(440, 64);
    await giveLogo(world.db, world.documents, world.creditor, logo);
    const base = new URL(page).pathname;
    for (const [query, alt] of [
      ['', 'Logo de '],
      ['?lang=en', 'Logo of '],
    ])
      expect(await (await fetch(`${page}${query}`)).text()).toContain(
        `<img class="logo" src="${base}/logo" width="220" height="32" alt="${alt}`,
      );
    const answer = await fetch(`${page}/logo`);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers.has('set-cookie')).toBe(false);
    expect(Buffer.from(await answer.arrayBuffer()).equals(logo)).toBe(true);
    expect((await fetch(`${await world.link(world.other)}/logo`)).status).toBe(404);
    expect((await fetch(`${page.slice(0, -4)}AAAA/logo`)).status).toBe(404);
  });
});
