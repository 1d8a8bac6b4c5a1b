import { eq } from 'drizzle-orm';
import { readSheet } from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { savedViews } from '../../db/access-schema.ts';
import { putDebtor } from '../../db/debtors.ts';
import { cursorText } from '../../db/page.ts';
import { addPerson, endPerson, giveToken } from '../../db/people.ts';
import { planOf } from '../../db/plans.ts';
import { allocations, cases } from '../../db/schema.ts';
import { QUIET_START } from '../../domain/case/case.ts';
import { debtorSchema } from '../../domain/party/party-schema.ts';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import type { Role } from '../../domain/role.ts';
import { actKeys } from '../../web/operator/remedies.ts';
import { operatorSite } from '../../web/operator/site.ts';
import { putCase } from '../api/case-row.ts';
import { debtorDocument, entry, openWorld, quiet, type World } from '../api/world.ts';
import { png } from '../support/logo.ts';
import { putLedger } from './ledger.ts';

let world: World;
const visitors: Record<string, string> = {};
const roles: readonly Role[] = ['viewer', 'operator', 'approver', 'admin'];

beforeAll(async () => {
  const site = operatorSite({ log: quiet, webUi: null, secure: false, testTo: 'moi@lemoine.example' });
  world = await openWorld({ doors: [site.doors], errorPages: [site.errorPages] });
  world.clock = () => Date.parse('2026-11-28T09:00:00+01:00');
  const { bank } = await world.creditor('c1');
  await world.creditor('c2', { name: 'Autre maison' });
  await putLedger(world, 'c1', 6);
  const event = entry({ key: 'e1', label: 'VIR DUPOND', counterparty: 'M DUPOND', amountCents: 77_700 });
  await world.webhook({ purpose: 'bank', creditorId: 'c1', secret: bank, event, atMs: world.clock() });
  await world.drain();
  for (const role of roles) visitors[role] = await cookieOf(role, ['c1']);
  visitors.stranger = await cookieOf('approver', ['c2']);
});
afterAll(() => world.close());

async function cookieOf(role: Role, creditors: readonly string[]): Promise<string> {
  const person = await addPerson(world.db, { name: 'Anne', role, creditors });
  const { token } = await giveToken(world.db, { purpose: 'entry', personId: person.id, minutes: 5 });
  const { headers } = await fetch(`${world.url}/entry/${token}`, { redirect: 'manual' });
  return headers.get('set-cookie')?.split(';')[0] ?? '';
}

const headersOf = (who: string) => ({ cookie: visitors[who] ?? '', accept: 'text/html' });

