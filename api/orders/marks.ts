import {eq} from 'drizzle-orm';
import {marks} from '../../drizzle/schema.ts';
import type {Queries} from '../db/connect.ts';

/** When something that happens now and then was last done to its end, by any replica. */
export async function lastDone(queries: Queries, name: string): Promise<Date | undefined> {
  const [mark] = await queries.select().from(marks).where(eq(marks.name, name));
  return mark?.at;
}

export async function markDone(queries: Queries, name: string, at: Date): Promise<void> {
  await queries
    .insert(marks)
    .values({name, at})
    .onConflictDoUpdate({target: marks.name, set: {at}});
}
