import type {Stripe} from 'stripe';
import {emit} from '../webhooks/emit.ts';
import type {Call} from '../world.ts';
import {afterPayment} from './afterwards.ts';
import {bookTransaction, processingFee} from './balance.ts';
import {followPayment} from './checkout.ts';
import {type ChargeFacts, createCharge, idOf} from './charges.ts';
import {type Decline, declines} from './declines.ts';
import {optionsFor} from './method-types.ts';
import {debitOutcome} from './test-accounts.ts';
import {behaviourOf} from './test-cards.ts';
import {saveMethod} from './saved-methods.ts';

/** Seven days, after which a reserved amount is given back. */
const authorizationLasts = 7 * 24 * 3600 * 1000;
/** How long Stripe needs to write the balance entry of a payment captured asynchronously. */
const bookingTakes = 1000;
const threeMinutes = 180_000;

/** Charges a card, now that nothing stands between the buyer and the money. */
export function chargeCard(
  call: Call,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  authentication?: ChargeFacts['authentication'],
): Stripe.PaymentIntent {
  const behaviour = cardBehaviour(call, method);
  const shared = {behaviour, ...(authentication && {authentication})};
  if (behaviour.decline) {
    return failPayment(call, intent, method, declines[behaviour.decline], {
      ...shared,
      captured: false,
    });
  }
  if (behaviour.processing) return startDebit(call, intent, method);
  const captured = !isHeld(intent, method);
  const charge = createCharge(call, intent, method, {...shared, status: 'succeeded', captured});
  return captured ? completePayment(call, intent, charge) : holdPayment(call, intent, charge);
}

/** The method's own wish goes before the intent's. */
const isHeld = (intent: Stripe.PaymentIntent, {type}: Stripe.PaymentMethod) =>
  (optionsFor(intent, type).capture_method ?? intent.capture_method) === 'manual';

export function cardBehaviour(call: Call, method: Stripe.PaymentMethod) {
  const number = call.world.store.instruments.get(method.id)?.number ?? '';
  return behaviourOf(number, call.world.settings.payment);
}

/** A method of the bank's own page, approved by the buyer. */
export function chargeApproved(
  call: Call,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
): Stripe.PaymentIntent {
  const captured = !isHeld(intent, method);
  const charge = createCharge(call, intent, method, {status: 'succeeded', captured});
  return captured ? completePayment(call, intent, charge) : holdPayment(call, intent, charge);
}

/** Hands the debit to the bank: the outcome comes later, through a job. */
export function startDebit(
  call: Call,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
): Stripe.PaymentIntent {
  const {store} = call.world;
  const charge = createCharge(call, intent, method, {status: 'pending', captured: true});
  const processing = store.paymentIntents.patch(intent.id, {
    status: 'processing',
    latest_charge: charge.id,
    last_payment_error: null,
    next_action: null,
    processing: null,
  });
  emit(call, 'charge.pending', charge);
  emit(call, 'payment_intent.processing', processing);
  followPayment(call, processing);
  planOutcome(call, processing, charge, method);
  return processing;
}

/** Plans how and when the bank answers. */
function planOutcome(
  call: Call,
  intent: Stripe.PaymentIntent,
  charge: Stripe.Charge,
  method: Stripe.PaymentMethod,
): void {
  const {store, clock, settings} = call.world;
  const {slow, endless} = debitOutcome(store.instruments.get(method.id)?.number ?? '');
  if (endless) return;
  const wait = settings.settleAfter + (slow ? threeMinutes : 0);
  clock.after(wait, 'settle_debit', {intent: intent.id, charge: charge.id});
}

/** The money is there. */
export function completePayment(
  call: Call,
  intent: Stripe.PaymentIntent,
  charge: Stripe.Charge,
): Stripe.PaymentIntent {
  const {store, clock} = call.world;
  const paid = store.paymentIntents.patch(intent.id, {
    status: 'succeeded',
    amount_received: charge.amount_captured,
    amount_capturable: 0,
    latest_charge: charge.id,
    last_payment_error: null,
    next_action: null,
    processing: null,
  });
  // With automatic_async the entry follows a little later, and `charge.updated` tells of it.
  const isAsync = intent.capture_method === 'automatic_async';
  const booked = isAsync ? charge : bookCharge(call, charge);
  emit(call, 'charge.succeeded', booked);
  emit(call, 'payment_intent.succeeded', paid);
  followPayment(call, paid);
  saveMethod(call, paid, charge);
  if (isAsync) clock.after(bookingTakes, 'book_charge', {charge: charge.id});
  afterPayment(call, booked, behaviourOfCharge(call, booked));
  return paid;
}

