import type {StripeErrorBody} from '../wire/messages.ts';
import type {Api} from './api.ts';
import {anything, isObject, missing, oneOf, shape, string} from './check.ts';
import type {ElementsGroup} from './elements.ts';
import {IntegrationError} from './integration-error.ts';
import {preparePayment, sendFrom, submitFirst} from './pay-with-elements.ts';

type Result<Name extends string> = {[K in Name]: object} | {error: StripeErrorBody};

const tokenParams = shape({
  payment_method_data: shape({
    billing_details: anything,
    allow_redisplay: oneOf('always', 'limited', 'unspecified'),
    metadata: anything,
  }),
  shipping: anything,
  return_url: string,
  payment_method: string,
  metadata: anything,
});

/** https://docs.stripe.com/js/confirmation_tokens/create_confirmation_token */
export async function createConfirmationToken(
  group: ElementsGroup | undefined,
  params: unknown = {},
): Promise<Result<'confirmationToken'>> {
  const call = 'stripe.createConfirmationToken()';
  if (!group) throw missing(call, 'elements', 'an Elements object');
  tokenParams(params, 'params', call);
  if (!group.isSubmitted) throw submitFirst(call);
  const {payment_method_data, metadata, ...rest} = params as Record<string, unknown>;
  const prepared = await preparePayment(
    group,
    {call, argument: 'params', methods: 'stripe.createConfirmationToken'},
    payment_method_data,
  );
  if ('error' in prepared) return prepared;
  const answer = await sendFrom(prepared, {
    path: '/v1/confirmation_tokens',
    under: 'payment_method_data',
    params: {
      ...(prepared.shipping && {shipping: prepared.shipping}),
      ...rest,
      ...(isObject(metadata) && {metadata}),
      setup_future_usage: group.options.setupFutureUsage ?? group.options.setup_future_usage,
    },
  });
  return answer.error ? answer : {confirmationToken: answer.value as object};
}

/** https://docs.stripe.com/js/payment_methods/create_payment_method_elements */
export async function createPaymentMethod(
  api: Api,
  group: ElementsGroup | undefined,
  options: unknown,
): Promise<Result<'paymentMethod'>> {
  const call = 'stripe.createPaymentMethod()';
  if (!group) return createWithoutElements(api, options, call);
  if (group.options['paymentMethodCreation'] !== 'manual') {
    throw new IntegrationError(
      `Invalid value for ${call}: to create a PaymentMethod from elements, pass ` +
        "paymentMethodCreation: 'manual' when creating the Elements group.",
    );
  }
  if (!group.isSubmitted) throw submitFirst(call);
  const {params = {}} = options as {params?: unknown};
  const prepared = await preparePayment(
    group,
    {call, argument: 'params', methods: 'stripe.createPaymentMethod'},
    params,
  );
  if ('error' in prepared) return prepared;
  const answer = await sendFrom(prepared, {
    path: '/v1/payment_methods',
    under: '',
    params: {},
  });
  return answer.error ? answer : {paymentMethod: answer.value as object};
}

/** Types that need nothing typed in a frame; a card's data may only come from one. */
async function createWithoutElements(
  api: Api,
  options: unknown,
  call: string,
): Promise<Result<'paymentMethod'>> {
  const {type, ...data} = (options ?? {}) as Record<string, unknown>;
  if (typeof type !== 'string') throw missing(call, 'type', 'a string');
  if (type === 'card' && !isObject(data['card'])) throw missing(call, 'card', 'an Element');
  if (isObject(data['card']) && 'number' in data['card']) {
    throw new IntegrationError(
      'Invalid value for createPaymentMethod: card should be an object or element. ' +
        'Card details can only be collected in an Element.',
    );
  }
  const answer = await api.request({
    method: 'POST',
    path: '/v1/payment_methods',
    params: {type, ...data},
  });
  return answer.error ? answer : {paymentMethod: answer.value as object};
}
