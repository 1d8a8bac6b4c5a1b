import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { amendments } from '../../db/amendment-schema.ts';
import { type Amendment, listAmendments, noteTemplates, wordingsSince } from '../../db/amendments.ts';
import { creditorOf, putCreditor } from '../../db/creditors.ts';
import { debtorOf, putDebtor } from '../../db/debtors.ts';
import { eraseIdentity } from '../../db/erasure.ts';
import { addPerson, endPerson, openSession, type Person } from '../../db/people.ts';
import { debtors } from '../../db/schema.ts';
import type { Creditor, Debtor } from '../../domain/party/party-schema.ts';
import type { Role } from '../../domain/role.ts';
import { created, creditorDocument, debtorDocument, openWorld, type World } from './world.ts';

const OTHER_IBAN = 'FR1420041010050500013M02606';
const elsewhere = { line1: '1 quai Neuf', postcode: '13002', city: 'Marseille', country: 'FR' };

let world: World;
let billing: string;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

let serial = 0;
/** A creditor of its own for each test. */
let c: string;
beforeEach(async () => {
  serial += 1;
  c = `c${serial}`;
  billing = (await world.creditor(c)).billing;
});

const person = (name: string, role: Role, creditors: readonly string[] | null = [c]) =>
  addPerson(world.db, { name, role, creditors });

