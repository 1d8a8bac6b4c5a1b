import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../domain/calendar/civil-date.ts';
import { parisDay } from '../../domain/calendar/paris.ts';
import { findEngine } from '../../setup/discovery.mjs';
import { type ContractServer, startContractServer } from '../support/contract-server/contract-server.ts';
import { randomFrom } from '../support/killer.ts';
import { meetOutside, type Outside } from '../support/outside.ts';
import { creditor } from '../support/parties.ts';
import { ADMIN_KEY, type Product, startProduct } from '../support/product.ts';
import { until } from '../support/runner/patience.ts';
import { seed } from '../support/runner/seed.ts';
import { idOf, invoiceCreated, left, pay, type Stage, TOTAL } from '../support/told-lives.ts';

let mail: ContractServer;
let product: Product;
let outside: Outside;
let stage: Stage;

beforeAll(async () => {
  mail = await startContractServer();
  const provider = { SENDGRID_API_KEY: 'SG.test', SENDGRID_FROM: creditor.email, SENDGRID_BASE_URL: `${mail.url}/` };
  product = await startProduct(provider);
  outside = await meetOutside(product.apiUrl, ADMIN_KEY);
  const today = parisDay(Date.now());
  stage = { outside, today, random: randomFrom(seed), acknowledged: new Map() };
  await outside.tell('bank', 'bank.feed.checked', { account: creditor.iban, through: today });
});
afterAll(async () => {
  await product?.stop();
  await mail?.stop();
});

/** What a command that an operator types ends with. */
interface Said {
  readonly code: number;
  readonly text: string;
}

function typed(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Said> {
  return promisify(execFile)(program, args, { env: { ...process.env, ...env } }).then(
    ({ stdout }) => ({ code: 0, text: stdout }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, text: `${stdout}${stderr}` }),
  );
}

function exigible(...args: string[]): Promise<Said> {
  const { apiUrl, databaseUrl, engineAddress } = product;
  const places = { DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: engineAddress, EXIGIBLE_URL: apiUrl };
  return typed(process.execPath, ['exigible.mjs', ...args], { ...places, EXIGIBLE_API_KEY: ADMIN_KEY });
}

/** A command of the engine's own, on a case. */
async function engine(command: string, invoice: string, ...args: string[]): Promise<void> {
  const on = ['--address', product.engineAddress, '--workflow-id', idOf(invoice)];
  const { code, text } = await typed(findEngine() ?? 'temporal', ['workflow', command, ...on, ...args]);
  expect([code, text]).toEqual([0, text]);
}

/** Cases that have written to their debtor once, and then rest. */
async function resting(...invoices: readonly string[]): Promise<void> {
  for (const invoice of invoices)
    await outside.tell('billing', 'invoice.created', invoiceCreated(invoice, stage.today), `evt-${invoice}`);
  for (const invoice of invoices) {
    await outside.until(idOf(invoice), (_seen, lines) => left(lines, 'courtesy'));
    await outside.act(idOf(invoice), 'pause', { until: addDays(stage.today, 30) });
  }
}

/** It lives: what it is told it hears, the next step leaves, and the whole payment closes it. */
async function livesOn(invoice: string, owed = TOTAL): Promise<void> {
  const before = (await outside.timeline(idOf(invoice))).filter(({ type }) => type === 'sent').length;
  await outside.act(idOf(invoice), 'resume');
  await outside.until(idOf(invoice), (_seen, lines) => lines.filter(({ type }) => type === 'sent').length > before);
  await pay(stage, invoice, 9, owed);
  await outside.until(idOf(invoice), ({ closed }) => closed?.reason === 'paid');
  expect(await outside.client.verify(idOf(invoice))).toMatchObject({ ok: true });
}

/** What the provider took of steps, by our reference. Thanks that an older database has forgotten are not counted: a person looks at them. */
function stepsThatLeft(): string[] {
  const references = mail.received.map(({ customArgs: { message = '' } }) => message.split('/').slice(0, 3).join('/'));
  return references.filter((reference) => !reference.includes('/note:'));
}

/** Rows that did not change this minute: only those count as lost. */
async function aMinutePasses(): Promise<void> {
  const client = new pg.Client({ connectionString: product.databaseUrl });
  await client.connect();
  await client.query(`update cases set updated_at = updated_at - interval '2 minutes'`);
  await client.end();
}

/** `readyz`, `doctor` and `stuck` say that these cases are dead. */
async function isRed(...invoices: readonly string[]): Promise<void> {
  await aMinutePasses();
  await until(
    async () => (await fetch(`${product.apiUrl}/readyz`)).status === 503,
    () => 'readyz stays green',
  );
  expect(await exigible('doctor')).toMatchObject({ code: 3, text: expect.stringContaining('sans workflow') });
  const { code, text } = await exigible('stuck');
  expect(code).toBe(1);
  for (const invoice of invoices) expect(text).toContain(idOf(invoice));
}

