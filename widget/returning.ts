import type {Stripe} from '@stripe/stripe-js';
import type {Order} from '../api/contract.ts';
import {ApiCallError, type ApiClient} from './api-client.ts';
import type {Outcome} from './outcome.ts';
import type {PaymentReturn} from './return-page.ts';
import {
  inStorage,
  memory,
  parseSaved,
  prefix,
  type CheckoutSession,
  type SavedOrder,
} from './session.ts';

interface Connection {
  api: ApiClient;
  signal: AbortSignal;
  /** Where the order is kept, so that a reload without the secret finds it. */
  session: CheckoutSession;
  stripe: Promise<Stripe>;
}

/**
 * The buyer is back from the bank. Stripe's answer is faster and fills the moment; the order is
 * found by the token this tab has kept, or in another browser by the secret itself.
 * @returns The token of the order, if there is one.
 */
export async function showReturn(
  outcome: Outcome,
  connection: Connection,
  returned: PaymentReturn,
): Promise<string | null> {
  // Before anything is known: what was typed is the order's, and an end takes it away.
  const kept = savedFor(returned.paymentIntent);
  if (kept) connection.session.add(kept);
  const found = await find(outcome, connection, returned);
  if (!found) return null;
  const {order, token} = found;
  connection.session.add({orderId: order.id, token, paymentIntent: returned.paymentIntent});
  return token;
}

async function find(
  outcome: Outcome,
  {api, signal, stripe}: Connection,
  returned: PaymentReturn,
): Promise<{order: Order; token: string} | null> {
  outcome.begin(signal);
  if (returned.paymentIntent.startsWith('cs_')) {
    stripe.catch(() => {});
    return showHostedReturn(outcome, {api, signal}, returned.paymentIntent);
  }
  if (!isPlausible(returned)) {
    stripe.catch(() => {});
    await outcome.say(() => 'not_found', null);
    return null;
  }
  let found: {order: Order; token: string} | null = null;
  let told: Promise<boolean> | null = null;
  let isOver = false;
  const hint = stripe
    .then((loaded) => loaded.retrievePaymentIntent(returned.clientSecret))
    .then(async ({paymentIntent}) => {
      // Without an order there is nothing to wait for: a promise to confirm it would never be kept.
      if (signal.aborted || isOver || !paymentIntent) return;
      outcome.hear(paymentIntent);
      if (!found && paymentIntent.status === 'requires_payment_method') return;
      await told;
      if (signal.aborted) return;
      const {order, watching} = outcome.state;
      if (!found || watching) await outcome.tell(order, true);
      // Told already, without what Stripe says now: there may be something to wait for after all.
      else if (await outcome.tell(order)) await outcome.watch({api, signal, token: found.token});
    });
  // Stripe.js kept out, or its answer lost: the API alone will do.
  hint.catch(() => {});
  try {
    found = await findOrder(api, returned);
  } catch (error) {
    isOver = true;
    if (!(error instanceof ApiCallError) || error.code !== 'order_not_found') throw error;
    await outcome.say(() => 'not_found', null);
    return null;
  }
  signal.throwIfAborted();
  told = outcome.tell(found.order);
  if (await told) void outcome.watch({api, signal, token: found.token});
  return found;
}

/**
 * Back from a page that Stripe hosts, which only leads here once it is done. The tab that went there
 * has kept the token; in any other browser there is nothing to show, but an e-mail to come.
 */
async function showHostedReturn(
  outcome: Outcome,
  {api, signal}: Pick<Connection, 'api' | 'signal'>,
  session: string,
): Promise<{order: Order; token: string} | null> {
  const {orderId, token} = savedFor(session) ?? {};
  if (!orderId || !token) {
    await outcome.say(() => 'unknown', null);
    return null;
  }
  const {order} = await api.showOrder(orderId, token);
  signal.throwIfAborted();
  outcome.hear({status: 'succeeded', next_action: null});
  if (await outcome.tell(order)) void outcome.watch({api, signal, token});
  return {order, token};
}

/** Whether the two belong together, and look like Stripe's at all. */
const isPlausible = ({paymentIntent, clientSecret}: PaymentReturn): boolean =>
  /^pi_\w{1,250}$/.test(paymentIntent) && clientSecret.startsWith(`${paymentIntent}_secret_`);

async function findOrder(api: ApiClient, returned: PaymentReturn) {
  const {orderId, token} = savedFor(returned.paymentIntent) ?? {};
  if (!orderId || !token) return api.lookupOrder(returned);
  try {
    return {...(await api.showOrder(orderId, token)), token};
  } catch (error) {
    if (!(error instanceof ApiCallError) || error.problem?.status === undefined) throw error;
    return api.lookupOrder(returned);
  }
}

/** The kept order that a PaymentIntent belongs to, whatever cart it was saved under. */
function savedFor(paymentIntent: string): SavedOrder | null {
  const stored = inStorage((kept) => Object.entries<string>(kept)) ?? [];
  const orders = [...memory, ...stored].map(([name, json]) =>
    name.startsWith(prefix) ? parseSaved(json) : null,
  );
  return orders.find((saved) => saved?.paymentIntent === paymentIntent) ?? null;
}
