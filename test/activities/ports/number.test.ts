import { expect, test } from 'vitest';
import { faultOfNumber } from '../../../activities/ports/number.ts';
import { readConfig } from '../../../config.ts';

test.each([
  ['+33612345678', null],
  ['+33712345678', null],
  ['+262692123456', null],
  ['+590690123456', null],
  ['+32470123456', null],
  ['+33474000012', 'landline'],
  ['+33142000000', 'landline'],
  ['+33800123456', 'landline'],
  ['+33912345678', 'landline'],
  ['0612345678', 'invalid'],
  ['+0612345678', 'invalid'],
  ['+33 6 12 34 56 78', 'invalid'],
  ['', 'invalid'],
])('%s: %s', (number, fault) => expect(faultOfNumber(number)).toBe(fault));

const account = { TWILIO_ACCOUNT_SID: 'AC', TWILIO_AUTH_TOKEN: 't' };

test.each(['Lumen', 'Atelier 12', '+33612345678'])('%s may be a sender', (sender) => {
  expect(readConfig({ ...account, TWILIO_FROM: sender }).TWILIO_FROM).toBe(sender);
});

test.each(['Un expéditeur', 'AtelierLumen', '12345', 'Été'])('%s may not, and the variable is named', (sender) => {
  expect(() => readConfig({ ...account, TWILIO_FROM: sender })).toThrow('TWILIO_FROM');
});