async function as(who: Person, method: string, path: string, body?: object) {
  const cookie = `exigible=${await openSession(world.db, who)}`;
  const headers = { cookie, origin: world.url, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(`${world.url}${path}`, { method, headers, ...sent });
  return {
    status: answer.status,
    body: (await answer.json()) as { detail: string; waiting?: Amendment[]; amendments: Amendment[] },
  };
}

const lines = () => listAmendments(world.db, { creditorId: c, limit: 50, kind: 'creditor' });
const ibanOf = async () => (await creditorOf(world.db, c))?.iban;
const newIban = (who: Person, iban = OTHER_IBAN) => as(who, 'PUT', `/creditors/${c}`, { ...creditorDocument, iban });
const confirm = (who: Person, id: number | undefined) => as(who, 'POST', `/amendments/${id}/confirmation`);

async function twoPeople() {
  return { anne: await person('Anne', 'admin', null), bruno: await person('Bruno', 'approver') };
}

/** People of the tests before count no more. */
beforeEach(async () => {
  for (let id = 1; id <= 100; id += 1) await endPerson(world.db, id);
});

describe('a new IBAN', () => {
  test('is in force at once where one person alone has rights, and is a fact with who and when', async () => {
    const anne = await person('Anne', 'admin', null);
    await person('Colin', 'operator');
    expect(await newIban(anne)).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await ibanOf()).toBe(OTHER_IBAN);
    const [last, first] = await lines();
    expect(last).toMatchObject({ actor: `person:${anne.id}`, state: 'made', version: 2, subject: c });
    expect(last?.fields).toEqual({ iban: ['FR7630006000011234567890189', OTHER_IBAN] });
    expect(first).toMatchObject({ actor: 'key:1', state: 'made', version: 1 });
  });

  test('waits for a second person where there are two, while the rest is in force', async () => {
    const { anne, bruno } = await twoPeople();
    const told = await as(anne, 'PUT', `/creditors/${c}`, { ...creditorDocument, iban: OTHER_IBAN, phone: '0102030405' });
    const id = told.body.waiting?.[0]?.id;
    expect(told.body.waiting).toMatchObject([
      { state: 'waiting', actor: `person:${anne.id}`, fields: [{ field: 'iban', after: OTHER_IBAN }] },
    ]);
    expect(await creditorOf(world.db, c)).toMatchObject({ iban: 'FR7630006000011234567890189', phone: '0102030405' });
    expect(await confirm(bruno, id)).toMatchObject({ status: 200, body: { id, version: 3 } });
    expect(await ibanOf()).toBe(OTHER_IBAN);
    expect((await lines()).find((each) => each.id === id)).toMatchObject({ state: 'confirmed', decidedBy: `person:${bruno.id}` });
    expect(await confirm(bruno, id)).toMatchObject({ status: 409, body: { detail: expect.stringContaining('il est confirmé') } });
  });

  test.each<[who: string, role: Role, creditors: (() => string[]) | null, status: number]>([
    ['an operator', 'operator', () => [c], 403],
    ['a viewer', 'viewer', () => [c], 403],
    ['an approver of another creditor', 'approver', () => ['c1'], 404],
    ['an admin', 'admin', null, 200],
  ])('is confirmed by %s: %s', async (name, role, creditors, status) => {
    const { anne } = await twoPeople();
    const { body } = await newIban(anne);
    const who = await person(name, role, creditors?.() ?? null);
    expect((await confirm(who, body.waiting?.[0]?.id)).status).toBe(status);
    expect(await ibanOf()).toBe(status === 200 ? OTHER_IBAN : 'FR7630006000011234567890189');
  });

  test('is not confirmed by whoever proposed it, nor by a key', async () => {
    const { anne } = await twoPeople();
    const id = (await newIban(anne)).body.waiting?.[0]?.id;
    expect(await confirm(anne, id)).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining('Vous l’avez proposé') },
    });
    for (const key of [world.adminKey, await world.key(c, 'approver')])
      expect(await world.call('POST', `/amendments/${id}/confirmation`, key)).toMatchObject({ status: 403 });
    expect(await ibanOf()).toBe('FR7630006000011234567890189');
  });

  test('proposed by a key waits as well', async () => {
    const { bruno } = await twoPeople();
    const told = await world.call('PUT', `/creditors/${c}`, world.adminKey, { ...creditorDocument, iban: OTHER_IBAN });
    const [waiting] = (told.body as unknown as { waiting: Amendment[] }).waiting;
    expect(waiting).toMatchObject({ actor: 'key:1' });
    expect((await confirm(bruno, waiting?.id)).status).toBe(200);
  });

  test('expires after seven days, and is then to be proposed again', async () => {
    const { anne, bruno } = await twoPeople();
    const id = (await newIban(anne)).body.waiting?.[0]?.id ?? 0;
    await world.db.update(amendments).set({ expiresAt: sql`now()` }).where(eq(amendments.id, id));
    expect(await confirm(bruno, id)).toMatchObject({ status: 409, body: { detail: expect.stringContaining('sept jours') } });
    expect((await lines()).find((each) => each.id === id)).toMatchObject({ state: 'expired' });
    const again = (await newIban(anne)).body.waiting?.[0]?.id;
    expect(again).not.toBe(id);
    expect((await confirm(bruno, again)).status).toBe(200);
  });

  test('that another one replaced is not confirmed in its place', async () => {
    const { anne, bruno } = await twoPeople();
    const first = (await newIban(anne)).body.waiting?.[0]?.id;
    const second = (await newIban(anne, 'DE89370400440532013000')).body.waiting?.[0]?.id;
    expect(await confirm(bruno, first)).toMatchObject({ status: 409, body: { detail: expect.stringContaining('remplacé') } });
    expect((await confirm(bruno, second)).status).toBe(200);
    expect(await ibanOf()).toBe('DE89370400440532013000');
  });

  test('told twice waits once', async () => {
    const { anne } = await twoPeople();
    const first = await newIban(anne);
    const again = await newIban(anne);
    expect(again.body.waiting).toEqual(first.body.waiting);
    expect((await creditorOf(world.db, c))?.phone).toBe(creditorDocument.phone);
  });

  test('is withdrawn by whoever proposed it, refused by who approves, and by no other operator', async () => {
    const { anne, bruno } = await twoPeople();
    const colin = await person('Colin', 'operator');
    const refuse = (who: Person, id: number | undefined) => as(who, 'POST', `/amendments/${id}/refusal`);
    const id = (await newIban(anne)).body.waiting?.[0]?.id;
    expect((await refuse(colin, id)).status).toBe(403);
    expect((await refuse(anne, id)).status).toBe(200);
    expect((await confirm(bruno, id)).status).toBe(409);
    const other = (await newIban(anne)).body.waiting?.[0]?.id;
    expect((await refuse(bruno, other)).status).toBe(200);
    expect(await ibanOf()).toBe('FR7630006000011234567890189');
  });

  test('is not made of data that changed since it was proposed', async () => {
    const { anne, bruno } = await twoPeople();
    const id = (await newIban(anne)).body.waiting?.[0]?.id;
    await endPerson(world.db, bruno.id);
    await newIban(anne, 'DE89370400440532013000');
    const chloe = await person('Chloé', 'approver');
    expect(await confirm(chloe, id)).toMatchObject({ status: 409, body: { detail: expect.stringContaining('ont changé') } });
  });
});

