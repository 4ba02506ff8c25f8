import {endpoint} from '../http/endpoint.ts';
import {createdRule, isWithin, pageRules, paginate} from '../http/paginate.ts';
import {string} from '../http/parameters.ts';
import {cancelIntent} from '../machine/cancel.ts';
import {captureIntent, incrementIntent} from '../machine/capture.ts';
import {idOf} from '../machine/charges.ts';
import {refuseCancelOfCheckout} from '../machine/checkout-expiry.ts';
import {verifyMicrodeposits} from '../machine/microdeposits.ts';
import {checkState, present} from '../machine/states.ts';
import {findIntent} from './intent-parts.ts';
import {
  cancelRules,
  captureRules,
  confirmRules,
  createRules,
  incrementRules,
  updateRules,
  verifyRules,
} from './payment-intent-rules.ts';
import {createIntent} from './payment-intent-creation.ts';
import {confirmWith} from './payment-intent-confirmation.ts';
import {updateIntent} from './payment-intent-update.ts';

const root = '/v1/payment_intents';

/** https://docs.stripe.com/api/payment_intents */
export const paymentIntents = [
  endpoint(`POST ${root}`, createRules, (call, given) => createIntent(call, given)),
  endpoint(
    `GET ${root}`,
    {...pageRules, created: createdRule, customer: string(), customer_account: string()},
    (call, {created, customer, ...page}) =>
      paginate(
        call.world.store.paymentIntents,
        'payment_intent',
        root,
        page,
        (intent) =>
          isWithin(intent.created, created) &&
          (customer === undefined || idOf(intent.customer) === customer),
      ),
  ),
  endpoint(
    `GET ${root}/:id`,
    {client_secret: string(), is_stripe_sdk: string(), locale: string()},
    (call, given, path) => present(call, findIntent(call, path['id'], given.client_secret)),
    {publishable: true},
  ),
  endpoint(`POST ${root}/:id`, updateRules, (call, given, path) =>
    updateIntent(call, findIntent(call, path['id']), given),
  ),
  endpoint(
    `POST ${root}/:id/confirm`,
    confirmRules,
    (call, {client_secret, ...given}, path) =>
      present(call, confirmWith(call, findIntent(call, path['id'], client_secret), given)),
    {publishable: true},
  ),
  endpoint(`POST ${root}/:id/cancel`, cancelRules, (call, given, path) => {
    const intent = findIntent(call, path['id']);
    checkState(call, intent, 'cancel');
    refuseCancelOfCheckout(call, intent);
    return cancelIntent(call, intent, given.cancellation_reason ?? null);
  }),
  endpoint(`POST ${root}/:id/capture`, captureRules, (call, given, path) =>
    captureIntent(call, findIntent(call, path['id']), given),
  ),
  endpoint(`POST ${root}/:id/increment_authorization`, incrementRules, (call, given, path) =>
    incrementIntent(call, findIntent(call, path['id']), given),
  ),
  endpoint(
    `POST ${root}/:id/verify_microdeposits`,
    verifyRules,
    (call, {client_secret, ...given}, path) =>
      present(call, verifyMicrodeposits(call, findIntent(call, path['id'], client_secret), given)),
    {publishable: true},
  ),
];
