/** The calls about Checkout Sessions: the page that Stripe hosts for one payment of an order. */
import type Stripe from 'stripe';
import type {HostedPage} from '../../drizzle/hosted-page.ts';
import {calling, isInvalidCall, orMissing} from './calling.ts';
import {shippingCountries} from './shipping-countries.ts';

type LineItem = Stripe.Checkout.SessionCreateParams.LineItem;

/** All that a session is made from: nothing in here changes while an attempt lives. */
interface FrozenSession {
  orderId: string;
  orderNumber: string;
  attempt: number;
  amount: number;
  currency: string;
  lines: SoldLine[];
  page: HostedPage;
}

interface SoldLine {
  name: string;
  description: string | null;
  imageUrl: string | null;
  quantity: number;
  unitAmount: number;
}

/** What an intent of a hosted page is told apart by; its secret belongs to that page alone. */
const HOSTED = 'hosted';

export const isHosted = (metadata: Stripe.Metadata): boolean => metadata['page'] === HOSTED;

/**
 * Opens the page of an attempt, or gives back the one that was opened: after a lost answer the same
 * key brings the same session. https://docs.stripe.com/api/checkout/sessions/create
 */
export function createSession(
  stripe: Stripe,
  frozen: FrozenSession,
): Promise<Stripe.Checkout.Session> {
  const {orderId, orderNumber, attempt, page} = frozen;
  const metadata = {order_id: orderId, attempt: String(attempt)};
  return calling(() =>
    stripe.checkout.sessions.create(
      {
        mode: 'payment',
        ui_mode: 'hosted_page',
        line_items: lineItems(frozen),
        client_reference_id: orderId,
        metadata,
        payment_intent_data: {
          description: `Order ${orderNumber}`,
          metadata: {...metadata, page: HOSTED},
        },
        // Another currency than the order's could not be told from a wrong payment.
        adaptive_pricing: {enabled: false},
        billing_address_collection: page.asksAddress ? 'required' : 'auto',
        phone_number_collection: {enabled: page.asksPhone},
        ...(page.shipsTo && {
          shipping_address_collection: {allowed_countries: shippingCountries(page.shipsTo)},
        }),
        ...(page.email && {customer_email: page.email}),
        locale: page.locale,
        success_url: page.returnUrl,
        cancel_url: page.cancelUrl,
        expires_at: page.expiresAt,
        expand: ['payment_intent'],
      },
      {idempotencyKey: `order:${orderId}:page:${attempt}`},
    ),
  );
}

/** The order's own lines; one for all of them, should they not add up to what is to be paid. */
function lineItems({lines, amount, currency, orderNumber}: FrozenSession): LineItem[] {
  const sum = lines.reduce((total, {quantity, unitAmount}) => total + quantity * unitAmount, 0);
  if (sum !== amount) {
    const product = {name: `Order ${orderNumber}`};
    return [{quantity: 1, price_data: {currency, unit_amount: amount, product_data: product}}];
  }
  return lines.map(({name, description, imageUrl, quantity, unitAmount}) => ({
    quantity,
    price_data: {
      currency,
      unit_amount: unitAmount,
      product_data: {
        name,
        ...(description && {description}),
        // Stripe fetches it itself: a path within this shop means nothing there.
        ...(imageUrl?.startsWith('https://') && {images: [imageUrl]}),
      },
    },
  }));
}

/** The session as it is now, with its intent; `undefined` where Stripe has none of that id. */
export const readSession = (
  stripe: Stripe,
  id: string,
): Promise<Stripe.Checkout.Session | undefined> =>
  orMissing(() => stripe.checkout.sessions.retrieve(id, {expand: ['payment_intent']}));

/** The session that an intent was made by, with that intent as of the same moment. */
export async function sessionOfIntent(
  stripe: Stripe,
  paymentIntentId: string,
): Promise<Stripe.Checkout.Session | undefined> {
  const {data} = await calling(() =>
    stripe.checkout.sessions.list({
      payment_intent: paymentIntentId,
      limit: 1,
      expand: ['data.payment_intent'],
    }),
  );
  return data[0];
}

/**
 * Closes the page: from then on nobody can pay there. The session as it ended up, whoever was
 * faster; Stripe cancels the intent with it. https://docs.stripe.com/api/checkout/sessions/expire
 */
export async function expireSession(
  stripe: Stripe,
  id: string,
): Promise<Stripe.Checkout.Session | undefined> {
  try {
    return await calling(() => stripe.checkout.sessions.expire(id, {expand: ['payment_intent']}));
  } catch (error) {
    if (!isInvalidCall(error)) throw error;
    const session = await readSession(stripe, id);
    if (session?.status === 'open') throw error;
    return session;
  }
}

/** The intent of a session that was read here; none before the buyer has tried to pay. */
export const intentIn = ({
  payment_intent: intent,
}: Stripe.Checkout.Session): Stripe.PaymentIntent | undefined =>
  typeof intent === 'object' && intent !== null ? intent : undefined;
