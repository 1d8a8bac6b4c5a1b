import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { putCase } from './case-row.ts';
import { openWorld, type World } from './world.ts';

interface Line {
  readonly caseId: string;
  readonly kind: string;
  readonly owner: string;
  readonly dueOn: string;
  readonly overdue: boolean;
  readonly context: string;
  readonly remedy: string;
  readonly debtorName: string | null;
  readonly oneOfSeveral: boolean;
}

let world: World;
let key: string;
const by = { actor: 'test' };
const on = (day: string) => ({ at: `2026-11-${day}T10:00:00+01:00`, ...by });
const bounced = (day: string): Fact => ({ type: 'message-bounced', channel: 'email', ...on(day) });

beforeAll(async () => {
  world = await openWorld();
  world.clock = () => Date.parse('2026-11-13T09:00:00+01:00');
  await world.creditor('c1');
  await world.creditor('c2');
  key = await world.key('c1', 'viewer');
  await putCase(world.db, { invoiceId: 'a', debtorId: 'aubert', facts: [bounced('09')] });
  await putCase(world.db, { invoiceId: 'b', facts: [{ type: 'call-due', step: 'reminder-30', ...on('10') }, bounced('11')] });
  await putCase(world.db, { invoiceId: 'c', facts: [{ type: 'approval-asked', step: 'formal-notice', ...on('12') }] });
  await putCase(world.db, {
    invoiceId: 'd',
    facts: [
      { type: 'dispute-opened', owner: 'ventes', ...on('02') },
      { type: 'task-raised', task: 'dispute', key: '2026-11-17', context: 'Litige à trancher', ...on('17') },
    ],
  });
  await putCase(world.db, { invoiceId: 'quiet' });
  await putCase(world.db, { creditorId: 'c2', invoiceId: 'a', facts: [bounced('09')] });
  await world.db.execute(
    sql`insert into debtors (creditor_id, id, document, version) values ('c1', 'aubert', '{"name":"Aubert"}', 1)`,
  );
});
afterAll(() => world.close());

async function ask(query = '', as = key) {
  const { status, body } = await world.call('GET', `/tasks${query}`, as);
  const { tasks = [], next, errors } = body as unknown as { tasks?: Line[]; next: string | null; errors?: { path: string }[] };
  return { status, tasks, next, errors };
}

const short = (tasks: readonly Line[]) => tasks.map(({ caseId, kind }) => `${caseId.slice('invoice:c1:'.length)} ${kind}`);