describe('the setting of a creditor', () => {
  test('needs a second person to be switched off, and asks even one who is alone once it is on', async () => {
    const { anne, bruno } = await twoPeople();
    const off = await as(anne, 'PUT', `/creditors/${c}`, { ...creditorDocument, secondPerson: false, iban: OTHER_IBAN });
    expect(await creditorOf(world.db, c)).not.toHaveProperty('secondPerson');
    expect(await ibanOf()).toBe('FR7630006000011234567890189');
    expect((await confirm(bruno, off.body.waiting?.[0]?.id)).status).toBe(200);
    await as(anne, 'PUT', `/creditors/${c}`, { ...creditorDocument, secondPerson: true, iban: OTHER_IBAN });
    await endPerson(world.db, bruno.id);
    expect((await newIban(anne, 'DE89370400440532013000')).body.waiting).toHaveLength(1);
    expect(await ibanOf()).toBe(OTHER_IBAN);
  });
});

describe('a debtor', () => {
  const office = async (id = 'cus_31') => (await debtorOf(world.db, c, id))?.registeredOffice;

  test('gets another registered office when a second person confirms it, whoever tells it', async () => {
    const { anne, bruno } = await twoPeople();
    const event = created({ id: `i${serial}` });
    expect((await world.webhook({ purpose: 'billing', creditorId: c, secret: billing, event })).status).toBe(202);
    const moved = created({ id: `j${serial}` }, { registeredOffice: elsewhere, email: 'neuf@aubert.example' });
    expect((await world.webhook({ purpose: 'billing', creditorId: c, secret: billing, event: moved })).status).toBe(202);
    expect(await debtorOf(world.db, c, 'cus_31')).toMatchObject({
      registeredOffice: debtorDocument.registeredOffice,
      email: 'neuf@aubert.example',
    });
    const { body } = await as(anne, 'GET', `/amendments?creditor=${c}&kind=debtor&subject=cus_31&state=waiting`);
    expect(body.amendments).toMatchObject([{ actor: 'billing', fields: [{ field: 'registeredOffice' }] }]);
    expect((await confirm(bruno, body.amendments[0]?.id)).status).toBe(200);
    expect(await office()).toEqual(elsewhere);
  });

  test('gets his first registered office at once: nothing that was known is lost', async () => {
    const { anne } = await twoPeople();
    const { registeredOffice, ...bare } = debtorDocument;
    const put = (body: object) => as(anne, 'PUT', `/debtors/cus_31?creditor=${c}`, body);
    expect((await put(bare)).body.waiting).toBeUndefined();
    expect((await put({ ...bare, registeredOffice })).body.waiting).toBeUndefined();
    expect(await office()).toEqual(registeredOffice);
    expect((await put(bare)).body.waiting).toHaveLength(1);
    expect(await office()).toEqual(registeredOffice);
  });

  test('is led to another virtual IBAN by nobody alone', async () => {
    const { anne } = await twoPeople();
    const put = (body: object) => as(anne, 'PUT', `/debtors/cus_31?creditor=${c}`, body);
    await put(debtorDocument);
    expect((await put({ ...debtorDocument, virtualIban: OTHER_IBAN })).body.waiting).toHaveLength(1);
    expect(await debtorOf(world.db, c, 'cus_31')).not.toHaveProperty('virtualIban');
  });

  test('whose office billing told and nobody confirmed in time is asked for again when billing tells it again', async () => {
    await twoPeople();
    const tell = (n: number, debtor: object) =>
      world.webhook({
        purpose: 'billing',
        creditorId: c,
        secret: billing,
        event: created({ id: `o${n}`, number: `O-${n}` }, debtor),
      });
    const waiting = async () =>
      (await listAmendments(world.db, { creditorId: c, kind: 'debtor', limit: 10 })).filter(({ state }) => state === 'waiting');
    await tell(1, {});
    await tell(2, { name: 'Aubert SAS', registeredOffice: elsewhere });
    expect([(await waiting()).length, await office()]).toEqual([1, debtorDocument.registeredOffice]);
    await world.db.update(amendments).set({ expiresAt: '2020-01-01T00:00:00Z' });
    await tell(3, { name: 'Aubert SAS', registeredOffice: elsewhere });
    expect((await waiting()).filter(({ expiresAt }) => (expiresAt ?? '') > '2026')).toHaveLength(1);
    expect(await debtorOf(world.db, c, 'cus_31')).toMatchObject({
      name: 'Aubert SAS',
      registeredOffice: debtorDocument.registeredOffice,
    });
  });

  test('who is erased leaves nothing in what was amended of him', async () => {
    await putDebtor(world.db, c, debtorDocument as Debtor, 'key:1');
    await putDebtor(world.db, c, { ...debtorDocument, registeredOffice: elsewhere } as Debtor, 'key:1');
    await eraseIdentity(world.db, { creditorId: c, debtorId: 'cus_31', actor: 'key:1', reason: 'asked' });
    const left = await listAmendments(world.db, { creditorId: c, kind: 'debtor', limit: 10 });
    expect(left).toMatchObject([{ actor: 'key:1', fields: {} }]);
  });
});

