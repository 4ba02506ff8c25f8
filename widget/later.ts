import {addErrorTexts, type CheckoutError} from './errors.ts';
import {asFailure, failure} from './failures.ts';
import {addEnglish} from './i18n/text.ts';
import {within} from './time.ts';

export type Opening = typeof import('./opening.ts');
export type Shipping = typeof import('./shipping.ts');
export type Trouble = typeof import('./trouble.ts');

/** How long a file of ours may take, in milliseconds. */
const patience = 15_000;

/** What the core leaves to a second file: Stripe.js and its form, paying, and a good end. */
export const loadOpening = (): Promise<Opening> => fetched(import('./opening.ts'));

/** Stripe.js where its own loader is not enough. */
export const loadTags = () => fetched(import('./stripe/tags.ts'));

/** What most buyers never need: the words for what can go wrong, and the way on from there. */
export async function loadTrouble(): Promise<Trouble> {
  const trouble = await fetched(import('./trouble.ts'));
  addEnglish('trouble', trouble.troubleTexts);
  addErrorTexts(trouble.errorTexts, trouble.finalErrors);
  return trouble;
}

/** Where the goods go: on pages that ask for it. */
export async function loadShipping(): Promise<Shipping> {
  const shipping = await fetched(import('./shipping.ts'));
  addEnglish('shipping', shipping.shippingTexts);
  return shipping;
}

/** Whatever was thrown, with the words for it, if they can be had in good time. */
export async function explain(cause: unknown, orderId?: string): Promise<CheckoutError> {
  const error = asFailure(cause, orderId);
  if (error.code !== 'network_error') await within(5000, loadTrouble()).catch(() => {});
  return error;
}

/** A file of ours, or after a while the failure that it does not come. */
export async function fetched<File>(file: Promise<File>): Promise<File> {
  try {
    return await within(patience, file);
  } catch (cause) {
    throw failure('network_error', {cause});
  }
}
