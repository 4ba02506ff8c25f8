import {execFile} from 'node:child_process';
import {mkdir, rm, writeFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** An object as it came, of any kind. */
export type Wire = Record<string, unknown> & {object: string; status?: unknown};

/** Decimals are text on the wire; the SDK makes objects of them. */
const wirePrice =
  "Omit<Stripe.Price, 'unit_amount_decimal'> & {unit_amount_decimal: string | null}";

/** The declaration of stripe-node for each kind of object. */
export const declarations: Record<string, string> = {
  balance_transaction: 'Stripe.BalanceTransaction',
  charge: 'Stripe.Charge',
  cash_balance: 'Stripe.CashBalance',
  'checkout.session': 'Stripe.Checkout.Session',
  confirmation_token: 'Stripe.ConfirmationToken',
  customer: 'Stripe.Customer',
  customer_cash_balance_transaction: 'Stripe.CustomerCashBalanceTransaction',
  customer_session: 'Stripe.CustomerSession',
  dispute: 'Stripe.Dispute',
  event: 'Stripe.Event',
  list: 'Stripe.ApiList<unknown>',
  payment_intent: 'Stripe.PaymentIntent',
  payment_method: 'Stripe.PaymentMethod',
  item: `Omit<Stripe.LineItem, 'price'> & {price: ${wirePrice}}`,
  price: wirePrice,
  product: 'Stripe.Product',
  'radar.early_fraud_warning': 'Stripe.Radar.EarlyFraudWarning',
  refund: 'Stripe.Refund',
  review: 'Stripe.Review',
  webhook_endpoint: 'Stripe.WebhookEndpoint',
};

/** What is left of an object after its deletion. */
const deleted: Record<string, string> = {
  customer: 'Stripe.DeletedCustomer',
  product: 'Stripe.DeletedProduct',
  webhook_endpoint: 'Stripe.DeletedWebhookEndpoint',
};

/** Writes the objects out as typed constants and lets the compiler compare. */
export async function compile(objects: readonly Wire[]): Promise<string> {
  const folder = `${root}/.cache/conformance-${process.pid}`;
  const lines = objects.map((object, index) => {
    const declaration = object['deleted'] ? deleted[object.object] : declarations[object.object];
    return `export const object${index}: ${declaration} = ${JSON.stringify(object)};`;
  });
  const config = {
    compilerOptions: {
      target: 'ES2022',
      module: 'NodeNext',
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      skipLibCheck: true,
      types: ['node'],
      typeRoots: [`${root}/node_modules/@types`],
    },
    files: ['objects.ts'],
  };
  await mkdir(folder, {recursive: true});
  try {
    await writeFile(`${folder}/package.json`, '{"type": "module"}');
    await writeFile(`${folder}/tsconfig.json`, JSON.stringify(config));
    await writeFile(
      `${folder}/objects.ts`,
      ["import type {Stripe} from 'stripe';", ...lines].join('\n'),
    );
    const tsc = `${root}/node_modules/typescript/bin/tsc`;
    await promisify(execFile)(process.execPath, [tsc, '-p', folder], {maxBuffer: 10 ** 8});
    return '';
  } catch (error) {
    return (error as {stdout?: string}).stdout || String(error);
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}