async function look(who: string, path: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${world.url}${path}`, { headers: headersOf(who), redirect: 'manual' });
  return { status: answer.status, text: plain(await answer.text()) };
}

async function send(who: string, path: string, body: URLSearchParams | FormData) {
  const answer = await fetch(`${world.url}${path}`, {
    method: 'POST',
    body,
    headers: { ...headersOf(who), origin: world.url, 'sec-fetch-site': 'same-origin' },
    redirect: 'manual',
  });
  return { status: answer.status, text: plain(await answer.text()) };
}

/** What the eye reads, without tags and typography. */
const plain = (html: string) =>
  html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll(/[\s\u00a0\u202f]+/g, ' ');

const rooms = [
  '/a-faire',
  '/prochains',
  '/dossiers',
  '/rapprochement',
  '/entrees',
  '/entrees/webhooks',
  '/travaux',
  '/chiffres',
  '/chiffres/periode',
  '/chiffres/periode?du=2026-11-01&au=2026-11-30',
  '/plans-de-relance',
  '/reglages',
  '/reglages/modeles',
  '/reglages/modeles/formal-notice?type=consumer',
  '/aide',
  '/premiers-pas/societe',
  '/premiers-pas/essai',
  '/sauter?q=',
];
const own = [
  '/dossiers/invoice:c1:inv_0',
  '/debiteurs/c1/cus_1',
  '/plans-de-relance/default-b2b',
  '/rapprochement/affectees',
  '/rapprochement/hors-factures',
  '/rapprochement/rejetees',
  '/rapprochement?ecriture=e1',
];
const others = ['/dossiers/invoice:c1:inv_0', '/debiteurs/c1/cus_1', '/dossiers/invoice:c1:inv_0/messages/x'];

describe('every page, without a script', () => {
  test.each(roles)('is there for a %s', async (role) => {
    for (const path of [...rooms, ...own]) expect([path, (await look(role, path)).status]).toEqual([path, 200]);
  });

  test('of another creditor is not there, and shows nothing of his in the rooms', async () => {
    for (const path of others) expect([path, (await look('stranger', path)).status]).toEqual([path, 404]);
    for (const path of rooms) expect((await look('stranger', path)).text).not.toMatch(/F2026-|DUPOND/);
  });

  test('leads who is not signed in to the door', async () => {
    for (const path of [...rooms, ...own]) expect([path, (await look('nobody', path)).status]).toEqual([path, 303]);
  });
});

/** Each form of the site, and the least role that may send it. */
const forms: readonly (readonly [path: string, least: Role])[] = [
  ['/a-faire/invoice:c1:inv_0/pause', 'operator'],
  ['/dossiers/invoice:c1:inv_0/actes/pause', 'operator'],
  ['/debiteurs/c1/cus_1/suspendre', 'operator'],
  ['/debiteurs/c1/cus_1/reprendre', 'operator'],
  ['/rapprochement/e1', 'operator'],
  ['/rapprochement/ensemble', 'operator'],
  ['/rapprochement/affectees/e1/defaire', 'operator'],
  ['/rapprochement/e1/hors-factures', 'operator'],
  ['/rapprochement/hors-factures/e1/remettre', 'operator'],
  ['/plans-de-relance/en-vigueur', 'approver'],
  ['/a-faire/approuver', 'approver'],
  ['/a-faire/renoncer', 'approver'],
  ['/reglages/personnes', 'admin'],
  ['/reglages/cles', 'admin'],
  ['/reglages/creancier', 'admin'],
  ['/reglages/secrets', 'admin'],
  ['/reglages/taux', 'admin'],
  ['/reglages/installation/envois', 'admin'],
  ['/reglages/installation/relance', 'admin'],
  ['/premiers-pas/compte', 'admin'],
  ['/premiers-pas/service', 'admin'],
];

describe('forms', () => {
  test.each(forms)('%s is refused to who is less than %s, and changes nothing', async (path, least) => {
    const content = JSON.stringify({ ...shippedPlans[0], version: 9 });
    const fields = {
      contenu: content,
      cas: 'invoice:c1:inv_0',
      'montant.invoice:c1:inv_0': '1,00',
      ensemble: 'e1',
      creancier: 'c1',
      source: 'billing',
      que: 'hold',
      reason: 'x',
      id: 'c9',
      nom: 'x',
    };
    const sent = () => {
      const all = new URLSearchParams(fields);
      for (const task of ['approval~formal-notice', 'late-charges~principal']) all.append('tache', `invoice:c1:inv_0~${task}`);
      return all;
    };
    for (const role of roles.slice(0, roles.indexOf(least))) {
      const { status } = await send(role, path, sent());
      expect([403, 422], `${role} ${path}`).toContain(status);
    }
    expect(world.engine.updates).toEqual([]);
    expect(await world.db.$count(allocations)).toBe(0);
    expect((await planOf(world.db, 'c1', shippedPlans[0]?.id ?? ''))?.version).toBe(1);
  });
});

test('in the test mode every page says to whom messages go', async () => {
  expect((await look('viewer', '/dossiers')).text).toContain('chaque e-mail part à moi@lemoine.example et à personne d’autre');
});

test('the installation is the administrator’s alone', async () => {
  expect((await look('approver', '/reglages/installation')).status).toBe(403);
  expect((await look('admin', '/reglages/installation')).text).toContain('Par où partent les messages');
});

test('what stops the sends of a creditor is said on every page, and undone where it was done', async () => {
  const envois = (que: string) =>
    send('admin', '/reglages/installation/envois', new URLSearchParams({ creancier: 'c1', que, raison: 'relecture' }));
  expect((await envois('hold')).status).toBe(303);
  expect((await look('viewer', '/a-faire')).text).toContain('Rien ne part : relecture.');
  expect((await look('stranger', '/a-faire')).text).not.toContain('relecture');
  expect((await envois('release')).status).toBe(303);
  expect((await look('viewer', '/a-faire')).text).not.toContain('Rien ne part');
});

test('a secret is rotated, rates are entered as people write them, and what is wrong with them is said', async () => {
  const secret = new URLSearchParams({ creancier: 'c1', source: 'billing', heures: '2' });
  const rotated = (await send('admin', '/reglages/secrets', secret)).text;
  expect(rotated).toMatch(/celui d’avant vaut encore 2 heures : whsec_/);
  expect(rotated).toContain(`curl -sS &#39;${world.url}/webhooks/billing/c1&#39;`);
  const rates = {
    semestre: '2027-S1',
    bce: '2,15',
    pro: '2,62',
    particuliers: '99,00',
    source: 'Arrêté du 15 décembre 2026',
    verifie: '2026-12-20',
  };
  const { clock } = world;
  world.clock = () => Date.parse('2026-12-20T09:00:00+01:00');
  const refused = await send('admin', '/reglages/taux', new URLSearchParams(rates));
  expect([refused.status, refused.text.includes('Taux légal, particuliers :')]).toEqual([422, true]);
  expect((await send('admin', '/reglages/taux', new URLSearchParams({ ...rates, particuliers: '6,67' }))).status).toBe(303);
  expect((await look('viewer', '/reglages')).text).toContain('2027-S1 2,15');
  world.clock = clock;
});

test('the list of the morning is asked for by anybody for himself, corrected where it is wrong, and stopped', async () => {
  const asked = (adresse: string, more: Record<string, string> = {}) =>
    send('viewer', '/reglages/matin', new URLSearchParams({ adresse, ...more }));
  expect((await look('viewer', '/reglages')).text).not.toContain('Ne plus la recevoir');
  const refused = await asked('anne@');
  expect([refused.status, refused.text.includes('Une adresse e-mail est attendue')]).toEqual([422, true]);
  expect((await asked('anne@lemoine.example')).status).toBe(303);
  expect((await look('viewer', '/reglages')).text).toContain('part à anne@lemoine.example chaque matin travaillé');
  expect((await look('operator', '/reglages')).text).not.toContain('anne@lemoine.example');
  expect((await asked('', { choix: 'non' })).status).toBe(303);
  expect((await look('viewer', '/reglages')).text).not.toContain('Ne plus la recevoir');
  expect((await world.call('PUT', '/session/morning', world.adminKey, { to: 'anne@lemoine.example' })).status).toBe(409);
});

