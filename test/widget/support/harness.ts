/// <reference types="mocha" />
/** Drives the element the way a buyer does; tests speak to it and to no selector. */
import {fixture, html, waitUntil} from '@open-wc/testing';
import {executeServerCommand} from '@web/test-runner-commands';
import type {CheckoutEventMap} from '../../../widget/events.ts';
import type {OnePageCheckout} from '../../../widget/one-page-checkout.ts';
import '../../../widget/define.ts';

declare global {
  interface Window {
    shopOrigin: string;
    intent: OnePageCheckout['intent'];
  }
}

/**
 * Where the shop under test is, and the intent that its checkouts have: the runner's page says it.
 * Every file is run with both intents.
 */
export const {shopOrigin, intent} = window;

export const cards = {
  good: '4242424242424242',
  declined: '4000000000000002',
  poor: '4000000000009995',
  challenged: '4000002760003184',
};

export const buyer = {
  email: 'ada@example.com',
  name: 'Ada Lovelace',
  country: 'DE',
  line1: 'Hauptstraße 1',
  city: 'Berlin',
  postalCode: '10115',
};

/** What this tab and the others have kept: the next checkout is that of a new buyer. */
export function forgetOrders(): void {
  sessionStorage.clear();
  localStorage.clear();
}

interface PaymentFrame {
  text: string;
  number: string;
  /** Of what is typed there. */
  color: string;
}

type EventName = keyof CheckoutEventMap;
const eventNames: EventName[] = [
  'opc-ready',
  'opc-change',
  'opc-before-submit',
  'opc-submit',
  'opc-processing',
  'opc-success',
  'opc-failure',
  'opc-load-error',
  'opc-status',
];

/** An element on the page, and everything it has said. */
export class CheckoutHarness {
  readonly element: OnePageCheckout;
  readonly events: CheckoutEventMap[EventName][] = [];

  constructor(element: OnePageCheckout) {
    this.element = element;
    for (const name of eventNames) {
      element.addEventListener(name, (event) => this.events.push(event));
    }
  }

  get root(): ShadowRoot {
    return this.element.shadowRoot!;
  }

  get text(): string {
    return this.root.querySelector('.root')?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
  }

  get payButton(): HTMLButtonElement {
    return this.root.querySelector<HTMLButtonElement>('.submit')!;
  }

  field(name: string): HTMLInputElement {
    return this.root.querySelector<HTMLInputElement>(`#${name}`)!;
  }

  errorOf(name: string): string {
    return this.root.querySelector(`#${name}-error`)?.textContent?.trim() ?? '';
  }

  heard(name: EventName): number {
    return this.events.filter(({type}) => type === name).length;
  }

  last<Name extends EventName>(name: Name): CheckoutEventMap[Name] | undefined {
    return this.events.findLast((event): event is CheckoutEventMap[Name] => event.type === name);
  }

  async until(what: () => unknown, message: string): Promise<void> {
    try {
      await waitUntil(what, message, {interval: 20, timeout: 15_000});
    } catch (cause) {
      throw new Error(`${message}; the page says: ${this.text}`, {cause});
    }
    await this.element.updateComplete; // What an event tells of is drawn a moment later.
  }

  async untilReady(): Promise<void> {
    await this.element.updateComplete; // The form of before, moved or taken away, is drawn until then.
    await this.until(
      () => this.root.querySelector('.payment.ready') && !this.payButton.disabled,
      'the payment form should be ready',
    );
  }

  async untilStatus(kind: string): Promise<void> {
    await this.until(
      () => this.root.querySelector(`[part~="status-${kind}"]`),
      `the status should be ${kind}`,
    );
  }

  async type(name: string, value: string): Promise<void> {
    const input: HTMLInputElement | HTMLSelectElement = this.field(name);
    if (input instanceof HTMLSelectElement) {
      // The rarer choices come a moment after the form stands, and a buyer can only take what is there.
      const isOffered = () => [...input.options].some((option) => option.value === value);
      await this.until(isOffered, `${name} should offer ${value}`);
    }
    input.value = value;
    input.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
    input.dispatchEvent(new Event('change', {bubbles: true}));
    await this.element.updateComplete;
  }

  async fillIn(details: Record<string, string> = buyer): Promise<void> {
    for (const [name, value] of Object.entries(details)) {
      // The page may ask for less than a buyer could tell.
      if (this.field(name)) await this.type(name, value);
    }
  }

  /** Types a card into Stripe's frame, as a buyer would. */
  async enterCard(number: string): Promise<void> {
    const frame = this.mountNode?.querySelector('iframe')?.name;
    const fields = {number, expiry: '12 / 34', cvc: '123'};
    await executeServerCommand('enter-card', {frame, fields});
  }

  /** What Stripe's frame says, and the card number in it. */
  async paymentFrame(): Promise<PaymentFrame> {
    const frame = this.mountNode?.querySelector('iframe')?.name;
    return executeServerCommand<PaymentFrame, {frame: string | undefined}>('read-payment-frame', {
      frame,
    });
  }

  /** The node that Stripe mounted into: somewhere in the light DOM. */
  get mountNode(): HTMLElement | null {
    return document.querySelector<HTMLElement>(`div[slot="${this.element.paymentSlot}"]`);
  }

  async pay(): Promise<void> {
    this.payButton.click();
    await this.element.updateComplete;
  }
}

/** A checkout that a test has yet to put somewhere. */
export function makeCheckout(settings: Partial<OnePageCheckout> = {}): CheckoutHarness {
  const element = document.createElement('one-page-checkout');
  Object.assign(element, {apiUrl: shopOrigin, intent, items: 'tee:2 mug:1', ...settings});
  return new CheckoutHarness(element);
}

/** A checkout on the test page, with nothing kept from the test before. */
export async function openCheckout(
  attributes: Record<string, string> = {},
  setUp: (element: OnePageCheckout) => void = () => {},
): Promise<CheckoutHarness> {
  const harness = makeCheckout({billing: 'full'});
  const {element} = harness;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  setUp(element);
  await fixture(html`<main>${element}</main>`);
  await element.updateComplete; // A first view waits for the files that it needs.
  return harness;
}

/** A checkout without wallet buttons in which everything is filled in. */
export async function openFilledIn(card = cards.good): Promise<CheckoutHarness> {
  const checkout = await openCheckout({express: 'never'});
  await checkout.untilReady();
  await checkout.fillIn();
  await checkout.enterCard(card);
  return checkout;
}
