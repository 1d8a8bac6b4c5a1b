import pg from 'pg';
import { addDays } from '../domain/calendar/civil-date.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { meetOutside, type Outside } from '../test/support/outside.ts';
import { creditor, debtor } from '../test/support/parties.ts';
import { ADMIN_KEY, type Product, startProduct } from '../test/support/product.ts';
import { until } from '../test/support/runner/patience.ts';
import { atOnce } from './at-once.ts';

const GLANCE_MS = 100;
export const CENTS = 120_000;

/** The product in processes of its own, with cases that sleep until their invoices are due. */
export interface Sleeping {
  readonly product: Product;
  readonly outside: Outside;
  readonly today: string;
  /** Opens as many, whose workflows have begun. */
  open(name: string, size: number): Promise<void>;
  /** Waits until each of them is closed. */
  closed(name: string): Promise<void>;
  /** Facts of them that were written down twice, and cases that are not paid. */
  wrong(name: string): Promise<number>;
  stop(): Promise<void>;
}

export const numberOf = (name: string, index: number) => `F-${name}-${String(index).padStart(6, '0')}`;

/** Starts it, with one worker. */
export async function startSleeping(): Promise<Sleeping> {
  const product = await startProduct();
  const outside = await meetOutside(product.apiUrl, ADMIN_KEY);
  const today = parisDay(Date.now());
  await outside.tell('bank', 'bank.feed.checked', { account: creditor.iban, through: today });
  const sql = new pg.Pool({ connectionString: product.databaseUrl, max: 2 });
  const count = async (query: string, name: string) =>
    Number(
      (await sql.query<{ count: string }>(`select count(*) as count ${query}`, [`invoice:${creditor.id}:${name}-%`])).rows[0]
        ?.count,
    );
  const isSo = (query: string, name: string, wanted: number) =>
    until(
      async () => (await count(query, name)) === wanted,
      async () => `${await count(query, name)} of ${name}, ${wanted} are wanted`,
      GLANCE_MS,
    );
  return {
    product,
    outside,
    today,
    async open(name, size) {
      const dueOn = addDays(today, 30);
      await atOnce(size, async (index) => {
        const id = `${name}-${index}`;
        const invoice = { id, number: numberOf(name, index), totalCents: CENTS, issuedOn: today, dueOn };
        const told = { invoice, debtor: { ...debtor, id: `d-${id}` }, plan: 'default-b2b' };
        await outside.tell('billing', 'invoice.created', told, `evt-${id}`);
      });
      await isSo('from cases where id like $1', name, size);
      await isSo('from inbox where lane like $1', name, 0);
    },
    closed: (name) => isSo('from cases where closed_at is null and id like $1', name, 0),
    wrong: async (name) =>
      (await count(`from cases where id like $1 and state #>> '{closed,reason}' is distinct from 'paid'`, name)) +
      (await count(
        `from (select case_id, fact->>'id' from evidence where type = 'payment' and case_id like $1 group by 1, 2 having count(*) > 1) twice`,
        name,
      )),
    async stop() {
      await sql.end();
      await product.stop();
    },
  };
}
