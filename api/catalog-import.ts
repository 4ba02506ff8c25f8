/**
 * `npm run catalog:import -- products.json`: puts a shop's products and prices into its database.
 *
 * The file is a list of products, each added or replaced by its SKU; products that are not in the
 * file stay as they are. Prices are in minor units in the sense of Stripe.
 *
 *     [
 *       {
 *         "sku": "tee",
 *         "name": "Heavyweight tee",
 *         "description": "Organic cotton",
 *         "imageUrl": "https://shop.example/tee.jpg",
 *         "stock": 40,
 *         "maxQuantity": 5,
 *         "active": true,
 *         "prices": {"eur": 2900, "usd": 3200, "jpy": 4800}
 *       }
 *     ]
 *
 * Only `sku`, `name` and `prices` are required. `stock` is how many pieces there are that nobody has
 * paid for, those included that are being paid just now. It replaces the shop's own count, so an old
 * number puts pieces back on sale that were sold since: leave `stock` out of a file that is imported
 * again for its prices, and the count goes on. Nothing is counted of a new product without `stock`,
 * nor from then on of one with `"stock": null`. The count never falls below what is being paid.
 */
import {mkdir, readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {z} from 'zod';
import {readConfig} from './config.ts';
import {openPglite, openPostgres} from './db/connect.ts';
import {lockDataDir} from './db/lock.ts';
import {migrate} from './db/migrate.ts';
import {errorFacts} from './errors.ts';
import {createLogger} from './log.ts';
import {catalogEntry, upsertProducts, type Recount} from './orders/catalog.ts';
import {isExpected, StartError, startFault} from './start-error.ts';

const log = createLogger('warn');
try {
  const [path] = process.argv.slice(2);
  if (!path) throw new StartError('Name the file: npm run catalog:import -- products.json');
  const entries = await readCatalog(path);
  const recounts = await importCatalog(entries);
  for (const {sku, before, after} of recounts) {
    console.log(`${sku}: the stock was ${count(before)} and is ${count(after)}.`);
  }
  console.log(`${entries.length} products are in the catalogue.`);
} catch (error) {
  const fault = startFault(error, {port: 0});
  if (isExpected(fault)) console.error(fault.message);
  else log.fatal({error: errorFacts(fault)}, 'nothing was imported');
  process.exit(1);
}

function count(stock: number | null): string {
  return stock === null ? 'not counted' : String(stock);
}

async function readCatalog(path: string): Promise<z.output<typeof catalogEntry>[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new StartError(`${path} cannot be read.`, {cause});
  });
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    throw new StartError(`${path} is not JSON.`, {cause});
  }
  const parsed = z.array(catalogEntry).min(1).safeParse(raw);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(
      ({path: where, message}) => `- ${where.join('.')}: ${message}`,
    );
    throw new StartError(`${path} is not a catalogue:\n${faults.join('\n')}`);
  }
  const skus = parsed.data.map(({sku}) => sku);
  const twice = skus.find((sku, index) => skus.indexOf(sku) !== index);
  if (twice) throw new StartError(`${path} names "${twice}" twice.`);
  return parsed.data;
}

/** All of it, or nothing. */
async function importCatalog(entries: z.output<typeof catalogEntry>[]): Promise<Recount[]> {
  const config = readConfig(process.env);
  await mkdir(config.dataDir, {recursive: true});
  const lock = config.databaseUrl ? undefined : await lockDataDir(config.dataDir);
  const db = config.databaseUrl
    ? openPostgres(config.databaseUrl, log)
    : await openPglite(config.dataDir);
  try {
    await migrate(db, fileURLToPath(new URL('../drizzle/migrations', import.meta.url)));
    return await db.transaction((tx) => upsertProducts(tx, entries));
  } finally {
    await db.close();
    await lock?.release();
  }
}
