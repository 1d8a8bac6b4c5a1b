import { type RequestHandler, Router } from 'express';
import { nameAccount } from '../bank/accounts.ts';
import { accountsOf } from '../db/bank.ts';
import { accountBook, accountNames } from '../db/bank-accounts.ts';
import { creditorOf } from '../db/creditors.ts';
import type { Queries } from '../db/database.ts';
import { toInstant } from '../domain/calendar/paris.ts';
import { readDocument, strict, textSchema } from '../domain/document-schema.ts';
import type { ApiDeps } from './deps.ts';
import { atLeast, creditorIn, holderIn } from './http/auth.ts';

/** Of which account a name is: an IBAN that is known, or the name itself when it is an account of its own. */
export const accountNameSchema = strict({
  account: textSchema.meta({ description: 'Un compte connu de ce créancier, ou le nom lui-même si c’est un compte à part' }),
});

/** The accounts of a creditor, the other names under which banks and aggregators speak of them, and the names that wait. */
export function bankAccountRoutes(deps: ApiDeps): Router {
  return Router()
    .get('/accounts', async (req, res) => {
      res.json(await accountsShown(deps.db, creditorIn(res, req.query.creditor)));
    })
    .put('/accounts/:name', atLeast('operator'), naming(deps));
}

function naming(deps: ApiDeps): RequestHandler<{ name: string }> {
  return async (req, res) => {
    const { account } = readDocument(accountNameSchema, req.body);
    const name = readDocument(textSchema, req.params.name);
    const hand = {
      creditorId: creditorIn(res, req.query.creditor),
      source: { at: toInstant(deps.clock()), actor: holderIn(res).name, cause: `account:${name}` },
    };
    const settled = await deps.db.transaction((tx) => nameAccount(tx, hand, { name, account }));
    deps.wake();
    res.json({ name, account, settled });
  };
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
