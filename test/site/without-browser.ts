import { addPerson, openSession, type Person } from '../../db/people.ts';
import type { Role } from '../../domain/role.ts';
import { operatorSite } from '../../web/operator/site.ts';
import { openWorld, quiet, type World } from '../api/world.ts';

/** The API with its site, whose pages are asked for without a browser. */
export function openPages(): Promise<World> {
  const site = operatorSite({ log: quiet, webUi: null, secure: false });
  return openWorld({ doors: [site.doors], errorPages: [site.errorPages] });
}

/** Somebody of that role, as his browser would say who he is. */
export async function cookieOf({ db }: World, role: Role, creditors: readonly string[] | null): Promise<string> {
  return sessionOf(db, await addPerson(db, { name: 'Anne', role, creditors }));
}

/** A new session of a person, as his browser would name it. */
export async function sessionOf(db: World['db'], person: Person): Promise<string> {
  return `exigible=${await openSession(db, person)}`;
}

/** A page whose spaces are those of a keyboard. */
export function spaced(html: string): string {
  return html.replaceAll('&nbsp;', ' ').replaceAll(/[\u00a0\u202f]/g, ' ');
}
