import { createTemplate } from '../databases.ts';
import { startPostgres } from '../postgres.ts';

/** Nothing of it outlives the run, so it need not outlive the machine: with its worlds of a second, waiting for disks is most of its work. */
const FORGETFUL = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'autovacuum=off', 'max_connections=400'];

/** Around all tests that want a database: one PostgreSQL, of which each world gets a database of its own. */
export async function setup(): Promise<() => Promise<void>> {
  const postgres = await startPostgres(FORGETFUL);
  try {
    await createTemplate(postgres.url);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  return () => postgres.stop();
}
