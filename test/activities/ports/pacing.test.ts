import { expect, test } from 'vitest';
import type { SendOutcome } from '../../../activities/ports/outcome.ts';
import { paced } from '../../../activities/ports/pacing.ts';
import type { Composed } from '../../../words/compose.ts';

const accepted: SendOutcome = { outcome: 'accepted', provider: 'fake', providerId: 'p', at: '2026-11-20T09:00:00Z' };
const composed = {} as Composed;

/** A provider with a clock that the test moves. */
function world(perSecond: number, answers: SendOutcome[] = []) {
  const clock = { nowMs: 1_000_000 };
  const asked: number[] = [];
  const courier = {
    provider: 'fake',
    deliver: async () => {
      asked.push(clock.nowMs);
      return answers.shift() ?? accepted;
    },
  };
  const way = paced(courier, perSecond, () => clock.nowMs);
  const hand = async (id: string): Promise<SendOutcome> => (await way.turn?.()) ?? way.deliver(id, composed);
  return { clock, asked, hand };
}

test('a burst is spread: what would wait for long is given back with its delay, and never handed over', async () => {
  const { asked, hand } = world(2);
  const outcomes = await Promise.all(Array.from({ length: 10 }, (_, index) => hand(String(index))));
  const waiting = outcomes.filter(({ outcome }) => outcome === 'retry');
  expect([asked.length, waiting.length]).toEqual([5, 5]);
  for (const outcome of waiting) expect(outcome).toMatchObject({ outcome: 'retry', afterMs: 2500 });
});

test('what is given back leaves once its time has come', async () => {
  const { clock, asked, hand } = world(0.1);
  await hand('a');
  expect(await hand('b')).toMatchObject({ outcome: 'retry', afterMs: 10_000 });
  clock.nowMs += 10_000;
  expect(await hand('b')).toMatchObject({ outcome: 'accepted' });
  expect(asked).toHaveLength(2);
});

test('Retry-After holds every other send of that provider too', async () => {
  const { clock, asked, hand } = world(100, [{ outcome: 'retry', afterMs: 60_000, reason: '429' }]);
  await hand('a');
  expect(await hand('b')).toMatchObject({ outcome: 'retry', afterMs: 60_000 });
  clock.nowMs += 60_000;
  expect(await hand('b')).toMatchObject({ outcome: 'accepted' });
  expect(asked).toHaveLength(2);
});
