import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {cp, mkdir, mkdtemp, rename, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const migrations = join(root, 'drizzle/migrations');

/**
 * A folder of its own for a server; where it names no database, with an embedded one in it that has
 * its tables and nothing in them. Making one takes PGlite many seconds, each time the same: it is made
 * once, and copied. What a first start does by itself, `start.test.ts` sees.
 */
export async function newDataFolder(databaseUrl: string | undefined): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'opc-'));
  if (databaseUrl) return folder;
  const template = join(root, 'node_modules/.cache/one-page-checkout', templateName());
  try {
    await cp(template, folder, {recursive: true});
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await makeTemplate(template);
    await cp(template, folder, {recursive: true});
  }
  return folder;
}

/** Another one for other migrations, and for other versions of the packages. */
function templateName(): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package.json')));
  for (const file of readdirSync(migrations)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()) {
    hash.update(readFileSync(join(migrations, file)));
  }
  return `data-${hash.digest('hex').slice(0, 16)}`;
}

async function makeTemplate(template: string): Promise<void> {
  // Most who need a folder need none of this.
  const [{openPglite}, {migrate}] = await Promise.all([
    import('../../api/db/connect.ts'),
    import('../../api/db/migrate.ts'),
  ]);
  await mkdir(dirname(template), {recursive: true});
  const own = await mkdtemp(`${template}-`);
  const db = await openPglite(own);
  await migrate(db, migrations);
  await db.close();
  // Whole at once; of two test files that make it side by side, the first one's stays.
  await rename(own, template).catch(() => rm(own, {recursive: true}));
}
