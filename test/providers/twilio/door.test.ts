import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { putDebtor } from '../../../db/debtors.ts';
import { messageId } from '../../../db/messages.ts';
import { inbox } from '../../../db/schema.ts';
import type { Fact } from '../../../domain/case/facts/fact.ts';
import { debtorSchema } from '../../../domain/party/party-schema.ts';
import { twilioDoor } from '../../../providers/twilio/door.ts';
import { saysStop } from '../../../providers/twilio/events.ts';
import { putCase } from '../../api/case-row.ts';
import { type Doors, openDoors, PUBLIC_URL, sms } from '../../api/doors.ts';
import { twilioCallback } from '../../support/contract-server/callbacks.ts';
import { debtor } from '../../support/parties.ts';
import { leaving, settled } from '../../support/written.ts';

const TOKEN = 'token-of-the-account';
const OWN_TOKEN = 'token-of-the-outbox';
const message = messageId(sms);
const statusUrl = `${PUBLIC_URL}/webhooks/twilio?message=${encodeURIComponent(message)}`;
const incomingUrl = `${PUBLIC_URL}/webhooks/twilio`;
const about = { channel: 'sms', message, step: 'reminder-15', sequence: 1 };

let doors: Doors;
beforeAll(async () => {
  doors = await openDoors((deps) =>
    twilioDoor({
      ...deps,
      signers: [
        { provider: 'outbox', authToken: OWN_TOKEN },
        { provider: 'twilio', authToken: TOKEN },
      ],
      publicUrl: `${PUBLIC_URL}/`,
    }),
  );
  const end: Fact = { type: 'close', reason: 'test', at: '2026-11-02T09:00:00+01:00', actor: 'test' };
  for (const invoiceId of ['i1', 'i2']) await putCase(doors.db, { invoiceId, debtorId: debtor.id });
  await putCase(doors.db, { invoiceId: 'i3', debtorId: debtor.id, facts: [end] });
  await putCase(doors.db, { invoiceId: 'i4', debtorId: 'somebody-else' });
});
afterEach(() => doors.forget());
afterAll(() => doors.close());

const status = (MessageStatus: string, ErrorCode?: string) =>
  twilioCallback(statusUrl, TOKEN, { MessageSid: 'SM1', MessageStatus, To: '+33612345678', ...(ErrorCode ? { ErrorCode } : {}) });
const incoming = (Body: string, From: string = debtor.mobile) =>
  twilioCallback(incomingUrl, TOKEN, { MessageSid: 'SM2', From, To: '+33644630000', Body });

/** The proxy before us took the prefix away: what is signed is the public address, what comes in is not. */
const through = ({ path, ...rest }: ReturnType<typeof status>) => ({ ...rest, path: path.replace('/chez-nous', '') });

const facts: [name: string, callback: ReturnType<typeof status>, fact: object][] = [
  ['delivered', status('delivered'), { type: 'message-delivered' }],
  [
    'a landline',
    status('undelivered', '30006'),
    { type: 'message-bounced', reason: 'ligne fixe ou opérateur injoignable (30006)' },
  ],
  ['an unknown number', status('failed', '30005'), { type: 'message-bounced', reason: 'numéro inconnu (30005)' }],
  ['a new code', status('failed', '39999'), { type: 'message-bounced', reason: 'non remis (39999)', passing: true }],
  ['no code', status('undelivered'), { type: 'message-bounced', reason: 'non remis', passing: true }],
];
test.each(facts)(
  '%s is told to the case of the text, and a dead number to his other open cases',
  async (_name, callback, fact) => {
    expect(await doors.tell(through(callback))).toBe(200);
    const told = { at: '2026-11-20T11:00:00+01:00', actor: 'twilio', cause: expect.stringMatching(/^SM1:/) };
    const isDead = 'reason' in fact && !('passing' in fact);
    const other = { type: 'message-bounced', channel: 'sms', shared: true, ...told };
    expect(await doors.heard()).toEqual([
      { signal: 'messageEvent', payload: { ...fact, ...about, ...told } },
      ...(isDead ? [{ signal: 'messageEvent', payload: other }] : []),
    ]);
  },
);

test('somebody who said STOP is told to the case of the text, and to his other open cases without it', async () => {
  await doors.tell(through(status('failed', '21610')));
  const payload = { type: 'opt-out', channel: 'sms', at: '2026-11-20T11:00:00+01:00', actor: 'twilio' };
  expect(await doors.heard()).toEqual([
    { signal: 'messageEvent', payload: { ...payload, ...about, undelivered: true, cause: expect.stringMatching(/^SM1:/) } },
    { signal: 'messageEvent', payload: { ...payload, cause: expect.stringMatching(/^SM1:/) } },
  ]);
});

test('statuses that come late and twice: each that means something is heard once', async () => {
  for (const said of ['delivered', 'sent', 'queued', 'delivered', 'sending']) await doors.tell(through(status(said)));
  expect(await doors.types()).toEqual(['message-delivered']);
});

