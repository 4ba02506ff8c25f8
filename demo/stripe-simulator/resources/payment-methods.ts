import type {Stripe} from 'stripe';
import {endpoint} from '../http/endpoint.ts';
import {StripeApiError, invalid, missing} from '../http/errors.ts';
import {pageRules, paginate} from '../http/paginate.ts';
import {
  type Parameters,
  hash,
  integer,
  leftOut,
  mergeMetadata,
  metadata,
  oneOf,
  required,
  string,
} from '../http/parameters.ts';
import {declines} from '../machine/declines.ts';
import {cardBehaviour} from '../machine/settle.ts';
import {emit} from '../webhooks/emit.ts';
import type {Call} from '../world.ts';
import {customerFor} from './find.ts';
import {createMethod, createMethodFromToken, methodDataRules} from './payment-method-data.ts';
import {isWanted} from './reads.ts';
import {billingDetailsRule} from './shared-rules.ts';

const root = '/v1/payment_methods';

/** https://docs.stripe.com/api/payment_methods */
export const paymentMethods = [
  endpoint(`POST ${root}`, methodDataRules, (call, given) => createMethod(call, given), {
    publishable: true,
  }),
  endpoint(
    `GET ${root}`,
    {
      ...pageRules,
      allow_redisplay: string(),
      customer: string(),
      customer_account: string(),
      type: string(),
    },
    (call, {allow_redisplay, customer, type, ...page}) => {
      customerFor(call, customer);
      return paginate(
        call.world.store.paymentMethods,
        'PaymentMethod',
        root,
        page,
        (method) =>
          (customer === undefined ? method.customer !== null : method.customer === customer) &&
          isWanted(type, method.type) &&
          isWanted(allow_redisplay, method.allow_redisplay),
      );
    },
  ),
  endpoint(`GET ${root}/:id`, {}, (call, _given, path) => findMethodById(call, path['id'])),
  endpoint(
    `POST ${root}/:id`,
    {
      allow_redisplay: oneOf('always', 'limited', 'unspecified'),
      billing_details: billingDetailsRule,
      card: hash({exp_month: integer(1, 12), exp_year: integer(), networks: leftOut}),
      metadata,
      us_bank_account: leftOut,
    },
    (call, given, path) => changeMethod(call, findMethodById(call, path['id']), given),
  ),
  endpoint(`POST ${root}/:id/attach`, {customer: required(string())}, (call, given, path) => {
    const customer = customerFor(call, given.customer);
    return attachMethod(call, findMethodById(call, path['id']), customer?.id ?? '');
  }),
  endpoint(`POST ${root}/:id/detach`, {}, (call, _given, path) => {
    const method = findMethodById(call, path['id']);
    if (method.customer === null) {
      throw invalid(
        'The payment method you provided is not attached to a customer so detachment is impossible.',
        'payment_method',
        'payment_method_unexpected_state',
      );
    }
    const detached = call.world.store.paymentMethods.patch(method.id, {customer: null});
    emit(call, 'payment_method.detached', detached, method);
    return detached;
  }),
];

interface MethodChange {
  allow_redisplay?: 'always' | 'limited' | 'unspecified';
  billing_details?: Parameters<{b: typeof billingDetailsRule}>['b'];
  card?: {exp_month?: number; exp_year?: number};
  metadata?: Record<string, string> | null;
}

/** Corrects what a method says; its number stays. */
export function changeMethod(
  call: Call,
  method: Stripe.PaymentMethod,
  {allow_redisplay, billing_details, card, metadata: labels}: MethodChange,
): Stripe.PaymentMethod {
  const old = method.billing_details;
  const changed = call.world.store.paymentMethods.patch(method.id, {
    ...(allow_redisplay && {allow_redisplay}),
    ...(billing_details && {
      billing_details: {
        ...old,
        ...billing_details,
        address: addressAfter(old.address, billing_details.address),
      },
    }),
    ...(card &&
      method.card && {
        card: {
          ...method.card,
          exp_month: card.exp_month ?? method.card.exp_month,
          exp_year: card.exp_year ?? method.card.exp_year,
        },
      }),
    ...(labels !== undefined && {metadata: mergeMetadata(method.metadata ?? {}, labels)}),
  });
  emit(call, 'payment_method.updated', changed, method);
  return changed;
}

/** Saves a method with a customer; the card is tried first, as Stripe does. */
export function attachMethod(
  call: Call,
  method: Stripe.PaymentMethod,
  customer: string,
): Stripe.PaymentMethod {
  if (method.customer !== null && method.customer !== customer) {
    throw invalid(
      'The payment method you provided has already been attached to a customer.',
      'payment_method',
      'payment_method_unexpected_state',
    );
  }
  const {decline, authentication, onlyAttaches} = cardBehaviour(call, method);
  if (decline && !onlyAttaches && !authentication && method.type === 'card') {
    const {code, declineCode, message} = declines[decline];
    throw new StripeApiError(402, {
      type: 'card_error',
      code,
      ...(declineCode && {decline_code: declineCode}),
      message,
    });
  }
  const attached = call.world.store.paymentMethods.patch(method.id, {
    customer,
    ...(method.card && {
      card: {...method.card, checks: checkedOnce(method.card.checks)},
    }),
  });
  if (method.customer === null) emit(call, 'payment_method.attached', attached);
  return attached;
}

/** A stored method, or a new one from the name of a test card. */
export function findMethodById(call: Call, id = ''): Stripe.PaymentMethod {
  const method = call.world.store.paymentMethods.get(id) ?? createMethodFromToken(call, id);
  if (!method) throw missing('PaymentMethod', id, 'payment_method');
  return method;
}

const checkedOnce = (checks: Stripe.PaymentMethod.Card.Checks | null) =>
  checks && {...checks, cvc_check: checks.cvc_check ? 'pass' : null};

type Address = Stripe.PaymentMethod.BillingDetails['address'];
function addressAfter(
  old: Address,
  given: {[field: string]: string | null | undefined} | null | undefined,
): Address {
  return given && old ? {...old, ...given} : old;
}
