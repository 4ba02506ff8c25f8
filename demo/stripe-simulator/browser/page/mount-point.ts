import {IntegrationError} from './integration-error.ts';

/**
 * The node an element is mounted on, refused as Stripe.js refuses it: synchronously, and since
 * October 2024 for every node that is not in the document's own tree.
 * https://github.com/stripe/stripe-js/issues/662
 */
export function findMountPoint(target: unknown): HTMLElement {
  const node = typeof target === 'string' ? select(target) : target;
  if (!(node instanceof HTMLElement)) {
    throw new IntegrationError(
      'Invalid DOM element. Call mount() with a valid DOM element or selector.',
    );
  }
  if (node.getRootNode() !== document) {
    throw new IntegrationError(
      'Elements cannot be mounted in a ShadowRoot. Please mount in the Light DOM.',
    );
  }
  return node;
}

function select(selector: string): Element {
  const node = document.querySelector(selector);
  if (node) return node;
  throw new IntegrationError(
    `The selector you specified (${selector}) applies to no DOM elements that are currently on the ` +
      'page. Make sure the element exists on the page before calling mount().',
  );
}

/** Labels of the mount point: a click on one focuses the element. */
export function labelsOf(node: HTMLElement): HTMLLabelElement[] {
  const around = node.closest('label');
  const pointing = node.id
    ? [...document.querySelectorAll<HTMLLabelElement>(`label[for="${CSS.escape(node.id)}"]`)]
    : [];
  return around ? [around, ...pointing] : pointing;
}