describe('GET /tasks', () => {
  test('the most urgent first, each with owner, day, context and the act that settles it', async () => {
    const { tasks, next } = await ask();
    expect(short(tasks)).toEqual(['a bounce', 'b call', 'b bounce', 'c approval', 'd dispute']);
    expect(next).toBeNull();
    expect(tasks[0]).toMatchObject({
      debtorName: 'Aubert',
      owner: 'operator',
      dueOn: '2026-11-12',
      overdue: true,
      context: expect.stringContaining('L’e-mail est revenu'),
      remedy: '`correctContact` `{}`',
    });
    expect(tasks[1]?.debtorName).toBeNull();
  });

  test.each([
    ['?kind=bounce', ['a bounce', 'b bounce']],
    ['?owner=approver', ['c approval']],
    ['?owner=ventes', ['d dispute']],
    ['?overdue=true', ['a bounce', 'b call']],
    ['?overdue=false', ['b bounce', 'c approval', 'd dispute']],
    ['?debtor=aubert', ['a bounce']],
    ['?kind=bounce&overdue=true&owner=operator', ['a bounce']],
    ['?kind=route', []],
    ['?name=AUB', ['a bounce']],
    ['?name=%25', []],
    ['?least=99999999999', []],
    ['?sort=debtor&name=aubert', ['a bounce']],
    ['?creditor=c1&kind=call', ['b call']],
  ])('%s: %j', async (query, expected) => {
    expect(short((await ask(query)).tasks)).toEqual(expected);
  });

  test('pages of two: every task once, though one is done and one is raised meanwhile', async () => {
    const first = await ask('?limit=2');
    await putCase(world.db, { invoiceId: 'early', facts: [bounced('03')] });
    const second = await ask(`?limit=2&cursor=${first.next}`);
    const third = await ask(`?limit=2&cursor=${second.next}`);
    expect(short([...first.tasks, ...second.tasks, ...third.tasks])).toEqual(short((await ask()).tasks).slice(1));
    expect(third.next).toBeNull();
  });

  test.each(['amount', 'debtor'])('pages of two by %s: every task once, in the order of the whole', async (sort) => {
    const whole = short((await ask(`?sort=${sort}`)).tasks);
    const paged: string[] = [];
    for (let next: string | null = '', more = ''; next !== null; ) {
      const page = await ask(`?sort=${sort}&limit=2${more}`);
      paged.push(...short(page.tasks));
      next = page.next;
      if (next !== null) more = `&cursor=${next}`;
    }
    expect(paged).toEqual(whole);
  });

  test('a creditor sees his own; the admin key sees all, or those of one', async () => {
    expect(short((await ask('', await world.key('c2', 'viewer'))).tasks)).toEqual(['a bounce']);
    expect((await ask('?kind=bounce', world.adminKey)).tasks).toHaveLength(4);
    expect((await ask('?kind=bounce&creditor=c2', world.adminKey)).tasks).toHaveLength(1);
  });

  test('a task kept before owners and days were is an operator’s, of the day it was raised', async () => {
    await putCase(world.db, { creditorId: 'c2', invoiceId: 'old', facts: [bounced('10')] });
    await world.db.execute(sql`update cases set state = jsonb_set(state, '{tasks,0}', (state->'tasks'->0) - 'owner' - 'dueOn')
      where id = 'invoice:c2:old'`);
    const { tasks } = await ask('?creditor=c2&owner=operator', world.adminKey);
    expect(tasks.find(({ caseId }) => caseId === 'invoice:c2:old')).toMatchObject({ owner: 'operator', dueOn: '2026-11-10' });
  });

  test.each([
    ['?kind=nonsense', '$.kind'],
    ['?overdue=perhaps', '$.overdue'],
    ['?cursor=nonsense', '$.cursor'],
    ['?limit=0', '$.limit'],
    ['?least=-1', '$.least'],
    ['?sort=colour', '$.sort'],
    [`?sort=amount&cursor=${Buffer.from('["2026-11-12","a","b"]').toString('base64url')}`, '$.cursor'],
    ['?colour=red', '$.colour'],
  ])('%s is bad input at %s', async (query, path) => {
    const { status, errors } = await ask(query);
    expect([status, errors?.[0]?.path]).toEqual([400, path]);
  });
});

test('of the invoices of one common notice the oldest alone asks for a route; once it is paid the next one does', async () => {
  const at = { at: '2026-11-10T09:00:00+01:00', actor: 'case' };
  const trace = { askedCents: 1, message: 'm', provider: 'outbox', providerId: 'x', sha256: 'y' };
  const notice: Fact = {
    type: 'sent',
    step: 'formal-notice',
    channel: 'registered-letter',
    template: 'formal-notice',
    ...trace,
    ...at,
  };
  const asks: Fact = { type: 'decision-opened', step: 'decision', routes: [], ...at };
  const common = async (invoiceId: string, dueOn: string, ...more: Fact[]) => {
    await putCase(world.db, { creditorId: 'c1', invoiceId, debtorId: 'joint', dueOn, facts: [notice, asks, ...more] });
    await world.db.execute(sql`update cases set plan = plan || '{"together":"debtor"}'::jsonb where debtor_id = 'joint'`);
  };
  const asked = async () => {
    const { body } = await world.call('GET', '/tasks?kind=route&debtor=joint', await world.key('c1', 'viewer'));
    return (body as unknown as { tasks: { invoiceNumber: string }[] }).tasks.map(({ invoiceNumber }) => invoiceNumber);
  };
  await common('young', '2026-09-20');
  await common('old', '2026-09-01');
  expect(await asked()).toEqual(['F-old']);
  await world.db.execute(sql`update cases set needs_human = false where invoice_id = 'old'`);
  expect(await asked()).toEqual(['F-young']);
});

test('a task says that its case has another of its kind, on whatever page that is', async () => {
  await world.creditor('c3');
  const raised = (task: 'external' | 'credit', taskKey: string): Fact => ({
    type: 'task-raised',
    task,
    key: taskKey,
    context: taskKey,
    ...on('10'),
  });
  const facts = [raised('external', 'a'), raised('external', 'b'), raised('credit', 'c')];
  await putCase(world.db, { creditorId: 'c3', invoiceId: 'twins', facts });
  const viewer = await world.key('c3', 'viewer');
  const asked = async (query: string) => (await ask(query, viewer)).tasks.map(({ kind, oneOfSeveral }) => [kind, oneOfSeveral]);
  expect(await asked('?kind=external&limit=1')).toEqual([['external', true]]);
  expect(await asked('?kind=credit')).toEqual([['credit', false]]);
});
