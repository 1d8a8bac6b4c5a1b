import puppeteer, { type Browser, type CDPSession, type Page } from 'puppeteer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPerson, giveToken, type Person } from '../../db/people.ts';
import { findBrowser } from '../../run/browser.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let browser: Browser;
let page: Page;
let devices: CDPSession;
let person: Person;
let site: string;
let authenticatorId: string;

beforeAll(async () => {
  world = await openWorld();
  await world.creditor('c1');
  person = await addPerson(world.db, { name: 'Anne', role: 'approver', creditors: ['c1'] });
  const { executablePath, headless } = findBrowser();
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  browser = await puppeteer.launch({ executablePath, headless, args, pipe: true });
  page = await browser.newPage();
  site = world.url.replace('127.0.0.1', 'localhost');
  devices = await page.createCDPSession();
  await devices.send('WebAuthn.enable');
  authenticatorId = await device();
  await page.goto(`${site}/healthz`);
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});

/** A telephone that knows its owner. */
async function device(): Promise<string> {
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
  };
  const made = await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: { ...options, automaticPresenceSimulation: true } as never,
  });
  return made.authenticatorId;
}

const invitation = async () => (await giveToken(world.db, { purpose: 'invitation', personId: person.id, minutes: 5 })).token;

/** What a browser has, as far as it is used here. */
declare const navigator: { readonly credentials: Record<'create' | 'get', (options: object) => Promise<Credential>> };
declare const PublicKeyCredential: Record<
  'parseCreationOptionsFromJSON' | 'parseRequestOptionsFromJSON',
  (json: never) => object
>;
interface Credential {
  toJSON(): unknown;
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** What the device signed: it can be told again. */
  readonly response: unknown;
}

/** What the site does in the browser: asks for a challenge, has the device sign it, and hands the answer back. */
function ceremony(kind: 'create' | 'get', challengePath: string, answerPath: string, besides: object): Promise<Answer> {
  return page.evaluate(
    async (kind, challengePath, answerPath, besides) => {
      const post = (path: string, body: object) =>
        fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
      const asked = await post(challengePath, besides);
      if (!asked.ok) return { status: asked.status, body: (await asked.json()) as Record<string, unknown>, response: null };
      const options = (await asked.json()) as never;
      const made =
        kind === 'create'
          ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
          : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      const response = made.toJSON();
      const answer = await post(answerPath, { ...besides, response });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown>, response };
    },
    kind,
    challengePath,
    answerPath,
    besides,
  );
}

const register = (token: string) => ceremony('create', '/passkeys/registration', '/passkeys', { invitation: token });
const signIn = () => ceremony('get', '/passkeys/challenge', '/passkeys/sign-in', {});

async function sessionInBrowser(): Promise<unknown> {
  return page.evaluate(async () => (await fetch('/session')).json());
}

test('an invitation makes a passkey once, and the passkey signs in', async () => {
  const token = await invitation();
  expect(await register(token)).toMatchObject({ status: 201, body: { id: person.id, role: 'approver' } });
  expect(await register(token)).toMatchObject({ status: 401 });
  await page.deleteCookie(...(await page.cookies()));
  expect(await sessionInBrowser()).toMatchObject({ status: 401 });
  const signed = await signIn();
  expect(signed).toMatchObject({ status: 200, body: { id: person.id, name: 'Anne' } });
  expect(await sessionInBrowser()).toMatchObject({ name: `person:${person.id}`, role: 'approver', creditorId: 'c1' });
});

test('what a device signed once opens nothing a second time', async () => {
  const { response } = await signIn();
  const headers = { 'content-type': 'application/json', origin: site };
  const again = await fetch(`${site}/passkeys/sign-in`, { method: 'POST', headers, body: JSON.stringify({ response }) });
  expect(again.status).toBe(401);
});

test('a passkey of nobody here, and one of a person who was shut out, open nothing', async () => {
  const [, other] = [await devices.send('WebAuthn.clearCredentials', { authenticatorId }), await invitation()];
  expect(await register(other)).toMatchObject({ status: 201 });
  await world.call('DELETE', `/people/${person.id}`, world.adminKey);
  expect(await signIn()).toMatchObject({ status: 401 });
  expect(await register(await invitation())).toMatchObject({ status: 401 });
});
