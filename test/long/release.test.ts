import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parisDay } from '../../domain/calendar/paris.ts';
import { connectClient } from '../../run/temporal.ts';
import { type ContractServer, startContractServer } from '../support/contract-server/contract-server.ts';
import { randomFrom } from '../support/killer.ts';
import { layNextRelease, NEXT_RELEASE_MARK, type Release } from '../support/next-release.ts';
import { meetOutside, type Outside } from '../support/outside.ts';
import { creditor } from '../support/parties.ts';
import { ADMIN_KEY, type Product, startProduct } from '../support/product.ts';
import { seed } from '../support/runner/seed.ts';
import { characters, idOf, left, live, type Stage } from '../support/told-lives.ts';

let mail: ContractServer;
let next: Release;
let product: Product;
let outside: Outside;
let engine: Client;

beforeAll(async () => {
  next = layNextRelease();
  mail = await startContractServer();
  const provider = { SENDGRID_API_KEY: 'SG.test', SENDGRID_FROM: creditor.email, SENDGRID_BASE_URL: `${mail.url}/` };
  product = await startProduct(provider, { workers: 2 });
  outside = await meetOutside(product.apiUrl, ADMIN_KEY);
  engine = await connectClient({ address: product.engineAddress, namespace: 'default' });
});
afterAll(async () => {
  await engine?.connection.close();
  await product?.stop();
  await mail?.stop();
  next?.remove();
});

const TOLD_MEANWHILE = temporal.api.enums.v1.WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND;

/** Every fate three times: before the next release comes, while it comes, and while this one comes back. */
const waves = ['before', 'amid', 'after'] as const;
const livesOf = (wave: string) => characters.map((one) => ({ ...one, invoice: `${wave}-${one.invoice}` }));
const lives = waves.flatMap(livesOf);

test('the next release takes running cases over from this one, and this one takes them back', async () => {
  const today = parisDay(Date.now());
  await outside.tell('bank', 'bank.feed.checked', { account: creditor.iban, through: today });
  const stage: Stage = { outside, today, random: randomFrom(seed), acknowledged: new Map() };
  const lived = (wave: (typeof waves)[number]) => livesOf(wave).map((character) => live(stage, character));
  const before = lived('before');
  await outside.until(idOf('before-pursued-1'), (_seen, lines) => left(lines, 'courtesy'));
  const amid = lived('amid');
  await product.release(next.root);
  const after = lived('after');
  await outside.until(idOf('after-pursued-1'), (_seen, lines) => left(lines, 'courtesy'));
  await product.release();
  await Promise.all([...before, ...amid, ...after]);
  for (const { invoice, ends } of lives) {
    const { phase, closed, balanceCents } = await outside.client.case(idOf(invoice));
    expect([invoice, phase, closed?.reason ?? null, balanceCents]).toEqual([invoice, ...ends]);
    expect(await outside.client.verify(idOf(invoice))).toMatchObject({ ok: true });
  }
});

test('no workflow task failed, and the cases were lived by both builds, in both directions', async () => {
  const told = await Promise.all(lives.map(({ invoice }) => toldBy(idOf(invoice))));
  expect(told.flatMap(({ failed }) => failed)).toEqual([]);
  expect(told.filter(({ builds }) => builds.includes('this, next'))).not.toEqual([]);
  expect(told.filter(({ builds }) => builds.includes('next, this'))).not.toEqual([]);
});

test('no act left twice, whichever build did it', () => {
  const acts = mail.received.map(({ customArgs: { message = '' } }) => message.split('/').slice(0, 3).join('/'));
  expect(acts.length).toBeGreaterThan(lives.length);
  expect(acts.filter((act, index) => acts.indexOf(act) !== index)).toEqual([]);
});

/**
 * Which build gave each answer that a case was given, in order; and why workflow tasks of it failed.
 * A case that ends just as it is told something is asked by the engine to look again, which is no fault of a build.
 */
async function toldBy(caseId: string) {
  const { events } = await engine.workflow.getHandle(caseId).fetchHistory();
  const answers = (events ?? []).flatMap(({ activityTaskCompletedEventAttributes: done }) => (done ? [done.result] : []));
  const builds = answers.map((answer) => (textOf(answer).includes(NEXT_RELEASE_MARK) ? 'next' : 'this'));
  const failed = (events ?? []).flatMap(({ workflowTaskFailedEventAttributes: task }) =>
    task && task.cause !== TOLD_MEANWHILE ? [task.failure?.message] : [],
  );
  return { builds: builds.join(', '), failed };
}

type Answer = { payloads?: { data?: Uint8Array | null }[] | null } | null | undefined;

function textOf(answer: Answer): string {
  return (answer?.payloads ?? []).map(({ data }) => Buffer.from(data ?? []).toString()).join('');
}
