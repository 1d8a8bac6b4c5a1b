import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TimelineLine } from '../../api/client.ts';
import { parisDay } from '../../domain/calendar/paris.ts';
import { outboxEntries } from '../../providers/outbox/outbox.ts';
import { outboxFolder } from '../../run/providers.ts';
import { connectClient } from '../../run/temporal.ts';
import { type ContractServer, startContractServer } from '../support/contract-server/contract-server.ts';
import { killAll, randomFrom } from '../support/killer.ts';
import { meetOutside, type Outside } from '../support/outside.ts';
import { creditor } from '../support/parties.ts';
import { processesNaming } from '../support/processes-naming.ts';
import { ADMIN_KEY, type Product, startProduct } from '../support/product.ts';
import { howMany } from '../support/runner/long.ts';
import { seed } from '../support/runner/seed.ts';
import { characters, has, idOf, invoiceCreated, left, live, pay, type Stage, TOTAL } from '../support/told-lives.ts';

/** How long the provider holds its answer back: a worker killed meanwhile never hears it. */
const MAIL_ANSWERS_AFTER_MS = 300;

let mail: ContractServer;
let product: Product;
let outside: Outside;
let stage: Stage;

beforeAll(async () => {
  mail = await startContractServer(MAIL_ANSWERS_AFTER_MS);
  const provider = { SENDGRID_API_KEY: 'SG.test', SENDGRID_FROM: creditor.email, SENDGRID_BASE_URL: `${mail.url}/` };
  product = await startProduct(provider);
  outside = await meetOutside(product.apiUrl, ADMIN_KEY);
  stage = { outside, today: parisDay(Date.now()), random: randomFrom(seed), acknowledged: new Map() };
  await outside.tell('bank', 'bank.feed.checked', { account: creditor.iban, through: stage.today });
});
afterAll(async () => {
  await product?.stop();
  await mail?.stop();
});

describe('one part away', () => {
  test('the engine: webhooks are accepted, and delivered when it is back', async () => {
    await product.parts.engine.kill9();
    const caseId = await outside.tell('billing', 'invoice.created', invoiceCreated('while-engine-away', stage.today));
    await pay(stage, 'while-engine-away', 1, TOTAL);
    expect((await fetch(`${product.apiUrl}/readyz`)).status).toBe(503);
    await product.parts.engine.start();
    const seen = await outside.until(caseId ?? '', ({ closed }) => closed !== null);
    expect(seen).toMatchObject({ balanceCents: 0, closed: { reason: 'paid' } });
  });

  test('the database: a webhook is refused whole, and its redelivery opens one case', async () => {
    const invoice = invoiceCreated('while-database-away', stage.today);
    await product.parts.database.kill9();
    const told = outside.tell('billing', 'invoice.created', invoice, 'evt-twice');
    expect((await fetch(`${product.apiUrl}/readyz`)).status).toBe(503);
    await product.parts.database.start();
    const caseId = (await told) ?? '';
    expect(await outside.tell('billing', 'invoice.created', invoice, 'evt-twice')).toBe(caseId);
    await outside.until(caseId, (_seen, lines) => left(lines, 'courtesy'));
    expect((await outside.timeline(caseId)).filter(({ type }) => type === 'opened')).toHaveLength(1);
    expect(mailsOf(caseId, 'courtesy')).toHaveLength(1);
    await outside.act(caseId, 'close', { reason: 'fin du test' });
  });
});

const invoices = ['held', ...characters.map(({ invoice }) => invoice)];

describe(`everything killed at random (EXIGIBLE_SEED=${seed})`, () => {
  test('every case comes out as it should', async () => {
    await killWorkerInTheMiddleOfASend('held');
    const lives = Promise.all([...characters.map((character) => live(stage, character)), goOnAfterDoubt('held')]);
    await Promise.all([
      lives,
      killAll(Object.values(product.parts), stage.random, howMany({ shortly: 1, long: 3 })),
      settleUnknownSends(invoices, lives),
    ]);
    for (const { invoice, ends } of characters) {
      const { phase, closed, balanceCents } = await outside.client.case(idOf(invoice));
      expect([invoice, phase, closed?.reason ?? null, balanceCents]).toEqual([invoice, ...ends]);
    }
  });

  test('no act left twice; each that left is in the evidence of its case, sent or in doubt', async () => {
    await expect.poll(leftWithoutTrace, { interval: 1000 }).toEqual([]);
    const [acts, lines] = [await actsThatLeft(), await linesOfCases()];
    const sent = lines.flatMap((one) => one.lines.flatMap(sentActs));
    expect(acts.filter((act, index) => acts.indexOf(act) !== index)).toEqual([]);
    expect(sent.filter((act, index) => sent.indexOf(act) !== index)).toEqual([]);
    expect(sent.filter((act) => !acts.includes(act))).toEqual([]);
  });

  test('every acknowledged payment is in its case once', async () => {
    for (const [invoice, payments] of stage.acknowledged) {
      const heard = (await outside.timeline(idOf(invoice))).filter(({ type }) => type === 'payment').map(({ fact }) => fact.id);
      expect([invoice, heard.length, new Set(heard)]).toEqual([invoice, payments.length, new Set(payments)]);
    }
  });

  test('the evidence of every case verifies, to its last row', async () => {
    for (const invoice of invoices) expect(await outside.client.verify(idOf(invoice))).toMatchObject({ ok: true });
  });

  test('nothing is left half done: inbox, reservations, failed workflows', async () => {
    /** What a killed process had in hand is taken again once its lease is over. */
    await expect.poll(leftHalfDone, { interval: 1000 }).toEqual([[], []]);
    expect(await lostRuns()).toEqual([]);
  });

  test('once it is stopped, no process of it is left', async () => {
    await product.stop();
    expect(processesNaming(product.dataDir)).toEqual([]);
  });
});

