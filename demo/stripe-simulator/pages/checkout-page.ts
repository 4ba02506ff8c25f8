import {type Context, Hono} from 'hono';
import type {Stripe} from 'stripe';
import {StripeApiError} from '../http/errors.ts';
import {idOf} from '../machine/charges.ts';
import {knownEmail} from '../resources/checkout-buyer.ts';
import {paySession} from '../resources/checkout-payment.ts';
import {createMethod} from '../resources/payment-method-data.ts';
import {type World, unattendedCall} from '../world.ts';
import {type Typed, drawForm, readMethod, readShipping} from './checkout-form.ts';
import {page} from './html.ts';

/** The page that Stripe hosts for a Checkout Session; it works without scripts. */
export function checkoutPage(world: World, publicUrl: string | undefined): Hono {
  const find = (c: Context) => world.store.checkoutSessions.get(c.req.param('id') ?? '');
  const draw = (session: Stripe.Checkout.Session, typed: Typed, error: string | null) =>
    drawForm({
      session,
      items: world.store.checkoutItems.get(session.id)?.items ?? [],
      email: knownEmail(world, session),
      typed,
      error,
    });

  return new Hono()
    .get('/checkout/:id', (c) => {
      const session = find(c);
      if (session?.status !== 'open') return closed(c, session);
      const intent = world.store.paymentIntents.get(idOf(session.payment_intent) ?? '');
      return c.html(draw(session, {}, intent?.last_payment_error?.message ?? null));
    })
    .post('/checkout/:id', async (c) => {
      const session = find(c);
      if (session?.status !== 'open') return closed(c, session);
      const typed = textsOf(await c.req.parseBody());
      const call = unattendedCall(world, publicUrl ?? new URL(c.req.url).origin);
      try {
        const email = knownEmail(world, session) ?? typed['email'];
        const described = readMethod(session, {...typed, ...(email && {email})});
        // A page describes cards by their numbers; a server may not.
        const method = createMethod({...call, key: 'publishable'}, described);
        const shipping = readShipping(session, typed);
        const intent = paySession(call, session, {method, shipping});
        return c.redirect(next(world, session.id, intent), 303);
      } catch (error) {
        if (!(error instanceof StripeApiError)) throw error;
        return c.html(draw(session, typed, error.message), 402);
      }
    })
    .get('/checkout/:id/return', (c) => {
      const session = find(c);
      if (session?.status !== 'open') return closed(c, session);
      return c.redirect(`/_simulator/checkout/${session.id}`, 303);
    });

  function closed(c: Context, session: Stripe.Checkout.Session | undefined) {
    if (session?.status === 'complete') return c.redirect(successUrl(session), 303);
    const title = session ? 'This payment page has expired' : 'There is no such payment page';
    return c.html(page(title, ''), session ? 410 : 404);
  }
}

/** To the bank when the buyer is needed there, and else back to the shop. */
function next(world: World, id: string, intent: Stripe.PaymentIntent): string {
  const session = world.store.checkoutSessions.get(id);
  if (session?.status === 'complete') return successUrl(session);
  return intent.next_action?.redirect_to_url?.url ?? `/_simulator/checkout/${id}`;
}

/** https://docs.stripe.com/payments/checkout/custom-success-page: the id takes the place of its name. */
function successUrl({id, success_url}: Stripe.Checkout.Session): string {
  return (success_url ?? '/').replaceAll('{CHECKOUT_SESSION_ID}', id);
}

function textsOf(body: Record<string, unknown>): Typed {
  const texts = Object.entries(body).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.trim() : '',
  ]);
  return Object.fromEntries(texts) as Typed;
}
