import {expect} from '@open-wc/testing';
import type {OrderItem, StartPayment} from '../../api/contract.ts';
import {cards, type CheckoutHarness, forgetOrders, openCheckout} from './support/harness.ts';
import {answerInstead, holdBack, listen, problem, restoreNetwork} from './support/network.ts';

const untilSaid = (checkout: CheckoutHarness, words: string) =>
  checkout.until(() => checkout.text.includes(words), `it should say ${words}`);

/** The total on the button, once Stripe's form is there to pay it. */
async function untilTotal(checkout: CheckoutHarness, total: string): Promise<void> {
  await checkout.until(
    () => checkout.payButton?.textContent?.includes(total) && !checkout.payButton.disabled,
    `the button should say ${total}`,
  );
}

async function payAs(checkout: CheckoutHarness, details?: Record<string, string>): Promise<void> {
  await checkout.fillIn(details);
  await checkout.enterCard(cards.good);
  await checkout.pay();
  await checkout.untilStatus('paid');
}

describe('a page that changes its mind', () => {
  beforeEach(forgetOrders);
  afterEach(restoreNetwork);

  it('takes attributes away, and the element goes by their defaults', async () => {
    const checkout = await openCheckout({
      items: 'tee',
      shipping: 'required',
      'shipping-countries': 'DE',
    });
    await checkout.untilReady();
    checkout.element.removeAttribute('shipping-countries');
    await checkout.element.updateComplete;
    checkout.element.removeAttribute('items');
    await untilSaid(checkout, 'There is nothing to pay for');
    checkout.element.setAttribute('items', 'mug');
    await untilTotal(checkout, '$24.00');
  });

  for (const items of ['', 'tee:1']) {
    it(`hands over a cart that it had to fetch first, to a tag with items="${items}"`, async () => {
      const checkout = await openCheckout({items});
      if (items) await checkout.untilReady();
      else await untilSaid(checkout, 'There is nothing to pay for');
      checkout.element.lineItems = [{sku: 'mug', quantity: 3}];
      await untilTotal(checkout, '$72.00');
    });
  }

  it('chooses a currency, and the shop’s own number, for the first time', async () => {
    const placed = listen('POST', /\/orders$/);
    const checkout = await openCheckout();
    await checkout.untilReady();
    checkout.element.currency = 'eur';
    await untilTotal(checkout, '€');
    checkout.element.clientReferenceId = 'cart-7';
    await checkout.until(() => placed.bodies.length === 3, 'the number should make another order');
    await checkout.untilReady();
    expect(checkout.heard('opc-load-error')).to.equal(0);
  });

  it('says the same again, as frameworks do, and nothing is asked of the API', async () => {
    const checkout = await openCheckout();
    await checkout.untilReady();
    const changed = listen('PATCH', /\/orders\//);
    const placed = listen('POST', /\/orders$/);
    const again: OrderItem[] = [
      {sku: 'tee', quantity: 2},
      {sku: 'mug', quantity: 1},
    ];
    checkout.element.lineItems = again;
    await checkout.element.updateComplete;
    checkout.element.lineItems = again.slice(0, 1);
    await untilTotal(checkout, '$64.00');
    expect(changed.bodies).to.have.lengthOf(1);
    expect(placed.bodies).to.have.lengthOf(0);
  });

  it('empties its cart when it is paid, and the thank-you stays; the next cart is another order', async () => {
    const checkout = await openCheckout();
    await checkout.untilReady();
    checkout.element.addEventListener('opc-success', () => (checkout.element.lineItems = []));
    await payAs(checkout);
    await checkout.element.updateComplete;
    checkout.element.theme = 'dark';
    await checkout.element.updateComplete;
    await checkout.untilStatus('paid');
    checkout.element.lineItems = [{sku: 'mug', quantity: 1}];
    await checkout.element.updateComplete;
    await checkout.untilStatus('paid');
    checkout.root.querySelector<HTMLElement>('.actions button')?.click();
    await untilTotal(checkout, '$24.00');
  });

  for (const [from, to] of [
    ['required', 'none'],
    ['none', 'required'],
  ] as const) {
    it(`turns shipping from ${from} to ${to}: the card stays, and it can be paid`, async () => {
      const sent: StartPayment[] = [];
      answerInstead('POST', /\/payment$/, async (request, pass) => {
        sent.push(await request.clone().json());
        return pass(request);
      });
      const checkout = await openCheckout({shipping: from, billing: 'auto'});
      await checkout.untilReady();
      await checkout.enterCard(cards.good);
      checkout.element.shipping = to;
      await checkout.until(
        () => Boolean(checkout.field('ship-to-billing')) === (to === 'required'),
        'the form should ask for what is needed now',
      );
      await checkout.fillIn();
      expect((await checkout.paymentFrame()).number.replace(/\D/g, '')).to.equal(cards.good);
      await checkout.pay();
      await checkout.untilStatus('paid');
      expect(Boolean(sent[0]?.shipping)).to.equal(to === 'required');
      expect(Boolean(sent[0]?.billingDetails.address.line1)).to.equal(to === 'required');
    });
  }

  it('sells something else, which fails: nothing is paid until it is known what is for sale', async () => {
    const checkout = await openCheckout({express: 'never'});
    await checkout.untilReady();
    await checkout.fillIn();
    await checkout.enterCard(cards.good);
    answerInstead('PATCH', /\/orders\//, async () => problem(500, 'internal_error'));
    const asked = holdBack('GET', /\/orders\/[^/]+$/);
    checkout.element.items = 'mug';
    await checkout.until(() => asked.count, 'it should be asked for');
    await checkout.pay();
    expect(checkout.heard('opc-submit')).to.equal(0);
    asked.release();
    await checkout.until(() => checkout.heard('opc-failure'), 'the failure should be told');
    await checkout.until(
      () => checkout.payButton.getAttribute('aria-disabled') === 'false',
      'it should be possible to pay again',
    );
    await checkout.pay();
    await checkout.untilStatus('paid');
  });

  it('asks for a phone number from now on, and for none', async () => {
    const checkout = await openCheckout();
    await checkout.untilReady();
    checkout.element.phone = 'required';
    await checkout.until(() => checkout.field('phone'), 'it should be asked for');
    checkout.element.phone = 'none';
    await checkout.until(() => !checkout.field('phone'), 'it should not be asked for');
    await payAs(checkout);
  });

  it('wants no wallets, and the layout of an accordion', async () => {
    const checkout = await openCheckout();
    await checkout.untilReady();
    checkout.element.paymentLayout = 'accordion';
    checkout.element.express = 'never';
    await checkout.until(() => checkout.heard('opc-ready') === 2, 'the form should be opened anew');
    expect(document.querySelector(`div[slot="${checkout.element.walletSlot}"]`)).to.equal(null);
  });

  it('ships elsewhere: the buyer chooses again, or there is no choice', async () => {
    const checkout = await openCheckout({shipping: 'required', 'shipping-countries': 'DE AT'});
    await checkout.untilReady();
    checkout.element.shippingCountries = 'FR IT';
    await checkout.until(() => checkout.field('shipping-country')?.value === '', 'to be chosen');
    checkout.element.shippingCountries = 'CH';
    await checkout.until(() => checkout.field('shipping-country')?.value === 'CH', 'no choice');
  });
});