test('a role is changed, and nobody’s by a number that is none', async () => {
  const id = (await people()).find(({ role }) => role === 'operator')?.id;
  expect((await send('admin', `/reglages/personnes/${id}/role`, new URLSearchParams({ role: 'viewer' }))).status).toBe(303);
  expect((await people()).find((each) => each.id === id)?.role).toBe('viewer');
  expect((await send('admin', `/reglages/personnes/${id}/role`, new URLSearchParams({ role: 'operator' }))).status).toBe(303);
  expect((await send('admin', '/reglages/personnes/999/role', new URLSearchParams({ role: 'viewer' }))).status).toBe(404);
});

async function people() {
  const answer = await world.call('GET', '/people', world.adminKey);
  return (answer.body as unknown as { people: { id: number; role: Role }[] }).people;
}

test('cases leave as a workbook: amounts are numbers, days are days, and chosen columns alone when some are chosen', async () => {
  const sheetOf = async (query: string) => {
    const answer = await fetch(`${world.url}/dossiers.xlsx${query}`, { headers: headersOf('viewer') });
    return readSheet(Buffer.from(await answer.arrayBuffer()));
  };
  const [head, first] = await sheetOf('?q=F2026-0001');
  expect(head?.slice(0, 5)).toEqual(['Facture', 'Client', 'Solde', 'Total', 'Échéance']);
  expect(first?.slice(0, 5)).toEqual(['F2026-0001', 'Menuiserie Aubert SARL', 1200, 1200, new Date('2026-11-06T00:00:00Z')]);
  expect(await sheetOf('?colonnes=solde&open=true')).toHaveLength(7);
  expect((await sheetOf('?colonnes=solde&q=F2026-0001')).map((row) => row.map(String))).toEqual([
    ['Facture', 'Solde', 'Devise'],
    ['F2026-0001', '1200', 'EUR'],
  ]);
  expect(await sheetOf('?colonnes=creancier&q=F2026-0001')).toEqual([
    ['Facture', 'Créancier'],
    ['F2026-0001', 'Atelier Lemoine'],
  ]);
});

test('who works for several creditors reads for which one, and whose a client is', async () => {
  visitors.both = await cookieOf('viewer', ['c1', 'c2']);
  expect((await look('both', '/dossiers')).text).toContain('Anne pour Atelier Lemoine');
  await send('both', '/creancier', new URLSearchParams({ creancier: '' }));
  expect((await look('both', '/dossiers')).text).toContain('Anne pour tous les créanciers');
  expect((await look('both', '/sauter?q=besson')).text).toContain('Boulangerie Besson SARL client de Atelier Lemoine');
  expect((await look('viewer', '/dossiers')).text).not.toContain('Anne pour');
});

test('the list of cases leads to the client of each', async () => {
  const html = await (await fetch(`${world.url}/dossiers`, { headers: headersOf('viewer') })).text();
  expect(html).toMatch(/<a href="\/debiteurs\/c1\/[^"]+">Menuiserie Aubert SARL<\/a>/);
});

test('a few letters lead to pages, views, cases and clients', async () => {
  expect((await look('viewer', '/sauter?q=rappr')).text).toContain('Rapprochement page');
  expect((await look('viewer', '/sauter?q=gros')).text).toContain('Dossiers : Les plus gros vue');
  const { text } = await look('viewer', '/sauter?q=besson');
  expect(text).toContain('F2026-0002, Boulangerie Besson SARL dossier');
  expect(text).toContain('Boulangerie Besson SARL client');
});

