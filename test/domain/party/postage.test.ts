import { expect, test } from 'vitest';
import { postageOf, postedOf, postedTogether } from '../../../domain/party/postage.ts';
import { postedChannels } from '../../../domain/plan/plan.ts';
import { postageShown } from '../../../web/operator/postage.ts';

const letters = postedOf(['registered-letter', 'letter', 'registered-letter', 'electronic-registered-letter']);

test('letters are counted by channel, and several lists add up', () => {
  expect(letters).toEqual([
    { channel: 'registered-letter', count: 2 },
    { channel: 'letter', count: 1 },
    { channel: 'electronic-registered-letter', count: 1 },
  ]);
  expect(postedTogether([...letters, { channel: 'letter', count: 4 }])[1]).toEqual({ channel: 'letter', count: 5 });
});

test('each has the price of its creditor; what nobody said is not known, never nothing', () => {
  expect(postageOf(letters, { registeredLetterCents: 642 })).toEqual([
    { count: 2, eachCents: 642 },
    { count: 1, eachCents: null },
    { count: 1, eachCents: null },
  ]);
  expect(postageOf(letters)).toEqual([
    { count: 2, eachCents: null },
    { count: 1, eachCents: null },
    { count: 1, eachCents: null },
  ]);
});

test.each([
  [['registered-letter', 'email'], true, ['registered-letter']],
  [['email', 'letter'], true, []],
  [['email', 'letter'], false, ['letter']],
  [['letter', 'email'], true, ['letter']],
  [['lawyer', 'email'], true, []],
  [['commissaire-de-justice'], false, []],
] as const)('of %j, e-mail known: %j, we post %j', (channels, hasEmail, posted) => {
  expect(postedChannels({ channels }, hasEmail)).toEqual(posted);
});

test('several creditors: one term for each price, and the setting of the one whose price is not known', () => {
  const posted = postedOf(['registered-letter', 'registered-letter']);
  const shown = postageShown([
    { payer: { id: 'c1', postage: { registeredLetterCents: 642 } }, posted },
    {
      payer: { id: 'c2', postage: { registeredLetterCents: 642, letterCents: 152 } },
      posted: postedOf(['registered-letter', 'letter']),
    },
    { payer: { id: 'c3' }, posted },
  ]);
  expect(shown).toEqual({
    terms: [
      { count: 3, eachCents: 642 },
      { count: 1, eachCents: 152 },
    ],
    totalCents: 3 * 642 + 152,
    unknown: 2,
    setting: '/reglages/creancier?id=c3#postage.registeredLetterCents',
  });
});
