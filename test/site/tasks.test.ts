import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { putDebtor } from '../../db/debtors.ts';
import { documents } from '../../db/schema.ts';
import { type AnswerSubject, answerSubjects, taskKinds } from '../../domain/case/case.ts';
import type { CaseView } from '../../domain/case/view.ts';
import { formatCents } from '../../domain/money/cents.ts';
import { debtorSchema } from '../../domain/party/party-schema.ts';
import { answerRemedies, remediesOf } from '../../web/operator/remedies.ts';
import { putCase } from '../api/case-row.ts';
import { debtorDocument } from '../api/world.ts';
import type { SiteBrowser } from '../support/site-browser.ts';
import { openSiteWorld, type SiteWorld } from './house.ts';
import { putLedger } from './ledger.ts';

/** Turbo draws a page again 150 ms after it was asked. */
const LONGER_THAN_TURBO_WAITS_MS = 300;

let world: SiteWorld;
let anne: SiteBrowser;
/** What the document store holds, by digest. */
const kept = new Map<string, Buffer>();

beforeAll(async () => {
  world = await openSiteWorld({
    documents: {
      get: async (sha256) => kept.get(sha256) ?? Buffer.from(''),
      put: () => Promise.reject(new Error('nothing is kept here')),
    },
  });
  world.clock = () => Date.parse('2026-11-28T09:00:00+01:00');
  await world.creditor('c1');
  await world.creditor('c2', { name: 'Autre maison' });
  await putLedger(world, 'c1', 12);
  anne = await world.visitor('approver', ['c1']);
});
afterAll(async () => {
  expect(anne.complaints).toEqual([]);
  await anne?.close();
  await world?.close();
});
afterEach(() => {
  world.engine.updates.length = 0;
});

const press = async (...keys: string[]) => {
  for (const key of keys) await anne.page.keyboard.press(key as 'a');
};

test('every kind of task names the acts that settle it', () => {
  expect(taskKinds.filter((kind) => remediesOf({ kind, key: '' }).length === 0)).toEqual([]);
});

test('À faire: the most urgent first, what an accord lets leave beside it, and no fault of access', async () => {
  await anne.go('/a-faire?kind=approval');
  const text = await anne.text();
  expect(text).toContain('Accord à donner');
  expect(text).toContain('Menuiserie Aubert SARL · F2026-0001');
  expect(text).toContain('Lettre recommandée');
  const letter = await anne.page.waitForFrame((frame) => frame.url().includes('forme=letter'));
  expect(await letter.evaluate('document.body.innerText')).toMatch(/mise en demeure/i);
  expect(await anne.faults()).toEqual([]);
});

test('a call has its script: who, what, how much, what to obtain, and what each answer leads to', async () => {
  await anne.go('/a-faire?kind=call');
  const text = await anne.text();
  expect(text).toContain('à cette personne seule : c’est au sujet de la facture F2026-0002');
  expect(text).toContain('Il a des difficultés de trésorerie');
  expect(text).toContain('convenir d’un échéancier');
  expect(text).toContain('06 12 34 56 78');
  expect(await anne.page.$eval('.pane a[href^="tel:"]', (link) => link.getAttribute('href'))).toBe('tel:+33612345678');
  expect(await anne.faults()).toEqual([]);
});

test('a broken promise is something to do: what was promised, the script of the call, and the way to let the ladder go on', async () => {
  await putDebtor(world.db, 'c1', debtorSchema.parse({ ...debtorDocument, id: 'cus_promise' }));
  const by = (at: string) => ({ at: `2026-11-${at}T10:00:00+01:00`, actor: 'case' });
  await putCase(world.db, {
    invoiceId: 'inv_promise',
    number: 'P-1',
    debtorId: 'cus_promise',
    facts: [
      { type: 'promise', amountCents: 50_000, on: '2026-11-20', ...by('10') },
      { type: 'promise-broken', promisedCents: 50_000, paidCents: 0, ...by('23') },
    ],
  });
  await anne.go('/a-faire?kind=promise-broken');
  const text = await anne.text();
  expect(text).toContain('Promesse non tenue');
  expect(text).toContain('Promesse de 500,00 € pour le 20 novembre 2026 non tenue, 0,00 € reçus : appeler le débiteur');
  expect(text).toContain('Un premier règlement aujourd’hui');
  expect(await anne.faults()).toEqual([]);
  await anne.page.select('#recordCallResult-outcome', 'not-made');
  await anne.page.click('#acte-recordCallResult button');
  await anne.shows('Noter l’issue d’un appel : c’est noté');
  expect(world.engine.updates).toMatchObject([
    { caseId: 'invoice:c1:inv_promise', name: 'recordCallResult', payload: { outcome: 'not-made' } },
  ]);
});

