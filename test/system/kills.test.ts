import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OutboxEntry, outboxEntries } from '../../activities/outbox.ts';
import type { TimelineLine } from '../../api/client.ts';
import { addDays } from '../../domain/calendar/civil-date.ts';
import { parisDay } from '../../domain/calendar/paris.ts';
import type { CaseView } from '../../domain/case/view.ts';
import { outboxFolder } from '../../providers.ts';
import { connectClient } from '../../temporal.ts';
import { type ContractServer, startContractServer } from '../support/contract-server/contract-server.ts';
import { killAll, randomFrom } from '../support/killer.ts';
import { meetOutside, type Outside } from '../support/outside.ts';
import { creditor, debtor } from '../support/parties.ts';
import { ADMIN_KEY, type Product, startProduct } from '../support/product.ts';

/** `KILL_SEED=… npx vitest run test/system/kills.test.ts` plays a failure again. */
const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
const random = randomFrom(seed);
const TOTAL = 120_000;

let mail: ContractServer;
let product: Product;
let outside: Outside;
let today: string;

beforeAll(async () => {
  today = parisDay(Date.now());
  mail = await startContractServer(300);
  product = await startProduct({
    SENDGRID_API_KEY: 'SG.test',
    SENDGRID_FROM: creditor.email,
    SENDGRID_BASE_URL: `${mail.url}/`,
  });
  outside = await meetOutside(product.apiUrl, ADMIN_KEY);
  await outside.tell('bank', 'bank.feed.checked', { account: creditor.iban, through: today });
});
afterAll(async () => {
  await product?.stop();
  await mail?.stop();
});

const idOf = (invoice: string) => `invoice:${creditor.id}:${invoice}`;
const has = (lines: readonly TimelineLine[], type: string) => lines.some((line) => line.type === type);
const left = (lines: readonly TimelineLine[], step: string) =>
  lines.some((line) => line.type === 'sent' && line.fact.step === step);
const waitsFor = (seen: CaseView, kind: string) => seen.tasks.some((task) => task.kind === kind);

/** An invoice forty days late, of a debtor of its own, under the plan whose delays are seconds. */
function invoiceCreated(invoice: string): object {
  const dueOn = addDays(today, -40);
  return {
    invoice: { id: invoice, number: `F-${invoice}`, totalCents: TOTAL, issuedOn: addDays(dueOn, -30), dueOn },
    debtor: { ...debtor, id: `d-${invoice}`, email: `compta@${invoice}.example` },
    plan: 'demo',
  };
}

const acknowledged = new Map<string, string[]>();

/** A transfer that names its invoice; told until acknowledged. */
async function pay(invoice: string, nth: number, amountCents: number): Promise<void> {
  const key = `${invoice}-v${nth}`;
  await outside.tell('bank', 'bank.transaction.booked', transfer(key, invoice, amountCents), `evt-${key}`);
  acknowledged.set(invoice, [...(acknowledged.get(invoice) ?? []), `${key}#1`]);
}

function transfer(key: string, invoice: string, amountCents: number): object {
  return { account: creditor.iban, key, bookedOn: today, amountCents, label: `VIR FACTURE F-${invoice}` };
}

interface Fate {
  readonly name: string;
  readonly play: (invoice: string) => Promise<unknown>;
  /** Where the case must end: phase, closing reason, balance. */
  readonly ends: readonly [phase: CaseView['phase'], reason: string | null, balanceCents: number];
}

