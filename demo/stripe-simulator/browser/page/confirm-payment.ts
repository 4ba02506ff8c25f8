import type {ApiAnswer, PaymentIntentBody, StripeErrorBody, Validation} from '../wire/messages.ts';
import {read} from './api.ts';
import type {Api} from './api.ts';
import {isObject, missing, oneOf, shape, anything, string} from './check.ts';
import type {ElementController} from './element.ts';
import type {ElementsGroup} from './elements.ts';
import {checkClientSecret} from './elements-options.ts';
import {deferredMismatch} from './deferred-mismatch.ts';
import {IntegrationError} from './integration-error.ts';
import {mergeBilling} from './merge-billing.ts';
import {enforceNever} from './never-rule.ts';
import {followNextAction, never, retrieveIntent} from './next-action.ts';
import type {IntentResult} from './next-action.ts';
import {returnTo} from './return-url.ts';

const call = 'stripe.confirmPayment()';

const argument = shape({
  elements: anything,
  clientSecret: anything,
  redirect: oneOf('always', 'if_required'),
  confirmParams: shape({
    return_url: string,
    payment_method_data: shape({
      billing_details: anything,
      allow_redisplay: oneOf('always', 'limited', 'unspecified'),
      metadata: anything,
    }),
    payment_method: string,
    confirmation_token: string,
    expand: anything,
    shipping: anything,
    receipt_email: string,
    mandate_data: anything,
    mandate: string,
    payment_method_options: anything,
    radar_options: anything,
    save_payment_method: anything,
    setup_future_usage: anything,
  }),
});

interface ConfirmOptions {
  clientSecret?: string;
  redirect?: string;
  confirmParams?: Record<string, unknown>;
}

/** https://docs.stripe.com/js/payment_intents/confirm_payment */
export async function confirmPayment(
  api: Api,
  group: ElementsGroup | undefined,
  given: unknown,
): Promise<IntentResult> {
  argument(given, '', call);
  const options = given as ConfirmOptions;
  const redirect = options.redirect ?? 'always';
  const params = options.confirmParams ?? {};
  const clientSecret = secretFor(group, options);
  if (redirect === 'always' && params['return_url'] === undefined) {
    throw missing(call, 'confirmParams.return_url', 'a url string');
  }
  const badUrl = invalidReturnUrl(params['return_url']);
  if (badUrl) return {error: badUrl};

  const answer = group
    ? await confirmWithElements(api, group, clientSecret, params)
    : await api.request<PaymentIntentBody>({
        method: 'POST',
        path: confirmPath(clientSecret),
        params: {...params, client_secret: clientSecret, use_stripe_sdk: true},
      });
  if ('error' in answer) return answer;
  const result = await followNextAction(api, answer.value);
  if (result.error || redirect !== 'always') return result;
  returnTo(String(params['return_url']), result.paymentIntent);
  return never;
}

function secretFor(group: ElementsGroup | undefined, options: ConfirmOptions): string {
  if (!group && options.clientSecret === undefined) {
    throw new IntegrationError(
      'stripe.confirmPayment(): expected either `elements` or `clientSecret`, but got neither.',
    );
  }
  if (group?.isDeferred && options.clientSecret === undefined) {
    throw new IntegrationError(
      'You must pass in a clientSecret when calling stripe.confirmPayment().',
    );
  }
  const secret = options.clientSecret ?? group?.options.clientSecret;
  checkClientSecret(call, secret);
  if (group && !group.isDeferred && secret !== group.options.clientSecret) {
    throw new IntegrationError(
      'Invalid value for stripe.confirmPayment(): clientSecret should be the one that Elements ' +
        'was created with.',
    );
  }
  return String(secret);
}

async function confirmWithElements(
  api: Api,
  group: ElementsGroup,
  clientSecret: string,
  params: Record<string, unknown>,
): Promise<{value: PaymentIntentBody} | {error: StripeErrorBody}> {
  const element = payingElement(group, call);
  const frame = element.frame();
  if (group.isDeferred) requireSubmit(group, call);
  const validation = await frame.call<Validation>('validate', {focus: true});
  if (!validation.ok) return {error: validation.error};

  const data = isObject(params['payment_method_data']) ? params['payment_method_data'] : {};
  const billing = mergeBilling(data['billing_details'], await group.collectBillingDetails());
  enforceNever(element.options, validation.type, billing, {
    argument: 'confirmParams',
    method: 'stripe.confirmPayment or stripe.confirmSetup',
  });
  if (group.isDeferred) {
    const found = await retrieveIntent(api, clientSecret);
    if (found.error) return found;
    const mismatch = deferredMismatch(group.options, found.paymentIntent);
    if (mismatch) return {error: mismatch};
  }
  const answer = await frame.call<ApiAnswer>('send', {
    path: confirmPath(clientSecret),
    under: 'payment_method_data',
    data: {...data, billing_details: billing},
    params: {...params, client_secret: clientSecret, use_stripe_sdk: true},
  });
  return read<PaymentIntentBody>(answer);
}

/** The element that holds what the buyer pays with; it must be on the page. */
export function payingElement(group: ElementsGroup, caller: string): ElementController {
  const mounted = ['payment', 'expressCheckout']
    .map((type) => group.controller(type))
    .find((element) => element?.isMounted);
  if (mounted) return mounted;
  throw new IntegrationError(
    `Invalid value for ${caller}: elements should have a mounted Payment Element or Express ` +
      'Checkout Element.',
  );
}

export function requireSubmit(group: ElementsGroup, caller: string): void {
  if (group.isSubmitted) return;
  throw new IntegrationError(
    `elements.submit() must be called before ${caller}. Call elements.submit() as soon as your ` +
      'customer presses pay, prior to any asynchronous work. Integration guide: ' +
      'https://stripe.com/docs/payments/accept-a-payment-deferred',
  );
}

function invalidReturnUrl(url: unknown): StripeErrorBody | undefined {
  if (url === undefined || /^[a-z][a-z0-9+.-]*:\/\//i.test(String(url))) return undefined;
  return {
    type: 'invalid_request_error',
    code: 'url_invalid',
    param: 'return_url',
    message: 'Invalid URL: An explicit scheme (such as https) must be provided.',
  };
}

const confirmPath = (clientSecret: string) =>
  `/v1/payment_intents/${clientSecret.split('_secret_')[0]}/confirm`;
