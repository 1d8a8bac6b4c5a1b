import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { signatureOf } from '../../api/webhooks/signature.ts';
import { addDays } from '../../domain/calendar/civil-date.ts';
import { parisDay } from '../../domain/calendar/paris.ts';
import { actNames } from '../../domain/case/acts/index.ts';
import { connectClient } from '../../run/temporal.ts';
import type { Outside } from '../support/outside.ts';
import { creditor, debtor } from '../support/parties.ts';
import { WAIT_MS } from '../support/runner/patience.ts';
import { idOf, TOTAL, transfer } from '../support/told-lives.ts';
import { startWholeSystem, type WholeSystem } from '../support/whole-system.ts';

let whole: WholeSystem;
let outside: Outside;
let engine: Client;
const today = parisDay(Date.now());

beforeAll(async () => {
  whole = await startWholeSystem();
  outside = whole.outside;
  engine = await connectClient({ address: whole.engineAddress, namespace: 'default' });
});
afterAll(async () => {
  await engine?.connection.close();
  await whole?.stop();
});

interface Told {
  readonly status: number;
  readonly body: {
    readonly caseId: string | null;
    readonly detail: string;
    readonly errors?: readonly { readonly path: string }[];
  };
}

/** One signed webhook, sent once; `forged` replaces what its sender would have put. */
async function webhook(
  purpose: 'billing' | 'bank',
  event: object,
  forged: { creditorId?: string; secret?: string; atMs?: number; id?: string } = {},
): Promise<Told> {
  const { creditorId = creditor.id, secret = outside.secrets[purpose], atMs = Date.now(), id = randomUUID() } = forged;
  const body = Buffer.from(JSON.stringify(event));
  const timestamp = String(Math.floor(atMs / 1000));
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatureOf(secret, id, timestamp, body),
  };
  const answer = await fetch(`${whole.system.apiUrl}/webhooks/${purpose}/${creditorId}`, { method: 'POST', headers, body });
  return { status: answer.status, body: (await answer.json()) as Told['body'] };
}

/** An invoice under the default plan, due in twenty days: its case is quiet. */
function created(id: string, changes: object = {}, plan = 'default-b2b') {
  const dueOn = addDays(today, 20);
  const invoice = { id, number: `F26-${id}`, totalCents: TOTAL, issuedOn: addDays(dueOn, -30), dueOn, ...changes };
  return {
    type: 'invoice.created',
    timestamp: new Date().toISOString(),
    data: { invoice, debtor: { ...debtor, id: `d-${id}` }, plan },
  };
}

/** Opens a quiet case. */
async function opened(id: string): Promise<string> {
  const caseId = (await webhook('billing', created(id))).body.caseId ?? '';
  await outside.until(caseId, () => true);
  return caseId;
}

const runsOf = async (caseId: string) => (await engine.workflow.count(`WorkflowId = "${caseId}"`)).count;
const soon = { timeout: WAIT_MS, interval: 200 };

describe('billing tells', () => {
  test('a new invoice opens one case, however often and under whatever event it is told', async () => {
    const first = await webhook('billing', created('once'), { id: 'evt-1' });
    expect(first).toMatchObject({ status: 202, body: { caseId: idOf('once'), eventId: 'evt-1' } });
    expect(await webhook('billing', created('once'), { id: 'evt-1' })).toEqual(first);
    expect(await webhook('billing', created('once'), { id: 'evt-2' })).toMatchObject({
      status: 202,
      body: { caseId: idOf('once') },
    });
    await outside.until(idOf('once'), () => true);
    await vi.waitFor(async () => expect(await runsOf(idOf('once'))).toBe(1), soon);
    expect((await outside.timeline(idOf('once'))).map(({ type }) => type)).toEqual(['opened']);
  });

  const told: [type: string, data: (id: string) => object, shows: object][] = [
    [
      'invoice.updated',
      (id) => ({ ...created(id, { dueOn: '2099-03-31', totalCents: 90_000 }).data, plan: undefined }),
      { balanceCents: 90_000, invoice: { dueOn: '2099-03-31' }, phase: 'not-due' },
    ],
    ['credit-note.created', (id) => ({ id: 'A-1', invoiceId: id, amountCents: 20_000, on: today }), { balanceCents: 100_000 }],
    [
      'invoice.cancelled',
      (id) => ({ invoiceId: id, reason: 'erreur de saisie' }),
      { phase: 'closed', closed: { reason: 'cancelled' } },
    ],
    [
      'invoice.paid',
      (id) => ({ invoiceId: id, on: today, amountCents: TOTAL }),
      { balanceCents: TOTAL, hold: 'pause', needsHuman: true, tasks: [{ kind: 'payment-announced' }] },
    ],
  ];
  test.each(told)('%s', async (type, data, shows) => {
    const id = type.replace('.', '-');
    const caseId = await opened(id);
    await outside.tell('billing', type, data(id));
    await vi.waitFor(async () => expect(await outside.client.case(caseId)).toMatchObject(shows), soon);
  });
});