const fates: readonly Fate[] = [
  {
    name: 'paid',
    async play(invoice) {
      await outside.until(idOf(invoice), (_seen, lines) => left(lines, 'courtesy'));
      await pay(invoice, 1, TOTAL);
    },
    ends: ['closed', 'paid', 0],
  },
  {
    name: 'in-parts',
    async play(invoice) {
      await pay(invoice, 1, 20_000);
      await pause(random() * 5000);
      await pay(invoice, 2, 40_000);
      await outside.until(idOf(invoice), (_seen, lines) => left(lines, 'reminder-5'));
      await pay(invoice, 3, 60_000);
    },
    ends: ['closed', 'paid', 0],
  },
  {
    name: 'returned',
    async play(invoice) {
      await pay(invoice, 1, TOTAL);
      await outside.until(idOf(invoice), (seen) => seen.closed !== null);
      await outside.tell('bank', 'bank.transaction.reversed', { ...transfer(`${invoice}-v1`, invoice, TOTAL), reversal: true });
      await outside.until(idOf(invoice), (seen, lines) => has(lines, 'payment-reversed') && seen.closed === null);
      await pay(invoice, 2, TOTAL);
    },
    ends: ['closed', 'paid', 0],
  },
  {
    name: 'credited',
    play: (invoice) =>
      outside.tell('billing', 'credit-note.created', {
        id: `A-${invoice}`,
        invoiceId: invoice,
        amountCents: TOTAL,
        on: today,
      }),
    ends: ['closed', 'credited', 0],
  },
  {
    name: 'pursued',
    async play(invoice) {
      const id = idOf(invoice);
      await outside.until(id, (seen) => waitsFor(seen, 'approval'));
      await outside.act(id, 'approve');
      await outside.until(id, (seen) => seen.phase === 'notice-sent');
      await outside.act(id, 'recordLetterOutcome', { outcome: 'received', on: today });
      await outside.until(id, (seen) => waitsFor(seen, 'route'));
      await outside.act(id, 'chooseRoute', { route: 'injonction-de-payer' });
    },
    ends: ['handed-over', null, TOTAL],
  },
];

/** Three of each fate, two of the longest: they enter while everything is being killed. */
const cast = fates.flatMap((fate) =>
  Array.from({ length: fate.name === 'pursued' ? 2 : 3 }, (_, index) => ({ fate, invoice: `${fate.name}-${index + 1}` })),
);

async function live({ fate, invoice }: (typeof cast)[number]): Promise<void> {
  await pause(random() * 8000);
  await outside.tell('billing', 'invoice.created', invoiceCreated(invoice), `evt-${invoice}`);
  await fate.play(invoice);
  const [phase] = fate.ends;
  await outside.until(idOf(invoice), (seen) => seen.phase === phase);
}

/** What a person does about a send whose fate nobody knows: looks at the provider's own list, then settles it. */
async function settleUnknownSends(invoices: readonly string[], until: Promise<unknown>): Promise<void> {
  let over = false;
  void until.finally(() => {
    over = true;
  });
  while (!over) {
    for (const invoice of invoices) await settleUnknownSend(idOf(invoice));
    await pause(500);
  }
}

async function settleUnknownSend(caseId: string): Promise<void> {
  const seen = await outside.client.case(caseId).catch(() => null);
  const task = seen?.tasks.find(({ kind }) => kind === 'unknown-send');
  if (!task) return;
  const [step, channel] = task.key.split(':');
  const outcome = mailsOf(caseId, step).length > 0 ? 'sent' : 'not-sent';
  await outside.act(caseId, 'settleUnknownSend', { step, channel, outcome }).catch(() => undefined);
}

function mailsOf(caseId: string, step = ''): string[] {
  return mail.received.map((message) => message.customArgs.message ?? '').filter((id) => id.startsWith(`${caseId}/${step}`));
}

describe('one part away', () => {
  test('the engine: webhooks are accepted, and delivered when it is back', async () => {
    await product.parts.engine.kill9();
    const caseId = await outside.tell('billing', 'invoice.created', invoiceCreated('while-engine-away'));
    await pay('while-engine-away', 1, TOTAL);
    expect((await fetch(`${product.apiUrl}/readyz`)).status).toBe(503);
    await product.parts.engine.start();
    const seen = await outside.until(caseId ?? '', ({ closed }) => closed !== null);
    expect(seen).toMatchObject({ balanceCents: 0, closed: { reason: 'paid' } });
  });

  test('the database: a webhook is refused whole, and its redelivery opens one case', async () => {
    await product.parts.database.kill9();
    const told = outside.tell('billing', 'invoice.created', invoiceCreated('while-database-away'), 'evt-twice');
    expect((await fetch(`${product.apiUrl}/readyz`)).status).toBe(503);
    await product.parts.database.start();
    const caseId = (await told) ?? '';
    expect(await outside.tell('billing', 'invoice.created', invoiceCreated('while-database-away'), 'evt-twice')).toBe(caseId);
    await outside.until(caseId, (_seen, lines) => left(lines, 'courtesy'));
    expect((await outside.timeline(caseId)).filter(({ type }) => type === 'opened')).toHaveLength(1);
    expect(mailsOf(caseId, 'courtesy')).toHaveLength(1);
    await outside.act(caseId, 'close', { reason: 'fin du test' });
  });
});

