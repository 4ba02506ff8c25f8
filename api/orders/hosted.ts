/**
 * The way to pay where Stripe's form cannot be shown: a page that Stripe hosts, for the same order.
 * One attempt is open at a time, wherever it is made: what was begun in the embedded form is
 * cancelled before this page opens, and this page is expired before the form can be used again.
 */
import type Stripe from 'stripe';
import type {HostedPage} from '../../drizzle/hosted-page.ts';
import type {HostedPaymentStarted, StartHostedPayment} from '../contract.ts';
import type {OrderDeps} from '../deps.ts';
import {ApiError, errorFacts} from '../errors.ts';
import {isInvalidCall, isKeptFailure} from '../stripe/calling.ts';
import {checkoutLocale} from '../stripe/checkout-locale.ts';
import {shippingCountries} from '../stripe/shipping-countries.ts';
import {addAttempt, leaveForm, MOST_TURNS} from './attempts.ts';
import {beginPayment} from './begin-payment.ts';
import {
  isOnHostedPage,
  leaveHostedPage,
  sessionOf,
  settleSession,
  type HostedAttempt,
} from './hosted-session.ts';
import {withLease} from './lease.ts';
import {assertPayable} from './payable.ts';
import {settle} from './settle.ts';
import {loadOrder, openAttempt, toOrder, type OrderRow} from './store.ts';

/** How long a page may be paid on, with the stock held back. Stripe takes half an hour to a day. */
const LIFE_MS = 60 * 60_000;
const SHORTEST_MS = 31 * 60_000;
/** One that is about to end is not worth sending a buyer to. */
const LEFT_MS = 10 * 60_000;

/** Where Stripe writes its session's id: https://docs.stripe.com/payments/checkout/custom-success-page */
const SESSION = '{CHECKOUT_SESSION_ID}';
/** The element looks for it when the buyer is back. */
const PARAMETER = 'opc_session';

/** The address of the page on which this order can be paid, as it stands now. */
export function startHostedPayment(
  deps: OrderDeps,
  orderId: string,
  payment: StartHostedPayment,
): Promise<HostedPaymentStarted> {
  const {db, now} = deps;
  const shipsTo = payment.asks?.shipsTo;
  if (shipsTo && shippingCountries(shipsTo).length === 0) {
    const detail = 'Stripe takes no shipping address in any of these countries.';
    throw new ApiError('invalid_request', {errors: [{pointer: '/asks/shipsTo', detail}]});
  }
  return withLease(db, orderId, async () => {
    await beginPayment(deps, orderId, payment.expectedAmount, {
      ...(payment.email ? {email: payment.email} : {}),
      ...(payment.locale ? {locale: payment.locale} : {}),
    });
    const session = await usableSession(deps, orderId, payment);
    const stored = await loadOrder(db.queries, orderId);
    if (!stored || !session.url) throw new ApiError('payment_provider_unavailable');
    return {order: toOrder(stored, now()), session: session.id, url: session.url};
  });
}

/** The same page again for the same wish; else another one takes its place. */
async function usableSession(
  deps: OrderDeps,
  orderId: string,
  payment: StartHostedPayment,
): Promise<Stripe.Checkout.Session> {
  const {db, now} = deps;
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const stored = await loadOrder(db.queries, orderId);
    if (!stored) throw new ApiError('order_not_found');
    assertPayable(stored, now());
    const {row} = stored;
    const open = await openAttempt(db.queries, orderId);
    if (open && !isOnHostedPage(open)) {
      await leaveForm(deps, open);
      continue;
    }
    const attempt = open ?? (await planAttempt(deps, row, payment));
    const readAt = now();
    const session = await madeSession(deps, attempt, {isNew: !open});
    if (session?.status === 'open') {
      if (session.amount_total !== attempt.amount || session.currency !== attempt.currency) {
        throw new Error('Stripe asks for another sum than the order does.');
      }
      if (isWished(attempt, row, payment, now())) return session;
      await leaveHostedPage(deps, orderId);
    } else {
      await settleSession(deps, attempt, session, readAt);
    }
    // Leaving gave the stock back.
    await beginPayment(deps, orderId, payment.expectedAmount, {});
  }
  throw new ApiError('order_busy', {retryAfter: 1});
}

/**
 * A page that Stripe refuses must not stand in the way of the form. One that was planned before a
 * crash may be too old by now; what is refused at once is our mistake.
 */
async function madeSession(deps: OrderDeps, attempt: HostedAttempt, {isNew}: {isNew: boolean}) {
  try {
    return await sessionOf(deps, attempt);
  } catch (error) {
    if (!isNew && (isInvalidCall(error) || isKeptFailure(error))) return undefined;
    if (!isInvalidCall(error)) throw error;
    deps.log.error({orderId: attempt.orderId, error: errorFacts(error)}, 'Stripe made no page');
    await settle(deps, {ended: attempt}, deps.now());
    throw error;
  }
}

async function planAttempt(
  {db, now}: OrderDeps,
  row: OrderRow,
  payment: StartHostedPayment,
): Promise<HostedAttempt> {
  const lastAt = Math.min(now().getTime() + LIFE_MS, row.expiresAt.getTime());
  const expiresAt = Math.max(lastAt, now().getTime() + SHORTEST_MS);
  const page = {...pageFor(row, payment), expiresAt: Math.floor(expiresAt / 1000)};
  const attempt = await addAttempt(db.queries, row, now(), page);
  return {...attempt, hostedPage: page};
}

function pageFor(
  {email, locale}: OrderRow,
  {returnUrl, cancelUrl = returnUrl, asks = {}}: StartHostedPayment,
): Omit<HostedPage, 'expiresAt'> {
  return {
    returnUrl: withParameter(returnUrl, SESSION),
    cancelUrl,
    locale: checkoutLocale(locale),
    ...(email ? {email} : {}),
    asksAddress: asks.address ?? false,
    asksPhone: asks.phone ?? false,
    ...(asks.shipsTo ? {shipsTo: asks.shipsTo} : {}),
  };
}

/** Stripe looks for the braces themselves, not for their escapes. */
function withParameter(address: string, value: string): string {
  const url = new URL(address);
  url.searchParams.set(PARAMETER, value);
  return url.href.replace(encodeURIComponent(value), value);
}

function isWished(
  {amount, hostedPage}: HostedAttempt,
  row: OrderRow,
  payment: StartHostedPayment,
  now: Date,
): boolean {
  const {expiresAt, ...page} = hostedPage;
  const isSame = JSON.stringify(sorted(page)) === JSON.stringify(sorted(pageFor(row, payment)));
  return isSame && amount === row.amount && expiresAt * 1000 > now.getTime() + LEFT_MS;
}

/** The database keeps the fields of an object in an order of its own. */
const sorted = (page: object) =>
  Object.entries(page).sort(([one], [other]) => (one < other ? -1 : 1));
