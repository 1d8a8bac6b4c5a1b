import { userInfo } from 'node:os';
import { isOnThisMachine } from '../api/people/origin.ts';
import { type Config, publicUrlOf } from '../config.ts';
import type { Database } from '../db/database.ts';
import { addPerson, giveToken, listPeople, type Person } from '../db/people.ts';

const LINK_MINUTES = 60;

/**
 * On a laptop: a link that opens the site signed in, once and within the hour, as the person whose machine it is. Null where the product is
 * reached from elsewhere: there people are invited.
 */
export async function entryLink(config: Config, db: Database): Promise<string | null> {
  const publicUrl = publicUrlOf(config);
  if (!isOnThisMachine(publicUrl)) return null;
  const owner = await ownerOf(db);
  const { token } = await giveToken(db, { purpose: 'entry', personId: owner.id, minutes: LINK_MINUTES });
  return `${publicUrl}/entry/${token}`;
}

async function ownerOf(db: Database): Promise<Person> {
  const admin = (await listPeople(db)).find(({ role, creditors }) => role === 'admin' && creditors === null);
  return admin ?? addPerson(db, { name: userInfo().username, role: 'admin', creditors: null });
}
