import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LifeToCome } from '../../api/life-to-come.ts';
import { main } from '../../cli/main.ts';
import { putDebtor } from '../../db/debtors.ts';
import { debtorSchema } from '../../domain/party/party-schema.ts';
import type { Simulation, WrittenMessage } from '../../domain/simulate/story.ts';
import { debtor } from '../support/parties.ts';
import { catchTerminal } from '../support/terminal.ts';
import { putCase } from './case-row.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let key: string;
const id = 'invoice:c1:a';
const path = `/cases/${encodeURIComponent(id)}/life-to-come`;
const folder = mkdtempSync(join(tmpdir(), 'exigible-what-if-'));
beforeAll(async () => {
  world = await openWorld();
  world.clock = () => Date.parse('2026-11-02T10:00:00+01:00');
  await world.creditor('c1');
  key = await world.key('c1', 'viewer');
  await putDebtor(world.db, 'c1', debtorSchema.parse({ ...debtor, id: 'cus_31' }));
  for (const invoiceId of ['a', 'b']) await putCase(world.db, { invoiceId });
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the life to come starts now, from every open case of the debtor as it stands', async () => {
  const { status, body } = await world.call('GET', path, key);
  const { story, creditor, debtor } = body as unknown as LifeToCome;
  expect(status).toBe(200);
  expect([creditor.id, debtor.id]).toEqual(['c1', story.debtors[0]?.id]);
  expect(story).toMatchObject({ from: '2026-11-02T10:00:00+01:00', until: '2027-11-02', facts: [] });
  expect(story.invoices.map((invoice) => invoice.id)).toEqual(['a', 'b']);
  expect(story.before?.cases.map((known) => known.case.id)).toEqual([id, 'invoice:c1:b']);
});

test('another creditor’s case is not there', async () => {
  await world.creditor('c2');
  expect((await world.call('GET', path, await world.key('c2', 'viewer'))).status).toBe(404);
});

describe('exigible simulate --case', () => {
  const terminal = catchTerminal();
  beforeEach(() => {
    vi.stubEnv('EXIGIBLE_URL', world.url);
    vi.stubEnv('EXIGIBLE_API_KEY', key);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('plays on to the formal notice, with its messages to the debtor’s own name', async () => {
    expect(await main(['simulate', '--case', id, '--preview', '--json'])).toBe(0);
    const { timeline, messages } = JSON.parse(terminal.output) as Simulation & { messages: WrittenMessage[] };
    expect(timeline.some(({ act, step }) => act === 'approval' && step === 'formal-notice')).toBe(true);
    const [first] = messages;
    expect(first).toMatchObject({ channel: 'email', invoices: ['a', 'b'], at: timeline[0]?.at });
    expect(first?.html).toContain('<html');
    expect(first?.text).toContain('F-a');
  });

  test('what is supposed happens', async () => {
    const file = join(folder, 'paid.json');
    const payment = { at: '2026-11-03T10:00:00+01:00', type: 'payment', id: 'p', invoice: 'a', amountCents: 1_000_000 };
    writeFileSync(file, JSON.stringify({ facts: [payment] }));
    expect(await main(['simulate', file, '--case', id])).toBe(0);
    expect(terminal.output).toMatch(/F-a[\s\S]*Clôture/);
  });

  test('as a page, each message opens in a frame where nothing runs', async () => {
    expect(await main(['simulate', '--case', id, '--preview', '--html'])).toBe(0);
    expect(terminal.output).toMatch(
      /<details><summary>[^<]*e-mail · F-a, F-b[^<]*<\/summary><iframe sandbox title="[^"]*" srcdoc="&#60;!doctype/i,
    );
  });

  test.each([
    [['simulate'], 'file'],
    [['simulate', '--case', id, '--engine'], '--engine'],
  ])('%j is refused with what to do', async (argv, word) => {
    let said = '';
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
    expect(await main(argv)).toBe(2);
    expect(said + terminal.output).toContain(word);
  });
});
