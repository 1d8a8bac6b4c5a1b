import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentsOf } from '../../db/documents.ts';
import { addDays } from '../../domain/calendar/civil-date.ts';
import type { CaseView } from '../../domain/case/view.ts';
import { bundledOnce, createWorld, type Life, type World } from '../support/life.ts';
import { openingOf } from '../support/parties.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const stepsOf = (lines: readonly string[]) => lines.map((line) => line.slice(11));

async function replays(life: Life): Promise<void> {
  const workflowBundle = await bundledOnce();
  await Worker.runReplayHistory({ workflowBundle }, await life.history(), life.id);
}

async function reachNotice(life: Life): Promise<void> {
  await life.pass('65 days');
  await life.act('approve');
  await life.pass('4 days');
}

describe('a life on the default plan', () => {
  test('goes from the courteous note to the handed-over file, each step once and on its day', async () => {
    const today = await world.today();
    const opening = openingOf(today, 10, { id: 'pursued' });
    const life = await world.begin(opening);
    await reachNotice(life);
    await life.act('recordLetterOutcome', { outcome: 'received', on: await world.today() });
    await life.pass('14 days');
    expect((await life.view()).phase).toBe('decision');
    await life.act('chooseRoute', { route: 'injonction-de-payer' });
    await life.pass('1 hour');
    const received = await life.received();
    expect(stepsOf(received)).toEqual([
      'courtesy email',
      'reminder-5 email',
      'reminder-15 email',
      'reminder-15 sms',
      'reminder-30 email',
      'reminder-30 sms',
      'formal-notice registered-letter',
      'formal-notice email',
    ]);
    const [courtesyOn = '', reminderOn = ''] = received.map((line) => line.slice(0, 10));
    expect(courtesyOn >= addDays(opening.invoice.dueOn, -5)).toBe(true);
    expect(reminderOn >= addDays(opening.invoice.dueOn, 5)).toBe(true);
    expect((await life.view()).phase).toBe('handed-over');
    expect((await life.facts()).at(-1)).toBe('handed-over');
    await replays(life);
  });

  test('stops the moment it is paid: thanks, nothing else, closed', async () => {
    const life = await world.begin(openingOf(await world.today(), 10, { id: 'paid-early' }));
    await life.pass('6 days');
    await life.signal('paymentReceived', { id: 'p1', amountCents: 120_000, actor: 'bank' });
    await life.pass('60 days');
    expect(stepsOf(await life.received())).toEqual(['courtesy email', 'note:payment:p1 email']);
    expect(await life.handle.result()).toMatchObject({ phase: 'closed', balanceCents: 0, closed: { reason: 'paid' } });
    await replays(life);
  });

  test('asks the rest after a part payment, and the same payment told twice counts once', async () => {
    const life = await world.begin(openingOf(await world.today(), 10, { id: 'in-part' }));
    await life.pass('6 days');
    for (const amountCents of [50_000, 50_000]) await life.signal('paymentReceived', { id: 'p1', amountCents, actor: 'bank' });
    await life.pass('10 days');
    expect((await life.view()).balanceCents).toBe(70_000);
    expect((await life.facts()).filter((type) => type === 'payment')).toHaveLength(1);
  });

  test('a paused case is silent to the end of its pause, then goes on with the step it had not sent', async () => {
    const life = await world.begin(openingOf(await world.today(), 2, { id: 'paused' }));
    await life.act('pause', { until: addDays(await world.today(), 30), reason: 'accord' });
    await life.pass('29 days');
    expect(await life.received()).toEqual([]);
    await life.pass('6 days');
    expect(stepsOf(await life.received())[0]).toBe('reminder-5 email');
  });

  test('the principal paid late leaves interest and the 40 € to claim or to waive: a human, not a reminder', async () => {
    const life = await world.begin(openingOf(await world.today(), -20, { id: 'charges' }));
    await life.pass('3 days');
    await life.signal('paymentReceived', { id: 'p1', amountCents: 120_000, actor: 'bank' });
    await life.pass('20 days');
    const view = await life.view();
    expect(view).toMatchObject({ balanceCents: 0, closed: null, needsHuman: true });
    expect(view.tasks.map((task) => task.kind)).toEqual(['late-charges']);
    await life.act('waive', { reason: 'geste commercial' });
    expect(await life.handle.result()).toMatchObject({ phase: 'closed', closed: { reason: 'paid' } });
  });
});

