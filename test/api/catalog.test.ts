/** A catalogue that is imported again: the prices change, and the shop goes on counting. */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
  catalogEntry,
  changeStock,
  upsertProducts,
  type CatalogEntry,
} from '../../api/orders/catalog.ts';
import {onEachDatabase} from '../support/databases.ts';
import {inParallel} from '../support/in-parallel.ts';
import type {Shop} from '../support/shop.ts';

const bring = (shop: Shop, ...entries: CatalogEntry[]) =>
  shop.deps.db.transaction((tx) =>
    upsertProducts(
      tx,
      entries.map((entry) => catalogEntry.parse(entry)),
    ),
  );

onEachDatabase((shop) => {
  const placed = (sku: string, quantity = 1) => shop().placeOrder({items: [{sku, quantity}]});

  /** An order for two of it whose payment has begun. */
  async function started(sku: string) {
    const order = await placed(sku, 2);
    assert.equal((await shop().startPayment(order)).status, 200);
    return order;
  }

  async function paid(sku: string) {
    const order = await placed(sku, 2);
    await shop().pay(order);
    await shop().becomes(order.order, 'paid');
  }

  test('a second import without a stock changes the price alone', async () => {
    const counted = {sku: 'counted', name: 'Counted', prices: {usd: 500}};
    const endless = {sku: 'endless', name: 'Endless', prices: {usd: 500}};
    assert.deepEqual(await bring(shop(), {...counted, stock: 10}, endless), []);
    await paid('counted');
    await started('counted');
    const again = [counted, endless].map((entry) => ({...entry, prices: {usd: 600}}));
    assert.deepEqual(await bring(shop(), ...again), []);
    assert.deepEqual(await shop().stock('counted'), {stock: 8, reserved: 2});
    assert.deepEqual(await shop().stock('endless'), {stock: null, reserved: 0});
    assert.equal((await placed('counted')).order.amount, 600);
    assert.equal((await placed('endless', 50)).order.amount, 30_000);
  });

  test('a number replaces the count, and what is being paid stays countable', async () => {
    const product = {sku: 'set', name: 'Set', prices: {usd: 500}};
    await bring(shop(), {...product, stock: 10});
    await paid('set');
    const open = await started('set');
    assert.deepEqual(await bring(shop(), {...product, stock: 10}), [
      {sku: 'set', before: 8, after: 10},
    ]);
    assert.deepEqual(await shop().stock('set'), {stock: 10, reserved: 2});
    await bring(shop(), {...product, stock: 1});
    assert.deepEqual(await shop().stock('set'), {stock: 2, reserved: 2});
    await shop().pay(open);
    await shop().becomes(open.order, 'paid');
    assert.deepEqual(await shop().stock('set'), {stock: 0, reserved: 0});
  });

  test('counting may end and begin again while orders are being paid', async () => {
    const product = {sku: 'either', name: 'Either', prices: {usd: 500}};
    await bring(shop(), {...product, stock: 10});
    const [first, second, third] = [
      await started('either'),
      await started('either'),
      await started('either'),
    ];
    assert.deepEqual(await bring(shop(), {...product, stock: null}), [
      {sku: 'either', before: 10, after: null},
    ]);
    assert.deepEqual(await shop().stock('either'), {stock: null, reserved: 0});
    await shop().pay(first);
    await shop().becomes(first.order, 'paid');
    const fourth = await started('either');
    await bring(shop(), {...product, stock: 3});
    assert.deepEqual(await shop().stock('either'), {stock: 6, reserved: 6}, 'three are being paid');
    for (const {order, token} of [second, third, fourth]) {
      await shop().pay({order, token});
      await shop().becomes(order, 'paid');
    }
    assert.deepEqual(await shop().stock('either'), {stock: 0, reserved: 0});
  });

  test('a delivery is added to what there is, and never takes what is being paid', async () => {
    const {queries} = shop().deps.db;
    const product = {sku: 'brought', name: 'Brought', prices: {usd: 500}};
    await bring(shop(), {...product, stock: 4}, {...product, sku: 'free'});
    await started('brought');
    assert.equal(await changeStock(queries, 'brought', 40), 44);
    assert.equal(await changeStock(queries, 'brought', -900), 2);
    assert.deepEqual(await shop().stock('brought'), {stock: 2, reserved: 2});
    assert.equal(await changeStock(queries, 'free', 40), undefined);
    assert.equal(await changeStock(queries, 'nothing', 40), undefined);
  });

  test('imports and payments at the same time neither wait for each other for ever nor miscount', async () => {
    const skus = ['a', 'B', 'c', 'D', 'e', 'F'].map((name) => `${name}-many`);
    const entries = skus.map((sku) => ({sku, name: sku, prices: {usd: 500}}));
    await bring(shop(), ...entries.map((entry) => ({...entry, stock: 500})));
    const twelve = [...Array(12).keys()];
    const orders: Awaited<ReturnType<Shop['placeOrder']>>[] = [];
    const items = skus.map((sku) => ({sku, quantity: 1}));
    for (const _ of twelve) orders.push(await shop().placeOrder({items}));
    const start = async (turn: number) =>
      assert.equal((await shop().startPayment(orders[turn]!)).status, 200);
    const bringAgain = async (turn: number) => {
      await bring(shop(), ...(turn % 2 ? entries : entries.toReversed()));
    };
    // Fewer at once than there are connections: they wait for each other's rows alone.
    await Promise.all([inParallel(twelve, start, 4), inParallel(twelve, bringAgain, 4)]);
    for (const sku of skus) {
      assert.deepEqual(await shop().stock(sku), {stock: 500, reserved: 12});
    }
  });
});
