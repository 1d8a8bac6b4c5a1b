import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { main } from '../../cli/main.ts';
import { putCase } from '../api/case-row.ts';
import { openWorld, type World } from '../api/world.ts';
import { catchTerminal } from '../support/terminal.ts';

let world: World;
const terminal = catchTerminal();
beforeAll(async () => {
  world = await openWorld();
  await world.creditor('c1');
  const told = (at: string) => ({ at, actor: 'test' });
  await putCase(world.db, {
    invoiceId: 'a',
    facts: [
      { type: 'approval-asked', step: 'formal-notice', content: 'c0ffee'.repeat(10), ...told('2026-11-12T10:00:00+01:00') },
    ],
  });
  await putCase(world.db, {
    invoiceId: 'b',
    facts: [{ type: 'call-due', step: 'reminder-30', ...told('2026-11-10T10:00:00+01:00') }],
  });
  vi.stubEnv('EXIGIBLE_URL', world.url);
  vi.stubEnv('EXIGIBLE_API_KEY', await world.key('c1', 'viewer'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await world.close();
});

test('a table by due date: whose, which invoice, what, and the act that settles it', async () => {
  expect(await main(['tasks'])).toBe(0);
  expect(terminal.output.indexOf('12/11/2026')).toBeGreaterThan(0);
  expect(terminal.output.indexOf('12/11/2026')).toBeLessThan(terminal.output.indexOf('16/11/2026'));
  expect(terminal.output).toContain('en retard');
  expect(Math.max(...terminal.output.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(terminal.output).toContain('approbateur');
  expect(terminal.output).toContain('F-b');
  expect(terminal.output).toContain('recordCallResult');
  expect(terminal.output.replaceAll(/[^a-z0-9{}":]/g, '')).toContain('approve{"content":"c0ffeec0ffee"}');
});

test('one JSON document, filtered', async () => {
  expect(await main(['tasks', '--owner', 'approver', '--json'])).toBe(0);
  expect(JSON.parse(terminal.output).tasks).toMatchObject([
    { caseId: 'invoice:c1:a', kind: 'approval', content: 'c0ffee'.repeat(10), dueOn: '2026-11-16' },
  ]);
});

test('nothing to do, and a filter that means nothing', async () => {
  expect(await main(['tasks', '--kind', 'route', '--overdue'])).toBe(0);
  expect(terminal.output).toMatch(/^Aucun dossier n’attend quelqu’un\.\n\nAucun relevé bancaire reçu/);
  expect(await main(['tasks', '--kind', 'nonsense'])).toBe(2);
});

test('who looks at every creditor hears of the cases only: their money is asked of one', async () => {
  vi.stubEnv('EXIGIBLE_API_KEY', world.adminKey);
  expect(await main(['tasks', '--kind', 'route'])).toBe(0);
  expect(terminal.output).toBe('Aucun dossier n’attend quelqu’un.\n');
});
