/** Stripe's own loader: a file of its own, which the sandbox does without. */
export {loadStripe} from '@stripe/stripe-js/dist/pure.mjs';
