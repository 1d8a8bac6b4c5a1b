import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: [
    './db/schema.ts',
    './db/access-schema.ts',
    './db/amendment-schema.ts',
    './db/debtor-schema.ts',
    './db/job-schema.ts',
    './db/received-webhooks-schema.ts',
    './db/movement-schema.ts',
    './db/webhooks-out-schema.ts',
  ],
  out: './db/migrations',
});