describe(`everything killed at random (KILL_SEED=${seed})`, () => {
  const invoices = ['held', ...cast.map(({ invoice }) => invoice)];

  test('every case comes out as it should', { timeout: 240_000 }, async () => {
    const heldSend = await killWorkerInTheMiddleOfASend('held');
    const lives = Promise.all([...cast.map(live), heldSend()]);
    const settling = settleUnknownSends(invoices, lives);
    await killAll(Object.values(product.parts), random);
    await lives;
    await settling;
    for (const { fate, invoice } of cast) {
      const [phase, reason, balanceCents] = fate.ends;
      const seen = await outside.client.case(idOf(invoice));
      expect([invoice, seen.phase, seen.closed?.reason ?? null, seen.balanceCents]).toEqual([invoice, phase, reason, balanceCents]);
    }
  });

  test('no message left twice, and each that left is in the evidence of its case', async () => {
    const posted = (await outboxEntries(outboxFolder(product.dataDir))).map(({ key }: OutboxEntry) => key);
    const all = [...posted, ...mail.received.map((message) => message.customArgs.message ?? '')];
    const acts = all.map((key) => key.split('/').slice(0, 3).join('/'));
    expect(acts.filter((act, index) => acts.indexOf(act) !== index)).toEqual([]);
    const recorded = (await Promise.all(invoices.map((invoice) => outside.timeline(idOf(invoice))))).flat();
    const known = recorded.flatMap(({ type, fact }) => (type === 'sent' ? [String(fact.message)] : []));
    expect(new Set(known).size).toBe(known.length);
    expect(known.filter((message) => !all.includes(message))).toEqual([]);
    const doubtful = recorded.filter(({ type }) => type === 'send-unknown' || type === 'note-left-out');
    expect(all.filter((key) => invoices.some((invoice) => key.startsWith(`${idOf(invoice)}/`)) && !known.includes(key)).length)
      .toBeLessThanOrEqual(doubtful.length);
  });

  test('every acknowledged payment is in its case once', async () => {
    for (const [invoice, payments] of acknowledged) {
      const heard = (await outside.timeline(idOf(invoice))).filter(({ type }) => type === 'payment').map(({ fact }) => fact.id);
      expect([invoice, [...heard].sort()]).toEqual([invoice, [...payments].sort()]);
    }
  });

  test('the evidence of every case verifies, to its last row', async () => {
    for (const invoice of invoices) expect(await outside.client.verify(idOf(invoice))).toMatchObject({ ok: true });
  });

  test('nothing is left half done: inbox, reservations, failed workflows', async () => {
    const client = new pg.Client({ connectionString: product.databaseUrl });
    await client.connect();
    const waiting = await client.query('select event_id, last_error from inbox');
    const reserved = await client.query(`select id from messages where state = 'reserved'`);
    await client.end();
    expect(waiting.rows).toEqual([]);
    expect(reserved.rows).toEqual([]);
    const engine = await connectClient({ address: product.engineAddress, namespace: 'default' });
    const { count } = await engine.workflow.count(`ExecutionStatus IN ("Failed", "Terminated", "TimedOut")`);
    await engine.connection.close();
    expect(count).toBe(0);
  });
});

/** The provider took the message and has not answered when the worker dies. Answers with what must come of it. */
async function killWorkerInTheMiddleOfASend(invoice: string): Promise<() => Promise<void>> {
  const caseId = idOf(invoice);
  mail.fail({ kind: 'hang-after-acceptance' });
  await outside.tell('billing', 'invoice.created', invoiceCreated(invoice));
  while (mailsOf(caseId).length === 0) await pause(20);
  await product.parts.worker.kill9();
  await product.parts.worker.start();
  return async () => {
    await outside.until(caseId, (_seen, lines) => has(lines, 'settle-unknown-send'));
    await outside.until(caseId, (_seen, lines) => left(lines, 'reminder-5'));
    expect(mailsOf(caseId, 'courtesy')).toHaveLength(1);
    await outside.act(caseId, 'close', { reason: 'fin du test' });
  };
}