describe('a view that a person keeps', () => {
  const litiges = { vue: '?hold=dispute&open=true&sort=balance&colonnes=client,solde', nom: 'Gros litiges' };
  const keep = (who: string, fields: object) => send(who, '/dossiers/vues', new URLSearchParams({ ...litiges, ...fields }));
  const idOf = async (name: string) => {
    const answer = await fetch(`${world.url}/session/views`, { headers: headersOf('viewer') });
    const { views } = (await answer.json()) as { views: { id: number; name: string; asked: object }[] };
    return views.find((view) => view.name === name);
  };

  test('is found on the page and under a few letters, with its filter, order and columns; nobody else sees it', async () => {
    expect((await keep('viewer', {})).status).toBe(303);
    expect((await idOf('Gros litiges'))?.asked).toEqual({
      hold: 'dispute',
      open: 'true',
      sort: 'balance',
      colonnes: 'client,solde',
    });
    expect((await look('viewer', '/dossiers')).text).toContain('Gros litiges');
    expect((await look('viewer', '/sauter?q=gros+lit')).text).toContain('Dossiers : Gros litiges vue');
    expect((await look('viewer', `/dossiers${litiges.vue}`)).text).toContain('Votre vue « Gros litiges »');
    for (const other of ['operator', 'stranger']) expect((await look(other, '/dossiers')).text).not.toContain('Gros litiges');
  });

  test('is refused at its field without a name, with a name of ten thousand characters, and with one that is taken', async () => {
    for (const nom of ['', '   ', 'x'.repeat(10_000), 'a\u202eb']) {
      const { status, text } = await keep('viewer', { nom });
      expect([status, text.includes('Un nom de 1 à 60 caractères est attendu.')]).toEqual([422, true]);
    }
    const taken = await keep('viewer', { nom: ' Gros litiges ' });
    expect([taken.status, taken.text.includes('Une autre de vos vues porte ce nom.')]).toEqual([422, true]);
    expect((await keep('operator', {})).status).toBe(303);
  });

  test('whose filter exists no longer says so and shows no other cases; what was never a field of the list is not kept', async () => {
    await keep('viewer', { nom: 'Ancienne', vue: '?phase=melted&open=true&evil=1&colonnes=nothing' });
    expect((await idOf('Ancienne'))?.asked).toEqual({ phase: 'melted', open: 'true' });
    const { status, text } = await look('viewer', '/dossiers?phase=melted&open=true');
    expect([status, text.includes('Étape : « melted » n’existe pas, ou n’existe plus')]).toEqual([422, true]);
    expect(text).not.toContain('F2026-0001');
    expect(text).toContain('Votre vue « Ancienne »');
  });

  test('is renamed and removed by its person alone, and a key has none', async () => {
    const id = (await idOf('Ancienne'))?.id;
    const rename = (who: string, nom: string) =>
      send(who, `/dossiers/vues/${id}`, new URLSearchParams({ nom, vue: '?phase=melted&open=true' }));
    expect((await rename('operator', 'À moi')).status).toBe(404);
    expect((await rename('viewer', 'Gros litiges')).text).toContain('Une autre de vos vues porte ce nom.');
    expect((await rename('viewer', 'Nouvelle')).status).toBe(303);
    expect((await send('operator', `/dossiers/vues/${id}/fin`, new URLSearchParams())).status).toBe(404);
    expect((await send('viewer', `/dossiers/vues/${id}/fin`, new URLSearchParams())).status).toBe(303);
    expect((await look('viewer', '/dossiers')).text).not.toContain('Nouvelle');
    const body = { name: 'x', asked: {} };
    expect((await world.call('POST', '/session/views', await world.key('c1', 'admin'), body)).status).toBe(409);
    expect((await world.call('GET', '/session/views', world.adminKey)).body).toEqual({ views: [] });
  });

  test('fifty are kept, the next is refused, twice the same at once is kept once, and all go with their person', async () => {
    const told = { headers: { ...headersOf('approver'), 'content-type': 'application/json', origin: world.url }, method: 'POST' };
    const post = (name: string) => fetch(`${world.url}/session/views`, { ...told, body: JSON.stringify({ name, asked: {} }) });
    expect(
      (await Promise.all([post('A 0'), post('A 0')])).map(({ status }) => status).toSorted((one, other) => one - other),
    ).toEqual([201, 409]);
    for (let index = 1; index < 50; index += 1) expect((await post(`A ${index}`)).status).toBe(201);
    expect((await keep('approver', { nom: 'Une de trop' })).text).toContain('Vous gardez déjà 50 vues : retirez-en une d’abord.');
    const { personId } = (await world.db.select().from(savedViews)).find(({ name }) => name === 'A 0') ?? { personId: 0 };
    await endPerson(world.db, personId);
    expect(await world.db.$count(savedViews, eq(savedViews.personId, personId))).toBe(0);
    visitors.approver = await cookieOf('approver', ['c1']);
  });
});

const shipped = shippedPlans[0] as (typeof shippedPlans)[number];

async function load(document: object | string) {
  const form = new FormData();
  const content = typeof document === 'string' ? document : JSON.stringify(document);
  form.append('fichier', new File([content], 'plan.json'));
  return send('approver', '/plans-de-relance/comparer', form);
}

test('a wording is shown in the name of the creditor, to each kind of debtor, in every form, with what its lint finds', async () => {
  const { text } = await look('viewer', '/reglages/modeles');
  expect(text).toContain('Mise en demeure E-mail, Lettre sans faute');
  expect(text).not.toContain('à voir');
  const reminder = await look('viewer', '/reglages/modeles/reminder?type=public&ton=firm');
  for (const part of ['Atelier Lemoine', 'Relecture sans faute', 'SMS · ']) expect(reminder.text).toContain(part);
  const frame = '/reglages/modeles/formal-notice/tel-quel?forme=letter&type=business';
  const letter = await fetch(`${world.url}${frame}`, { headers: headersOf('viewer') });
  expect(letter.headers.get('content-security-policy')).toContain('sandbox');
  expect(await letter.text()).toContain('Anne Lemoine');
  for (const path of ['/reglages/modeles/never', '/reglages/modeles/answer/tel-quel?forme=sms&type=x'])
    expect([path, (await look('viewer', path)).status]).toEqual([path, path.endsWith('never') ? 404 : 200]);
});

test('a name that brings a forbidden wording into the messages is found by the lint', async () => {
  await world.creditor('c9', { name: 'Société Sommation Saisies' });
  visitors.nine = await cookieOf('viewer', ['c9']);
  const { text } = await look('nine', '/reglages/modeles/reminder');
  expect(text).toContain('« sommation » est une tournure qui ne doit pas partir (C. pén. 433-13)');
  expect((await look('nine', '/reglages/modeles')).text).toContain('à voir « sommation »');
});

test('what was corrected in a form that was refused is a request of its own', async () => {
  const body = new URLSearchParams({ amountCents: 'cent euros', on: '2026-12-12', requestId: 'refused' });
  const headers = { ...headersOf('operator'), origin: world.url, 'sec-fetch-site': 'same-origin' };
  const answer = await fetch(`${world.url}/dossiers/invoice:c1:inv_0/actes/recordPromise`, { method: 'POST', body, headers });
  const html = await answer.text();
  expect([answer.status, html.includes('value="cent euros"')]).toEqual([422, true]);
  expect(html).not.toContain('value="refused"');
  expect(html.match(/name="requestId" value="[0-9a-f-]{36}"/)).not.toBeNull();
});

