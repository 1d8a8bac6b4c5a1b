import { addPerson, giveToken } from '../../db/people.ts';
import type { Role } from '../../domain/role.ts';
import { followJobs } from '../../run/jobs.ts';
import { operatorSite } from '../../web/operator/site.ts';
import { claimOfStoredCase } from '../../words/claim.ts';
import { openWorld, quiet, type World } from '../api/world.ts';
import { openSite, type SiteBrowser } from '../support/site-browser.ts';

/** The API with its site, and people in front of it. */
export interface SiteWorld extends World {
  /** A browser in which somebody has come in. */
  visitor(role: Role, creditors: readonly string[] | null): Promise<SiteBrowser>;
}

export async function openSiteWorld(given: Parameters<typeof openWorld>[0] = {}): Promise<SiteWorld> {
  const site = operatorSite({ log: quiet, webUi: 'http://127.0.0.1:8233/namespaces/default/workflows', secure: false });
  const world: World = await openWorld({
    ...given,
    doors: [site.doors],
    errorPages: [site.errorPages],
    claimOf: (caseId) => claimOfStoredCase(world.db, caseId, world.clock()),
  });
  const stopJobs = followJobs(world.deps);
  const closeWorld = world.close.bind(world);
  return Object.assign(world, {
    async close() {
      await stopJobs();
      await closeWorld();
    },
    async visitor(role: Role, creditors: readonly string[] | null) {
      const browser = await openSite(world.url);
      const person = await addPerson(world.db, { name: 'Anne', role, creditors });
      const { token } = await giveToken(world.db, { purpose: 'entry', personId: person.id, minutes: 5 });
      await browser.go(`/entry/${token}`);
      return browser;
    },
  });
}