describe('an agreed schedule', () => {
  test('asks a missed instalment by e-mail once and, signed, lapses when that stays without answer', async () => {
    const life = await world.begin(openingOf(await world.today(), -10, { id: 'instalments' }));
    const today = await world.today();
    const schedule = [5, 35].map((days) => ({ on: addDays(today, days), amountCents: 60_000 }));
    expect(await life.act('agreeInstalments', { schedule })).toMatchObject({ hold: 'instalments' });
    await life.act('recordSignature', { on: today, by: 'M. Aubert', capacity: 'gérant' });
    await life.pass('18 days');
    expect(stepsOf(await life.received())).toEqual([
      expect.stringMatching(/^note:instalments:/),
      `note:missed-instalment:${schedule[0]?.on} email`,
    ]);
    const documents = await documentsOf(world.db, life.id);
    expect(documents.map(({ kind }) => kind)).toEqual(['instalment-agreement']);
    await life.pass('14 days');
    expect(await life.facts()).toContain('instalments-lapsed');
    expect(await life.view()).toMatchObject({ hold: 'none' });
    await replays(life);
  });
});

test('an update without a payload, as the Web UI sends an empty box, is one without fields', async () => {
  const life = await world.begin(openingOf(await world.today(), 10, { id: 'empty-box' }));
  expect(await life.handle.executeUpdate<CaseView, []>('pause')).toMatchObject({ hold: 'pause' });
  expect(await life.handle.executeUpdate<CaseView, []>('resume')).toMatchObject({ hold: 'none' });
  await life.act('close', { reason: 'fin du test' });
});

test('what a stranger types into the engine poisons no case: it goes on hearing, with a task', async () => {
  const life = await world.begin(openingOf(await world.today(), 10, { id: 'typed' }));
  const odd = 'a\u0000b\ud800\u202e';
  for (const payload of [
    null,
    'text',
    [1],
    {},
    { event: odd },
    { event: 'never-told' },
    { event: odd.repeat(999) },
    { type: odd },
  ])
    for (const signal of ['ring', 'paymentReceived', 'invoiceChanged', 'unheardOf']) await life.handle.signal(signal, payload);
  await life.handle.signal('paymentReceived', { id: 'p1', amountCents: '12' });
  await life.handle.signal('paymentReceived', { id: 'p1', amountCents: 120_000 });
  const typed = { updateId: odd, args: [{ reason: odd }] as [object] };
  await expect(life.handle.executeUpdate<CaseView, [object]>('pause', typed)).rejects.toThrow();
  expect(await life.act('pause')).toMatchObject({ hold: 'pause', needsHuman: true, balanceCents: 120_000 });
  await life.act('close', { reason: 'fin du test' });
  await life.handle.result();
  expect(new Set(await life.facts())).toEqual(new Set(['opened', 'task-raised', 'pause', 'close']));
});

describe('what an operator may not do is refused with a French sentence', () => {
  const refusals: [name: string, payload: object, sentence: RegExp][] = [
    ['approve', {}, /Aucun envoi n’attend votre accord/],
    ['resume', {}, /n’est pas en pause/],
    ['recordLetterOutcome', { outcome: 'received', on: '2026-11-20' }, /Aucune lettre recommandée n’est partie/],
    ['chooseRoute', { route: 'assignation' }, /trop tôt/],
    ['pause', { until: '2020-01-01' }, /déjà passée/],
    ['recordPayment', { id: 'x', amountCents: 1.5 }, /amountCents.*entier de centimes/],
    ['close', {}, /reason.*manque/],
    ['skipStep', { step: 'nope', reason: 'x' }, /Étape inconnue/],
    ['recordPromise', { amountCents: 999_999_999, on: '2099-01-01' }, /prescription|dépasse le solde/],
    ['pause', { until: '2026-02-30' }, /date AAAA-MM-JJ qui existe/],
    ['resume', { nom: 'Dupont' }, /champ inconnu/],
  ];
  test.each(refusals)('%s %j', async (name, payload, sentence) => {
    const id = `refused-${refusals.findIndex(([, given]) => given === payload)}`;
    const life = await world.begin(openingOf(await world.today(), 10, { id }));
    await expect(life.act(name, payload)).rejects.toMatchObject({ cause: { message: expect.stringMatching(sentence) } });
    await life.act('close', { reason: 'fin du test' });
    await life.handle.result();
    expect(await life.facts()).toEqual(['opened', 'close']);
  });
});