test('what a provider does not take is settled for the step and the channel that it is about', async () => {
  await putDebtor(world.db, 'c1', debtorSchema.parse({ ...debtorDocument, id: 'cus_refused' }));
  const trouble = { task: 'send-failed', key: 'provider:reminder-5:email', context: 'Envoi impossible jusqu’ici.' } as const;
  const raised = { type: 'task-raised', ...trouble, at: '2026-11-12T10:00:00+01:00', actor: 'workflow' } as const;
  await putCase(world.db, { invoiceId: 'inv_refused', number: 'R-1', debtorId: 'cus_refused', facts: [raised] });
  await anne.go('/a-faire?kind=send-failed');
  const settled = await anne.page.$$eval('#acte-settleUnknownSend input[type=hidden]', (fields) =>
    fields.map((field) => [field.getAttribute('name'), field.getAttribute('value')]),
  );
  expect(Object.fromEntries(settled)).toMatchObject({ step: 'reminder-5', channel: 'email' });
});

test('a letter that a person refused is put forward again from its task', async () => {
  const facts = [
    { type: 'approval-asked', step: 'formal-notice', at: '2026-11-12T10:00:00+01:00', actor: 'workflow' },
    { type: 'reject', step: 'formal-notice', at: '2026-11-12T11:00:00+01:00', actor: 'person:1' },
  ] as const;
  await putDebtor(world.db, 'c1', debtorSchema.parse({ ...debtorDocument, id: 'cus_again' }));
  await putCase(world.db, { invoiceId: 'inv_again', number: 'R-2', debtorId: 'cus_again', facts });
  await anne.go('/a-faire?kind=notice&debtor=cus_again');
  await anne.shows('Reprendre la lettre');
  expect(await anne.faults()).toEqual([]);
  await anne.page.click('#acte-actNow button');
  await anne.shows('R-2, Avancer une étape : c’est noté');
  expect(world.engine.updates).toMatchObject([
    { caseId: 'invoice:c1:inv_again', name: 'actNow', payload: { step: 'formal-notice' } },
  ]);
});

test('keys: j goes down, x checks, Shift x checks up to there, and a digest says what would leave before anything does', async () => {
  await anne.go('/a-faire?kind=approval');
  await press('x', 'j');
  await anne.shows('F2026-0007 · Menuiserie Aubert SARL');
  await anne.page.keyboard.down('Shift');
  await press('X');
  await anne.page.keyboard.up('Shift');
  await anne.page.click('#choix button');
  await anne.shows('2 envois');
  expect(await anne.text()).toContain('2 lettres à poster');
  expect(await anne.text()).toContain('Affranchissement : 2 lettres au coût inconnu (le saisir)');
  expect(await anne.page.$$eval('.scroll tbody td:nth-child(2)', (cells) => cells.map((cell) => cell.textContent))).toEqual([
    'Menuiserie Aubert SARL',
    'Menuiserie Aubert SARL',
  ]);
  expect(world.engine.updates).toEqual([]);
  expect(await anne.faults()).toEqual([]);
  await putCase(world.db, { invoiceId: 'inv_6', number: 'F2026-0007', debtorId: 'cus_0' });
  world.engine.outcome = { kind: 'refused', sentence: 'Aucun envoi n’attend votre accord.' };
  await press('a');
  await anne.shows('0 envoi approuvé, 2 non.');
  expect(await anne.text()).toContain('F2026-0007 : Aucun envoi n’attend votre accord.');
  world.engine.outcome = { kind: 'pending' };
});

test('a on the line at hand approves it, once, and goes on to the next', async () => {
  await anne.go('/a-faire?kind=approval');
  await anne.shows('F2026-0001 · Menuiserie Aubert SARL');
  await press('a');
  await anne.shows('Approuver l’envoi : c’est noté');
  expect(world.engine.updates).toMatchObject([
    { caseId: 'invoice:c1:inv_0', name: 'approve', payload: { step: 'formal-notice' } },
  ]);
});

const focused = () => anne.page.evaluate('document.activeElement?.id ?? ""') as Promise<string>;

test('no key says what nobody chose: it opens the act and puts the cursor into its first field', async () => {
  for (const [kind, key, field] of [
    ['call', 'c', 'recordCallResult-outcome'],
    ['call', 's', 'pause-until'],
    ['approval', 'r', 'reject-reason'],
  ] as const) {
    await anne.go(`/a-faire?kind=${kind}`);
    await press(key);
    expect([key, await focused()]).toEqual([key, field]);
    await press(key);
    expect([key, await focused()]).toEqual([key, field]);
  }
  expect(world.engine.updates).toEqual([]);
});

