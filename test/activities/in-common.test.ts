import { afterAll, beforeAll, expect, test } from 'vitest';
import { putBack, takeInHand } from '../../cases/hand.ts';
import { hearAct } from '../../cases/mail.ts';
import type { Database } from '../../db/database.ts';
import { evidenceOf } from '../../db/evidence.ts';
import { msOf } from '../../domain/calendar/clock.ts';
import { type Company, openCompany } from '../support/company.ts';
import { openEmpty } from '../support/databases.ts';

const AT = '2026-03-09T11:59:59+01:00';
let db: Database;
beforeAll(async () => {
  db = await openEmpty();
});
afterAll(() => db.close());

/** A case taken in hand: it reads its mail, then hears an act. */
function hands(company: Company) {
  return (id: string, act?: Parameters<typeof hearAct>[2]) =>
    db.transaction(async (tx) => {
      const dossier = (await takeInHand(tx, [company.idOf(id)], msOf(AT))).get(company.idOf(id));
      if (!dossier) throw new Error(`no case ${id}`);
      if (act) expect(await hearAct(tx, dossier, act, msOf(AT))).toEqual({});
      await putBack(tx, dossier, msOf(AT));
    });
}

test.each(['r-1', 'ensemble:r-1'])(
  'what is chosen for one invoice of a common notice holds for the other, once, asked as %s',
  async (requestId) => {
    const company = await openCompany(db, `common-${requestId.replace(':', '-')}`, true, { together: 'debtor' });
    for (const id of ['a', 'b'])
      await company.add(id, '2026-03-04', [{ type: 'notice-event', outcome: 'received', on: '2026-03-06' }]);
    const inHand = hands(company);
    await inHand('a', { act: 'chooseRoute', payload: { route: 'injonction-de-payer', requestId }, at: AT });
    for (const id of ['b', 'a']) await inHand(id);
    const chosen = async (id: string) =>
      (await evidenceOf(db, company.idOf(id))).filter(({ type }) => type === 'choose-route').map(({ fact }) => fact.route);
    expect([await chosen('a'), await chosen('b')]).toEqual([['injonction-de-payer'], ['injonction-de-payer']]);
    company.end();
  },
);

test('how the post went is written down of an invoice of the same notice that is closed by then: it may open again', async () => {
  const company = await openCompany(db, 'common-closed', true, { together: 'debtor' });
  for (const id of ['a', 'b'])
    await company.add(id, '2026-03-04', [{ type: 'notice-event', outcome: 'notice-left', on: '2026-03-06' }]);
  const inHand = hands(company);
  await inHand('b', { act: 'close', payload: { reason: 'essai' }, at: AT });
  await inHand('a', { act: 'recordLetterOutcome', payload: { outcome: 'received', on: '2026-03-07' }, at: AT });
  await inHand('b');
  const heard = (await evidenceOf(db, company.idOf('b'))).filter(({ type }) => type === 'notice-event').map(({ fact }) => fact);
  expect(heard.at(-1)).toMatchObject({ outcome: 'received', on: '2026-03-07' });
  company.end();
});
