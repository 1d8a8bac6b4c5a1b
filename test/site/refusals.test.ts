import type { RequestHandler } from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPerson, type Person } from '../../db/people.ts';
import { operatorSite } from '../../web/operator/site.ts';
import { openWorld, quiet, type World } from '../api/world.ts';
import { putLedger } from './ledger.ts';
import { sessionOf } from './without-browser.ts';

/* What the site answers to an address written by hand, a form of another page and a text that is too long. */

let world: World;
let addresses: readonly Address[];
let anne: Person;

beforeAll(async () => {
  const site = operatorSite({ log: quiet, webUi: null, secure: false });
  addresses = addressesOf(site.doors);
  world = await openWorld({ doors: [site.doors], errorPages: [site.errorPages] });
  await world.creditor('c1');
  await putLedger(world, 'c1', 2);
  anne = await addPerson(world.db, { name: 'Anne', role: 'admin', creditors: null });
});
afterAll(() => world.close());

interface Address {
  readonly method: string;
  readonly path: string;
}

/** What a router of express is made of. */
interface Layer {
  readonly route?: { readonly path: string | string[]; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle: object;
}

/** Every address that a room has. */
function addressesOf(router: RequestHandler | object): Address[] {
  const { stack = [] } = router as { readonly stack?: readonly Layer[] };
  return stack.flatMap(({ route, handle }) => {
    if (!route) return addressesOf(handle);
    const methods = Object.keys(route.methods).map((method) => method.toUpperCase());
    return [route.path].flat().flatMap((path) => methods.map((method) => ({ method, path })));
  });
}

/** A session of its own: one of the addresses ends it. */
function entered(): Promise<string> {
  return sessionOf(world.db, anne);
}

interface Asked extends Address {
  readonly fields: readonly (readonly [name: string, value: string])[];
}

async function ask(cookie: string, { method, path, fields }: Asked): Promise<{ status: number; text: string }> {
  const sent = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value]));
  const answer = await fetch(`${world.url}${path}${method === 'GET' ? `?${sent.toString()}` : ''}`, {
    method,
    headers: { cookie, accept: 'text/html', origin: world.url, 'sec-fetch-site': 'same-origin' },
    redirect: 'manual',
    ...(method === 'GET' ? {} : { body: sent }),
  });
  return { status: answer.status, text: readable(await answer.text()) };
}

/** What the eye reads of a page beside its menu, its choices and what is to be copied. */
function readable(html: string): string {
  return html
    .replaceAll(/<(head|script|style|nav|option|code|pre)[\s\S]*?<\/\1>/g, ' ')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll(/[\s\u00a0\u202f]+/g, ' ');
}

const values = ['x'.repeat(200), 'a~b', 'invoice:c1:inv_0', '-1', '%ff'];
const names =
  'adresse au bce canal choix client colonnes compte creancier creanciers cursor debiteur debtor document du ecriture facture forme genre heures hold id jour kind late lignes limit montant name nom open owner page phase plan q role segment semestre sort source tache texte ton type vue'.split(
    ' ',
  );
const ENGLISH = /\$\.|\b(expected|got|missing|Failed|decode|not|the|Invalid|Cannot|undefined)\b|\bNo [a-z]+ |\[object/;

test('whatever is asked of the site, a refusal is French and names no path of a document', async () => {
  const said: string[] = [];
  for (const { method, path } of addresses) {
    const cookie = await entered();
    const asked = values.map((value) => ({
      method,
      path: path.replaceAll(/:\w+/g, value),
      fields: names.map((name) => [name, value] as const),
    }));
    const answers = await Promise.all(asked.map((each) => ask(cookie, each)));
    for (const { status, text } of answers)
      if (status >= 400 && ENGLISH.test(text)) said.push(`${status} ${method} ${path}: ${text}`);
  }
  expect(said).toEqual([]);
});

/** By name: what is asked, and what the page says. */
const told: Readonly<Record<string, readonly [asked: Asked, status: number, says: string]>> = {
  'two hundred letters to look for': [
    { method: 'GET', path: '/dossiers', fields: [['q', 'x'.repeat(200)]] },
    422,
    'Chercher : 100 caractères au plus.',
  ],
  'two hundred letters in the address of a search': [
    { method: 'GET', path: '/chercher', fields: [['q', 'x'.repeat(200)]] },
    303,
    '',
  ],
  'a person without a creditor': [
    {
      method: 'POST',
      path: '/reglages/personnes',
      fields: [
        ['nom', 'Anne'],
        ['role', 'operator'],
      ],
    },
    422,
    'Ses créanciers : cochez-en un au moins.',
  ],
  'a line of no case': [
    { method: 'POST', path: '/a-faire/approuver', fields: [['tache', 'facture 12']] },
    400,
    'Une des lignes cochées n’est celle d’aucun dossier',
  ],
  'a table of a view that is none': [
    { method: 'GET', path: '/dossiers.csv', fields: [['phase', 'melted']] },
    400,
    'Étape : « melted » n’existe pas, ou n’existe plus',
  ],
  'an address that is no text': [{ method: 'GET', path: '/dossiers/%ff', fields: [] }, 404, 'Rien à cette adresse'],
  'a client of no name': [{ method: 'GET', path: '/debiteurs/c1/a~b', fields: [] }, 404, 'Rien à cette adresse'],
};

test.each(Object.entries(told))('%s is told by its field and its remedy', async (_, [asked, status, says]) => {
  const answer = await ask(await entered(), asked);
  expect(answer).toEqual({ status, text: expect.stringContaining(says) });
});

test('a form says what to do in the words of who fills it in', async () => {
  const fields = [['email', 'pas un mail']] as const;
  const { status, text } = await ask(await entered(), {
    method: 'POST',
    path: '/reglages/creancier',
    fields: [['id', 'c9'], ...fields],
  });
  expect(status).toBe(422);
  expect(text).toContain('« pas un mail » ne convient pas : il faut une adresse e-mail.');
  expect(text).toContain('À remplir.');
  expect(text).not.toMatch(/manque ;|reçu "/);
});

test('who is signed in is not asked to enter where nothing is', async () => {
  const nowhere = { method: 'GET', path: '/dossiers/%ff', fields: [] } as const;
  expect((await ask(await entered(), nowhere)).text).not.toContain('Entrer');
  expect((await ask('', nowhere)).text).toContain('Entrer');
});
