import { chromium } from './chromium.mjs';
import { engine } from './engine.mjs';
import { packages } from './packages.mjs';
import { poppler } from './poppler.mjs';
import { timeSkipping } from './time-skipping.mjs';

const things = [packages, engine, chromium, timeSkipping, poppler];

/** What the product needs for `purpose`: demo, start or test. */
export function thingsFor(purpose) {
  return things.filter((thing) => thing.purposes.includes(purpose));
}

/** What is there and what is not on this machine; the same list for the set-up and for `doctor`. */
export function findings({ env = process.env, purpose = 'test' } = {}) {
  return thingsFor(purpose).map((thing) => findingOf(thing, env, purpose));
}

/** One finding; `failures` are the sentences of the sources that a set-up tried in vain, null where none was run yet. */
export function findingOf(thing, env, purpose, failures = null) {
  const where = thing.find(env, purpose);
  const forTestsOnly = !thing.purposes.includes('start');
  const finding = { name: thing.name, forTestsOnly, found: where !== null };
  if (where !== null) return { ...finding, where, tried: [], fix: null };
  const fix = failures === null ? setUpFor(forTestsOnly) : thing.fix(env);
  return { ...finding, where: null, tried: [`cherché : ${thing.looked(env)}`, ...(failures ?? [])], fix };
}

function setUpFor(forTestsOnly) {
  return forTestsOnly ? 'node setup.mjs --for test' : 'node setup.mjs';
}

/** The sentence that a person reads about one finding. */
export function sentenceOf({ name, found, where, tried, fix }) {
  return found ? `✔ ${name} : ${where}` : `✘ ${name} : absent (${tried.join(' ; ')}). Pour y remédier : ${fix}`;
}
