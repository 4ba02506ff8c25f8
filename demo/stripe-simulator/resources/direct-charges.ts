import {email} from '../http/email.ts';
import {endpoint} from '../http/endpoint.ts';
import {invalid} from '../http/errors.ts';
import {
  boolean,
  hash,
  integer,
  mergeMetadata,
  metadata,
  required,
  string,
} from '../http/parameters.ts';
import {cancelIntent} from '../machine/cancel.ts';
import {idOf} from '../machine/charges.ts';
import {chargeDirectly} from '../machine/direct-charges.ts';
import {close, escalate} from '../machine/disputes.ts';
import {checkAmount, currencyRule} from '../machine/money.ts';
import {findCharge} from './charges.ts';
import {customerFor} from './find.ts';
import {refuseFee, shippingOf} from './intent-parts.ts';
import {createMethod} from './payment-method-data.ts';
import {find} from './reads.ts';
import {shippingRule} from './shared-rules.ts';

/** What the Stripe CLI needs for its triggers beside PaymentIntents. */
export const directCharges = [
  endpoint(
    'POST /v1/charges',
    {
      amount: required(integer(1)),
      currency: required(currencyRule),
      application_fee_amount: integer(0),
      capture: boolean,
      customer: string(),
      description: string(),
      metadata,
      radar_options: hash({session: string()}),
      receipt_email: email(),
      shipping: shippingRule,
      source: string(),
      statement_descriptor: string(22),
      statement_descriptor_suffix: string(22),
      transfer_group: string(),
    },
    (call, given) => {
      checkAmount(given.amount, given.currency);
      refuseFee(given.application_fee_amount);
      const customer = customerFor(call, given.customer);
      if (given.source === undefined) {
        throw invalid('Must provide source or customer.', 'source', 'parameter_missing');
      }
      const method = createMethod(call, {type: 'card', card: {token: given.source}});
      const basis = {
        id: null,
        amount: given.amount,
        application_fee_amount: null,
        currency: given.currency,
        customer: customer?.id ?? null,
        description: given.description ?? null,
        metadata: mergeMetadata({}, given.metadata),
        receipt_email: given.receipt_email ?? null,
        shipping: shippingOf(given.shipping),
        statement_descriptor: given.statement_descriptor ?? null,
        statement_descriptor_suffix: given.statement_descriptor_suffix ?? null,
        transfer_group: given.transfer_group ?? null,
      };
      return chargeDirectly(call, basis, method, given.capture ?? true);
    },
  ),
  endpoint('POST /v1/test_helpers/charges/:id/expire', {}, (call, _given, path) => {
    const charge = findCharge(call, path['id']);
    const intent = call.world.store.paymentIntents.get(idOf(charge.payment_intent) ?? '');
    if (intent?.status !== 'requires_capture') {
      throw invalid(`Charge ${charge.id} is not an uncaptured authorization.`, 'charge');
    }
    cancelIntent(call, intent, 'expired');
    return findCharge(call, charge.id);
  }),
  endpoint('POST /v1/test_helpers/disputes/:id/lose', {}, (call, _given, path) => {
    const dispute = find(call.world.store.disputes, 'dispute', path['id']);
    const isInquiry = dispute.status.startsWith('warning_');
    return close(call, isInquiry ? escalate(call, dispute) : dispute, 'lost');
  }),
];
