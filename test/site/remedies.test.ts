import { expect, test } from 'vitest';
import { actKeys, isAboutAddresses, keyOf, remediesOf, remedyLabel } from '../../web/operator/remedies.ts';

test.each([
  ['unprintable:formal-notice', 'correctContact', true],
  ['address:2026-11-20', 'correctContact', true],
  ['formal-notice', 'pause', false],
  ['corrective:credit:a1', 'close', false],
])('a task about a letter, %s, first offers %s', (key, first, addresses) => {
  expect(remediesOf({ kind: 'notice', key })[0]).toBe(first);
  expect(isAboutAddresses({ kind: 'notice', key })).toBe(addresses);
});

test.each([
  ['formal-notice', true],
  ['address:2026-11-20', true],
  ['unprintable:formal-notice', false],
  ['corrective:credit:a1', false],
])('a letter that did not leave, or came back, is put forward where its task says which: %s', (key, offers) => {
  const about = { kind: 'notice', key } as const;
  expect(remediesOf({ ...about, step: 'formal-notice' }).includes('actNow')).toBe(offers);
  expect(remediesOf(about)).not.toContain('actNow');
});

test.each([
  ['formal-notice', 'Reprendre la lettre'],
  ['address:2026-11-20', 'Refaire partir la lettre'],
])('only what left leaves again: %s is « %s »', (key, label) => {
  expect(remedyLabel({ kind: 'notice', key }, 'actNow')).toBe(label);
});

test('an act keeps its own name where a task gives it no other', () => {
  expect(remedyLabel({ kind: 'notice', key: 'formal-notice' }, 'pause')).toBeUndefined();
  expect(remedyLabel({ kind: 'call', key: 'x' }, 'actNow')).toBeUndefined();
});

test('late charges that were claimed already are not claimed again', () => {
  expect(remediesOf({ kind: 'late-charges', key: 'principal' })[0]).toBe('claimLateCharges');
  expect(remediesOf({ kind: 'late-charges', key: 'unpaid' })).toEqual(['waive', 'recordPayment']);
});

test('an acknowledgement of receipt is asked only of a letter that left', () => {
  const asks = ['unprintable:formal-notice', 'formal-notice', 'corrective:credit:a1', 'address:2026-11-20'].filter((key) =>
    remediesOf({ kind: 'notice', key }).includes('recordLetterOutcome'),
  );
  expect(asks).toEqual(['address:2026-11-20']);
});

test('what an accord, a call and late charges are settled with has a key of its own, which nothing else has', () => {
  for (const act of ['approve', 'reject', 'recordCallResult', 'pause', 'claimLateCharges', 'waive'] as const)
    expect([act, keyOf(act)]).toEqual([act, expect.stringMatching(/^[a-z]$/)]);
  const keys = [...actKeys.map(({ key }) => key), 'j', 'k', 'x', 'o', 'g'];
  expect(new Set(keys).size).toBe(keys.length);
});
