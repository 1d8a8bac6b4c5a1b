import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addDays } from '../../domain/calendar/civil-date.ts';
import { createWorld, type Life, type World } from './life.ts';
import { openingOf } from './parties.ts';

/**
 * Records the histories of a release: `npm run record-histories -- 0.1.0`. They are replayed for ever after
 * (test/workflows/replay.test.ts): a change of the workflow that could not go on with a running case is refused there.
 */
const stories: Readonly<Record<string, (world: World) => Promise<Life>>> = {
  'paid-after-first-reminder': async (world) => {
    const life = await world.begin(openingOf(await world.today(), 6, { id: 'paid-after-first-reminder' }));
    await life.pass('14 days');
    await life.signal('paymentReceived', { id: 'p1', amountCents: 120_000, actor: 'bank' });
    await life.act('waive', { reason: 'geste' });
    await life.pass('4 days');
    return life;
  },
  'all-the-way': async (world) => {
    const life = await world.begin(openingOf(await world.today(), 6, { id: 'all-the-way' }));
    await life.pass('62 days');
    await life.act('approve');
    await life.pass('5 days');
    await life.act('recordLetterOutcome', { outcome: 'received', on: await world.today() });
    await life.pass('15 days');
    await life.act('chooseRoute', { route: 'injonction-de-payer' });
    await life.pass('1 day');
    return life;
  },
  'held-in-every-way': async (world) => {
    const life = await world.begin(openingOf(await world.today(), 2, { id: 'held-in-every-way' }));
    await life.act('openDispute', { amountCents: 20_000, reason: 'produit manquant' });
    await life.pass('9 days');
    await life.act('resolveDispute', { outcome: 'rejected' });
    await life.act('pause', { until: addDays(await world.today(), 5), reason: 'accord' });
    await life.pass('8 days');
    await life.act('recordPromise', { amountCents: 120_000, on: addDays(await world.today(), 3) });
    await life.pass('12 days');
    await life.signal('messageEvent', { type: 'message-bounced', channel: 'email', actor: 'sendgrid' });
    await life.act('correctContact');
    await life.pass('20 days');
    await life.act('declareInsolvency', { openedOn: await world.today() });
    await life.pass('10 days');
    return life;
  },
};

const release = process.argv[2];
if (release === undefined) throw new Error('npm run record-histories -- RELEASE');
const folder = join(fileURLToPath(new URL('../histories', import.meta.url)), release);
mkdirSync(folder, { recursive: true });
const world = await createWorld();
for (const [name, live] of Object.entries(stories)) {
  const life = await live(world);
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(await life.history()));
  process.stdout.write(`${name}: ${(await life.facts()).join(' ')}\n`);
}
await world.end();
