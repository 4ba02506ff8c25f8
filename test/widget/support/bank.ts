/** Away to the bank, and back from it. */
import type {OrderPlaced, PaymentStarted} from '../../../api/contract.ts';
import {listen} from './network.ts';

/** Listens for the secret of the payment, which comes with the order or, deferred, when it is paid. */
export function listenForSecret(): () => string {
  const {bodies} = listen('POST', /\/(orders|payment)$/);
  return () => (bodies as (OrderPlaced | PaymentStarted)[]).at(-1)?.clientSecret ?? '';
}

/** As Stripe sends a buyer back. */
export function comeBack(clientSecret: string, paymentIntent = clientSecret.split('_secret_')[0]!) {
  const url = new URL(location.href);
  url.searchParams.set('payment_intent', paymentIntent);
  url.searchParams.set('payment_intent_client_secret', clientSecret);
  url.searchParams.set('redirect_status', 'succeeded');
  history.replaceState(null, '', url);
}
