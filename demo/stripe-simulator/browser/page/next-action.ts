import type {PaymentIntentBody, StripeErrorBody} from '../wire/messages.ts';
import type {Api} from './api.ts';
import {showHostedPage, showUntil} from './hosted-page.ts';
import {IntegrationError} from './integration-error.ts';
import {openThreeDSecure} from './three-d-secure.ts';

export type IntentResult =
  | {paymentIntent: PaymentIntentBody; error?: undefined}
  | {error: StripeErrorBody; paymentIntent?: undefined};

export const never = new Promise<never>(() => {});

/** Does what the intent asks of the buyer, and answers how the intent stands afterwards. */
export async function followNextAction(api: Api, intent: PaymentIntentBody): Promise<IntentResult> {
  const action = intent.next_action;
  if (intent.status !== 'requires_action' || !action) return {paymentIntent: intent};
  if (action.type === 'redirect_to_url' && action.redirect_to_url?.url) {
    location.assign(action.redirect_to_url.url);
    return never;
  }
  if (action.type === 'use_stripe_sdk' && action.use_stripe_sdk?.stripe_js) {
    const challenge = action.use_stripe_sdk.stripe_js;
    // A buyer who closes the challenge has refused it.
    if ((await openThreeDSecure(challenge)) === 'closed') await api.refuse(challenge);
    return settle(await retrieveIntent(api, intent.client_secret));
  }
  const code = (action[action.type] as {hosted_instructions_url?: string} | undefined)
    ?.hosted_instructions_url;
  if (code !== undefined && action.type.endsWith('_qr_code')) {
    const isClosed = await showUntil(code, async () => {
      const {paymentIntent} = await retrieveIntent(api, intent.client_secret);
      return paymentIntent?.status !== 'requires_action';
    });
    // A buyer who puts the code away has given this try up.
    if (isClosed) await api.refuse(code);
    return settle(await retrieveIntent(api, intent.client_secret));
  }
  const voucher = (action[action.type] as {hosted_voucher_url?: string} | undefined)
    ?.hosted_voucher_url;
  if (voucher === undefined) return {paymentIntent: intent};
  await showHostedPage(voucher);
  return retrieveIntent(api, intent.client_secret);
}

export async function retrieveIntent(api: Api, clientSecret: string): Promise<IntentResult> {
  const [id] = clientSecret.split('_secret_');
  const answer = await api.request({
    method: 'GET',
    path: `/v1/payment_intents/${id}`,
    params: {client_secret: clientSecret},
  });
  return answer.error ? answer : {paymentIntent: answer.value as PaymentIntentBody};
}

/** https://docs.stripe.com/js/payment_intents/handle_next_action */
export async function handleNextAction(api: Api, clientSecret: string): Promise<IntentResult> {
  const found = await retrieveIntent(api, clientSecret);
  if (found.error) return found;
  if (found.paymentIntent.status !== 'requires_action') {
    throw new IntegrationError(
      'handleNextAction: The PaymentIntent supplied is not in the requires_action state.',
    );
  }
  return followNextAction(api, found.paymentIntent);
}

/** A failed authentication leaves its error on the intent; the caller gets it as `{error}`. */
function settle(result: IntentResult): IntentResult {
  const intent = result.paymentIntent;
  if (intent?.status !== 'requires_payment_method' || !intent.last_payment_error) return result;
  return {error: {...intent.last_payment_error, payment_intent: intent}};
}
