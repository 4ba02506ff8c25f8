import type {Stripe} from 'stripe';
import type {Attempt} from '../records.ts';
import {emit} from '../webhooks/emit.ts';
import type {Call, World} from '../world.ts';
import {idOf} from './charges.ts';
import {declines} from './declines.ts';
import {cardBehaviour, chargeApproved, chargeCard, failPayment} from './settle.ts';

/** Stops the payment until the buyer has done their part on a page. */
export function awaitBuyer(
  call: Call,
  intent: Stripe.PaymentIntent,
  kind: Attempt['kind'],
  wishes: {returnUrl: string | null; usesSdk: boolean},
): Stripe.PaymentIntent {
  const {store, ids} = call.world;
  const id = ids.next(kind === 'redirect' ? 'payatt' : 'src');
  store.attempts.put({id, intent: intent.id, kind, returnUrl: wishes.returnUrl, open: true});
  const waiting = store.paymentIntents.patch(intent.id, {
    status: 'requires_action',
    last_payment_error: null,
    next_action: nextAction(call, kind, id, wishes),
  });
  emit(call, 'payment_intent.requires_action', waiting);
  return waiting;
}

function nextAction(
  call: Call,
  kind: Attempt['kind'],
  id: string,
  {returnUrl, usesSdk}: {returnUrl: string | null; usesSdk: boolean},
): Stripe.PaymentIntent.NextAction {
  const page = kind === 'redirect' ? 'authorize' : 'three-d-secure';
  const url = `${call.origin}/_simulator/${page}/${id}`;
  if (kind === 'three_d_secure' && (usesSdk || !returnUrl)) {
    const challenge = {type: 'three_d_secure_redirect', stripe_js: url, source: id};
    return {type: 'use_stripe_sdk', use_stripe_sdk: challenge};
  }
  return {type: 'redirect_to_url', redirect_to_url: {return_url: returnUrl, url}};
}

/** A newer confirmation, a cancellation or an answer makes earlier pages worthless. */
export function closeAttempts(world: World, intent: Stripe.PaymentIntent): void {
  // A page is open only while the intent says what to do next.
  if (intent.next_action === null) return;
  for (const attempt of world.store.attempts.all()) {
    if (attempt.intent === intent.id && attempt.open) {
      world.store.attempts.patch(attempt.id, {open: false});
    }
  }
}

/** The buyer has answered on a page. Answers to a page that is no longer wanted change nothing. */
export function answerAttempt(
  call: Call,
  id: string,
  approved: boolean,
): Stripe.PaymentIntent | undefined {
  const {store} = call.world;
  const attempt = store.attempts.get(id);
  const intent = attempt && store.paymentIntents.get(attempt.intent);
  if (!attempt?.open || intent?.status !== 'requires_action') return intent;
  closeAttempts(call.world, intent);
  const method = store.paymentMethods.get(idOf(intent.payment_method) ?? '');
  if (!method) return intent;
  const isChallenge = attempt.kind === 'three_d_secure';
  if (!approved || (isChallenge && cardBehaviour(call, method).failsChallenge)) {
    const decline = isChallenge ? declines.authentication_failure : declines.attempt_failed;
    return failPayment(call, intent, method, decline, undefined);
  }
  return isChallenge
    ? chargeCard(call, intent, method, 'challenge')
    : chargeApproved(call, intent, method);
}