test('who approves many is told what does not leave the same day all the same: when it does, and why', async () => {
  await world.creditor('c12');
  await putDebtor(world.db, 'c12', debtorSchema.parse({ ...debtorDocument, id: 'cus_waits' }));
  visitors.twelve = await cookieOf('approver', ['c12']);
  const facts = [{ type: 'approval-asked', step: 'formal-notice', at: '2026-11-27T10:00:00+01:00', actor: 'workflow' }] as const;
  const about = { creditorId: 'c12', debtorId: 'cus_waits', dueOn: '2026-10-12' };
  await putCase(world.db, { ...about, invoiceId: 'waits', number: 'W-1', facts });
  // It is a Saturday.
  const { text } = await send(
    'twelve',
    '/a-faire/verifier',
    new URLSearchParams({ tache: 'invoice:c12:waits~approval~formal-notice' }),
  );
  expect(text).toMatch(/lettre recommandée, e-mail part le 30\/11\/2026 \d\d:\d\d : prévue le \d+ \S+ 2026 ; /);
  const [, asked = ''] = /1 200,00 € demandé ([\d ]+,\d\d €)/.exec(text) ?? [];
  expect(asked).toMatch(/^1 2(4[1-9]|[5-9]\d),/);
  expect(text).toContain(`Soldes : 1 200,00 € . Demandé par ces envois : ${asked} .`);
});

test('the help of the keyboard says every key of an act, and the list knows them', async () => {
  const { text } = await look('viewer', '/aide');
  for (const { key, says } of actKeys) expect(text).toContain(` ${key} ${says.replaceAll('\u00a0', ' ')} `);
  const html = await (await fetch(`${world.url}/a-faire`, { headers: headersOf('viewer') })).text();
  expect(html).toContain(`<key-list data-keys="${actKeys.map(({ key }) => key).join('')}">`);
});

test('steps and plans are read by their names, on the page of a case, in the list and in tables', async () => {
  const told = { at: '2026-11-10T10:00:00+01:00', actor: 'key:1' };
  await world.creditor('c11');
  await putDebtor(world.db, 'c11', debtorSchema.parse({ ...debtorDocument, id: 'cus_names' }));
  visitors.reader = await cookieOf('viewer', ['c11']);
  await putCase(world.db, {
    creditorId: 'c11',
    invoiceId: 'inv_names',
    number: 'N-1',
    debtorId: 'cus_names',
    facts: [
      { type: 'skip-step', reason: 'vu au téléphone', ...told },
      { type: 'change-plan', plan: 'consumer', ...told },
      { type: 'plan-changed', plan: 'default-b2b', version: 1, ...told },
      { type: 'call-due', step: 'reminder-30', ...told },
    ],
  });
  const pages = ['/dossiers/invoice:c11:inv_names', '/dossiers/invoice:c11:inv_names?vie=1&plan=consumer'];
  for (const path of [...pages, '/dossiers?colonnes=client,plan', '/dossiers.csv', '/a-faire', '/prochains?jours=14'])
    expect([path, (await look('viewer', path)).text]).toEqual([
      path,
      expect.not.stringMatching(/default-b2b|-?reminder-\d|courtesy/),
    ]);
  const { text } = await look('reader', pages[1] ?? '');
  for (const part of ['Étape « relance » passée : vu au téléphone', 'Sous le plan « Particuliers »'])
    expect(text).toContain(part);
  expect(text).toContain('Nouveau plan demandé : le plan « Particuliers »');
  expect((await look('reader', '/dossiers.csv')).text).toMatch(/N-1;.*;Entreprises, standard;/);
});

test('a plan is drawn from its due date, and its rules are sentences', async () => {
  const { text } = await look('viewer', '/plans-de-relance/default-b2b');
  for (const part of [
    'J − 5',
    'J + 30',
    'Mise en demeure',
    '8 jours après l’étape d’avant (vers J + 38)',
    'Pour les entreprises.',
  ])
    expect(text).toContain(part);
  expect((await look('viewer', '/plans-de-relance/never')).status).toBe(404);
});

test('a plan with faults is refused with their paths in French, and one that is no JSON too', async () => {
  const { status, text } = await load({ ...shipped, version: 2, gap: 'three days' });
  expect(status).toBe(422);
  expect(text).toContain('$.gap : reçu');
  expect((await load('{"id":')).text).toContain('Ce n’est pas un document JSON');
});

test('a plan is compared case by case before it is in force; the open cases take it when a person says so', async () => {
  const later = shipped.steps.map((step) => (step.act === 'letter' ? { ...step, delay: 'P38D' } : step));
  const slower = { ...shipped, version: 2, steps: later };
  expect((await load(slower)).text).toMatch(/[1-6] dossiers? sur 6 change/);
  expect((await planOf(world.db, 'c1', shipped.id))?.version).toBe(1);
  const fields = new URLSearchParams({ contenu: JSON.stringify(slower), dossiers: '1' });
  expect((await send('approver', '/plans-de-relance/en-vigueur', fields)).status).toBe(303);
  expect((await planOf(world.db, 'c1', shipped.id))?.version).toBe(2);
  expect(world.engine.updates[0]).toMatchObject({ name: 'changePlan', payload: { plan: shipped.id, version: 2 } });
  expect((await load({ ...slower, name: 'Autrement' })).text).toContain('a déjà une version 2, différente');
});

