import type {Stripe} from 'stripe';
import {qrCodeDataUrl} from '../qr-code.ts';
import {emit} from '../webhooks/emit.ts';
import type {Call} from '../world.ts';
import {expireLater} from './attempt-expiry.ts';

const validFor = 3600;

/**
 * Shows a code that the buyer scans with the wallet on their phone. In test mode it leads to a page
 * with two buttons; Stripe.js shows the same page beside the form and waits for the answer.
 */
export function showQrCode(
  call: Call,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
): Stripe.PaymentIntent {
  const {store, ids} = call.world;
  const id = ids.next('payatt');
  store.attempts.put({id, intent: intent.id, kind: 'redirect', returnUrl: null, open: true});
  const waiting = store.paymentIntents.patch(intent.id, {
    status: 'requires_action',
    next_action: displayCode(call, method.type, id),
  });
  emit(call, 'payment_intent.requires_action', waiting);
  expireLater(call, waiting, validFor);
  return waiting;
}

function displayCode(call: Call, type: string, attempt: string): Stripe.PaymentIntent.NextAction {
  const data = `${call.origin}/_simulator/authorize/${attempt}`;
  const image = `${call.origin}/_simulator/qr-codes/${attempt}`;
  const images = {image_url_png: `${image}.png`, image_url_svg: `${image}.svg`};
  const code = {data, hosted_instructions_url: data, ...images};
  const expires_at = call.world.clock.seconds() + validFor;
  switch (type) {
    case 'cashapp':
      return {
        type: 'cashapp_handle_redirect_or_display_qr_code',
        cashapp_handle_redirect_or_display_qr_code: {
          hosted_instructions_url: data,
          mobile_auth_url: data,
          qr_code: {expires_at, ...images},
        },
      };
    case 'swish':
      return {
        type: 'swish_handle_redirect_or_display_qr_code',
        swish_handle_redirect_or_display_qr_code: {
          hosted_instructions_url: data,
          mobile_auth_url: data,
          qr_code: {data, expires_at, ...images},
        },
      };
    case 'wechat_pay':
      return {
        type: 'wechat_pay_display_qr_code',
        wechat_pay_display_qr_code: {...code, image_data_url: qrCodeDataUrl(data)},
      };
    case 'pix':
      return {type: 'pix_display_qr_code', pix_display_qr_code: {...code, expires_at}};
    case 'paynow':
      return {type: 'paynow_display_qr_code', paynow_display_qr_code: code};
    default:
      return {type: 'promptpay_display_qr_code', promptpay_display_qr_code: code};
  }
}