/** Runs that ended otherwise than by themselves, and none came after them: whoever dies while it begins a run anew begins it again. */
async function lostRuns(): Promise<string[]> {
  const engine = await connectClient({ address: product.engineAddress, namespace: 'default' });
  const lost: string[] = [];
  for await (const { workflowId, runId } of engine.workflow.list({
    query: 'ExecutionStatus IN ("Failed", "Terminated", "TimedOut")',
  }))
    if ((await engine.workflow.getHandle(workflowId).describe()).runId === runId) lost.push(workflowId);
  await engine.connection.close();
  return lost;
}

async function leftHalfDone(): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: product.databaseUrl });
  await client.connect();
  const waiting = await client.query('select event_id, last_error from inbox');
  const reserved = await client.query(`select id from messages where state in ('leaving', 'reserved')`);
  await client.end();
  return [waiting.rows, reserved.rows];
}

/** A confirmation leaves after its case is closed: a worker killed meanwhile hears of it a minute later. */
async function leftWithoutTrace(): Promise<string[]> {
  const lines = await linesOfCases();
  const sent = lines.flatMap((one) => one.lines.flatMap(sentActs));
  const doubted = lines.flatMap((one) => one.lines.flatMap((line) => doubtedActs(one.caseId, line)));
  return (await actsThatLeft()).filter((act) => !sent.includes(act) && !doubted.includes(act));
}

async function actsThatLeft(): Promise<string[]> {
  const posted = (await outboxEntries(outboxFolder(product.dataDir))).map(({ key }) => key);
  return [...posted, ...mailed()].map(actOf).filter((act) => invoices.some((one) => act.startsWith(`${idOf(one)}/`)));
}

function linesOfCases(): Promise<{ caseId: string; lines: readonly TimelineLine[] }[]> {
  return Promise.all(invoices.map(async (one) => ({ caseId: idOf(one), lines: await outside.timeline(idOf(one)) })));
}

/** `invoice:c1:paid-1/courtesy/email/1` → without its last part, the try: an act leaves once, whatever the try. */
function actOf(message: string): string {
  return message.split('/').slice(0, 3).join('/');
}

function sentActs({ type, fact }: TimelineLine): string[] {
  return type === 'sent' ? [actOf(String(fact.message))] : [];
}

function doubtedActs(caseId: string, { type, fact }: TimelineLine): string[] {
  if (type === 'send-unknown') return [`${caseId}/${String(fact.step)}/${String(fact.channel)}`];
  return type === 'note-left-out' ? [`${caseId}/note:${String(fact.note)}/email`] : [];
}

/** What the mail provider took of a case and a step, by our reference. */
function mailsOf(caseId: string, step = ''): string[] {
  return mailed().filter((reference) => reference.startsWith(`${caseId}/${step}`));
}

function mailed(): string[] {
  return mail.received.map((message) => message.customArgs.message ?? '');
}

/** The provider took the message and has not answered when the worker dies. */
async function killWorkerInTheMiddleOfASend(invoice: string): Promise<void> {
  mail.fail({ kind: 'hang-after-acceptance' });
  await outside.tell('billing', 'invoice.created', invoiceCreated(invoice, stage.today));
  while (mailsOf(idOf(invoice)).length === 0) await pause(20);
  await product.parts.worker.kill9();
  await product.parts.worker.start();
}

/** A person is asked about the send in doubt, and once it is settled the next step leaves. */
async function goOnAfterDoubt(invoice: string): Promise<void> {
  await outside.until(idOf(invoice), (_seen, lines) => has(lines, 'settle-unknown-send'));
  await outside.until(idOf(invoice), (_seen, lines) => left(lines, 'reminder-5'));
  expect(mailsOf(idOf(invoice), 'courtesy')).toHaveLength(1);
  await outside.act(idOf(invoice), 'close', { reason: 'fin du test' });
}

/** What a person does about a send whose fate nobody knows: looks at the provider's own list, then settles it. */
async function settleUnknownSends(invoices: readonly string[], until: Promise<unknown>): Promise<void> {
  let over = false;
  const end = () => {
    over = true;
  };
  until.then(end, end);
  while (!over) {
    for (const invoice of invoices) await settleUnknownSend(idOf(invoice)).catch(() => undefined);
    await pause(500);
  }
}

async function settleUnknownSend(caseId: string): Promise<void> {
  const task = (await outside.client.case(caseId)).tasks.find(({ kind }) => kind === 'unknown-send');
  if (!task) return;
  const [step, channel] = task.key.split(':');
  const outcome = mailsOf(caseId, step).length > 0 ? 'sent' : 'not-sent';
  await outside.act(caseId, 'settleUnknownSend', { step, channel, outcome });
}