test('o opens the case, k goes up a line', async () => {
  await anne.go('/a-faire?kind=call');
  await press('j');
  await anne.page.waitForFunction(`document.querySelectorAll('key-list li > a')[1]?.hasAttribute('aria-current')`);
  await press('k');
  await anne.page.waitForFunction(`document.querySelectorAll('key-list li > a')[0]?.hasAttribute('aria-current')`);
  await press('o');
  await anne.shows('Facture F2026-0002');
  expect(world.engine.updates).toEqual([]);
});

test('the result of a call is nobody’s before somebody chose it', async () => {
  await anne.go('/a-faire?kind=call');
  expect(await anne.page.$eval('#recordCallResult-outcome', (field) => (field as unknown as { value: string }).value)).toBe('');
  await anne.page.click('#acte-recordCallResult button');
  await anne.shows('À choisir.');
  expect(world.engine.updates).toEqual([]);
  await anne.page.select('#recordCallResult-outcome', 'wrong-number');
  await anne.page.click('#acte-recordCallResult button');
  await anne.shows('Noter l’issue d’un appel : c’est noté');
  expect(world.engine.updates).toMatchObject([{ name: 'recordCallResult', payload: { outcome: 'wrong-number' } }]);
});

/** An answer of the debtor of an open case, with its mail in the store. */
async function answered(invoiceId: string, about: AnswerSubject, mail: string, creditorId = 'c1'): Promise<string> {
  const caseId = `invoice:${creditorId}:${invoiceId}`;
  const at = '2026-11-27T10:00:00+01:00';
  const keep = async (kind: string, filename: string, contentType: string, bytes: Buffer, createdAt: string) => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    kept.set(sha256, bytes);
    const id = `${invoiceId}-${kind}`;
    await world.db.insert(documents).values({ id, caseId, kind, filename, contentType, bytes: bytes.length, sha256, createdAt });
    return id;
  };
  const document = `${invoiceId}-debtor-mail`;
  const fact = { type: 'debtor-wrote', channel: 'email', about, document, at, actor: 'inbound' } as const;
  await putCase(world.db, { creditorId, invoiceId, number: invoiceId.toUpperCase(), debtorId: 'cus_1', facts: [fact] });
  await keep('debtor-proof', 'constat.pdf', 'application/pdf', Buffer.from('%PDF-1.4 constat'), at);
  return keep('debtor-mail', 'answer-1.eml', 'message/rfc822', Buffer.from(mail), '2026-11-27T10:00:01+01:00');
}

const mailSaying = (words: string) =>
  [
    'From: compta@cus-1.example',
    'Subject: Re: votre facture',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `${words}`,
    '',
    'Le 12 novembre 2026, Atelier Lemoine a écrit :',
    '> Merci de régler avant samedi',
    '--b',
    'Content-Type: application/pdf; name=constat.pdf',
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename=constat.pdf',
    '',
    Buffer.from('%PDF-1.4 constat').toString('base64'),
    '--b--',
    '',
  ].join('\r\n');

const formsShown = () =>
  anne.page.$$eval('.pane form.act', (forms) => forms.map((form) => form.id.replace('acte-', ''))) as Promise<string[]>;

test('an answer stands beside its case: his words, what he joined, and the acts that it asks for', async () => {
  const document = await answered('ans_stop', 'stop', mailSaying('Merci <b>de</b> ne plus m’écrire.'));
  await anne.go('/a-faire?kind=answer');
  const text = await anne.text();
  expect(text).toContain('Merci <b>de</b> ne plus m’écrire.');
  expect(text).not.toContain('Merci de régler avant samedi');
  const links = await anne.page.$$eval('.pane a[download]', (all) => all.map((each) => each.getAttribute('href')));
  expect(links).toEqual([
    `/cases/invoice%3Ac1%3Aans_stop/documents/${document}`,
    '/cases/invoice%3Ac1%3Aans_stop/documents/ans_stop-debtor-proof',
  ]);
  expect(await formsShown()).toEqual(['recordOptOut', 'answerDebtor', 'resume']);
  expect(await anne.faults()).toEqual([]);
  await anne.page.click('details:has(#acte-answerDebtor) summary');
  await anne.page.type('#answerDebtor-text', 'Nous cessons.\n\nBien à vous.');
  await anne.page.click('#acte-answerDebtor button');
  await anne.shows('Répondre au débiteur : c’est noté');
  expect(world.engine.updates).toMatchObject([
    { name: 'answerDebtor', payload: { text: 'Nous cessons.\n\nBien à vous.', document } },
  ]);
});

