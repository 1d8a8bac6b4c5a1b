import { workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';

// A new database takes some hundred megabytes that its process never gives back: a thread that ends does.
const { folder, migrationsFolder } = workerData;
const client = new PGlite(folder);
await migrate(drizzle(client), { migrationsFolder });
await client.close();
