import {expect} from '@open-wc/testing';
import type {Stripe, StripeElements} from '@stripe/stripe-js';
import {buyer, cards, type CheckoutHarness, forgetOrders, openCheckout} from './support/harness.ts';
import {answerInstead, restoreNetwork} from './support/network.ts';
import {changeStripe, restoreStripe} from './support/stripe.ts';

interface Heard {
  groups: Record<string, unknown>[];
  forms: Record<string, unknown>[];
  returnUrls: (string | undefined)[];
}

/** What Stripe.js is given by the element. */
function listenToStripe(): Heard {
  const heard: Heard = {groups: [], forms: [], returnUrls: []};
  changeStripe((real) => ({
    elements: ((options: Record<string, unknown>) => {
      heard.groups.push(options);
      const group = (real.elements as (options: object) => StripeElements)(options);
      const make = group.create.bind(group) as (type: string, given: object) => unknown;
      const create = (type: string, given: Record<string, unknown>) => {
        if (type === 'payment') heard.forms.push(given);
        return make(type, given);
      };
      return Object.assign(group, {create});
    }) as Stripe['elements'],
    confirmPayment: (async (options: Parameters<Stripe['confirmPayment']>[0]) => {
      heard.returnUrls.push(options.confirmParams?.return_url);
      return real.confirmPayment(options as never);
    }) as Stripe['confirmPayment'],
  }));
  return heard;
}

/** Something of the page's own, for one of the slots. */
function put(checkout: CheckoutHarness['element'], slot: string): HTMLElement {
  const words = document.createElement('p');
  words.slot = slot;
  words.textContent = `Our own ${slot}`;
  checkout.append(words);
  return words;
}

const isShown = (node: HTMLElement) => node.assignedSlot !== null && node.offsetHeight > 0;

describe('what a page says', () => {
  beforeEach(forgetOrders);
  afterEach(() => {
    restoreStripe();
    restoreNetwork();
  });

  it('reaches Stripe’s form: fonts and layout', async () => {
    const heard = listenToStripe();
    const fonts = [{cssSrc: 'https://fonts.googleapis.com/css2?family=Inter'}];
    const checkout = await openCheckout({'payment-layout': 'accordion'}, (element) => {
      element.fonts = fonts;
    });
    await checkout.untilReady();
    expect(heard.groups[0]?.['fonts']).to.deep.equal(fonts);
    expect(heard.forms[0]?.['layout']).to.equal('accordion');
  });

  it('reaches Stripe’s form: the web font that the page shows', async () => {
    const heard = listenToStripe();
    const style = document.createElement('style');
    style.textContent = '@font-face { font-family: "Shop Sans"; src: url(/sans.woff2) }';
    document.head.append(style);
    try {
      const checkout = await openCheckout({}, (element) => {
        element.style.setProperty('--opc-font-family', '"Shop Sans", serif');
      });
      await checkout.untilReady();
      const src = `url("${location.origin}/sans.woff2")`;
      expect(heard.groups[0]?.['fonts']).to.deep.equal([{family: 'Shop Sans', src}]);
      // The wallets' own group, too.
      await checkout.until(() => heard.groups[1], 'the wallets should be asked for');
      expect(heard.groups[1]?.['fonts']).to.deep.equal([{family: 'Shop Sans', src}]);
    } finally {
      style.remove();
    }
  });

  it('reaches Stripe with the payment: the address to come back to', async () => {
    const heard = listenToStripe();
    const checkout = await openCheckout({'return-url': '/thanks?from=checkout'});
    await checkout.untilReady();
    await checkout.fillIn();
    await checkout.enterCard(cards.good);
    await checkout.pay();
    await checkout.untilStatus('paid');
    expect(heard.returnUrls).to.deep.equal([`${location.origin}/thanks?from=checkout`]);
  });

  it('fills the slots of the form, in the place of our own words where there are any', async () => {
    const own = ['header', 'summary', 'before-payment', 'after-payment', 'terms', 'footer'];
    const words: HTMLElement[] = [];
    const checkout = await openCheckout({}, (element) => {
      for (const slot of [...own, 'submit-label']) words.push(put(element, slot));
    });
    await checkout.untilReady();
    for (const node of words) expect(isShown(node), node.slot).to.equal(true);
    const heading = checkout.root.querySelector<HTMLElement>('#summary-heading')!;
    expect(heading.offsetHeight, 'our summary gives way').to.equal(0);
    expect(checkout.payButton.innerText.trim(), 'and so do our words').to.equal('');
  });

  for (const [slot, status, details] of [
    ['status-success', 'paid', {}],
    ['status-processing', 'confirming', {status: 'pending', paidAt: null}],
    ['status-failure', 'expired', {status: 'expired', paidAt: null, payable: false}],
  ] as const) {
    it(`fills ${slot} when it ends like that`, async () => {
      answerInstead('GET', /\/orders\/\w+/, async (request, pass) => {
        const shown = await (await pass(request)).json();
        Object.assign(shown.order, details);
        return Response.json(shown);
      });
      let words!: HTMLElement;
      const checkout = await openCheckout({}, (element) => (words = put(element, slot)));
      await checkout.untilReady();
      expect(isShown(words)).to.equal(false);
      await checkout.fillIn();
      await checkout.enterCard(cards.good);
      await checkout.pay();
      await checkout.untilStatus(status);
      await checkout.until(() => isShown(words), 'the page’s own words should be shown');
      const heading = checkout.root.querySelector<HTMLElement>('#outcome-heading');
      expect(heading?.offsetHeight).to.equal(0);
    });
  }

  it('leaves the summary to the page', async () => {
    const checkout = await openCheckout({'hide-summary': ''});
    await checkout.untilReady();
    expect(checkout.root.querySelector('.aside, .summary')).to.equal(null);
    await checkout.fillIn();
    await checkout.enterCard(cards.good);
    await checkout.pay();
    await checkout.untilStatus('paid');
    expect(checkout.root.querySelector('.aside, .summary')).to.equal(null);
  });

  it('is in the fields, a rare country before its rules are here, and what is typed stays', async () => {
    const {email, name} = buyer;
    const address = {country: 'RU', line1: 'ul. Lenina 1', city: 'Moskva', postalCode: '101000'};
    const checkout = await openCheckout({}, (element) => {
      element.billingDetails = {email, name, address};
    });
    expect(checkout.field('country').value).to.equal('RU');
    await checkout.untilReady();
    await checkout.until(() => checkout.field('state'), 'the rules should be here');
    const typed = {...address, email, name};
    for (const [field, value] of Object.entries(typed)) {
      expect(checkout.field(field).value, field).to.equal(value);
    }
    await checkout.type('name', 'Countess of Lovelace');
    checkout.element.billingDetails = {name, address: {country: 'DE'}};
    await checkout.element.updateComplete;
    expect(checkout.field('name').value).to.equal('Countess of Lovelace');
  });

  it('puts the cursor where the buyer should go on', async () => {
    const checkout = await openCheckout();
    await checkout.untilReady();
    checkout.element.focus();
    expect(checkout.root.activeElement?.id).to.equal('email');
    const {postalCode, ...others} = buyer;
    await checkout.fillIn(others);
    checkout.element.focus();
    expect(checkout.root.activeElement?.id).to.equal('postalCode');
    await checkout.type('postalCode', postalCode);
    checkout.element.focus();
    const frame = checkout.mountNode?.querySelector('iframe');
    await checkout.until(() => document.activeElement === frame, 'Stripe’s form should have it');
  });
});
