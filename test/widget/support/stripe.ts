/** Stripe.js as it is, but for what a test has it do otherwise. Import it before Stripe.js is there. */
import type {Stripe, StripeConstructor} from '@stripe/stripe-js';

type Change = (real: Stripe) => Partial<Stripe>;

let change: Change = () => ({});

/** From now on, and also of the objects that the page has already. */
export function changeStripe(next: Change): void {
  change = next;
}

export const restoreStripe = (): void => changeStripe(() => ({}));

/** What never answers, and how often it was asked. */
export function silence() {
  const silent = {
    asked: 0,
    answer: (): Promise<never> => {
      silent.asked += 1;
      return new Promise(() => {});
    },
  };
  return silent;
}

const changed = (stripe: Stripe): Stripe =>
  new Proxy(stripe, {
    get(real, name) {
      const own: unknown = Reflect.get(change(real), name);
      const value: unknown = own ?? Reflect.get(real, name);
      return typeof value === 'function' && !own ? value.bind(real) : value;
    },
  });

let constructor: StripeConstructor | undefined;
Object.defineProperty(window, 'Stripe', {
  get: () => constructor,
  set(real: StripeConstructor) {
    const construct = (...args: Parameters<StripeConstructor>) => changed(real(...args));
    constructor = Object.assign(construct, real);
  },
});
