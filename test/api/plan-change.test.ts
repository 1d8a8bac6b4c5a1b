import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { main } from '../../cli/main.ts';
import { catchTerminal } from '../support/terminal.ts';
import { putCase } from './case-row.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let key: string;
const id = 'invoice:c1:a';
const path = `/cases/${encodeURIComponent(id)}`;
beforeAll(async () => {
  world = await openWorld();
  world.clock = () => Date.parse('2026-11-02T10:00:00+01:00');
  await world.creditor('c1');
  key = await world.key('c1', 'operator');
  await putCase(world.db, { invoiceId: 'a' });
});
afterAll(() => world.close());

describe('before a case changes its plan', () => {
  test('the API shows what changes, and changes nothing', async () => {
    const { status, body } = await world.call('GET', `${path}/plan-change?plan=strategic-customer`, key);
    expect(status).toBe(200);
    expect(body).toMatchObject({ caseId: id, from: { id: 'default-b2b' }, to: { id: 'strategic-customer', version: 1 } });
    expect((body as unknown as { steps: object[] }).steps.length).toBeGreaterThan(0);
    expect((await world.call('GET', path, key)).body).toMatchObject({ plan: { id: 'default-b2b' } });
  });

  test.each([
    ['plan=none', 'got "none"'],
    ['plan=consumer&version=7', 'got "consumer version 7"'],
    ['version=1', 'missing'],
  ])('?%s is bad input', async (query, message) => {
    const { status, body } = await world.call('GET', `${path}/plan-change?${query}`, key);
    expect([status, body.errors[0]?.path]).toEqual([400, '$.plan']);
    expect(body.errors[0]?.message).toContain(message);
  });

  test('a plan that nobody has is refused before the case hears of it', async () => {
    const { status } = await world.call('POST', `${path}/acts/changePlan`, key, { plan: 'none' });
    expect([status, world.engine.updates]).toEqual([400, []]);
    await world.call('POST', `${path}/acts/changePlan`, key, { plan: 'consumer' });
    expect(world.engine.updates).toMatchObject([{ name: 'changePlan', payload: { plan: 'consumer' } }]);
  });
});

describe('exigible case --with-plan', () => {
  const terminal = catchTerminal();
  beforeEach(() => {
    vi.stubEnv('EXIGIBLE_URL', world.url);
    vi.stubEnv('EXIGIBLE_API_KEY', key);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('steps that come, go and move, and what comes next', async () => {
    expect(await main(['case', id, '--with-plan', 'strategic-customer'])).toBe(0);
    expect(terminal.output).toContain('Plan default-b2b v1 → strategic-customer v1');
    expect(terminal.output).toContain('Ensuite, avec strategic-customer');
  });
});
