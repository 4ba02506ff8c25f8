import {after, before, describe} from 'node:test';
import {startPostgres, type TestPostgres} from './postgres.ts';
import {openShop, type Shop, type ShopOptions} from './shop.ts';

/**
 * Runs the same tests on PGlite and on a real Postgres. `shop()` is the shop that all tests of one
 * database share: each places orders of its own.
 */
export function onEachDatabase(
  tests: (shop: () => Shop, database: 'PGlite' | 'Postgres') => void,
  options: ShopOptions = {},
): void {
  describe('on PGlite', () => {
    let shop: Shop;
    before(async () => {
      shop = await openShop(options);
    });
    after(() => shop.close());
    tests(() => shop, 'PGlite');
  });
  describe('on Postgres', () => {
    let postgres: TestPostgres;
    let shop: Shop;
    before(async () => {
      postgres = await startPostgres();
      shop = await openShop({...options, databaseUrl: await postgres.createDatabase()});
    });
    after(async () => {
      await shop.close();
      await postgres.stop();
    });
    tests(() => shop, 'Postgres');
  });
}