describe('a text that comes in', () => {
  test('STOP is a fact of every open case of whoever has that number, once', async () => {
    for (let delivery = 0; delivery < 2; delivery += 1) expect(await doors.tell(through(incoming(' Stop. ')))).toBe(200);
    expect(await doors.types()).toEqual(['opt-out', 'opt-out']);
  });

  test('STOP from a number that nobody has changes nothing and is logged without the number', async () => {
    await doors.tell(through(incoming('STOP', '+33699999999')));
    expect(await doors.heard()).toEqual([]);
    expect(doors.logged).toHaveLength(1);
    expect(JSON.stringify(doors.logged)).not.toMatch(/06 ?12|\+33/);
  });

  test('any other text is an answer: a fact of every open case, whose words cross no engine', async () => {
    await doors.tell(through(incoming('Nous paierons le 15, appelez le 06 12 34 56 78')));
    expect(await doors.heard()).toMatchObject(
      [1, 2].map(() => ({ payload: { type: 'debtor-wrote', channel: 'sms', about: 'promise' } })),
    );
    expect(JSON.stringify(await doors.heard())).not.toContain('06 12');
  });

  test('of who owes to two creditors answers the one who wrote last by text; STOP is for both', async () => {
    await putDebtor(doors.db, 'c2', debtorSchema.parse(debtor));
    const other = await putCase(doors.db, { creditorId: 'c2', invoiceId: 'i9', debtorId: debtor.id });
    const casesTold = async () => (await doors.db.select().from(inbox).orderBy(inbox.sequence)).map(({ caseId }) => caseId);
    await doors.tell(through(incoming('Déjà payé')));
    expect(await casesTold()).toEqual(['invoice:c1:i1', 'invoice:c1:i2']);
    await doors.forget();
    await doors.tell(through(incoming('STOP')));
    expect(new Set(await casesTold())).toEqual(new Set(['invoice:c1:i1', 'invoice:c1:i2', other.id]));
    await doors.forget();
    const key = { caseId: other.id, step: 'reminder-15', channel: 'sms', sequence: 1 } as const;
    const row = { creditorId: 'c2', debtorId: debtor.id, currency: 'EUR', template: 'reminder', contactOn: null, askedCents: 1 };
    await leaving(doors.db, key, { ...row, channel: 'sms', documentId: null, sha256: null });
    await settled(doors.db, key, { state: 'sent', provider: 'twilio', providerId: 'SM9' });
    await doors.tell(through(incoming('Déjà payé')));
    expect(await casesTold()).toEqual([other.id]);
  });

  test.each([
    ['STOP', undefined, true],
    ['arrêt', undefined, true],
    ['Désabonnement', undefined, true],
    ['Stop svp', undefined, false],
    ['Ne stoppez pas', undefined, false],
    ['', undefined, false],
    ['n’importe quoi', 'STOP', true],
    ['STOP', 'START', false],
  ])('%j (Twilio says %s) asks for no more: %s', (body, optOutType, stops) => {
    expect(saysStop(body, optOutType)).toBe(stops);
  });
});

describe('who may speak', () => {
  const good = through(status('delivered'));
  const forgeries: [name: string, change: object][] = [
    ['another status', { body: good.body.replace('delivered', 'failed') }],
    ['one more field', { body: `${good.body}&ErrorCode=21610` }],
    ['another message in the address', { path: good.path.replace('reminder-15', 'reminder-30') }],
    ['another token', through(twilioCallback(statusUrl, 'forged', { MessageStatus: 'delivered' }))],
    ['another host', through(twilioCallback(statusUrl.replace('https', 'http'), TOKEN, { MessageStatus: 'delivered' }))],
    ['no signature', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['a body that is no form', { headers: { ...good.headers, 'content-type': 'application/json' }, body: '{}' }],
  ];
  test.each(forgeries)('%s is refused', async (_name, change) => {
    expect(await doors.tell({ ...good, ...change })).toBe(401);
    expect(await doors.heard()).toEqual([]);
  });

  test('the outbox signs with a token of its own, for what it took', async () => {
    await settled(doors.db, sms, { state: 'sent', provider: 'outbox' });
    const own = twilioCallback(statusUrl, OWN_TOKEN, { MessageSid: 'SM9', MessageStatus: 'delivered' });
    expect(await doors.tell(through(own))).toBe(200);
    expect(await doors.types()).toEqual(['message-delivered']);
    await settled(doors.db, sms, { state: 'sent', provider: 'twilio' });
  });

  test('the signature of the vendor’s own documentation is the one we compute', () => {
    const form = {
      CallSid: 'CA1234567890ABCDE',
      Caller: '+14158675309',
      Digits: '1234',
      From: '+14158675309',
      To: '+18005551212',
    };
    const { headers } = twilioCallback('https://mycompany.com/myapp.php?foo=1&bar=2', '12345', form);
    expect(headers['x-twilio-signature']).toBe('RSOYDt4T1cUTdK1PDd93/VVr8B8=');
  });
});
