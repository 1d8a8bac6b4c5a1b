import { expect, test } from 'vitest';
import { Dossier } from '../../cases/dossier.ts';
import { hearAct } from '../../cases/mail.ts';
import { putCreditor } from '../../db/creditors.ts';
import { creditorSchema } from '../../domain/party/party-schema.ts';
import { creditor } from '../support/parties.ts';
import { openDesk } from './desk.ts';

const at = '2026-10-15T10:00:00+02:00';

test.each([
  ['75002', 'FR', '14 décembre 2026 (deux mois de la publication, R622-24)'],
  ['97400', 'FR', '12 février 2027 (quatre mois'],
  ['10115', 'DE', '12 février 2027 (quatre mois'],
  ['00000', 'FR', '14 décembre 2026 (deux mois de la publication\u00a0; quatre quand'],
])('a creditor of %s %s declares his claim by his own address', async (postcode, country, says) => {
  const desk = await openDesk();
  await putCreditor(desk.db, creditorSchema.parse({ ...creditor, address: { ...creditor.address, postcode, country } }));
  const live = await desk.live('business', {});
  const dossier = new Dossier({ ...live, run: 1, revision: 0, nextActAt: null }, Date.parse(at));
  const payload = { openedOn: '2026-10-06', publishedOn: '2026-10-14' };
  expect(await hearAct(desk.db, dossier, { act: 'declareInsolvency', payload, at }, Date.parse(at))).toEqual({});
  expect(dossier.case.tasks).toMatchObject([{ kind: 'insolvency', context: expect.stringContaining(says) }]);
});