test('a dispute that the debtor opened stands beside its case with what he wrote, until it is resolved', async () => {
  const [caseId, document, bytes] = ['invoice:c1:dis_1', 'dis_1-debtor-answer', Buffer.from('Deux plaques étaient fêlées.')];
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  kept.set(sha256, bytes);
  const told = { at: '2026-11-27T10:00:00+01:00', actor: 'debtor:7' } as const;
  const fact = { type: 'dispute-opened', reason: 'défaut ou non-conformité', amountCents: 80_503, document, ...told } as const;
  await putCase(world.db, { invoiceId: 'dis_1', number: 'DIS_1', debtorId: 'cus_1', facts: [fact] });
  const file = { kind: 'debtor-answer', filename: 'reponse.txt', contentType: 'text/plain; charset=utf-8', createdAt: told.at };
  await world.db.insert(documents).values({ id: document, caseId, bytes: bytes.length, sha256, ...file });
  await anne.go(`/a-faire?kind=dispute&tache=${caseId}~dispute~2026-12-12`);
  const text = await anne.text();
  expect(text).toMatch(/Le débiteur conteste 805,03\s€\s: défaut ou non-conformité\./u);
  expect(text).toContain('Deux plaques étaient fêlées.');
  expect(await formsShown()).toEqual(['resolveDispute', 'answerDebtor', 'pause']);
  expect(await anne.faults()).toEqual([]);
});

test('who asks to be called has the script of the call; every subject has its acts', async () => {
  await answered('ans_call', 'call-me', mailSaying('Merci de me rappeler.'));
  await anne.go('/a-faire?kind=answer&tache=invoice:c1:ans_call~answer~ans_call-debtor-mail');
  expect(await anne.text()).toContain('Bonjour, je vous appelle pour Atelier Lemoine');
  expect(answerSubjects.filter((about) => answerRemedies[about].length === 0)).toEqual([]);
});

test('what an act names is chosen among what the case knows, and goes to the case by its id', async () => {
  await anne.go('/dossiers/invoice:c1:inv_0');
  const options = (field: string) => anne.page.$$eval(`select#${field} option`, (all) => all.map((each) => each.textContent));
  expect((await options('skipStep-step')).join()).toMatch(/Mise en demeure, \d\d\/\d\d\/2026/);
  expect((await options('changePlan-plan')).length).toBeGreaterThan(2);
  await answered('ans_doc', 'question', mailSaying('Quelle facture ?'));
  await anne.go('/dossiers/invoice:c1:ans_doc');
  expect((await options('answerDebtor-document'))[1]).toMatch(/^answer-1\.eml, \d\d\/\d\d\/\d{4} /);
});

test('a credit goes to another open invoice of its debtor, and to no other', async () => {
  const paid = {
    type: 'payment',
    amountCents: 150_000,
    on: '2026-11-20',
    at: '2026-11-20T10:00:00+01:00',
    actor: 'bank',
  } as const;
  const told = { type: 'task-raised', task: 'credit', key: '1', context: 'Crédit', at: paid.at, actor: 'case' } as const;
  await putCase(world.db, {
    invoiceId: 'rich',
    number: 'RICHE-1',
    totalCents: 120_000,
    debtorId: 'cus_0',
    facts: [{ ...paid, id: 'p-rich' }, told],
  });
  await anne.go('/dossiers/invoice:c1:rich');
  const labels = await anne.page.$$eval('select#useCredit-to option', (all) => all.map((each) => each.textContent));
  expect(labels).toContain('F2026-0001, 1\u202f200,00\u00a0€');
  expect(labels).not.toContain(expect.stringContaining('RICHE-1'));
  expect(labels.join()).not.toContain('F2026-0002');
  await anne.page.evaluate(`{
    const field = document.querySelector('select#useCredit-to');
    field.add(new Option('autre', 'inv_1'));
    field.closest('details').open = true;
    field.value = 'inv_1';
  }`);
  await anne.page.click('#acte-useCredit button');
  await anne.shows('Ce client n’a pas de facture « inv_1 » en EUR');
  expect(world.engine.updates).toEqual([]);
});

test('the list is filtered and ordered by client and by amount, without script too, and says which filter is in force', async () => {
  const asked = { type: 'approval-asked', step: 'formal-notice', at: '2026-11-12T10:00:00+01:00', actor: 'workflow' } as const;
  await world.creditor('c5', { name: 'Maison des listes' });
  for (const [number, name, totalCents] of [
    ['L-1', 'Aubert', 120_000],
    ['L-2', 'Aubert', 200_000],
    ['L-3', 'Besson', 300_000],
    ['L-4', 'Aubert', 119_999],
  ] as const) {
    await putDebtor(world.db, 'c5', debtorSchema.parse({ ...debtorDocument, id: name, name }));
    await putCase(world.db, { creditorId: 'c5', invoiceId: number, number, debtorId: name, totalCents, facts: [asked] });
  }
  const carl = await world.visitor('operator', ['c5']);
  const lines = () => carl.page.$$eval('.rows .whom', (all) => all.map((each) => each.textContent));
  await carl.go('/a-faire');
  expect(await carl.faults()).toEqual([]);
  await carl.page.setJavaScriptEnabled(false);
  await carl.go('/a-faire');
  await carl.page.type('#client', 'aubERT');
  await carl.page.type('#montant', '1 200,00');
  await carl.page.select('#ordre', 'amount');
  await Promise.all([carl.page.waitForNavigation(), carl.page.click('.filter button')]);
  expect(await lines()).toEqual(['Aubert · L-2', 'Aubert · L-1']);
  expect(await carl.page.$eval('#montant', (field) => field.getAttribute('value'))).toBe('1 200,00');
  await carl.go('/a-faire?client=personne');
  expect(await carl.text()).toContain('Rien de tel à faire.');
  await carl.go('/a-faire?ordre=debtor');
  expect(await lines()).toEqual(['Aubert · L-1', 'Aubert · L-2', 'Aubert · L-4', 'Besson · L-3']);
  await carl.close();
});

