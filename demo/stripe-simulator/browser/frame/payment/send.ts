import type {BillingDetails} from '../../wire/messages.ts';
import {billingData, mandateFor, methodData} from './collect.ts';
import type {Method} from './methods.ts';

/** A request that the host page wants completed with what only this frame knows. */
export interface Send {
  path: string;
  /** Where the payment method's data goes in the request; at its top when empty. */
  under: string;
  data: {billing_details?: BillingDetails};
  params: Record<string, unknown>;
}

/** What stands in the form when it is sent. */
interface Filled {
  chosen: Method;
  billing: string[];
  read: (name: string) => string;
  /** Whether the card is to be kept; absent where the form does not offer it. */
  saves: boolean | undefined;
  saveUsage: string | null | undefined;
}

/** The request with the payment method in it; a card number leaves the frame for the API only. */
export function paramsWithMethod({path, under, data, params}: Send, form: Filled) {
  const {chosen, saves} = form;
  if (chosen.kept) return {...params, payment_method: chosen.kept.id};
  const typed = billingData(form.billing, form.read);
  const given = data.billing_details ?? {};
  const address = {...given.address, ...typed.address};
  const billing = {...given, ...typed, ...(Object.keys(address).length > 0 && {address})};
  const method = {
    ...(saves !== undefined && {allow_redisplay: saves ? 'always' : 'limited'}),
    ...data,
    ...(chosen.wallet?.data ?? methodData(chosen.type, form.read)),
    ...(Object.keys(billing).length > 0 && {billing_details: billing}),
  };
  const isConfirmation = path.endsWith('/confirm');
  const mandate = isConfirmation ? mandateFor(chosen.type) : undefined;
  return {
    ...(mandate && {mandate_data: mandate}),
    ...(saves && form.saveUsage && isConfirmation && {setup_future_usage: form.saveUsage}),
    ...params,
    ...(under ? {[under]: method} : method),
  };
}
