import { fc, test } from '@fast-check/vitest';
import { afterAll, beforeAll, expect } from 'vitest';
import { allocations, bankEntries } from '../../db/schema.ts';
import { sumCents } from '../../domain/money/cents.ts';
import { camtText } from '../domain/statement/write-camt.ts';
import { bytesOf } from '../domain/statement/write-statement.ts';
import { howMany } from '../support/runner/long.ts';
import { forgetMoney, importFile, type MoneyWorld, moneyWorld, OURS } from './importing.ts';
import { created, entry } from './world.ts';

let money: MoneyWorld;
beforeAll(async () => {
  money = await moneyWorld('2026-11-20T12:00:00+01:00');
});
afterAll(() => money.world.close());

type Row = typeof bankEntries.$inferSelect;

/** What happens; `at` says which of the entries that are known it happens to. */
interface Move {
  readonly act: string;
  readonly key: number;
  readonly amountCents: number;
  readonly isWhole: boolean;
  readonly label: string | null;
  readonly counterparty: string | null;
  readonly account: string;
  readonly at: number;
  readonly invoice: number;
}

const told = (change: object, type?: string) => money.hear('bank', entry(change, type));
const post = (path: string, body: object = {}) => money.world.call('POST', path, money.operator, body);
const waits = ({ verdict }: Row) => verdict === 'unmatched' || verdict === 'unknown-account';
const any = () => true;

/** What a bank and a person do with money. An act is of the entries that fit it; where it needs one and there is none, nothing happens. */
const acts: Readonly<
  Record<string, { readonly fits?: (row: Row) => boolean; readonly does: (move: Move, row: Row) => Promise<unknown> }>
> = {
  booked: { does: (move) => told(paymentOf(move)) },
  pending: { does: (move) => told(paymentOf(move), 'bank.transaction.pending') },
  retold: { fits: any, does: ({ key }, { document, account }) => told({ ...document, account, key: `other-${key}` }) },
  undone: {
    fits: any,
    does: (_, { key, amountCents, account }) => told({ key, amountCents, account }, 'bank.transaction.reversed'),
  },
  returned: {
    fits: ({ amountCents }) => amountCents > 0,
    does: ({ key, isWhole }, { amountCents, account, document: { label, counterparty } }) =>
      told({ key: `back-${key}`, amountCents: -part(amountCents, isWhole), reversal: true, label, counterparty, account }),
  },
  imported: {
    does: async (move) =>
      importFile(
        money.world,
        money.operator,
        bytesOf(camtText({ message: move.isWhole ? '053' : '054', version: 8 }, [statementOf(move)])),
      ),
  },
  allocate: {
    fits: waits,
    does: ({ invoice, isWhole }, { key, openCents }) =>
      post(`/unmatched/${encodeURIComponent(key)}/allocate`, {
        allocations: [{ caseId: `invoice:c1:inv_${invoice}`, amountCents: part(openCents, isWhole) }],
      }),
  },
  undoes: {
    fits: (row) => waits(row) && row.amountCents < 0,
    does: ({ key }, row) => post(`/unmatched/${encodeURIComponent(row.key)}/allocate`, { undoes: `k${key}` }),
  },
  undo: { fits: any, does: (_, { key }) => post(`/entries/${encodeURIComponent(key)}/undo`) },
  aside: { fits: waits, does: (_, { key }) => post(`/unmatched/${encodeURIComponent(key)}/not-ours`, { reason: 'caution' }) },
  again: {
    fits: ({ verdict }) => verdict === 'not-ours',
    does: (_, { key }) => post(`/unmatched/${encodeURIComponent(key)}/wait-again`),
  },
};

function part(cents: number, isWhole: boolean): number {
  return isWhole ? cents : Math.max(1, Math.round(cents / 2));
}

function paymentOf({ key, amountCents, label, counterparty, account }: Move) {
  return { key: `k${key}`, amountCents, label, counterparty, account };
}

/** A summary of two payments, or its details: the same money, said in one word or in two. */
function statementOf({ key, amountCents, isWhole }: Move) {
  const details = [
    { amountCents: amountCents / 2, payer: 'GROUPE NORD', text: 'F2026-inv_1' },
    { amountCents: amountCents / 2, payer: 'AUTRE', text: 'X' },
  ];
  const bookings = [{ on: '2026-11-10', payments: isWhole ? [{ amountCents }] : details }];
  return { ...OURS, id: `S${key}-${amountCents}-${isWhole}`, openingOn: '2026-11-09', openingCents: 0, bookings };
}

const move: fc.Arbitrary<Move> = fc.record({
  act: fc.constantFrom(...Object.keys(acts)),
  key: fc.nat(5),
  amountCents: fc.constantFrom(50_000, 30_000, 20_000, 80_000, 10_000),
  isWhole: fc.boolean(),
  label: fc.constantFrom('VIREMENT', 'F2026-inv_1', 'F2026-inv_2 F2026-inv_3', null),
  counterparty: fc.constantFrom('GROUPE NORD', 'INCONNU', null),
  account: fc.constantFrom(OURS.iban, 'main'),
  at: fc.nat(50),
  invoice: fc.integer({ min: 1, max: 3 }),
});

async function opened(): Promise<void> {
  await forgetMoney(money.world);
  for (const [id, totalCents] of [
    ['inv_1', 50_000],
    ['inv_2', 30_000],
    ['inv_3', 20_000],
  ] as const)
    await money.hear('billing', created({ id, number: `F2026-${id}`, totalCents, vatCents: 0 }, { name: 'Groupe Nord SAS' }));
  await money.world.drain();
}

async function happens(each: Move): Promise<void> {
  const { fits, does } = acts[each.act] ?? {};
  const fitting = (await money.world.db.select().from(bankEntries).orderBy(bankEntries.key)).filter(fits ?? any);
  const row = fitting[each.at % Math.max(1, fitting.length)];
  if (does && (row || !fits)) await does(each, row as Row);
  await money.world.drain();
}

/** What does not add up: a month whose receipts are not all explained, an entry that holds another sum than it was told, one that is aside by halves. */
async function amiss(): Promise<readonly object[]> {
  const { world, operator } = money;
  const { body } = await world.call('GET', '/figures/period?from=2026-01-01&to=2026-12-31', operator);
  const { receipts } = body as unknown as { receipts: readonly { differenceCents: number }[] };
  const [rows, given] = [await world.db.select().from(bankEntries), await world.db.select().from(allocations)];
  const isWrong = ({ key, verdict, aside, amountCents, openCents }: Row) => {
    const shares = given.filter(({ entryKey, reversed }) => entryKey === key && !reversed);
    const holdsAll = openCents + sumCents(shares.map((share) => share.amountCents)) === amountCents;
    return (
      (aside !== null) !== (verdict === 'not-ours') || (['allocated', 'unmatched', 'not-ours'].includes(verdict) && !holdsAll)
    );
  };
  return [...receipts.filter(({ differenceCents }) => differenceCents !== 0), ...rows.filter(isWrong)];
}

test.prop([fc.array(move, { minLength: 16, maxLength: 24 })], { numRuns: howMany({ shortly: 8, long: 150 }) })(
  'whatever a bank tells and a person decides, every cent is placed, waits, is none of ours, or went back',
  async (moves) => {
    await opened();
    for (const each of moves) {
      await happens(each);
      expect([each.act, await amiss()]).toEqual([each.act, []]);
    }
  },
);