test('a rate that is missing is one line, however many cases wait for it', async () => {
  const missing = { type: 'rate-missing', semester: '2026-S2', at: '2026-11-20T10:00:00+01:00', actor: 'workflow' } as const;
  await world.creditor('c4', { name: 'Maison sans taux' });
  for (const invoiceId of ['rate_1', 'rate_2'])
    await putCase(world.db, { creditorId: 'c4', invoiceId, debtorId: 'cus_1', facts: [missing] });
  const dora = await world.visitor('operator', ['c4']);
  await dora.go('/a-faire');
  expect(await dora.text()).toContain('Un taux légal manque : 2 dossiers l’attendent');
  expect(await dora.faults()).toEqual([]);
  await dora.close();
});

test('what was typed wrongly stands in its form again, with what is wrong beside it; without script too', async () => {
  const bob = await world.visitor('operator', ['c1']);
  await bob.page.setJavaScriptEnabled(false);
  await bob.go('/a-faire?kind=call');
  await bob.page.click('details:has(#acte-recordPromise) summary');
  await bob.page.type('#recordPromise-amountCents', 'douze');
  await Promise.all([bob.page.waitForNavigation(), bob.page.click('#acte-recordPromise button')]);
  const text = await bob.text();
  expect(text).toContain('Un montant est attendu, par exemple 1 250,00.');
  expect(text).toContain('À remplir.');
  expect(await bob.page.$eval('#recordPromise-amountCents', (field) => field.getAttribute('value'))).toBe('douze');
  expect(world.engine.updates).toEqual([]);
  world.engine.outcome = { kind: 'refused', sentence: 'Le montant promis dépasse le solde.' };
  await bob.page.$eval('#recordPromise-amountCents', (field) => field.setAttribute('value', '9999,00'));
  await bob.page.$eval('#recordPromise-on', (field) => field.setAttribute('value', '2026-12-05'));
  await Promise.all([bob.page.waitForNavigation(), bob.page.click('#acte-recordPromise button')]);
  expect(await bob.text()).toContain('Le montant promis dépasse le solde.');
  world.engine.outcome = { kind: 'pending' };
  await bob.close();
});

test('who does an act is told what the case does next', async () => {
  await putCase(world.db, { invoiceId: 'inv_next', number: 'N-1', debtorId: 'cus_1' });
  const { body: view } = await world.call('GET', '/cases/invoice:c1:inv_next', await world.key('c1', 'operator'));
  const shown = view as unknown as CaseView;
  world.engine.outcome = { kind: 'answer', view: shown };
  const what = String(shown.next.what).replaceAll(/[\u00a0\u202f]/g, ' ');
  expect(what).toContain('rappel de courtoisie');
  await anne.go('/dossiers/invoice:c1:inv_next');
  await anne.page.$eval('#acte-actNow', (form) => (form as unknown as { submit(): void }).submit());
  await anne.shows(`Ensuite : ${what} le `);
  world.engine.outcome = { kind: 'pending' };
});

