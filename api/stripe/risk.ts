/** The calls about what Stripe and the banks suspect. */
import type Stripe from 'stripe';
import {orMissing} from './calling.ts';

export const readReview = (stripe: Stripe, id: string): Promise<Stripe.Review | undefined> =>
  orMissing(() => stripe.reviews.retrieve(id));

export const readFraudWarning = (
  stripe: Stripe,
  id: string,
): Promise<Stripe.Radar.EarlyFraudWarning | undefined> =>
  orMissing(() => stripe.radar.earlyFraudWarnings.retrieve(id));
