import type {CheckoutController} from './controller.ts';
import type {DetailsForm, FormWishes} from './details-form.ts';
import type {CheckoutHost, CheckoutSettings} from './settings.ts';

/** What cannot be changed in an order or in Stripe's form as it stands: all of it is opened anew. */
const fixed = ['apiUrl', 'currency', 'intent', 'clientReferenceId', 'express', 'link'] as const;

/**
 * Follows a page that says something else after the element has begun, in a file of its own because
 * most never do. The answered function is called after every update of the element: a change that
 * comes while the buyer pays has to wait until the form stands again.
 */
export function pageFollower(
  host: CheckoutHost & {readonly theme: string},
  checkout: CheckoutController,
  form: DetailsForm,
): () => void {
  let asked = '';
  let look = '';
  return () => {
    const now = host.settings;
    const {locale, fonts, wishes} = now;
    const asksNow = JSON.stringify(wishes);
    if (asked !== asksNow) followWishes(form, wishes);
    asked = asksNow;
    const looksNow = JSON.stringify([locale, fonts, host.theme, host.appearance]);
    if (look !== looksNow) checkout.restyle();
    look = looksNow;
    followSettings(checkout, now);
  };
}

function followWishes(form: DetailsForm, {destinations}: FormWishes): void {
  const {country} = form.shipping.values;
  if (destinations?.length && !destinations.includes(country)) {
    // Goods must not go to a country that was chosen for the buyer from several.
    const [only = ''] = destinations;
    form.shipping.type('country', destinations.length === 1 ? only : '');
  }
  form.followPage();
}

function followSettings(checkout: CheckoutController, now: CheckoutSettings): void {
  const {followed, state} = checkout;
  const {step, paymentReady} = state;
  if (!followed) return;
  if (step === 'submitting') {
    // Pages empty their cart when it is being paid: the order can be paid still, should this fail.
    if (now.items.length === 0) checkout.followed = {...followed, items: []};
    return;
  }
  // What the buyer is told stays; another cart is what the next order is of.
  if (step === 'status') return;
  const isOther = (name: keyof CheckoutSettings) =>
    JSON.stringify(followed[name]) !== JSON.stringify(now[name]);
  const hasOtherCart = isOther('items');
  const asksOther = isOther('layout') || !asksTheSame(followed, now);
  const isReady = step === 'form' && paymentReady;
  if (fixed.some(isOther) || (asksOther && !isReady)) return void checkout.reload();
  if (hasOtherCart && (step !== 'form' || now.items.length === 0)) return void checkout.reload();
  checkout.followed = now;
  if (asksOther) checkout.refit();
  if (!hasOtherCart) return;
  checkout.change({items: now.items}).catch((cause: unknown) => checkout.changeFailed(cause));
}

/** Whether Stripe's form and the wallets are to ask for the same, in whatever language. */
function asksTheSame({wishes: before}: CheckoutSettings, {wishes: now}: CheckoutSettings): boolean {
  const asked = ({billing, phone, destinations}: typeof now) =>
    JSON.stringify([billing, phone, destinations]);
  return asked(before) === asked(now);
}
