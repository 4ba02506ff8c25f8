/**
 * One driver under load in a process of its own, because one of them may end its process.
 * Arguments: the driver's name, and the database's address. The first message says that the faults
 * are over.
 */
import {once} from 'node:events';
import {sql} from 'drizzle-orm';
import postgres from 'postgres';
import {openPostgres} from '../../../api/db/connect.ts';
import {createLogger} from '../../../api/log.ts';
import {runLoad, type Driver} from './load.ts';

const [name = '', url = ''] = process.argv.slice(2);

const drivers: Record<string, (url: string) => Driver> = {
  /** The product's own way to the database, as the server opens it. */
  pg: (url) => {
    const db = openPostgres(url, createLogger('silent'));
    return {
      query: async () => void (await db.queries.execute(sql`select 1 as one`)),
      transaction: () =>
        db.transaction(async (tx) => {
          await tx.execute(sql`select 1 as one`);
          await tx.execute(sql`select 2 as two`);
        }),
    };
  },
  'postgres.js': (url) => {
    const client = postgres(url, {max: 10, connect_timeout: 3, onnotice: () => {}});
    return {
      query: async () => void (await client`select 1 as one`),
      transaction: async () => {
        await client.begin(async (tx) => {
          await tx`select 1 as one`;
          await tx`select 2 as two`;
        });
      },
    };
  },
};

const open = drivers[name];
if (!open) throw new Error(`There is no driver called "${name}".`);
const driver = open(url);
await driver.query();
const faults = once(process, 'message');
// Nobody is left to say so.
process.once('disconnect', () => process.exit(1));
process.send?.('ready');
const report = await runLoad(driver, faults);
// With its channel closed too early, the answer would be lost.
process.send?.(report, () => process.exit(0));