test('À faire tells two tasks of one invoice apart, and offers to approve only where a line may be ticked', async () => {
  const raised = (key: string, context: string) =>
    ({ type: 'task-raised', task: 'external', key, context, at: '2026-11-17T10:00:00+01:00', actor: 'case' }) as const;
  const facts = [raised('a', 'À remettre à l’huissier'), raised('b', 'À remettre à l’avocat')];
  await putCase(world.db, { invoiceId: 'twins', number: 'JUMELLES-1', facts });
  const { text } = await look('approver', '/a-faire?kind=external');
  for (const { context } of facts) expect(text).toContain(`${context}, 17/11/2026 10:00`);
  expect(text).not.toContain('Approuver les lignes cochées');
  expect((await look('approver', '/a-faire?kind=approval')).text).toContain('Approuver les lignes cochées');
  await world.db.delete(cases).where(eq(cases.id, 'invoice:c1:twins'));
});

test('money is placed in part, taken back, placed whole, seen among what is placed, and taken back again', async () => {
  const place = (amount: string) =>
    send('operator', '/rapprochement/e1', new URLSearchParams({ cas: 'invoice:c1:inv_0', 'montant.invoice:c1:inv_0': amount }));
  const undo = () => send('operator', '/rapprochement/affectees/e1/defaire', new URLSearchParams());
  expect((await place('700,00')).status).toBe(303);
  expect((await look('operator', '/rapprochement?ecriture=e1')).text).toContain('700,00 € sont affectés.');
  expect((await undo()).status).toBe(303);
  expect((await place('777,00')).status).toBe(303);
  expect((await look('operator', '/rapprochement/affectees')).text).toContain('F2026-0001 777,00 €');
  expect((await undo()).status).toBe(303);
  expect((await look('operator', '/rapprochement?ecriture=e1')).text).toContain('777,00 €, M DUPOND');
});

