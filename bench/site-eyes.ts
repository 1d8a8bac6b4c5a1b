import { setTimeout as pause } from 'node:timers/promises';
import { addDays } from '../domain/calendar/civil-date.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import type { Outside } from '../test/support/outside.ts';
import { creditor, debtor } from '../test/support/parties.ts';
import { until } from '../test/support/runner/patience.ts';
import type { SiteBrowser } from '../test/support/site-browser.ts';
import { quickPlan } from '../test/support/whole-system.ts';
import { atOnce } from './at-once.ts';

const [CENTS, PAYMENTS, LETTERS, KEY_MS] = [120_000, 10, 50, 150];

/** Whoever looks at the site, and the world that tells it what happens. */
interface Scene {
  readonly eyes: SiteBrowser;
  readonly outside: Outside;
}

/** Milliseconds from the answer that accepts a payment to the open page of its case that says so; of ten payments. */
export async function sightsOf({ eyes, outside }: Scene): Promise<number[]> {
  const times: number[] = [];
  for (let nth = 0; nth < PAYMENTS; nth += 1) {
    const id = `seen-${nth}`;
    const caseId = await opened(outside, { id, plan: 'default-b2b', dueOn: addDays(today(), 20) });
    await eyes.go(`/dossiers/${caseId}`);
    await eyes.shows(`F-${id}`);
    const payment = { account: creditor.iban, key: id, bookedOn: today(), amountCents: CENTS, label: `VIR FACTURE F-${id}` };
    await outside.tell('bank', 'bank.transaction.booked', payment);
    const beganMs = performance.now();
    await eyes.page.waitForFunction('/Payée/.test(document.body.innerText)', { polling: 'mutation' });
    times.push(performance.now() - beganMs);
  }
  return times;
}

/** Fifty invoices of one debtor, long due, whose notices will wait for an accord. */
export async function tellLetters(outside: Outside): Promise<void> {
  await outside.client.call('PUT /plans/{id}', { params: { id: 'quick' }, body: quickPlan() });
  await atOnce(LETTERS, (nth) => opened(outside, { id: `letter-${nth}`, plan: 'quick', dueOn: addDays(today(), -60) }));
}

/** Seconds of a person who approves those fifty by the keyboard alone, no key sooner than 150 ms after the last, until the site says that they are. */
export async function approvalSeconds({ eyes, outside }: Scene): Promise<number> {
  const query = { limit: LETTERS, debtor: DEBTOR, kind: 'approval' } as const;
  const waiting = async () => (await outside.client.call('GET /tasks', { query })).tasks.length;
  await until(
    async () => (await waiting()) === LETTERS,
    async () => `${await waiting()} notices wait for an accord`,
  );
  await eyes.go(`/a-faire?kind=approval&debtor=${DEBTOR}`);
  const beganMs = performance.now();
  await press(eyes, 'x');
  for (let line = 1; line < LETTERS; line += 1) {
    await press(eyes, 'j');
    await eyes.page.waitForFunction(`document.querySelectorAll('key-list li > a')[${line}]?.hasAttribute('aria-current')`);
  }
  await eyes.page.keyboard.down('Shift');
  await press(eyes, 'X');
  await press(eyes, 'A');
  await eyes.page.keyboard.up('Shift');
  await eyes.shows(`${LETTERS} envois`);
  await press(eyes, 'a');
  await eyes.shows('envois approuvés');
  return (performance.now() - beganMs) / 1000;
}

const DEBTOR = 'letters';
const today = () => parisDay(Date.now());

interface Told {
  readonly id: string;
  readonly plan: 'default-b2b' | 'quick';
  readonly dueOn: string;
}

/** An invoice of 1 200,00 € that billing tells; its case, once it lives. */
async function opened(outside: Outside, { id, plan, dueOn }: Told): Promise<string> {
  const invoice = { id, number: `F-${id}`, totalCents: CENTS, issuedOn: addDays(dueOn, -30), dueOn };
  const data = { invoice, debtor: { ...debtor, id: plan === 'quick' ? DEBTOR : `d-${id}` }, plan };
  const caseId = (await outside.tell('billing', 'invoice.created', data, `evt-${id}`)) ?? '';
  await outside.until(caseId, () => true);
  return caseId;
}

async function press({ page }: SiteBrowser, key: 'x' | 'j' | 'X' | 'A' | 'a'): Promise<void> {
  await page.keyboard.press(key);
  await pause(KEY_MS);
}
