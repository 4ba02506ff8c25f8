/** Telling a database that is away for a moment from one that refuses what it was asked. */
import {DrizzleQueryError} from 'drizzle-orm/errors';

/** A connection could not be had, or was lost: nothing is known of what was asked. */
export class DatabaseAway extends Error {
  override readonly name = 'DatabaseAway';

  constructor(cause: unknown) {
    super('The database cannot be reached.', {cause});
  }
}

export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof DatabaseAway) return true;
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  if (isAnswer(cause)) return cause.code.startsWith('08') || away.has(cause.code);
  // What a query ended with, and not the database's own words: the line was cut.
  return error instanceof DrizzleQueryError;
}

/** The error of a statement sent past Drizzle, with a cut line told from a refusal. */
export const fromDriver = (error: unknown): unknown =>
  isAnswer(error) ? error : new DatabaseAway(error);

/** Only what the database itself says has a severity. */
const isAnswer = (error: unknown): error is Error & {code: string} =>
  error instanceof Error && 'severity' in error && 'code' in error;

/** https://www.postgresql.org/docs/current/errcodes-appendix.html, besides class 08. */
const away: ReadonlySet<string> = new Set([
  '53300', // too_many_connections
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
]);
