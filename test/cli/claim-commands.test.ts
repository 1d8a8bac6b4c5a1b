import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const claim = {
  asOf: '2026-08-30',
  creditor: { kind: 'company' },
  debtor: { kind: 'business' },
  invoices: [{ number: 'F-1', totalCents: 120_000, dueOn: '2026-07-31' }],
};
const routes = {
  asOf: claim.asOf,
  debtor: { kind: 'business', trader: true, department: '75' },
  creditor: { trader: true },
  claim,
  nature: 'services',
  disputed: false,
};

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command as a person would, in a process of its own. */
function exigible(command: string, args: readonly string[], standardInput = ''): Promise<Ran> {
  const script = `import('./cli/${command}.ts').then(async ({ run }) => { process.exitCode = await run({ file: process.argv[1], json: process.argv[2] === '--json' }); })`;
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['--import', 'tsx', '-e', script, ...args], (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
    child.stdin?.end(standardInput);
  });
}

describe('claim, deadlines and routes on the command line', () => {
  let folder = '';
  const file = async (name: string, content: unknown) => {
    const path = join(folder, name);
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exigible-claim-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('claim prints the statement of the contract, as JSON and nothing else', async () => {
    const { code, stdout, stderr } = await exigible('claim', [await file('claim.json', claim), '--json']);
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'ok',
      principalCents: 120_000,
      interestCents: 1223,
      indemnityCents: 4000,
      totalCents: 125_223,
    });
  });

  test('claim reads standard input and prints a French table', async () => {
    const { code, stdout } = await exigible('claim', ['-'], JSON.stringify(claim));
    expect(code).toBe(0);
    for (const words of [
      'Décompte au 30/08/2026',
      '01/08/2026',
      '30/365',
      '12,40\u00a0%',
      '12,23\u00a0€',
      '1\u202f252,23\u00a0€',
    ])
      expect(stdout).toContain(words);
  });

  test.each([
    ['a rate under the floor', { ...claim, terms: { contractRateBasisPoints: 300 } }, 'rate-below-floor', 'plancher'],
    ['a semester without a rate', { ...claim, asOf: '2027-01-15' }, 'rate-missing', '2027-S1'],
  ])('%s is exit 1, said in the JSON and in the table', async (_, input, status, words) => {
    const path = await file('refused.json', input);
    const json = await exigible('claim', [path, '--json']);
    const table = await exigible('claim', [path]);
    expect([json.code, table.code]).toEqual([1, 1]);
    expect(JSON.parse(json.stdout)).toMatchObject({ status });
    expect(table.stdout).toContain(words);
  });

  test('an insolvency is exit 0', async () => {
    const { code, stdout } = await exigible('claim', ['-'], JSON.stringify({ ...claim, insolvency: { openedOn: '2026-08-15' } }));
    expect(code).toBe(0);
    expect(stdout).toContain('Procédure collective');
  });

  test.each(['claim', 'deadlines', 'routes'])('%s refuses what is not JSON, and a file that is not there', async (command) => {
    const broken = await exigible(command, ['-', '--json'], '{"asOf": ');
    expect([broken.code, broken.stderr]).toEqual([2, expect.stringContaining('ce n’est pas un document JSON')]);
    expect(JSON.parse(broken.stdout)).toEqual({
      errors: [{ path: '', message: expect.stringContaining('not a JSON document') }],
    });
    const absent = await exigible(command, [join(folder, 'absent.json')]);
    expect([absent.code, absent.stdout, absent.stderr]).toEqual([2, '', expect.stringContaining('absent.json')]);
  });

  test('claim names the field at fault on standard error and in the JSON', async () => {
    const { code, stdout, stderr } = await exigible('claim', ['-', '--json'], JSON.stringify({ ...claim, asOf: '2026-02-30' }));
    expect(code).toBe(2);
    expect(stderr).toContain('$.asOf: reçu "2026-02-30"');
    expect(JSON.parse(stdout)).toEqual({ errors: [{ path: '$.asOf', message: expect.stringContaining('got "2026-02-30"') }] });
  });

  test('deadlines answers a bare list in the same order, exit 2 when one is refused', async () => {
    const list = [
      { kind: 'grace', from: '2026-10-01' },
      { kind: 'grace', from: '2026-02-30' },
      { kind: 'injunction-service', orderOn: '2026-09-30' },
    ];
    const json = await exigible('deadlines', ['-', '--json'], JSON.stringify(list));
    expect(json.code).toBe(2);
    expect(JSON.parse(json.stdout)).toEqual([
      { kind: 'grace', maxOn: '2028-10-01' },
      { kind: 'grace', error: { path: '$[1].from', message: expect.any(String) } },
      { kind: 'injunction-service', legalEndOn: '2026-12-30', planOn: '2026-12-30' },
    ]);
    expect(json.stderr).toContain('$[1].from');
    const table = await exigible('deadlines', ['-'], JSON.stringify(list.toSpliced(1, 1)));
    expect([table.code, table.stdout]).toEqual([0, expect.stringContaining('30/12/2026')]);
  });

  test('routes prints five routes, and no advice', async () => {
    const path = await file('routes.json', routes);
    const json = await exigible('routes', [path, '--json']);
    expect(json.code).toBe(0);
    expect(JSON.parse(json.stdout).routes).toHaveLength(5);
    const table = await exigible('routes', [path]);
    expect(table.stdout).toContain('Injonction de payer\u00a0: ouverte en droit (tribunal des activités économiques)');
    expect(table.stdout).toContain('le choix appartient à une personne');
  });
});
