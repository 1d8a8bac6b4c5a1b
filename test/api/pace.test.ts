import { expect, test } from 'vitest';
import { createPace } from '../../api/inbox/pace.ts';

const MOST = 16;
const ALONE_MS = 200;

/** The places after so many rows of one kind, of which half the places are under way, when `beside` so many one lasts `msOf(beside)`. */
function placesAfter(rows: number, msOf: (beside: number) => number, pace = createPace(MOST)): number {
  for (let row = 0; row < rows; row += 1) {
    const beside = Math.floor(pace.places / 2) - 1;
    pace.took('start', msOf(beside), beside);
  }
  return pace.places;
}

const farAway = () => ALONE_MS;
const onTwoCores = (beside: number) => ALONE_MS * Math.max(1, ((beside + 1) * 3) / 2);

test('rows that only wait for an engine far away get all places', () => {
  expect(placesAfter(500, farAway)).toBe(MOST);
});

test('rows that wait for each other get few', () => {
  expect(placesAfter(500, onTwoCores)).toBeLessThan(MOST / 2);
});

test('a machine that becomes busy takes places back, and one that is free again gives them', () => {
  const pace = createPace(MOST);
  placesAfter(500, farAway, pace);
  expect(placesAfter(500, onTwoCores, pace)).toBeLessThan(MOST / 2);
  expect(placesAfter(500, farAway, pace)).toBe(MOST);
});

test('a row that is slow by its kind takes no place from the others, and who has little to do gets no more', () => {
  const pace = createPace(MOST);
  for (let row = 0; row < 500; row += 1) {
    pace.took('bank-entry', 900, 1);
    pace.took('ring', 20, 1);
  }
  expect(pace.places).toBeGreaterThanOrEqual(4);
  const idle = createPace(MOST);
  for (let row = 0; row < 500; row += 1) idle.took('ring', 20, 0);
  expect(idle.places).toBe(4);
});
