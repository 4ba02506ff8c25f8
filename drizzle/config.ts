import {defineConfig} from 'drizzle-kit';

/** Read by `npm run db:generate`, which writes the next migration; review it before committing. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './drizzle/schema.ts',
  out: './drizzle/migrations',
});
