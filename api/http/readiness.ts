/** What the server still needs before it can take orders, in words for whoever runs it. */
import {access} from 'node:fs/promises';
import {join} from 'node:path';
import {sql} from 'drizzle-orm';
import {readMigrationFiles} from 'drizzle-orm/migrator';
import {rowsOf, type Db} from '../db/connect.ts';

export type Missing = 'database' | 'migrations' | 'queue' | 'widget' | 'draining';

export type Readiness = () => Promise<Missing[]>;

interface Options {
  db: Db;
  migrationsDir: string;
  widgetDir: string;
  isQueueRunning: () => boolean;
  isDraining: () => boolean;
}

/** A load balancer asks every few seconds, and wants to know within one or two. */
const PATIENCE_MS = 2000;

export function createReadiness({
  db,
  migrationsDir,
  widgetDir,
  isQueueRunning,
  isDraining,
}: Options): Readiness {
  const newest = readMigrationFiles({migrationsFolder: migrationsDir}).at(-1)?.folderMillis ?? 0;
  return async () => {
    const [database, hasWidget] = await Promise.all([
      missingInDatabase(db, newest),
      access(join(widgetDir, 'release.json')).then(
        () => true,
        () => false,
      ),
    ]);
    return [
      ...database,
      ...(isQueueRunning() ? [] : (['queue'] as const)),
      ...(hasWidget ? [] : (['widget'] as const)),
      ...(isDraining() ? (['draining'] as const) : []),
    ];
  };
}

/** One question answers both: is it there, and is it as new as this code. */
async function missingInDatabase(db: Db, newest: number): Promise<Missing[]> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The database does not answer.')), PATIENCE_MS);
  });
  try {
    const asked = rowsOf<{at: string | number | null}>(
      db.queries,
      sql`select max(created_at) as at from drizzle.__drizzle_migrations`,
    );
    const [last] = await Promise.race([asked, tooLate]);
    return Number(last?.at ?? 0) >= newest ? [] : ['migrations'];
  } catch {
    return ['database'];
  } finally {
    clearTimeout(timer);
  }
}
