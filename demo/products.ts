import type {SeedProduct} from '../api/sandbox.ts';

/**
 * The demo shop's catalogue: enough currencies to show that money is right in all of them (yen has
 * no minor unit, the Kuwaiti dinar three digits), and one product that runs out after a few orders.
 */
export const products: SeedProduct[] = [
  {
    sku: 'tee',
    name: 'Heavyweight tee',
    description: 'Organic cotton, 240 g, oat',
    imageUrl: '/demo/images/tee.svg',
    stock: 5000,
    prices: {usd: 3200, eur: 2900, gbp: 2500, jpy: 4800, kwd: 9750},
  },
  {
    sku: 'mug',
    name: 'Stoneware mug',
    description: 'Hand-glazed, 350 ml, clay',
    imageUrl: '/demo/images/mug.svg',
    stock: 5000,
    prices: {usd: 2400, eur: 2200, gbp: 1900, jpy: 3600, kwd: 7250},
  },
  {
    sku: 'tote',
    name: 'Canvas tote',
    description: 'Recycled canvas, 18 l',
    imageUrl: '/demo/images/tote.svg',
    stock: 5000,
    prices: {usd: 1800, eur: 1650, gbp: 1400, jpy: 2700, kwd: 5500},
  },
  {
    sku: 'print',
    name: 'Dusk, a numbered print',
    description: 'Risograph, A3, edition of three',
    imageUrl: '/demo/images/print.svg',
    stock: 3,
    prices: {usd: 6500, eur: 6000, gbp: 5200, jpy: 9800, kwd: 20000},
  },
];
