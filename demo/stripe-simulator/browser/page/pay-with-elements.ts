import type {
  Answer,
  ApiAnswer,
  BillingDetails,
  StripeErrorBody,
  Validation,
} from '../wire/messages.ts';
import {read} from './api.ts';
import {isObject} from './check.ts';
import type {ElementController} from './element.ts';
import type {ElementsGroup} from './elements.ts';
import {IntegrationError} from './integration-error.ts';
import {mergeBilling} from './merge-billing.ts';
import {hasGesture} from './payment-wallets.ts';
import {enforceNever} from './never-rule.ts';

export interface Caller {
  /** As Stripe's messages name it, for instance `stripe.confirmPayment()`. */
  call: string;
  /** Where it takes `payment_method_data`. */
  argument: string;
  /** How the message of the `never` rule names it. */
  methods: string;
}

export interface Prepared {
  element: ElementController;
  data: Record<string, unknown> & {billing_details?: BillingDetails};
  shipping: object | undefined;
  needsCaptcha: boolean;
}

/** Everything that must hold before what the buyer typed may be sent; the frame sends it later. */
export async function preparePayment(
  group: ElementsGroup,
  caller: Caller,
  given: unknown,
): Promise<Prepared | {error: StripeErrorBody}> {
  const mayOpenSheet = hasGesture();
  const element = payingElement(group, caller.call);
  const frame = element.frame();
  if (group.isDeferred && !group.isSubmitted) throw submitFirst(caller.call);
  const validation = await frame.call<Validation>('validate', {focus: true});
  if (!validation.ok) return {error: validation.error};
  if (validation.isWallet) {
    const error = await group.approveWallet(element, validation, mayOpenSheet);
    if (error) return {error};
  }
  const data = isObject(given) ? given : {};
  const collected = await group.collectAddresses();
  const usesWallet = validation.isWallet || element.type === 'expressCheckout';
  const billing = mergeBilling(data['billing_details'], {
    ...collected.billing,
    ...(usesWallet && element.collected),
  });
  // A kept method has its billing details already.
  if (element.type === 'payment' && !validation.isKept) {
    enforceNever(element.options, validation.type, billing, {
      argument: caller.argument,
      method: caller.methods,
    });
  }
  return {
    element,
    data: {...data, billing_details: billing},
    shipping: collected.shipping ?? element.shipping,
    needsCaptcha: validation.needsCaptcha ?? false,
  };
}

/** Lets the element's frame add what only it knows and send the whole to the API. */
export async function sendFrom(
  {element, data}: Prepared,
  request: {path: string; under: string; params: Record<string, unknown>},
): Promise<Answer> {
  const answer = await element.frame().call<ApiAnswer>('send', {...request, data});
  element.isConfirming = false;
  // A sheet is approved for one try; what Link filled in stays in the form.
  if (element.approvedWallet !== 'link') element.approvedWallet = undefined;
  return read(answer);
}

export function submitFirst(call: string): Error {
  return new IntegrationError(
    `elements.submit() must be called before ${call}. Call elements.submit() as soon as your ` +
      'customer presses pay, prior to any asynchronous work. Integration guide: ' +
      'https://stripe.com/docs/payments/accept-a-payment-deferred',
  );
}

/** The element that holds what the buyer pays with; it must be on the page. */
function payingElement(group: ElementsGroup, call: string): ElementController {
  const mounted = group.mounted('payment', 'expressCheckout');
  const chosen =
    mounted.find((element) => element.isConfirming) ??
    mounted.find((element) => element.type === 'payment');
  if (chosen) return chosen;
  if (mounted.length === 0) {
    throw new IntegrationError(
      `Invalid value for ${call}: elements should have a mounted Payment Element or Express ` +
        'Checkout Element.',
    );
  }
  throw new IntegrationError(
    `Element confirming payment is "expressCheckout", but ${call} was not called within the ` +
      `"confirm" event. Please call ${call} in the "confirm" event ` +
      '(https://stripe.com/docs/js/elements_object/express_checkout_element_confirm_event)',
  );
}