/** Reserves the amount, to be captured within seven days. */
function holdPayment(
  call: Call,
  intent: Stripe.PaymentIntent,
  charge: Stripe.Charge,
): Stripe.PaymentIntent {
  const {store, clock} = call.world;
  const held = store.paymentIntents.patch(intent.id, {
    status: 'requires_capture',
    amount_capturable: intent.amount,
    latest_charge: charge.id,
    last_payment_error: null,
    next_action: null,
  });
  emit(call, 'charge.succeeded', charge);
  emit(call, 'payment_intent.amount_capturable_updated', held);
  followPayment(call, held);
  saveMethod(call, held, charge);
  clock.after(authorizationLasts, 'expire_authorization', {intent: intent.id});
  return held;
}

/** The bank, Radar or the buyer said no; the intent waits for another payment method. */
export function failPayment(
  call: Call,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  decline: Decline,
  facts: Omit<ChargeFacts, 'status' | 'decline'> | {charge: Stripe.Charge} | undefined,
): Stripe.PaymentIntent {
  const {store} = call.world;
  const charge = failedCharge(call, intent, method, decline, facts);
  const isCardDecline = decline.type === 'card_error' && method.type === 'card';
  const failed = store.paymentIntents.patch(intent.id, {
    status: 'requires_payment_method',
    latest_charge: charge?.id ?? idOf(intent.latest_charge),
    next_action: null,
    payment_method: null,
    processing: null,
    last_payment_error: {
      ...(isCardDecline && {advice_code: 'try_again_later'}),
      ...(charge && {charge: charge.id}),
      code: decline.code,
      ...(decline.declineCode && {decline_code: decline.declineCode}),
      doc_url: `https://stripe.com/docs/error-codes/${decline.code.replaceAll('_', '-')}`,
      message: decline.message,
      ...(decline.param && {param: decline.param}),
      payment_method: method,
      ...(method.type !== 'card' && {payment_method_type: method.type}),
      type: decline.type,
    },
  });
  if (charge) emit(call, 'charge.failed', charge);
  emit(call, 'payment_intent.payment_failed', failed);
  followPayment(call, failed);
  return failed;
}

function failedCharge(
  call: Call,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  decline: Decline,
  facts: Parameters<typeof failPayment>[4],
): Stripe.Charge | undefined {
  if (!facts) return undefined;
  if (!('charge' in facts)) {
    return createCharge(call, intent, method, {...facts, status: 'failed', decline});
  }
  return call.world.store.charges.patch(facts.charge.id, {
    status: 'failed',
    paid: false,
    captured: false,
    amount_captured: 0,
    failure_code: decline.code,
    failure_message: decline.message,
  });
}

/** Writes the balance entry of a charge; safe to do twice. */
export function bookCharge(call: Call, charge: Stripe.Charge): Stripe.Charge {
  if (charge.balance_transaction) return charge;
  const isCard = charge.payment_method_details?.type === 'card';
  const transaction = bookTransaction(call, {
    amount: charge.amount_captured,
    currency: charge.currency,
    source: charge.id,
    type: isCard ? 'charge' : 'payment',
    reportingCategory: 'charge',
    fee: processingFee(charge.amount_captured),
    description: charge.description,
    availableAtOnce: behaviourOfCharge(call, charge).availableAtOnce ?? false,
  });
  return call.world.store.charges.patch(charge.id, {balance_transaction: transaction.id});
}

export function behaviourOfCharge(call: Call, charge: Stripe.Charge) {
  const {store, settings} = call.world;
  const number = store.instruments.get(charge.payment_method ?? '')?.number ?? '';
  return behaviourOf(number, settings.payment);
}
