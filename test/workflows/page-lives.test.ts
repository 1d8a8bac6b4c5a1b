import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hearMail } from '../../api/answers/hear.ts';
import type { Said } from '../../api/debtor/answer-types.ts';
import { debtorDesk } from '../../api/debtor/desk.ts';
import { makeDebtorLink, replyNameOf } from '../../db/debtor-links.ts';
import { addDays } from '../../domain/calendar/civil-date.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import { quiet } from '../api/world.ts';
import { createWorld, type Life, type World } from '../support/life.ts';
import { mailOf } from '../support/mails.ts';
import { creditor, openingOf } from '../support/parties.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const usual = shippedPlans.find(({ id }) => id === 'default-b2b') as Plan;
const waiving: Plan = { ...usual, lateCharges: 'waive' };
const begin = async (id: string, plan: Plan = waiving) => world.begin(openingOf(await world.today(), -6, { id }), plan);
const stepsOf = async (life: Life) => (await life.received()).map((line) => line.slice(11));
const inDays = async (days: number) => addDays(await world.today(), days);

async function ground() {
  const nowMs = await world.time.nowMs();
  const keep = async (caseId: string, kind: string) => `${caseId}/${kind}`;
  return {
    db: world.db,
    engine: world.engine,
    clock: () => nowMs,
    log: quiet,
    wake: () => undefined,
    keep,
    documents: { get: () => Promise.reject(new Error('none')) },
  };
}

const idOf = ({ id }: Life) => id.split(':').at(-1) ?? id;

/** What the debtor says on his page, through the door that the page uses. */
async function says(life: Life, said: Said): Promise<readonly string[]> {
  const id = idOf(life);
  const desk = debtorDesk({ ...(await ground()), invoiceFile: () => Promise.resolve(null) });
  const visit = await desk.open(await makeDebtorLink(world.db, creditor.id, `d-${id}`), '192.0.2.1');
  if (!visit) throw new Error(`no page of ${id}`);
  const answered = await visit.answer({ said, requestId: randomUUID(), text: '', files: [] }, [id]);
  await world.drain();
  await life.pass('1 hour');
  return answered.map(({ outcome }) => outcome);
}

/** An e-mail of the debtor, to the address of answers that our messages bear. */
async function writes(life: Life, words: string): Promise<void> {
  const token = await makeDebtorLink(world.db, creditor.id, `d-${idOf(life)}`);
  const to = `reponse+${replyNameOf(token)}@exigible.example`;
  await hearMail({ ...(await ground()), put: () => Promise.resolve('') }, mailOf({ To: to }, words));
  await world.drain();
  await life.pass('1 hour');
}

const pays = (life: Life, id: string, amountCents: number) => life.signal('paymentReceived', { id, amountCents, actor: 'bank' });

describe('a promise made on the page', () => {
  test('kept: nothing is asked meanwhile, and the case closes', async () => {
    const life = await begin('kept');
    await life.pass('4 days');
    expect(await says(life, { says: 'promise', on: await inDays(20) })).toEqual(['held']);
    await life.pass('19 days');
    await pays(life, 'p1', 120_000);
    await life.pass('2 days');
    expect(await stepsOf(life)).toEqual([
      'reminder-5 email',
      expect.stringMatching(/^note:promise:.* email$/),
      'note:payment:p1 email',
    ]);
    expect((await life.view()).closed).toMatchObject({ reason: 'paid' });
    expect(await life.facts()).not.toContain('promise-broken');
  });

  test('broken: the step that the plan names leaves at once, and a second promise is a person’s', async () => {
    const life = await begin('broken');
    await life.pass('4 days');
    await says(life, { says: 'promise', on: await inDays(3) });
    await life.pass('12 days');
    expect(await life.facts()).toContain('promise-broken');
    expect(await stepsOf(life)).toContain('reminder-30 email');
    expect(await stepsOf(life)).not.toContain('reminder-15 email');
    expect(await says(life, { says: 'promise', on: await inDays(3) })).toEqual(['asked']);
    expect((await life.view()).tasks.map(({ kind }) => kind)).toContain('answer');
  });
});

test('a dispute of a part on the page: the rest is asked, and once paid nothing more', async () => {
  const life = await begin('part');
  await life.pass('4 days');
  expect(await says(life, { says: 'dispute', reason: 'price', amountCents: 20_000 })).toEqual(['held']);
  await life.pass('12 days');
  expect(await stepsOf(life)).toEqual(expect.arrayContaining(['reminder-15 email']));
  await pays(life, 'p1', 100_000);
  const asked = (await stepsOf(life)).filter((step) => step.startsWith('reminder')).length;
  await life.pass('20 days');
  expect((await stepsOf(life)).filter((step) => step.startsWith('reminder'))).toHaveLength(asked);
  expect(await life.view()).toMatchObject({
    balanceCents: 20_000,
    holds: [{ type: 'dispute', amountCents: 20_000 }],
    closed: null,
  });
});

test('instalments asked on the page are granted by the plan, and kept they close the case', async () => {
  const life = await begin('parts', {
    ...waiving,
    selfService: { promiseWithin: 'P30D', instalments: { count: 3, within: 'P90D' } },
  });
  await life.pass('4 days');
  expect(await says(life, { says: 'instalments', count: 2, firstOn: await inDays(5) })).toEqual(['held']);
  expect(await life.view()).toMatchObject({ hold: 'instalments' });
  for (const days of ['4 days', '30 days'] as const) {
    await life.pass(days);
    await pays(life, `p-${days}`, 60_000);
  }
  await life.pass('2 days');
  expect((await life.view()).closed).toMatchObject({ reason: 'paid' });
  expect((await stepsOf(life)).filter((step) => step.startsWith('reminder'))).toEqual(['reminder-5 email']);
});

test('an answer by e-mail pauses the ladder for the days of the plan, is answered in writing, and the ladder goes on', async () => {
  const life = await begin('reply');
  await life.pass('4 days');
  await writes(life, 'Bonjour, pouvez-vous me renvoyer la facture ?');
  expect(await life.view()).toMatchObject({ hold: 'pause', tasks: [{ kind: 'answer' }] });
  await life.act('answerDebtor', { text: 'La voici de nouveau.' });
  await life.pass('4 days');
  expect(await stepsOf(life)).toEqual(['reminder-5 email', expect.stringMatching(/^note:answer:.* email$/)]);
  expect((await life.view()).tasks).toEqual([]);
  await life.pass('8 days');
  expect(await stepsOf(life)).toContain('reminder-15 email');
});
