import type {PaymentIntent, Stripe, StripeElements, StripeError} from '@stripe/stripe-js';
import type {BillingDetails, Order, Shipping} from '../api/contract.ts';
import {ApiCallError, type ApiClient} from './api-client.ts';
import {buyerTime, within} from './time.ts';

export interface PayRequest {
  order: Order;
  token: string;
  /** The secret the form was opened with; absent in the deferred flow. */
  clientSecret: string | undefined;
  elements: StripeElements;
  /** Already running: `elements.submit()` must be called inside the buyer's click. */
  submitted: ReturnType<StripeElements['submit']>;
  details: BillingDetails;
  shipping?: Shipping | undefined;
  /** The wallet itself tells Stripe who pays and where the goods go. */
  isWallet?: boolean;
  locale: string;
  returnUrl: string;
  /** Of a challenge that the API has asked for. */
  captchaToken?: string | undefined;
  /** Told of the intent before the buyer may be sent to the bank and away from the page. */
  onStarted: (paymentIntent: string) => void;
}

export type PayResult =
  | {type: 'invalid'}
  | {type: 'refused'; error: ApiCallError}
  | {type: 'restarted'; clientSecret: string}
  | {type: 'failed'; error: StripeError}
  | {type: 'confirmed'; intent: PaymentIntent};

/**
 * One attempt to pay, in the order that Stripe asks for
 * (https://docs.stripe.com/payments/accept-a-payment-deferred): collect, freeze on the server,
 * confirm. Rejects only for what is nobody's fault here: no answer, or a mistake of ours.
 */
export async function pay(
  {api, stripe}: {api: ApiClient; stripe: Stripe},
  request: PayRequest,
): Promise<PayResult> {
  const {error: invalid} = await within(buyerTime, request.submitted);
  if (invalid) return {type: 'invalid'};

  let clientSecret: string;
  try {
    const started = await api.startPayment(request.order.id, request.token, {
      expectedAmount: request.order.amount,
      billingDetails: request.details,
      shipping: request.shipping,
      locale: request.locale,
      captchaToken: request.captchaToken,
    });
    clientSecret = started.clientSecret;
  } catch (error) {
    if (error instanceof ApiCallError) return {type: 'refused', error};
    throw error;
  }
  request.onStarted(clientSecret.split('_secret_')[0] ?? '');
  if (request.clientSecret && request.clientSecret !== clientSecret) {
    return {type: 'restarted', clientSecret};
  }

  const {paymentIntent, error} = await within(
    buyerTime,
    stripe.confirmPayment({
      elements: request.elements,
      // In the intent-first flow the Elements group knows its own.
      ...(request.clientSecret ? {} : {clientSecret}),
      confirmParams: {
        return_url: request.returnUrl,
        ...(request.isWallet ? {} : detailsFor(request)),
      },
      redirect: 'if_required',
    } as Parameters<Stripe['confirmPayment']>[0] & {redirect: 'if_required'}),
  );
  if (paymentIntent) return {type: 'confirmed', intent: paymentIntent};
  const intent = error.payment_intent;
  // Paid already, in another tab or by an answer that got lost: that is no failure.
  if (error.code === 'payment_intent_unexpected_state' && intent && isUnderWay(intent)) {
    return {type: 'confirmed', intent};
  }
  return {type: 'failed', error};
}

const isUnderWay = ({status}: PaymentIntent) =>
  ['succeeded', 'processing', 'requires_capture'].includes(status);

const detailsFor = ({details, shipping}: PayRequest) => ({
  payment_method_data: {billing_details: stripeDetails(details)},
  ...(shipping && {shipping: stripeShipping(shipping)}),
});

/**
 * Stripe's spelling. A field that the Payment Element was told never to ask for must be there even
 * when it is empty, or `confirmPayment` throws.
 */
export function stripeDetails({name, email, phone, address}: BillingDetails) {
  return {name, email, ...(phone && {phone}), address: stripeAddress(address)};
}

/** Said here and not by the server: what a secret key has set, no wallet of the page may change. */
const stripeShipping = ({name, phone, address}: Shipping) => ({
  name,
  ...(phone && {phone}),
  address: {...stripeAddress(address), line1: address.line1 ?? ''},
});

function stripeAddress({postalCode, ...rest}: BillingDetails['address']) {
  return {...rest, ...(postalCode !== undefined && {postal_code: postalCode})};
}
