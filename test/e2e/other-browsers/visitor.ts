/** Where on the page something is: in the element, in a frame of Stripe's, or in the page itself. */
export type Place = 'page' | 'checkout' | 'fields' | 'challenge';

/** Somebody with a browser that Playwright does not drive. Everything is waited for. */
export interface Visitor {
  goto(address: string): Promise<void>;
  /** Replaces what is in a field, key by key. */
  type(place: Place, selector: string, text: string): Promise<void>;
  choose(place: Place, selector: string, value: string): Promise<void>;
  click(place: Place, selector: string): Promise<void>;
  /** What is to be read there; empty where nothing is. */
  text(place: Place, selector: string): Promise<string>;
  /** Runs a function's body in the page. */
  run(script: string): Promise<unknown>;
  leave(): Promise<void>;
}

export interface Browser {
  name: string;
  /** What is missing, in words for a person; undefined where nothing is. */
  missing: string | undefined;
  visit(): Promise<Visitor>;
  quit(): Promise<void>;
}

/** The frames of the places that are frames. */
export const frames: Partial<Record<Place, string>> = {
  fields: 'iframe[title="Secure payment input frame"]',
  challenge: 'body > div[tabindex="-1"] iframe',
};

/**
 * Finds something that is shown, as the body of a function of place and selector. A test that puts
 * the element into closed shadow roots leaves it where a script can find it: `window.checkout`.
 */
export const findScript = `
  const [place, selector] = arguments;
  const element = window.checkout ?? document.querySelector('one-page-checkout');
  const scope = place === 'checkout' ? element?.shadowRoot : document;
  const found = scope?.querySelector(selector);
  return found && found.getClientRects().length > 0 ? found : null;
`;

/** The same of what is to be read there. */
export const textScript = `
  const find = function () {${findScript}};
  return find(...arguments)?.innerText ?? '';
`;

/** Marks what is in a field, so that the next key replaces it. */
export const selectScript = 'arguments[0].focus(); arguments[0].select();';