describe('no way of writing goes without', () => {
  test('one that says not who is told as unknown, also after one who did', async () => {
    await putDebtor(world.db, c, debtorDocument as Debtor, 'key:7');
    await putDebtor(world.db, c, { ...debtorDocument, email: 'a@b.example' } as Debtor, 'key:7');
    await world.db
      .update(debtors)
      .set({ document: { ...debtorDocument, email: 'c@d.example' } })
      .where(eq(debtors.creditorId, c));
    const actors = (await listAmendments(world.db, { creditorId: c, kind: 'debtor', limit: 10 })).map(({ actor }) => actor);
    expect(actors).toEqual(['unknown', 'key:7']);
  });

  test('the same told again is no change', async () => {
    const known = (await creditorOf(world.db, c)) as Creditor;
    const before = await lines();
    await putCreditor(world.db, known, 'key:1');
    expect(await lines()).toEqual(before);
  });

  test('a version of a plan says who put it in force', async () => {
    const bruno = await person('Bruno', 'approver');
    const steps = [{ id: 'r', act: 'message', anchor: 'after-due', delay: 'P1D', channels: ['email'], template: 'reminder' }];
    await as(bruno, 'PUT', `/plans/mine?creditor=${c}`, { version: 1, name: 'Mon plan', steps });
    expect(await listAmendments(world.db, { creditorId: c, kind: 'plan', subject: 'mine', limit: 1 })).toMatchObject([
      { actor: `person:${bruno.id}`, subject: 'mine', version: 1 },
    ]);
  });

  test('a wording that is new, other or gone is told once, and an approval is of the wordings of its day', async () => {
    await noteTemplates(world.db, { 'email/a': '1', 'email/b': '1' }, 'product');
    const before = await wordingsSince(world.db);
    await noteTemplates(world.db, { 'email/a': '1', 'email/b': '1' }, 'product');
    expect(await wordingsSince(world.db)).toBe(before);
    await noteTemplates(world.db, { 'email/a': '2', 'email/c': '1' }, 'product');
    const [last] = await listAmendments(world.db, { creditorId: c, kind: 'template', limit: 1 });
    expect(last?.fields).toEqual({ 'email/a': ['1', '2'], 'email/b': ['1', null], 'email/c': [null, '1'] });
    expect(await wordingsSince(world.db)).toBe(last?.id);
  });
});
