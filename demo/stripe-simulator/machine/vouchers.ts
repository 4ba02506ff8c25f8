import type {Stripe} from 'stripe';
import {emit} from '../webhooks/emit.ts';
import type {Call} from '../world.ts';
import {expireLater} from './attempt-expiry.ts';
import {followPayment} from './checkout.ts';

const validFor = 3 * 24 * 3600;

/** Gives the buyer something to pay with elsewhere; the simulated buyer does so a little later, or never. */
export function showVoucher(
  call: Call,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
): Stripe.PaymentIntent {
  const {store, clock, settings} = call.world;
  const waiting = store.paymentIntents.patch(intent.id, {
    status: 'requires_action',
    next_action: displayDetails(call, intent, method.type),
  });
  emit(call, 'payment_intent.requires_action', waiting);
  followPayment(call, waiting);
  expireLater(call, waiting, validFor);
  clock.after(settings.settleAfter, 'pay_voucher', {intent: intent.id, method: method.id});
  return waiting;
}

function displayDetails(
  call: Call,
  intent: Stripe.PaymentIntent,
  type: string,
): Stripe.PaymentIntent.NextAction {
  const expires = call.world.clock.seconds() + validFor;
  const hosted_voucher_url = `${call.origin}/_simulator/vouchers/${intent.id}`;
  switch (type) {
    case 'oxxo':
      return {
        type: 'oxxo_display_details',
        oxxo_display_details: {
          expires_after: expires,
          hosted_voucher_url,
          number: '1234567890123456789012345678',
        },
      };
    case 'boleto':
      return {
        type: 'boleto_display_details',
        boleto_display_details: {
          expires_at: expires,
          hosted_voucher_url,
          number: '01010101010101010101010101010101010101010101010',
          pdf: null,
        },
      };
    case 'multibanco':
      return {
        type: 'multibanco_display_details',
        multibanco_display_details: {
          entity: '12345',
          expires_at: expires,
          hosted_voucher_url,
          reference: '999999999',
        },
      };
    default:
      return {
        type: 'konbini_display_details',
        konbini_display_details: {
          expires_at: expires,
          hosted_voucher_url,
          stores: {
            familymart: {confirmation_number: '0000000000', payment_code: '111111'},
            lawson: {confirmation_number: '0000000000', payment_code: '111111'},
            ministop: {confirmation_number: '0000000000', payment_code: '111111'},
            seicomart: {confirmation_number: '0000000000', payment_code: '111111'},
          },
        },
      };
  }
}
