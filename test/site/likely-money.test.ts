import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { putCase } from '../api/case-row.ts';
import { created, entry, type World } from '../api/world.ts';
import { cookieOf, openPages, spaced } from './without-browser.ts';

let world: World;
let cookie: string;

const owed: Readonly<Record<string, { readonly totalCents: number; readonly facts: readonly Fact[] }>> = {
  reminded: { totalCents: 98_650, facts: [] },
  alone: { totalCents: 77_700, facts: [] },
  noticed: {
    totalCents: 120_000,
    facts: [{ type: 'approval-asked', step: 'formal-notice', at: '2026-11-12T10:00:00+01:00', actor: 'workflow' }],
  },
};

beforeAll(async () => {
  world = await openPages();
  world.clock = () => Date.parse('2026-11-28T09:00:00+01:00');
  const secrets = await world.creditor('c1');
  const hear = (purpose: 'billing' | 'bank', event: unknown) =>
    world.webhook({ purpose, creditorId: 'c1', secret: secrets[purpose], event, atMs: world.clock() });
  for (const [id, { facts, totalCents }] of Object.entries(owed)) {
    const debtor = { id: `of-${id}`, name: id };
    await hear('billing', created({ id, number: `N-${id}`, totalCents, vatCents: 0, dueOn: '2026-11-06' }, debtor));
    await putCase(world.db, { invoiceId: id, number: `N-${id}`, debtorId: debtor.id, totalCents, facts });
  }
  const from = { counterparty: 'INCONNU', label: 'VIREMENT', bookedOn: '2026-11-27' };
  await hear('bank', entry({ key: 'first', amountCents: 98_650, ...from }));
  await hear('bank', entry({ key: 'second', amountCents: 120_000, ...from }));
  await world.drain();
  cookie = await cookieOf(world, 'approver', ['c1']);
});
afterAll(() => world.close());

async function look(path: string): Promise<string> {
  const answer = await fetch(`${world.url}${path}`, { headers: { cookie, accept: 'text/html' } });
  return spaced(await answer.text());
}

/** The lines of a table that tell of money, without their tags. */
const warned = (html: string) =>
  [...html.matchAll(/<tr>(?:(?!<\/tr>).)*lui ressemble.*?<\/tr>/gs)].map(([row]) => row.replaceAll(/<[^>]+>/g, ' '));

test('a reminder that comes warns of a transfer that waits for its invoice and is exactly of what is open', async () => {
  const html = await look('/prochains?jours=8');
  const [line] = warned(html).filter((row) => row.includes('N-reminded'));
  expect(line).toMatch(/Un virement de 986,50 € du 27\/11\/2026 non affecté/);
  expect(warned(html).filter((row) => row.includes('N-alone'))).toEqual([]);
  expect(html).toContain('href="/rapprochement?ecriture=first"');
  expect(html).toContain('N-alone');
});

test('an accord to give warns of the transfer that waits for its invoice', async () => {
  const html = await look('/a-faire?kind=approval');
  expect(html).toContain('Un virement de 1 200,00 € du 27/11/2026 non affecté');
  expect(html).toContain('href="/rapprochement?ecriture=second"');
});

test('what comes says how many accords were asked for before: their letters are none of its lines', async () => {
  const html = (await look('/prochains?jours=8')).replaceAll(/<[^>]+>/g, '');
  expect(html).toContain('1 accord déjà demandé : cet envoi part dès qu’il est donné, en plus de ce qui suit.');
});

test('the digest of many accords warns of it too', async () => {
  const answer = await fetch(`${world.url}/a-faire/verifier`, {
    method: 'POST',
    headers: { cookie, accept: 'text/html', origin: world.url, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ tache: 'invoice:c1:noticed~approval~formal-notice' }),
  });
  expect(spaced(await answer.text())).toContain('Un virement de 1 200,00 € du 27/11/2026 non affecté');
});