describe('the bank tells', () => {
  test('a payment that names an invoice closes its case', async () => {
    const caseId = await opened('matched');
    await outside.tell('bank', 'bank.transaction.booked', transfer('e-matched', 'matched', TOTAL, today));
    expect(await outside.until(caseId, ({ closed }) => closed !== null)).toMatchObject({
      closed: { reason: 'paid' },
      balanceCents: 0,
    });
  });

  test('a payment that names none waits to be placed, and pays the case that a person chooses', async () => {
    const caseId = await opened('placed-by-hand');
    const entry = { ...transfer('e-unknown', 'x', TOTAL, today), label: 'VIR SANS REFERENCE' };
    await outside.tell('bank', 'bank.transaction.booked', entry);
    const unmatched = () => outside.client.call('GET /unmatched');
    await vi.waitFor(
      async () => expect((await unmatched()).entries).toMatchObject([{ key: 'e-unknown', amountCents: TOTAL }]),
      soon,
    );
    const shares = { allocations: [{ caseId, amountCents: TOTAL }] };
    expect(
      await outside.client.call('POST /unmatched/{entryKey}/allocate', { params: { entryKey: 'e-unknown' }, body: shares }),
    ).toMatchObject({ entryKey: 'e-unknown' });
    await expect(
      outside.client.call('POST /unmatched/{entryKey}/allocate', { params: { entryKey: 'e-unknown' }, body: shares }),
    ).rejects.toThrow('n’attend pas d’affectation');
    expect(await outside.until(caseId, ({ closed }) => closed !== null)).toMatchObject({ closed: { reason: 'paid' } });
    expect((await unmatched()).entries).toEqual([]);
  });
});

describe('an operator acts', () => {
  const acts: [act: string, payload: object, status: number, says: RegExp | object][] = [
    ['resume', {}, 409, /n’est pas en pause/],
    ['approve', {}, 409, /Aucun envoi n’attend votre accord/],
    ['recordLetterOutcome', { outcome: 'received', on: '2026-01-05' }, 409, /Aucune lettre recommandée n’est partie/],
    ['chooseRoute', { route: 'assignation' }, 409, /trop tôt/],
    ['recordPromise', { amountCents: TOTAL + 1, on: '2099-01-01' }, 409, /prescription|dépasse le solde/],
    ['pause', { until: '2026-02-30' }, 400, /\$\.until/],
    ['recordPayment', { id: 'p1' }, 400, /\$\.amountCents/],
    ['waive', { Grund: 'x' }, 400, /\$\.Grund/],
    ['explode', {}, 404, /No act explode/],
    ['pause', { reason: 'accord' }, 200, { hold: 'pause' }],
    ['resume', {}, 200, { hold: 'none' }],
    ['recordPayment', { id: 'cheque-1', amountCents: 20_000 }, 200, { balanceCents: 100_000 }],
    ['close', { reason: 'réglé hors de l’outil' }, 200, { phase: 'closed' }],
    ['pause', {}, 409, /Le dossier est clos/],
  ];
  test('one case, act after act: answers, refusals in French, faults with their path', async () => {
    const caseId = await opened('operated');
    for (const [act, payload, status, says] of acts) {
      const answer = await posted(`/cases/${encodeURIComponent(caseId)}/acts/${act}`, payload);
      expect([act, answer.status]).toEqual([act, status]);
      if (says instanceof RegExp) expect(JSON.stringify(answer.body)).toMatch(says);
      else expect(answer.body).toMatchObject(says);
    }
    const heard = (await outside.timeline(caseId)).map(({ type }) => type);
    expect(heard).toEqual(['opened', 'pause', 'resume', 'payment', 'close', 'note-left-out']);
  });
});

/** What the engine answers only later is asked again under its id. */
async function posted(path: string, body: object): Promise<{ status: number; body: object }> {
  const headers = { authorization: `Bearer ${outside.key}`, 'content-type': 'application/json' };
  const asked = JSON.stringify({ requestId: randomUUID(), ...body });
  for (;;) {
    const answer = await fetch(`${whole.system.apiUrl}${path}`, { method: 'POST', headers, body: asked });
    const said = (await answer.json()) as object;
    if (answer.status !== 202) return { status: answer.status, body: said };
  }
}

