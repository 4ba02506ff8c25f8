import type {Typed} from './form.ts';
import type {PaymentSurroundings} from './payments.ts';
import {CheckoutSession} from './session.ts';
import type {CheckoutHost} from './settings.ts';

/** As long as it is this, there is nothing to keep. */
const nothing = '[{},{},null]';

/** The forms of this page, by the keys of their orders: what is typed in them stays theirs. */
const forms = new Map<string, WeakRef<CheckoutHost>>();

const formOf = (key: string) => {
  const host = forms.get(key)?.deref();
  return host?.isConnected ? host : undefined;
};

/**
 * Keeps what the buyer types for as long as the order can be paid, and puts it back after the page was
 * left: for a bank, by a reload, or because a phone needed the memory. Another cart of the same shop
 * begins with what was typed last. In this tab only, and apart from what is kept of the order, which
 * other tabs may share.
 *
 * The answered function is called after every update of the element, and every letter is followed by
 * one: no event tells for certain that a page is about to go, and some go without any.
 */
export function typedKeeper(
  host: CheckoutHost,
  {form, state, session}: PaymentSurroundings,
): () => void {
  let key = '';
  let known = '';
  return () => {
    const {order, isReturn} = state();
    // By the key of the order: there is one before it is placed, and on a return page without a cart.
    const {idempotencyKey} = session().read() ?? {};
    if (!idempotencyKey) return;
    const kept = new CheckoutSession('typed', host.settings.apiUrl);
    const all = () => Object.entries(kept.read()?.typed ?? {});
    const keep = (those: [string, Typed][]) =>
      kept.write({idempotencyKey, typed: Object.fromEntries(those)});
    if (order && !order.payable && order.status !== 'processing') {
      // Once: what is typed for the next order is that one's.
      if (all().some(([each]) => each === idempotencyKey))
        keep(all().filter(([each]) => (formOf(each) ?? host) !== host));
      return;
    }
    // Whose return it is comes out later; until then the session may be that of an order before.
    if (isReturn) return;
    const before = key;
    if (key !== idempotencyKey) {
      const [, typed] =
        all().find(([each]) => each === idempotencyKey) ??
        all().findLast(([each]) => !formOf(each)) ??
        [];
      if (typed) {
        form.billing.putBack(typed[0]);
        form.shipping.putBack(typed[1]);
        form.shipsToBilling ??= typed[2];
      }
      key = idempotencyKey;
      known = nothing;
      forms.set(key, new WeakRef(host));
    }
    const typed: Typed = [form.billing.typed, form.shipping.typed, form.shipsToBilling];
    // Another form of the same order may have been typed in since.
    if (known === (known = JSON.stringify(typed))) return;
    // The form may have gone over to another order, and nothing stays with the one before.
    const others = all().filter(([each]) => each !== key && each !== before);
    keep([...others, [key, typed]]);
  };
}
