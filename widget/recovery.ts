/** What follows a payment that was not confirmed: the form once more, or what has become of the order. */
import type {StripeError} from '@stripe/stripe-js';
import type {Order, OrderShown} from '../api/contract.ts';
import {ApiCallError, type ApiClient} from './api-client.ts';
import {stripeFailure} from './declines.ts';
import {asFailure, failure, logFailure} from './failures.ts';
import {formatMoney} from './i18n/money.ts';
import type {PayRequest, PayResult} from './pay.ts';
import type {Scene} from './payments.ts';
import {buyerTime, within} from './time.ts';

/** An attempt has ended without a confirmed payment. */
export async function resolve(
  scene: Scene,
  {order, isWallet}: PayRequest,
  result: Exclude<PayResult, {type: 'confirmed'}>,
): Promise<void> {
  switch (result.type) {
    case 'invalid':
      scene.fail(failure('payment_details_invalid'));
      return scene.desk().area?.form?.element.focus();
    case 'restarted':
      scene.fail(failure('payment_restarted', {orderId: order.id}));
      return scene.restart(order, result.clientSecret);
    case 'refused':
      if (result.error.code === 'captcha_required') return challenge(scene, isWallet);
      await refused(scene, result.error, order);
      break;
    default:
      await recover(scene, stripeFailure(result.error, order.id));
  }
  // What our own form took for an address; a wallet has one of its own.
  if (!isWallet && isOfEmail(result.error) && scene.state().step === 'form') {
    await scene.showErrors({email: 'emailInvalid'});
  }
}

/** Stripe has a code for it, the API tells the field: https://docs.stripe.com/error-codes */
const isOfEmail = (error: StripeError | ApiCallError): boolean =>
  error instanceof ApiCallError
    ? !!error.problem?.errors?.some(({pointer}) => pointer === '/billingDetails/email')
    : error.code === 'email_invalid';

async function challenge(scene: Scene, isWallet = false): Promise<void> {
  scene.dispatch({type: 'submit-failed', error: null});
  const help = await scene.help();
  // Not waited for: a wallet's sheet is open, and has to be told that nothing was paid.
  void help.challenge(isWallet ? 'wallet' : 'form');
}

async function refused(scene: Scene, error: ApiCallError, order: Order): Promise<void> {
  if (error.code !== 'order_not_found' && error.code !== 'unauthorized') {
    return recover(scene, error, order);
  }
  scene.fail(asFailure(error));
  return scene.startOver();
}

/**
 * After anything but a plain answer the payment may have gone through all the same: the order
 * knows. Only an order that can still be paid gets its form back, at the total that it has now.
 * @param order As the buyer has seen it.
 */
export async function recover(
  scene: Scene,
  cause: unknown,
  order = scene.state().order,
): Promise<void> {
  const {api, token, signal, area} = scene.desk();
  const now = (order && (await lookAgain(api, order.id, token))) ?? toldBy(cause);
  if (signal.aborted) return;
  // Who pays otherwise than with what waits has the form before them, and is told why it was refused.
  const waits = now?.intent && !scene.state().instructions;
  if (now && (waits || !now.order.payable)) {
    area?.close();
    return scene.show(now.order, now.intent);
  }
  const error = now && order && changeOf(scene, order, now);
  scene.fail(error ?? asFailure(cause, order?.id), now?.order);
  if (!now) return;
  // The button says so until Stripe's form knows of it too.
  scene.dispatch({type: 'changing', by: 1});
  // A form that does not learn it makes way for another by itself.
  await scene.follow(now).catch(logFailure);
  scene.dispatch({type: 'changing', by: -1});
}

/** What has become another one in the meantime, in another tab for one: that is what a buyer must know. */
function changeOf({desk, host}: Scene, before: Order, {order, clientSecret}: OrderShown) {
  const orderId = order.id;
  if (order.amount !== before.amount) {
    const amount = formatMoney(order.amount, order.currency, host.settings.locale);
    return failure('amount_changed', {orderId, values: {amount}});
  }
  const known = desk().area?.form?.clientSecret;
  return known && clientSecret && known !== clientSecret
    ? failure('payment_restarted', {orderId})
    : undefined;
}

/** A refusal that carries the order is as good as a look at it. */
const toldBy = (cause: unknown): OrderShown | undefined => {
  const order = cause instanceof ApiCallError ? cause.problem?.order : undefined;
  return order && {order};
};

/** Those whose bank is about to be asked: pressed twice, the button asks it once. */
const asking = new WeakSet<Element>();

/**
 * Goes on with what the bank still asks for, a 3D Secure challenge for one; or, where that is to be
 * paid elsewhere, in another way.
 */
export async function goOn(scene: Scene, secret: string | undefined): Promise<void> {
  const {host} = scene;
  if (asking.has(host)) return;
  asking.add(host);
  const {order, outcome, instructions} = scene.state();
  const {api, token, signal} = scene.desk();
  try {
    if (instructions) return await payOtherwise(scene);
    const shown = order && token ? await api.showOrder(order.id, token) : null;
    const clientSecret = secret ?? shown?.clientSecret;
    if (!clientSecret) return await scene.load();
    const stripe = await scene.loadStripe();
    const asked = scene.reachably(() => {
      asking.delete(host); // From now on, to press again is the way out of a silence.
      return stripe.handleNextAction({clientSecret});
    });
    const {paymentIntent, error} = await within(buyerTime, asked);
    const now = shown && (await lookAgain(api, shown.order.id, token));
    if (signal.aborted) return;
    if (!now) return await scene.load();
    await scene.show(now.order, paymentIntent ?? error?.payment_intent);
  } catch (cause) {
    logFailure(cause);
    // The whole way again finds out what has become of it, unless the buyer has gone on meanwhile.
    if (!signal.aborted && scene.state().outcome === outcome) await scene.retry();
  } finally {
    asking.delete(host);
  }
}

/**
 * A form beside the voucher that waits: that is taken back once the buyer has pressed the button, and
 * not before. On a page that was come back to, the order has to be found first.
 */
async function payOtherwise(scene: Scene): Promise<void> {
  if (scene.state().isReturn) await scene.retry();
  const {order, step} = scene.state();
  if (step !== 'status' || !order?.payable) return;
  await scene.loadStripe();
  scene.dispatch({type: 'placed', order});
  await scene.mount(order);
}

/** The order as it is now, or nothing where it cannot be had: the caller has worse news to tell. */
export async function lookAgain(
  api: ApiClient,
  orderId: string,
  token: string,
): Promise<OrderShown | undefined> {
  try {
    return await api.showOrder(orderId, token);
  } catch {
    return undefined;
  }
}