async function isGreen(): Promise<void> {
  await until(
    async () => (await exigible('stuck')).code === 0 && (await fetch(`${product.apiUrl}/readyz`)).ok,
    async () => `${(await exigible('stuck')).text} ${await (await fetch(`${product.apiUrl}/readyz`)).text()}`,
    1000,
  );
  expect(await exigible('doctor')).toMatchObject({ code: 0 });
}

describe('whatever is done to the engine, readyz, doctor and stuck say so, restart mends it, and no act leaves twice', () => {
  test('a case terminated', async () => {
    await resting('terminated');
    await engine('terminate', 'terminated', '--reason', 'essai');
    await isRed('terminated');
    expect(await exigible('restart', idOf('terminated'))).toMatchObject({ code: 0 });
    await isGreen();
    await livesOn('terminated');
  });

  test('a case cancelled goes on: a case ends in its row alone', async () => {
    await resting('cancelled');
    await engine('cancel', 'cancelled');
    await isGreen();
    await livesOn('cancelled');
  });

  test.each([
    ['with what it heard', 'reset', []],
    ['without it', 'reset-bare', ['--reapply-exclude', 'All']],
  ] as const)('a case reset to its first task, %s', async (_, invoice, args) => {
    await resting(invoice);
    await pay(stage, invoice, 1, 20_000);
    await outside.until(idOf(invoice), ({ balanceCents }) => balanceCents === TOTAL - 20_000);
    await engine('reset', invoice, '--reason', 'essai', '--type', 'FirstWorkflowTask', ...args);
    await isGreen();
    await livesOn(invoice, TOTAL - 20_000);
    expect((await outside.timeline(idOf(invoice))).filter(({ type }) => type === 'payment')).toHaveLength(2);
  });

  test('an older database beside the engine of today', async () => {
    await resting('paid-since', 'restarted-since', 'asleep');
    const back = await product.keepDatabase();
    await resting('told-since');
    await pay(stage, 'paid-since', 1, TOTAL);
    await outside.until(idOf('paid-since'), ({ closed }) => closed !== null);
    await exigible('restart', idOf('restarted-since'));
    await until(
      async () => (await runOf('restarted-since')) === 2,
      async () => String(await runOf('restarted-since')),
    );
    await back();
    await isRed('paid-since', 'told-since');
    expect(await exigible('hold', '--all', '--reason', 'base restaurée')).toMatchObject({ code: 0 });
    expect(await exigible('restart', '--all')).toMatchObject({ code: 0 });
    await outside.tell('billing', 'invoice.created', invoiceCreated('told-since', stage.today), 'evt-told-since');
    await isGreen();
    await outside.until(idOf('told-since'), ({ next }) => next.why.includes('base restaurée'));
    await pay(stage, 'paid-since', 1, TOTAL);
    await outside.until(idOf('paid-since'), ({ closed }) => closed?.reason === 'paid');
    await outside.act(idOf('told-since'), 'close', { reason: 'fin de l’essai' });
    expect(await exigible('release', '--all')).toMatchObject({ code: 0 });
    await livesOn('restarted-since');
    await livesOn('asleep');
  });

  test('an engine that knows nothing beside the database of today', async () => {
    await resting('lost-1', 'lost-2');
    await product.wipeEngine();
    await isRed('lost-1', 'lost-2');
    expect(await exigible('restart', '--all')).toMatchObject({ code: 0 });
    await isGreen();
    await livesOn('lost-1');
    await livesOn('lost-2');
  });

  test('nobody serves a queue', async () => {
    await product.parts.worker.kill9();
    await until(
      async () => (await exigible('doctor')).text.includes('personne ne sert recovery, imports, sends'),
      async () => (await exigible('doctor')).text,
      2000,
    );
    expect(await exigible('stuck')).toMatchObject({ code: 1, text: expect.stringContaining('Files que personne ne sert') });
    await product.parts.worker.start();
    await isGreen();
  });

  test('no act left twice', () => {
    const acts = stepsThatLeft();
    expect(acts.length).toBeGreaterThan(15);
    expect(acts.filter((act, index) => acts.indexOf(act) !== index)).toEqual([]);
  });
});

async function runOf(invoice: string): Promise<number> {
  const client = new pg.Client({ connectionString: product.databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ run: number }>('select run from cases where id = $1', [idOf(invoice)]);
  await client.end();
  return rows[0]?.run ?? 0;
}