test('what was done stays to be read when the page draws itself again, names its invoice, and goes when one goes elsewhere', async () => {
  await world.creditor('c6', { name: 'Maison qui lit' });
  await putDebtor(world.db, 'c6', debtorSchema.parse({ ...debtorDocument, id: 'cus_1' }));
  const asked = { type: 'approval-asked', step: 'formal-notice', at: '2026-11-12T10:00:00+01:00', actor: 'workflow' } as const;
  const open = (invoiceId: string, number: string) =>
    putCase(world.db, { creditorId: 'c6', invoiceId, number, debtorId: 'cus_1', facts: [asked] });
  await open('inv_read', 'L-1');
  const zoe = await world.visitor('approver', ['c6']);
  await zoe.go('/a-faire');
  const send = `document.querySelector('#acte-approve').requestSubmit()`;
  // The page was about to draw itself again, and the case is slow: what is sent goes first.
  world.engine.before = (call) => pause(call === 'update' ? LONGER_THAN_TURBO_WAITS_MS : 0);
  await zoe.page.evaluate(`document.querySelector('live-page').heard('another stamp'); ${send}`);
  const said = 'L-1, Approuver l’envoi : c’est noté';
  await zoe.shows(said);
  world.engine.before = () => Promise.resolve();
  await open('inv_later', 'L-2');
  await zoe.shows('L-2');
  expect(await zoe.text()).toContain(said);
  expect((await zoe.page.cookies()).map(({ name }) => name)).not.toContain('exigible-mot');
  await zoe.page.evaluate(`document.querySelector('a[href="/dossiers"]').click()`);
  await zoe.page.waitForFunction(`location.pathname === '/dossiers' && document.querySelector('.flash') === null`);
  expect(zoe.complaints).toEqual([]);
  await zoe.close();
});

test('a key that does nothing on a line says so', async () => {
  const lea = await world.visitor('operator', ['c1']);
  await lea.go('/a-faire?kind=call');
  for (const [key, said] of [
    ['x', 'Cette ligne ne se coche pas'],
    ['a', 'Rien à faire ici par cette touche'],
  ] as const) {
    await lea.page.keyboard.press(key);
    expect(await lea.page.$eval('key-list [role=status]', ({ textContent }) => textContent)).toContain(said);
  }
  expect(await lea.faults()).toEqual([]);
  await lea.close();
});

test('fifty notices are approved by keyboard, without a mouse, after a digest of what leaves', async () => {
  const ids = Array.from({ length: 50 }, (_, index) => `fifty_${index}`);
  const asked = { type: 'approval-asked', step: 'formal-notice', at: '2026-11-12T10:00:00+01:00', actor: 'workflow' } as const;
  await world.creditor('c3', { name: 'Maison aux cinquante lettres' });
  await putDebtor(world.db, 'c3', debtorSchema.parse({ ...debtorDocument, id: 'cus_1' }));
  for (const [index, invoiceId] of ids.entries())
    await putCase(world.db, { creditorId: 'c3', invoiceId, number: `G-${index}`, debtorId: 'cus_1', facts: [asked] });
  const eve = await world.visitor('approver', ['c3']);
  await eve.go('/a-faire?kind=approval');
  await eve.page.keyboard.press('x');
  for (let line = 1; line < ids.length; line += 1) {
    await eve.page.keyboard.press('j');
    await eve.page.waitForFunction(`document.querySelectorAll('key-list li > a')[${line}]?.hasAttribute('aria-current')`);
  }
  await eve.page.keyboard.down('Shift');
  await eve.page.keyboard.press('X');
  await eve.page.keyboard.press('A');
  await eve.page.keyboard.up('Shift');
  await eve.shows('50 envois');
  await eve.page.keyboard.press('a');
  await eve.shows('envois approuvés');
  expect(new Set(world.engine.updates.map(({ caseId }) => caseId)).size).toBe(50);
  expect(eve.complaints).toEqual([]);
  await eve.close();
});

