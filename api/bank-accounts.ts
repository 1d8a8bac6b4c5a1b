import { nameAccount } from '../bank/accounts.ts';
import { accountsOf } from '../db/bank.ts';
import { accountBook, accountNames } from '../db/bank-accounts.ts';
import { creditorOf } from '../db/creditors.ts';
import type { Queries } from '../db/database.ts';
import { toInstant } from '../domain/calendar/paris.ts';
import { creditorIn } from './creditor-access.ts';
import type { ApiDeps } from './deps.ts';
import type { Given, Handlers } from './http/serve.ts';

/** The accounts of a creditor, the other names under which banks and aggregators speak of them, and the names that wait. */
export function bankAccountHandlers(deps: ApiDeps) {
  return {
    'GET /accounts': async (given) => ({ 200: await accountsShown(deps.db, await creditorIn(deps, given)) }),
    'PUT /accounts/{name}': (given) => naming(deps, given),
  } satisfies Partial<Handlers>;
}

async function naming(deps: ApiDeps, given: Given<'PUT /accounts/{name}'>) {
  const { account } = given.body;
  const name = given.params.name.trim();
  const hand = {
    creditorId: await creditorIn(deps, given),
    source: { at: toInstant(deps.clock()), actor: given.holder.name, cause: `account:${name}` },
  };
  const settled = await deps.db.transaction((tx) => nameAccount(tx, hand, { name, account }));
  deps.wake();
  return { 200: { name, account, settled } };
}

async function accountsShown(db: Queries, creditorId: string) {
  const [creditor, spoken, named] = [
    await creditorOf(db, creditorId),
    await accountsOf(db, creditorId),
    await accountNames(db, creditorId),
  ];
  const through = new Map(spoken.map(({ account, throughOn }) => [account, throughOn]));
  const book = await accountBook(db, creditorId);
  const own = [creditor?.iban, ...(creditor?.bankAccounts ?? []), ...through.keys(), ...named.map(({ account }) => account)];
  const accounts = new Set(own.flatMap((account) => (account ? [book(account) ?? account] : [])));
  return {
    accounts: [...accounts].map((account) => ({
      account,
      throughOn: through.get(account) ?? null,
      names: named.filter((each) => each.account === account && each.name !== account).map(({ name }) => name),
    })),
    unknown: named.filter(({ account }) => account === null).map(({ name }) => name),
  };
}
