import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { newSecret } from '../../api/reference.ts';
import { signatureFault, signatureOf } from '../../api/webhooks/signature.ts';

const body = Buffer.from('{"name":"Ébénisterie Lœuf — 1 200 €"}');
const nowMs = Date.now();
const timestamp = String(Math.floor(nowMs / 1000));
const secret = newSecret();

test('what the reference library signs we accept, what we sign it accepts', () => {
  const library = new Webhook(secret);
  const theirs = library.sign('evt_1', new Date(nowMs), body);
  expect(theirs).toBe(signatureOf(secret, 'evt_1', timestamp, body));
  expect(signatureFault({ id: 'evt_1', timestamp, signature: theirs, body }, [secret], nowMs)).toBeNull();
  const headers = {
    'webhook-id': 'evt_1',
    'webhook-timestamp': timestamp,
    'webhook-signature': signatureOf(secret, 'evt_1', timestamp, body),
  };
  expect(library.verify(body, headers)).toMatchObject({ name: 'Ébénisterie Lœuf — 1 200 €' });
});

test.each([
  ['one of several signatures', `v1,AAAA v1a,BBBB ${signatureOf(secret, 'evt_1', timestamp, body)}`, [secret], null],
  ['one of several secrets', signatureOf(secret, 'evt_1', timestamp, body), [newSecret(), secret], null],
  ['no secret at all', signatureOf(secret, 'evt_1', timestamp, body), [], 'The signature does not match.'],
  ['an empty signature', 'v1,', [secret], 'The signature does not match.'],
  ['one byte less', signatureOf(secret, 'evt_1', timestamp, body.subarray(1)), [secret], 'The signature does not match.'],
])('%s', (_, signature, secrets, fault) => {
  expect(signatureFault({ id: 'evt_1', timestamp, signature, body }, secrets, nowMs)).toBe(fault);
});

test.each([
  [300, null],
  [301, 'webhook-timestamp is too old.'],
  [-300, null],
  [-301, 'webhook-timestamp is in the future.'],
])('%i seconds from now', (ageS, fault) => {
  const signature = signatureOf(secret, 'evt_1', timestamp, body);
  expect(signatureFault({ id: 'evt_1', timestamp, signature, body }, [secret], (Number(timestamp) + ageS) * 1000)).toBe(fault);
});
