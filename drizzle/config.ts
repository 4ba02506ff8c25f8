/**
 * Read by `npm run db:generate`, which writes the next migration; review it before committing.
 *
 * A new release migrates while the one before it takes orders. So for tables that grow (orders and
 * all that belongs to them, `webhook_events`, `alerts`):
 *
 * - An index is `.concurrently()`, in a migration that holds nothing else.
 * - A column is only added: null, or with a constant default. What no code reads any more is dropped
 *   by the release after.
 * - No column changes its type, and no constraint reads the whole table: add it `NOT VALID` by hand,
 *   and validate it in the next migration.
 *
 * A change waits three seconds for its table, gives those who wait behind it their turn, and tries
 * again for five minutes (`api/db/migrate.ts`).
 */
import {defineConfig} from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './drizzle/schema.ts',
  out: './drizzle/migrations',
});
