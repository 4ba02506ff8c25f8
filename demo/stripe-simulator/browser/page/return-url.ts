import type {PaymentIntentBody} from '../wire/messages.ts';

/** What Stripe writes in `redirect_status`; a hint for the page, never a proof of payment. */
const redirectStatus: Record<string, string> = {
  succeeded: 'succeeded',
  requires_capture: 'succeeded',
  processing: 'pending',
  requires_action: 'pending',
};

/** Leaves for the return page with Stripe's three parameters; the page's own query is kept. */
export function returnTo(returnUrl: string, intent: PaymentIntentBody): void {
  const url = new URL(returnUrl);
  url.searchParams.set('payment_intent', intent.id);
  url.searchParams.set('payment_intent_client_secret', intent.client_secret);
  url.searchParams.set('redirect_status', redirectStatus[intent.status] ?? 'failed');
  location.assign(url);
}
