/** What a hosted page says beside its payment: that it has ended, and who bought. */
import type Stripe from 'stripe';
import type {BillingDetails, Shipping} from '../contract.ts';
import type {Queries} from '../db/connect.ts';
import {releaseStock} from '../effects/stock.ts';
import {attemptOfSession} from './belonging.ts';
import {isPaid} from './state.ts';
import {saveAttempt, saveOrder, type AttemptRow, type StoredOrder} from './store.ts';

/** Runs inside the transaction that holds the order, before its payment is applied. */
export async function applySession(
  tx: Queries,
  stored: StoredOrder,
  session: Stripe.Checkout.Session,
): Promise<void> {
  if (session.status === 'expired') {
    const attempt = await attemptOfSession(tx, session);
    if (attempt) await endAttempt(tx, stored, attempt);
  }
  // Of a second payment the buyer is known already; the money of the first may be heard of first.
  const isAsked = !isPaid(stored.row.status) || stored.row.email === null;
  if (session.status === 'complete' && isAsked) {
    await saveOrder(tx, stored.row.id, buyerOf(session));
  }
}

/**
 * Nobody can pay there any more: the stock is free, and the order can be paid elsewhere. Only for
 * the attempt that is open: once another has taken its place, the stock is held for that one.
 */
export async function endAttempt(
  tx: Queries,
  stored: StoredOrder,
  attempt: Pick<AttemptRow, 'orderId' | 'attempt' | 'open'>,
): Promise<void> {
  if (!attempt.open) return;
  await saveAttempt(tx, attempt, {open: false, status: 'expired'});
  await releaseStock(tx, stored);
}

/** The buyer as the page knows them; what it did not ask for stays as it is. */
function buyerOf({customer_details: buyer, collected_information: collected}: Session) {
  const to = collected?.shipping_details;
  const name = clean(buyer?.name ?? to?.name);
  const email = clean(buyer?.email);
  const phone = clean(buyer?.phone);
  const address = addressOf(buyer?.address);
  const billingDetails: BillingDetails | undefined =
    address && name && email ? {name, email, ...(phone && {phone}), address} : undefined;
  const shipTo = addressOf(to?.address);
  const shipping: Shipping | undefined =
    shipTo && to ? {name: clean(to.name), address: shipTo} : undefined;
  return {
    ...(email && {email}),
    ...(name && {name}),
    ...(billingDetails && {billingDetails}),
    ...(shipping && {shipping}),
  };
}

type Session = Stripe.Checkout.Session;

function addressOf(
  address: Stripe.Address | null | undefined,
): BillingDetails['address'] | undefined {
  if (!address?.country) return undefined;
  const {country, line1, line2, city, state, postal_code: postalCode} = address;
  const given = Object.entries({line1, line2, city, state, postalCode}).flatMap(([field, text]) =>
    text ? [[field, clean(text)] as const] : [],
  );
  return {country, ...Object.fromEntries(given)};
}

/** Without what no database keeps. */
const clean = (text: string | null | undefined): string =>
  (text ?? '').replace(/[\0\p{Cs}]/gu, '\uFFFD');