test('late charges of many are given up by keyboard after a look at their sum, and what else is ticked stays to do', async () => {
  const paid = (id: string) => ({ type: 'payment', id, amountCents: 120_000, on: '2026-11-20', source: 'bank' }) as const;
  const late = { type: 'task-raised', task: 'late-charges', key: 'principal', context: 'Principal payé.' } as const;
  const approval = { type: 'approval-asked', step: 'formal-notice' } as const;
  const by = { at: '2026-11-21T10:00:00+01:00', actor: 'workflow' } as const;
  await world.creditor('c4', { name: 'Maison payée en retard' });
  await putDebtor(world.db, 'c4', debtorSchema.parse({ ...debtorDocument, id: 'cus_1' }));
  for (const number of ['L-1', 'L-2'])
    await putCase(world.db, {
      creditorId: 'c4',
      invoiceId: number,
      number,
      debtorId: 'cus_1',
      facts: [
        { ...paid(number), ...by },
        { ...late, ...by },
      ],
    });
  await putCase(world.db, {
    creditorId: 'c4',
    invoiceId: 'L-3',
    number: 'L-3',
    debtorId: 'cus_1',
    facts: [{ ...approval, ...by }],
  });
  const leo = await world.visitor('approver', ['c4']);
  await leo.go('/a-faire?ordre=debtor');
  for (const box of await leo.page.$$('#choix input[type=checkbox]')) await box.click();
  expect(await leo.faults()).toEqual([]);
  // Nothing is left of the face balance: the list, the pane and the page of the case tell what the delay added.
  const { totalCents: addedCents } = (await world.call('GET', '/cases/invoice:c4:L-1/claim', await world.key('c4', 'viewer')))
    .body as unknown as { readonly totalCents: number };
  const added = formatCents(addedCents, 'EUR').replaceAll(/\s/gu, ' ');
  expect(
    await leo.page.$$eval('.rows .amount', (cells) => cells.map((cell) => (cell.textContent ?? '').replaceAll(/\s/gu, ' '))),
  ).toEqual(expect.arrayContaining([added, added]));
  await leo.go('/a-faire?kind=late-charges');
  await leo.shows(`Dû en raison du retard à ce jour : ${added}`);
  await leo.shows('Ce qui partirait');
  expect(await leo.text()).toContain('Retard de paiement : somme restant due pour votre facture L-1');
  expect(await leo.faults()).toEqual([]);
  await leo.go('/dossiers/invoice%3Ac4%3AL-1');
  await leo.shows(`Dû à ce jour : ${added}`);
  // One line has keys of its own: f puts the cursor into the reason for giving up, i claims.
  await leo.go('/a-faire?kind=late-charges&tache=invoice%3Ac4%3AL-2~late-charges~principal');
  await leo.page.keyboard.press('f');
  expect(await leo.page.evaluate('document.activeElement?.id')).toBe('waive-reason');
  await leo.page.keyboard.press('Tab');
  await leo.page.keyboard.press('i');
  await leo.shows('L-2, Réclamer les intérêts et les 40 € : c’est noté');
  expect(world.engine.updates).toMatchObject([{ caseId: 'invoice:c4:L-2', name: 'claimLateCharges' }]);
  world.engine.updates.length = 0;
  await leo.go('/a-faire?ordre=debtor');
  for (const box of await leo.page.$$('#choix input[type=checkbox]')) await box.click();
  await leo.page.keyboard.down('Shift');
  await leo.page.keyboard.press('F');
  await leo.page.keyboard.up('Shift');
  await leo.shows('Renoncer pour 2 dossiers');
  const text = await leo.text();
  const { body } = await world.call('GET', '/cases/invoice:c4:L-1/claim', await world.key('c4', 'viewer'));
  const { totalCents, interestCents, indemnityCents } = body as unknown as {
    readonly totalCents: number;
    readonly interestCents: number;
    readonly indemnityCents: number;
  };
  // The payment went to interest first: what is left of the principal is owed because of the delay too.
  expect(totalCents).toBeGreaterThan(interestCents + indemnityCents);
  expect(text).toContain(`intérêts et indemnité de ${formatCents(2 * totalCents, 'EUR').replaceAll(/\s/gu, ' ')} à ce jour`);
  expect(text).toContain('1 ligne d’une autre sorte reste à faire');
  expect(await leo.faults()).toEqual([]);
  expect(world.engine.updates).toEqual([]);
  await leo.page.type('#motif', 'bon client');
  await leo.page.keyboard.press('Tab');
  await leo.page.keyboard.press('f');
  await leo.shows('2 dossiers sans intérêts ni indemnité');
  expect(world.engine.updates.map(({ caseId }) => caseId).toSorted()).toEqual(['invoice:c4:L-1', 'invoice:c4:L-2']);
  for (const update of world.engine.updates) expect(update).toMatchObject({ name: 'waive', payload: { reason: 'bon client' } });
  expect(leo.complaints).toEqual([]);
  await leo.close();
});

test('nothing to do says so, for a creditor without cases and for a filter that fits nothing', async () => {
  const other = await world.visitor('viewer', ['c2']);
  await other.go('/a-faire');
  expect(await other.text()).toContain('Aucun dossier n’attend quelqu’un.');
  expect(await other.text()).toContain('Aucun relevé bancaire reçu');
  expect(await other.faults()).toEqual([]);
  await other.go('/a-faire?kind=route');
  expect(await other.text()).toContain('Rien de tel à faire.');
  await other.close();
});

test('a task that is over meanwhile says so', async () => {
  await anne.go('/a-faire?tache=invoice:c1:inv_1~call~never');
  expect(await anne.text()).toContain('Elle a été réglée entre-temps');
});

test('what changes is seen on the open page, not under the hands of somebody who types', async () => {
  await anne.go('/a-faire?kind=bounce');
  const put = (number: string, day: string) =>
    putCase(world.db, {
      invoiceId: number,
      number,
      debtorId: 'cus_1',
      facts: [{ type: 'message-bounced', channel: 'email', at: `2026-11-${day}T10:00:00+01:00`, actor: 'test' }],
    });
  await put('F2026-9998', '26');
  await anne.shows('F2026-9998');
  await anne.page.click('details:has(#acte-pause) summary');
  await anne.page.type('#pause-reason', 'rappelé');
  await put('F2026-9999', '27');
  const asked = await anne.page.waitForResponse((answer) => answer.url().endsWith('/changes'));
  await asked.json();
  expect(await anne.page.$eval('#pause-reason', (field) => (field as unknown as { value: string }).value)).toBe('rappelé');
  expect(await anne.text()).not.toContain('F2026-9999');
});

