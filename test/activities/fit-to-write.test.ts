import { afterAll, beforeAll, expect, test } from 'vitest';
import { putCreditor } from '../../db/creditors.ts';
import { creditorSchema } from '../../domain/party/party-schema.ts';
import { creditor } from '../support/parties.ts';
import { type Desk, openDesk } from './desk.ts';

const TODAY = '2026-11-20';
const DEDICATED = 'FR76 3000 4000 0300 0000 0000 009';
const EMAIL = { business: { step: 'reminder-5', channel: 'email' }, consumer: { step: 'reminder-8', channel: 'email' } } as const;
const THANKS = { note: 'payment-thanks', key: 'payment:p1' };

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.close());

async function toldOf(without: 'signatory' | 'mediator' | null, more: object = {}) {
  const told = Object.fromEntries(Object.entries(creditor).filter(([field]) => field !== without));
  await putCreditor(desk.db, creditorSchema.parse({ ...told, ...more }));
}

async function words(kind: 'business' | 'consumer', what: Parameters<Desk['words']>[1]): Promise<string> {
  return desk.words(await desk.live(kind, {}), what, TODAY);
}

test('a notice that nobody signs is not written: somebody is asked who signs; reminders leave', async () => {
  await toldOf('signatory');
  const notice = await desk.letter(await desk.live('business', {}), 'formal-notice', TODAY);
  expect(notice).toMatch(/"outcome":"refused".*Indiquez qui signe la mise en demeure et à quel titre/);
  expect(await words('business', EMAIL.business)).toContain('1\u202f250,00\u00a0€');
});

test('a consumer is not chased before the mediator is named; his payment is confirmed, and a business is chased', async () => {
  await toldOf('mediator');
  expect(await words('consumer', EMAIL.consumer)).toMatch(/"outcome":"refused".*Médiateur de la consommation à renseigner/);
  expect(await words('consumer', THANKS)).not.toContain('refused');
  expect(await words('business', EMAIL.business)).not.toContain('refused');
});

test('nothing leaves for another whose mandate, insurance, account or declaration is not told', async () => {
  await toldOf(null, { mandate: { as: 'accounting-firm' } });
  for (const what of [EMAIL.business, THANKS])
    expect(await words('business', what)).toMatch(/"outcome":"refused".*Indiquez qui recouvre pour le créancier/);
});

test('who recovers for another is paid on the account that he keeps for it, in his own name', async () => {
  const collector = { name: 'Recouvra', siren: '812345679', address: '1 rue A, 69001 Lyon' };
  const told = { agreementOn: '2026-01-05', insurance: 'Assureur', dedicatedAccount: DEDICATED, declaredTo: 'Lyon' };
  await toldOf(null, { mandate: { as: 'agency', collector, ...told } });
  for (const text of [
    await words('business', EMAIL.business),
    await desk.letter(await desk.live('business', {}), 'formal-notice', TODAY),
  ]) {
    const plain = text.replaceAll(/[\u00a0\u202f]/g, ' ');
    expect(plain).toContain(DEDICATED);
    expect(plain).toContain('Par virement à Recouvra');
    expect(plain).not.toContain('FR76 3000 6000');
    expect(plain).not.toContain('BIC');
  }
  await toldOf(null);
});
