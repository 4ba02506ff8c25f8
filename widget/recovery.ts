/** What follows a payment that was not confirmed: the form once more, or what has become of the order. */
import type {Order} from '../api/contract.ts';
import type {ApiCallError, ApiClient} from './api-client.ts';
import {stripeFailure} from './declines.ts';
import {asFailure, failure, logFailure} from './failures.ts';
import {formatMoney} from './i18n/money.ts';
import type {PayRequest, PayResult} from './pay.ts';
import type {Scene} from './payments.ts';
import {within} from './time.ts';

/** An attempt has ended without a confirmed payment. */
export async function resolve(
  scene: Scene,
  {order, isWallet}: PayRequest,
  result: Exclude<PayResult, {type: 'confirmed'}>,
): Promise<void> {
  switch (result.type) {
    case 'invalid':
      scene.dispatch({type: 'submit-failed', error: failure('payment_details_invalid')});
      return scene.desk().area?.form?.element.focus();
    case 'restarted':
      scene.fail(failure('payment_restarted', {orderId: order.id}));
      return scene.mount(order, result.clientSecret);
    case 'refused':
      return result.error.code === 'captcha_required'
        ? challenge(scene, isWallet)
        : refused(scene, order, result.error);
    default:
      return recover(scene, stripeFailure(result.error, order.id));
  }
}

async function challenge(scene: Scene, isWallet = false): Promise<void> {
  scene.dispatch({type: 'submit-failed', error: null});
  const help = await scene.help();
  // Not waited for: a wallet's sheet is open, and has to be told that nothing was paid.
  void help.challenge(isWallet ? 'wallet' : 'form');
}

async function refused(scene: Scene, order: Order, error: ApiCallError): Promise<void> {
  const now = error.problem?.order;
  if (error.code === 'amount_changed' && now) {
    const amount = formatMoney(now.amount, now.currency, scene.host.settings.locale);
    scene.fail(failure('amount_changed', {orderId: order.id, values: {amount}}), now);
    // The button says so until Stripe's form knows of it too.
    scene.dispatch({type: 'changing', by: 1});
    try {
      return await scene.desk().area?.setAmount(now.amount);
    } finally {
      scene.dispatch({type: 'changing', by: -1});
    }
  }
  if (error.code === 'order_not_found' || error.code === 'unauthorized') return scene.startOver();
  return recover(scene, error);
}

/**
 * After anything but a plain answer the payment may have gone through all the same: the order
 * knows. Only an order that can still be paid gets its form back.
 */
export async function recover(scene: Scene, cause: unknown): Promise<void> {
  const {order} = scene.state();
  const {api, token, signal, area} = scene.desk();
  const error = asFailure(cause, order?.id);
  const now = order ? await lookAgain(api, order.id, token) : undefined;
  if (signal.aborted) return;
  if (now && !now.payable) {
    area?.close();
    return scene.show(now);
  }
  scene.fail(error, now);
}

/** Goes on with what the bank still asks for, a 3D Secure challenge for one. */
export async function goOn(scene: Scene, secret: string | undefined): Promise<void> {
  const {order, outcome} = scene.state();
  const {api, token, signal} = scene.desk();
  try {
    const shown = order && token ? await api.showOrder(order.id, token) : null;
    const clientSecret = secret ?? shown?.clientSecret;
    if (!clientSecret) return await scene.load();
    const stripe = await scene.loadStripe();
    const {buyerTime} = await scene.closing();
    const asked = within(buyerTime, stripe.handleNextAction({clientSecret}));
    const {paymentIntent, error} = await asked;
    const now = shown && (await lookAgain(api, shown.order.id, token));
    if (signal.aborted) return;
    if (!now) return await scene.load();
    await scene.show(now, paymentIntent ?? error?.payment_intent);
  } catch (cause) {
    logFailure(cause);
    // The whole way again finds out what has become of it, unless the buyer has gone on meanwhile.
    if (!signal.aborted && scene.state().outcome === outcome) await scene.retry();
  }
}

/** The order as it is now, or nothing where it cannot be had: the caller has worse news to tell. */
export async function lookAgain(
  api: ApiClient,
  orderId: string,
  token: string,
): Promise<Order | undefined> {
  try {
    return (await api.showOrder(orderId, token)).order;
  } catch {
    return undefined;
  }
}