test('a page that was asked for before somebody began to type does not come under his hands', async () => {
  await anne.go('/a-faire?kind=bounce');
  await anne.page.evaluate('document.querySelector("details:has(#acte-pause)").open = true');
  /** The page comes; between its arrival and its drawing somebody types the first letter. */
  await anne.page.evaluate(`
    window.drawn = new Promise((resolve) => {
      addEventListener('turbo:before-render', () => {
        const field = document.querySelector('#pause-reason');
        field.focus();
        field.value = 'r';
        field.dispatchEvent(new Event('input', { bubbles: true }));
      }, { once: true });
      addEventListener('turbo:render', resolve, { once: true });
    });
    document.querySelector('live-page').heard('another stamp');
  `);
  await anne.page.evaluate('window.drawn');
  expect(await anne.page.$eval('#pause-reason', (field) => (field as unknown as { value: string }).value)).toBe('r');
});

test('what somebody opened stays open when the page is drawn again', async () => {
  await anne.go('/a-faire?kind=bounce');
  await anne.page.evaluate('document.querySelector("details:has(#acte-pause)").open = true');
  const facts = [{ type: 'message-bounced', channel: 'email', at: '2026-11-25T10:00:00+01:00', actor: 'test' }] as const;
  await putCase(world.db, { invoiceId: 'F2026-9996', number: 'F2026-9996', debtorId: 'cus_1', facts });
  await anne.shows('F2026-9996');
  expect(await anne.page.$eval('details:has(#acte-pause)', (each) => each.hasAttribute('open'))).toBe(true);
});

test('an act that opens gives its first field the cursor, and takes it from no field that was chosen meanwhile', async () => {
  const opening = (chosen: string) =>
    anne.page.evaluate(`new Promise((done) => {
      const act = document.querySelector('details:has(#acte-pause)');
      act.open = false;
      setTimeout(() => {
        act.addEventListener('toggle', () => setTimeout(() => done(document.activeElement.id)), { once: true });
        act.querySelector('summary').focus();
        act.open = true;
        document.querySelector('${chosen}')?.focus();
      });
    })`);
  await anne.go('/a-faire?kind=bounce');
  expect(await opening('.nothing')).toBe('pause-until');
  expect(await opening('#pause-reason')).toBe('pause-reason');
});

test('a page that was on its way before the first key does not come under the hands of who types', async () => {
  await anne.go('/a-faire?kind=bounce');
  const held = await holdAnswer(anne, '*/a-faire?kind=bounce');
  await putCase(world.db, {
    invoiceId: 'F2026-9997',
    number: 'F2026-9997',
    debtorId: 'cus_1',
    facts: [{ type: 'message-bounced', channel: 'email', at: '2026-11-28T08:00:00+01:00', actor: 'test' }],
  });
  await held.arrived;
  await anne.page.click('details:has(#acte-pause) summary');
  await anne.page.type('#pause-reason', 'rappelé');
  const drawn = anne.page.evaluate(`new Promise((done) => addEventListener('turbo:render', () => done(true), { once: true }))`);
  await held.letGo();
  expect(await drawn).toBe(true);
  expect(await anne.page.$eval('#pause-reason', (field) => (field as unknown as { value: string }).value)).toBe('rappelé');
  expect(await anne.page.evaluate('document.activeElement?.id')).toBe('pause-reason');
  expect(await anne.text()).not.toContain('F2026-9997');
});

/** The next answer under that address waits at the browser's door until it is let go; nothing else is held. */
async function holdAnswer({ page }: SiteBrowser, urlPattern: string) {
  const client = await page.createCDPSession();
  await client.send('Fetch.enable', { patterns: [{ urlPattern, requestStage: 'Response' }] });
  const arrived = new Promise<string>((resolve) => {
    client.once('Fetch.requestPaused', ({ requestId }) => resolve(requestId));
  });
  const letGo = async () => {
    await client.send('Fetch.continueResponse', { requestId: await arrived });
    await client.detach();
  };
  return { arrived, letGo };
}

test('a viewer sees every act and may do none', async () => {
  const guest = await world.visitor('viewer', ['c1']);
  await guest.go('/a-faire?kind=approval');
  expect(
    await guest.page.$$eval('.pane form.act button', (buttons) => buttons.every((each) => each.hasAttribute('disabled'))),
  ).toBe(true);
  expect(await guest.text()).toContain('Réservé au rôle approbateur.');
  expect(await guest.faults()).toEqual([]);
  await guest.close();
});
