import { bringForward, type LookedAhead } from '../cases/bring-forward.ts';
import { casesToRestart } from '../cases/open.ts';
import { readConfig } from '../config.ts';
import { lookIntoPostgres, openDatabase } from '../db/database.ts';
import { frenchInstant } from '../domain/case/show/french.ts';
import { refuse } from '../domain/fault.ts';

const SHOWN = 20;

/**
 * Brings the schema of a PostgreSQL up to date as its owner, so that the product may run under a role that cannot, and wakes the cases that
 * the rules of this release have act earlier. A dry run changes nothing and says which those are.
 */
export async function run({ dryRun = false }: { readonly dryRun?: boolean } = {}): Promise<number> {
  const { DATABASE_URL: url } = readConfig();
  if (url === undefined) refuse('DATABASE_URL', 'missing, expected the address of a PostgreSQL with its owner');
  const db = dryRun ? lookIntoPostgres(url) : await openDatabase({ url });
  try {
    const restarted = dryRun ? null : await casesToRestart(db, undefined, true);
    const ahead = await bringForward(db, Date.now(), dryRun);
    process.stdout.write(
      `${[...(restarted === null ? [] : [restartedText(restarted)]), ...aheadText(ahead, dryRun)].join('\n')}\n`,
    );
  } finally {
    await db.close();
  }
  return 0;
}

function restartedText(count: number): string {
  return `Base à jour. ${count} dossier(s) d’avant cette version à relancer\u00a0: le système en marche s’en charge.`;
}

/** What the rules of this release change in the sleep of the cases. */
export function aheadText({ asleep, forward, unread }: LookedAhead, dryRun: boolean): string[] {
  const does = dryRun ? 'seraient réveillés' : 'sont réveillés';
  return [
    `${asleep} dossier(s) en sommeil regardés\u00a0: ${forward.length} ${does} plus tôt que prévu.`,
    ...forward
      .slice(0, SHOWN)
      .map(
        ({ caseId, from, to }) =>
          `  ${caseId}\u00a0: ${frenchInstant(to)} au lieu de ${from === null ? 'rien' : frenchInstant(from)}`,
      ),
    ...(forward.length > SHOWN ? [`  et ${forward.length - SHOWN} autres`] : []),
    ...(unread.length > 0
      ? [`${unread.length} dossier(s) que ces règles ne savent pas lire\u00a0: ${unread.slice(0, SHOWN).join(', ')}`]
      : []),
  ];
}