test('the address of a page of what leaves that is none leads to the first one, which says so', async () => {
  const answer = await fetch(`${world.url}/prochains?jours=15&cursor=xyz`, { headers: headersOf('viewer'), redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/prochains?jours=15']);
  expect((await look('viewer', '/prochains?cursor=')).text).not.toContain('Les premiers clients');
});

test('a page of what leaves says for how many clients something is planned, and for how many of them it is', async () => {
  await world.db.update(cases).set({ nextActAt: '2026-11-30T09:00:00+01:00' });
  const { body } = await world.call('GET', '/agenda?days=8&limit=2', await world.key('c1', 'viewer'));
  const { text } = await look('viewer', `/prochains?jours=8&cursor=${encodeURIComponent(String(body.next))}`);
  expect(text).toContain('Quelque chose est prévu pour 6 clients dans les 8 jours, dont 4 sur cette page : les totaux');
  expect(text).toContain('Tous les clients sur une page');
  expect((await look('viewer', '/prochains?jours=8&tous=oui')).text).not.toContain('les totaux');
  const over = cursorText(['2099-01-01T00:00:00+01:00', 'z']);
  const { text: last } = await look('viewer', `/prochains?jours=8&cursor=${encodeURIComponent(over)}`);
  expect(last).toContain('Quelque chose est prévu pour 6 clients dans les 8 jours, mais pour aucun sur cette page.');
});

test('what a role may not do says for whom it is: the settings of a creditor, many lines at once and an act that is folded', async () => {
  const charges = {
    type: 'task-raised',
    task: 'late-charges',
    key: 'principal',
    context: 'Payé en retard.',
    at: '2026-11-12T10:00:00+01:00',
    actor: 'workflow',
  } as const;
  await putDebtor(world.db, 'c1', debtorSchema.parse({ id: 'cus_late', kind: 'business', name: 'Late' }));
  await putCase(world.db, { invoiceId: 'inv_late', number: 'L-1', debtorId: 'cus_late', facts: [charges] });
  const settings = '/reglages/creancier?id=c1';
  expect((await look('operator', settings)).text).toContain('Garder Réservé au rôle administration.');
  expect((await look('admin', settings)).text).not.toContain('Réservé au rôle');
  const list = '/a-faire?kind=late-charges&debtor=cus_late';
  const { text } = await look('operator', list);
  expect(text).toContain('cochés… Maj f Réservé au rôle approbateur.');
  expect(text).toContain('Renoncer aux intérêts et aux 40 € f Réservé au rôle approbateur.');
  expect((await look('approver', list)).text).not.toContain('Réservé au rôle');
});

test('late charges of several cases are summed above the list where they alone are asked for', async () => {
  const at = '2026-11-20T10:00:00+01:00';
  const late = { type: 'payment', amountCents: 120_000, on: '2026-11-20', at, actor: 'bank' } as const;
  const charges = { type: 'task-raised', task: 'late-charges', key: 'principal', context: 'x', at, actor: 'workflow' } as const;
  await putDebtor(world.db, 'c1', debtorSchema.parse({ id: 'cus_sum', kind: 'business', name: 'Sum' }));
  for (const id of ['s1', 's2'])
    await putCase(world.db, { invoiceId: id, number: id, debtorId: 'cus_sum', facts: [{ ...late, id: `${id}#1` }, charges] });
  const { text } = await look('viewer', '/a-faire?kind=late-charges&debtor=cus_sum');
  const [each = ''] = [...text.matchAll(/Sommes dues au titre du retard (4\d,\d\d €)/g)].map(([, euros]) => euros);
  const doubled = (2 * Number(each.replace(/[ €]/g, '').replace(',', '.'))).toFixed(2).replace('.', ',');
  expect(text).toContain(`Dû en raison du retard à ce jour, en tout : ${doubled} € .`);
  expect((await look('viewer', '/a-faire?debtor=cus_sum')).text).not.toContain('en tout :');
});

test('a case under an agreed schedule shows the day and the amount of each instalment', async () => {
  const schedule = [
    { on: '2026-11-20', amountCents: 40_000 },
    { on: '2099-12-20', amountCents: 80_000 },
  ];
  const agreed = { type: 'instalments', schedule, at: '2026-11-12T10:00:00+01:00', actor: 'billing' } as const;
  await putDebtor(world.db, 'c1', debtorSchema.parse({ id: 'cus_parts', kind: 'business', name: 'Parts' }));
  await putCase(world.db, { invoiceId: 'inv_parts', number: 'E-1', debtorId: 'cus_parts', facts: [agreed] });
  const { text } = await look('viewer', '/dossiers/invoice:c1:inv_parts');
  expect(text).toMatch(/Échéancier : 400,00 € le 20\/11\/2026 ; 800,00 € le 20\/12\/2099 /);
});

test('behind a pause that ends by itself the page of a case names what leaves then, and its plan says when each step comes', async () => {
  const pause = {
    type: 'pause',
    until: '2026-11-30',
    reason: 'reprise',
    at: '2026-11-27T10:00:00+01:00',
    actor: 'billing',
  } as const;
  await putDebtor(world.db, 'c1', debtorSchema.parse({ id: 'cus_q', kind: 'business', name: 'Quiet', email: 'q@quiet.example' }));
  await putCase(world.db, { invoiceId: 'inv_q', number: 'Q-1', debtorId: 'cus_q', dueOn: '2026-10-20', facts: [pause] });
  await world.db.update(cases).set({ nextActAt: '2026-12-01T00:00:00+01:00' }).where(eq(cases.id, 'invoice:c1:inv_q'));
  const { text } = await look('viewer', '/dossiers/invoice:c1:inv_q');
  expect(text).toMatch(/Ensuite : le 01\/12\/2026 00:00, fin de la pause, puis relance par e-mail le 01\/12\/2026 \d\d:\d\d/);
  expect(text).toMatch(/Rappel de courtoisie : e-mail son jour est passé l’échéance est passée/);
  expect(text).toMatch(/01\/12\/2026 Relance : e-mail à venir/);
  expect(text).toMatch(/04\/12\/2026 Relance ferme : e-mail à venir/);
  expect(text).not.toContain('plus tard Mise en demeure');
  const { text: leaving } = await look('viewer', '/prochains?jours=31&tous=oui');
  expect(leaving).toContain('Envoi : relance ferme e-mail q@quiet.example Q-1');
  const to = 'lettre recommandée adresse inconnue : ce sera une tâche e-mail q@quiet.example';
  expect(leaving).toContain(`Accord à donner : mise en demeure ${to} Q-1 1 200,00 € de principal`);
  expect(leaving).toMatch(/Affranchissement : .*, une fois chaque accord donné\./);
});

/** A reminder that left. */
const sentBefore = {
  type: 'sent',
  channel: 'email',
  template: 'reminder',
  askedCents: 0,
  message: '',
  provider: '',
  providerId: '',
  sha256: '',
} as const;

test.each([
  ['2027-01-15', 'rappel de courtoisie', 'où cette facture est seulement annoncée'],
  ['2026-12-28', 'relance', 'avec d’autres factures'],
])(
  'behind a pause the page of an invoice due on %s names its own step, and the message of others in which it goes',
  async (dueOn, what, how) => {
    const id = `of-${dueOn}`;
    const pause = { type: 'pause', until: '2027-01-10', reason: 'reprise', at: '2026-11-27T10:00:00+01:00', actor: 'x' } as const;
    await putDebtor(world.db, 'c1', debtorSchema.parse({ id, kind: 'business', name: id, email: 'm@many.example' }));
    const reminded = { ...sentBefore, step: 'reminder-5', at: '2026-11-20T10:00:00+01:00', actor: 'x' } as const;
    await putCase(world.db, { invoiceId: `late-${id}`, debtorId: id, dueOn: '2026-10-20', facts: [reminded, pause] });
    await putCase(world.db, { invoiceId: `own-${id}`, debtorId: id, dueOn, facts: [pause] });
    const { text } = await look('viewer', `/dossiers/invoice:c1:own-${id}`);
    expect(text).toMatch(
      new RegExp(`fin de la pause, puis ${what} par e-mail le 11/01/2027 \\d\\d:\\d\\d, dans « relance ferme » ${how}`),
    );
    expect(text.toLowerCase()).toContain(`11/01/2027 ${what} : e-mail à venir`);
  },
);

test('the page of a time-barred debt says so, and that nothing of its plan will come', async () => {
  const pause = {
    type: 'pause',
    until: '2099-01-08',
    reason: 'reprise',
    at: '2026-11-27T10:00:00+01:00',
    actor: 'billing',
  } as const;
  await putDebtor(world.db, 'c1', debtorSchema.parse({ id: 'cus_old', kind: 'business', name: 'Old', email: 'o@old.example' }));
  await putCase(world.db, { invoiceId: 'inv_old', number: 'OLD-1', debtorId: 'cus_old', dueOn: '2020-01-15', facts: [pause] });
  const { text } = await look('viewer', '/dossiers/invoice:c1:inv_old');
  expect(text).toContain('Créance prescrite (dernier jour utile : 15/01/2025)');
  expect(text).toMatch(/fin de la pause, puis créance prescrite : plus aucune demande/);
  expect(text).toMatch(/Mise en demeure : lettre recommandée, e-mail ne viendra pas créance prescrite : plus aucune demande/);
  const [, steps = ''] = /Le plan, et la vie à venir (.*?) Et sous un autre plan/.exec(text) ?? [];
  expect(steps.match(/ne viendra pas créance prescrite : plus aucune demande/g)).toHaveLength(7);
  expect(steps).not.toMatch(/plus tard|à venir/);
  expect(text).toContain('prescrite quelle que soit sa nature : le débiteur peut l’opposer');
});

test('the list of cases names in its filter what a taking over is held by, and finds it', async () => {
  const pause = {
    type: 'pause',
    until: '2026-11-30',
    reason: QUIET_START,
    at: '2026-11-27T10:00:00+01:00',
    actor: 'billing',
  } as const;
  await putCase(world.db, { invoiceId: 'inv_r', number: 'R-1', debtorId: 'cus_r', facts: [pause] });
  const { text } = await look('viewer', '/dossiers?hold=pause');
  expect(text).toContain('Pause ou reprise de l’encours');
  expect(text).toContain('R-1');
});

test('the statement of a case shows what a payment took of the interest, and its lines add up to its total', async () => {
  const payment = {
    type: 'payment',
    id: 'p1',
    amountCents: 10_000,
    on: '2026-11-25',
    at: '2026-11-26T10:00:00+01:00',
    actor: 'bank',
  } as const;
  await putCase(world.db, {
    invoiceId: 'inv_p',
    number: 'P-1',
    debtorId: 'cus_0',
    totalCents: 1_125_618,
    dueOn: '2026-09-20',
    facts: [payment],
  });
  const { text } = await look('viewer', '/dossiers/invoice:c1:inv_p');
  const [, lines = '', total = ''] = /Ce qui est dû (.*?) Total ([\d ,]+) €/.exec(text) ?? [];
  expect(lines).toMatch(/Paiement du 25\/11\/2026, dont 100,00 € sur les intérêts −100,00 €/);
  const cents = (shown: string) => Number(shown.replaceAll(/[ ,]/g, '').replace('−', '-'));
  const amounts = [...lines.matchAll(/(?:Principal|Intérêts|Indemnité|intérêts) (−?[\d ]+,\d\d) €/g)].map(([, shown = '']) =>
    cents(shown),
  );
  expect(amounts).toHaveLength(4);
  expect(amounts.reduce((sum, each) => sum + each)).toBe(cents(total));
});

test.each([
  ['gives its day', {}, 'Paiement du 03/09/2026 −300,00 €'],
  ['says that nobody knows its day', { undated: true }, 'Paiement de date inconnue (compté au 03/09/2026) −300,00 €'],
] as const)('the statement of a case taken over with a payment %s', async (_what, more, said) => {
  const paid = { amountCents: 30_000, on: '2026-09-03', ...more };
  await putCase(world.db, { invoiceId: 'inv_u', number: 'U-1', debtorId: 'cus_0', dueOn: '2026-09-03', paid });
  expect((await look('viewer', '/dossiers/invoice:c1:inv_u')).text).toContain(said);
});

test('an administrator gives the creditor a logo and takes it away; a file that is none is told in its place, others only look', async () => {
  const page = '/reglages/creancier?id=c1';
  const html = async (who: string) => (await fetch(`${world.url}${page}`, { headers: headersOf(who) })).text();
  const give = (who: string, bytes: Buffer | null) => {
    const form = new FormData();
    if (bytes) form.set('fichier', new Blob([new Uint8Array(bytes)]), 'logo.png');
    else form.set('fichier', '');
    return send(who, '/reglages/creancier/c1/logo', form);
  };
  expect((await look('admin', page)).text).toContain('le nom seul est en tête');
  expect(await html('admin')).toMatch(
    /<select id="defaultPlan"[^>]*>.*<option value="default-b2b" selected>Entreprises, standard</,
  );
  for (const [bad, says] of [
    [null, 'Choisissez un fichier PNG ou JPEG'],
    [Buffer.from('<svg/>'), 'ni un PNG ni un JPEG'],
    [png(2001, 2), 'réduisez-la'],
    [Buffer.alloc(400_000), 'dépasse 300'],
  ] as const)
    expect(await give('admin', bad)).toMatchObject({ status: 422, text: expect.stringContaining(says) });
  expect((await give('admin', png(440, 64))).status).toBe(303);
  expect(await html('admin')).toContain('<img src="/creditors/c1/logo" width="220" height="32" alt="Logo actuel">');
  const picture = await fetch(`${world.url}/creditors/c1/logo`, { headers: headersOf('viewer') });
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
  expect(await html('viewer')).not.toContain('Retirer le logo');
  expect((await give('viewer', png(3, 3))).status).toBe(422);
  expect((await look('admin', '/reglages')).text).toMatch(/Logo : rien → PNG 440/);
  expect((await send('admin', '/reglages/creancier/c1/logo/fin', new URLSearchParams())).status).toBe(303);
  expect((await look('admin', page)).text).toContain('le nom seul est en tête');
});