describe('what operators see in Temporal', () => {
  const lists: [query: string, isListed: boolean][] = [
    ['CreditorId = "c1"', true],
    ['DebtorId = "d-seen"', true],
    ['InvoiceNumber = "F26-seen"', true],
    ['Plan = "quick" AND Balance >= 1200 AND Balance < 1200.01', true],
    ['Phase = "notice-prepared" AND NeedsHuman = true', true],
    ['Phase = "reminding"', false],
    ['Hold = "pause"', false],
    ['NeedsHuman = false', false],
    ['DueOn < "2020-01-01T00:00:00Z"', false],
  ];

  test('lists filter by what the case shows, its page is in French, and its acts are described', async () => {
    const dueOn = addDays(today, -40);
    const caseId =
      (await webhook('billing', created('seen', { dueOn, issuedOn: addDays(dueOn, -30) }, 'quick'))).body.caseId ?? '';
    await outside.until(caseId, ({ needsHuman }) => needsHuman);
    for (const [query, isListed] of lists) {
      const one = `WorkflowId = "${caseId}" AND ${query}`;
      await vi.waitFor(
        async () => expect([query, (await engine.workflow.count(one)).count]).toEqual([query, isListed ? 1 : 0]),
        soon,
      );
    }
    const handle = engine.workflow.getHandle(caseId);
    const description = await handle.describe();
    expect(await description.staticSummary()).toMatch(/^F26-seen · 1\s200,00\s€ · échéance \d\d\/\d\d\/\d{4}$/);
    expect(await description.staticDetails()).toContain(`${whole.system.apiUrl}/dossiers/${encodeURIComponent(caseId)}`);
    const { currentDetails, definition } = await handle.query<Metadata>('__temporal_workflow_metadata');
    expect(currentDetails).toMatch(/mise en demeure en préparation/);
    expect(currentDetails).toMatch(/À faire par vous[\s\S]*approve/);
    expect(currentDetails).toMatch(/Derniers faits[\s\S]*Accord demandé/);
    const undescribed = (definition?.updateDefinitions ?? []).filter(({ description: text }) => !text?.includes('Exemple : {'));
    expect([definition?.updateDefinitions?.length, undescribed]).toEqual([actNames.length, []]);
  });

  test('the deep link of a case leads to it', async () => {
    const caseId = await opened('linked');
    const page = await fetch(`${whole.system.uiUrl}/namespaces/default/workflows/${encodeURIComponent(caseId)}`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    const data = await fetch(`${whole.system.uiUrl}/api/v1/namespaces/default/workflows/${encodeURIComponent(caseId)}`);
    expect(await data.json()).toMatchObject({ workflowExecutionInfo: { execution: { workflowId: caseId } } });
  });
});

interface Metadata {
  readonly currentDetails?: string;
  readonly definition?: { readonly updateDefinitions?: readonly { readonly name?: string; readonly description?: string }[] };
}

describe('a bad webhook is refused with its reason, and nothing is started', () => {
  const NINE_MINUTES_MS = 540_000;
  const bad = (changes: object) => created('bad', changes);
  const { dueOn: _, ...withoutDueOn } = created('bad').data.invoice;
  const wrongSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const refusals: [name: string, event: object, forged: Parameters<typeof webhook>[2], status: number, says: string][] = [
    ['wrong signature', created('bad'), { secret: wrongSecret }, 401, 'signature'],
    ['old timestamp', created('bad'), { atMs: Date.now() - NINE_MINUTES_MS }, 401, 'too old'],
    ['timestamp to come', created('bad'), { atMs: Date.now() + NINE_MINUTES_MS }, 401, 'in the future'],
    ['unknown creditor', created('bad'), { creditorId: 'nobody' }, 401, 'signature'],
    [
      'missing due date',
      { ...created('bad'), data: { ...created('bad').data, invoice: withoutDueOn } },
      {},
      400,
      '$.data.invoice.dueOn',
    ],
    ['negative amount', bad({ totalCents: -1 }), {}, 400, '$.data.invoice.totalCents'],
    ['amount in euros', bad({ totalCents: 12.5 }), {}, 400, '$.data.invoice.totalCents'],
    ['impossible date', bad({ dueOn: '2026-02-30' }), {}, 400, '$.data.invoice.dueOn'],
    ['unknown field', bad({ montant: 1 }), {}, 400, '$.data.invoice.montant'],
    ['unknown plan', created('bad', {}, 'nope'), {}, 400, '$.data.plan'],
    ['unknown type', { ...created('bad'), type: 'invoice.eaten' }, {}, 400, '$.type'],
    ['not an object', ['bad'], {}, 400, '$'],
  ];
  test.each(refusals)('%s', async (_name, event, forged, status, says) => {
    const answer = await webhook('billing', event, forged);
    const paths = (answer.body.errors ?? []).map(({ path }) => path);
    expect([answer.status, status === 400 ? paths : answer.body.detail]).toEqual([
      status,
      status === 400 ? expect.arrayContaining([says]) : expect.stringContaining(says),
    ]);
  });

  test('none of them started anything', async () => {
    await opened('after-the-bad');
    await vi.waitFor(async () => expect(await runsOf(idOf('after-the-bad'))).toBe(1), soon);
    expect(await runsOf(idOf('bad'))).toBe(0);
    await expect(outside.client.case(idOf('bad'))).rejects.toThrow('No case');
  });
});
