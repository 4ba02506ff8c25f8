/** What Stripe wrote into the address of the page it sent the buyer back to. */
export interface PaymentReturn {
  /** From a page that Stripe hosts it is the Checkout Session, and there is no secret. */
  paymentIntent: string;
  clientSecret: string;
}

const parameters = [
  'payment_intent',
  'payment_intent_client_secret',
  'redirect_status',
  'opc_session',
];

/** Taken from the address, and waiting for the element that it belongs to. */
let waiting: PaymentReturn | null = null;

/**
 * Takes Stripe's parameters out of the address bar, before anything else can read, log or pass on
 * the secret in it, and keeps them for `claimReturn`.
 * True for the element that was there first, whether the return is its own or not.
 * `redirect_status` is dropped unread: anyone can write it, so it proves nothing.
 */
export function captureReturn(): boolean {
  const url = new URL(location.href);
  const session = url.searchParams.get('opc_session');
  const clientSecret = url.searchParams.get('payment_intent_client_secret') ?? '';
  if (!session && !clientSecret) return false;
  waiting = {
    paymentIntent: session ?? url.searchParams.get('payment_intent') ?? '',
    clientSecret,
  };
  for (const name of parameters) url.searchParams.delete(name);
  history.replaceState(history.state, '', url);
  return true;
}

/**
 * Hands the return over, once. With several elements on the page, the one that started this
 * payment takes it, by asking first and only for its own; else the first that takes any.
 */
export function claimReturn(isMine: (paymentIntent: string) => boolean): PaymentReturn | null {
  if (!waiting || !isMine(waiting.paymentIntent)) return null;
  const claimed = waiting;
  waiting = null;
  return claimed;
}
