/**
 * The element's files of releases past. A page that was opened before a release, or that names its
 * script by the hash, goes on asking for them; while a release is rolled out, also a replica that has
 * never had them. So they are kept in the database, which all replicas share.
 */
import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {eq, lt, sql} from 'drizzle-orm';
import {widgetFiles} from '../drizzle/schema.ts';
import type {Db, Queries} from './db/connect.ts';

/** A digest in the name: whatever it says today, it says for ever. */
export const isHashed = (name: string): boolean =>
  /[.-](?:[0-9A-Z]{8,}|[0-9a-f]{10,})\.(?:js|css)$/.test(name);

/** Notes the files of this release, and forgets those that no server has had for more than a year. */
export async function keepRelease({queries}: Db, widgetDir: string): Promise<void> {
  const names = (await readdir(widgetDir)).filter(isHashed).sort();
  const files = await Promise.all(
    names.map(async (name) => ({name, body: await readFile(join(widgetDir, name), 'utf8')})),
  );
  if (files.length > 0) {
    await queries
      .insert(widgetFiles)
      .values(files)
      .onConflictDoUpdate({target: widgetFiles.name, set: {releasedAt: sql`now()`}});
  }
  await queries
    .delete(widgetFiles)
    .where(lt(widgetFiles.releasedAt, sql`now() - interval '400 days'`));
}

export async function keptFile(queries: Queries, name: string): Promise<string | undefined> {
  const [file] = await queries
    .select({body: widgetFiles.body})
    .from(widgetFiles)
    .where(eq(widgetFiles.name, name));
  return file?.body;
}
