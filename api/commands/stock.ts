/**
 * `npm run stock -- tee +40`: adds a delivery to the count of a product, whatever has been sold
 * meanwhile; `tee -2` takes away what broke.
 */
import {changeStock} from '../orders/catalog.ts';
import {StartError} from '../start-error.ts';
import {runCommand, say} from './open.ts';

await runCommand(async ({db}) => {
  const [sku, change, ...more] = process.argv.slice(2);
  if (!sku || !change || more.length > 0 || !/^[+-]\d{1,9}$/.test(change)) {
    throw new StartError(
      'Say of what, and how many more or fewer there are: npm run stock -- SKU +40',
    );
  }
  const stock = await changeStock(db.queries, sku, Number(change));
  if (stock === undefined) {
    throw new StartError(`There is no "${sku}" in the catalogue that is counted.`);
  }
  say(`${sku}: ${stock}, those included that are being paid just now.`);
});
