import type {Answer, PaymentIntentBody, StripeErrorBody} from '../wire/messages.ts';
import type {Api} from './api.ts';
import {anything, missing, oneOf, shape, string} from './check.ts';
import type {ElementsGroup} from './elements.ts';
import {checkClientSecret} from './elements-options.ts';
import {deferredMismatch} from './deferred-mismatch.ts';
import {IntegrationError} from './integration-error.ts';
import {followNextAction, never, retrieveIntent} from './next-action.ts';
import type {IntentResult} from './next-action.ts';
import {preparePayment, sendFrom} from './pay-with-elements.ts';
import {returnTo} from './return-url.ts';

const call = 'stripe.confirmPayment()';
const caller = {
  call,
  argument: 'confirmParams',
  methods: 'stripe.confirmPayment or stripe.confirmSetup',
};

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
  const badUrl = invalidReturnUrl(params['return_url'] as string | undefined);
  if (badUrl) return {error: badUrl};

  // A ConfirmationToken or a kept payment method already says what the form would.
  const usesForm = !params['confirmation_token'] && !params['payment_method'];
  const answer =
    group && usesForm
      ? await confirmWithElements(api, group, clientSecret, params)
      : await api.request({
          method: 'POST',
          path: confirmPath(clientSecret),
          params: {...params, client_secret: clientSecret, use_stripe_sdk: true},
        });
  if (answer.error) return answer;
  const result = await followNextAction(api, answer.value as PaymentIntentBody);
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
): Promise<Answer> {
  const prepared = await preparePayment(group, caller, params['payment_method_data']);
  if ('error' in prepared) return prepared;
  if (group.isDeferred) {
    const found = await retrieveIntent(api, clientSecret);
    if (found.error) return found;
    const mismatch = deferredMismatch(group.options, found.paymentIntent);
    if (mismatch) return {error: mismatch};
  }
  const refused = prepared.needsCaptcha && (await group.askCaptcha());
  if (refused) return {error: refused};
  return sendFrom(prepared, {
    path: confirmPath(clientSecret),
    under: 'payment_method_data',
    params: {
      ...(prepared.shipping && {shipping: prepared.shipping}),
      ...params,
      client_secret: clientSecret,
      use_stripe_sdk: true,
    },
  });
}

function invalidReturnUrl(url: string | undefined): StripeErrorBody | undefined {
  if (url === undefined || /^[a-z][a-z0-9+.-]*:\/\//i.test(url)) return undefined;
  return {
    type: 'invalid_request_error',
    code: 'url_invalid',
    param: 'return_url',
    message: 'Invalid URL: An explicit scheme (such as https) must be provided.',
  };
}

const confirmPath = (clientSecret: string) =>
  `/v1/payment_intents/${clientSecret.split('_secret_')[0]}/confirm`;
