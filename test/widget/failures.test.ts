import {expect} from '@open-wc/testing';
import type {Order, OrderShown} from '../../api/contract.ts';
import {
  buyer,
  cards,
  type CheckoutHarness,
  forgetOrders,
  openCheckout,
  openFilledIn,
} from './support/harness.ts';
import {answerInstead, listen, problem, restoreNetwork} from './support/network.ts';

const retryButton = (checkout: CheckoutHarness) =>
  [...checkout.root.querySelectorAll<HTMLElement>('.banner button, .actions button')].find(
    (button) => button.textContent?.trim() === 'Try again',
  );

describe('when things go wrong', () => {
  beforeEach(forgetOrders);
  afterEach(restoreNetwork);

  it('tells which fields are wrong, at the fields and together, and goes to the first', async () => {
    const checkout = await openCheckout();
    await checkout.untilReady();
    await checkout.fillIn({...buyer, email: 'ada@', postalCode: '1011'});
    await checkout.pay();
    await checkout.until(() => checkout.errorOf('email'), 'the mistake should be told');
    expect(checkout.errorOf('email')).to.contain('name@example.com');
    expect(checkout.errorOf('postalCode')).to.contain('postal code');
    expect(checkout.errorOf('name')).to.equal('');
    await checkout.until(() => checkout.root.activeElement, 'a field should have the focus');
    expect(checkout.root.activeElement).to.equal(checkout.field('email'));
    expect(checkout.field('email').getAttribute('aria-describedby')).to.equal('email-error');
    const summary = checkout.root.querySelector('[part~="error-summary"]')!;
    expect(summary.querySelectorAll('li')).to.have.lengthOf(2);
    summary.querySelectorAll('button')[1]!.click();
    expect(checkout.root.activeElement).to.equal(checkout.field('postalCode'));

    await checkout.type('email', buyer.email);
    expect(checkout.errorOf('email')).to.equal('');
  });

  for (const {by, email, code} of [
    {by: 'the shop’s server', email: 'ada@shop.123', code: 'invalid_request'},
    {by: 'Stripe', email: `${'a'.repeat(65)}@example.com`, code: 'payment_failed'},
  ]) {
    it(`tells at the field that an e-mail address was refused by ${by}`, async () => {
      const checkout = await openFilledIn();
      await checkout.type('email', email);
      await checkout.pay();
      await checkout.until(() => checkout.errorOf('email'), 'the mistake should be told');
      expect(checkout.errorOf('email')).to.contain('name@example.com');
      expect(checkout.last('opc-failure')?.error.code).to.equal(code);
      await checkout.until(() => checkout.root.activeElement, 'a field should have the focus');
      expect(checkout.root.activeElement).to.equal(checkout.field('email'));
      await checkout.type('email', buyer.email);
      await checkout.pay();
      await checkout.untilStatus('paid');
    });
  }

  it('leaves it to the buyer when the total has changed', async () => {
    const placed = listen('POST', /\/orders$/);
    const checkout = await openCheckout();
    await checkout.untilReady();
    const {order} = placed.bodies[0] as {order: Order};
    const changed: Order = {...order, amount: 9100};
    answerInstead('POST', /\/payment$/, async () =>
      problem(409, 'amount_changed', {order: changed}),
    );
    answerInstead('GET', /\/orders\/[^/]+$/, async (request, pass) => {
      const shown = (await (await pass(request)).json()) as OrderShown;
      return new Response(JSON.stringify({...shown, order: changed}));
    });
    await checkout.fillIn();
    await checkout.enterCard(cards.good);
    await checkout.pay();
    await checkout.until(() => checkout.heard('opc-failure'), 'the change should be told');
    expect(checkout.last('opc-failure')?.error.code).to.equal('amount_changed');
    expect(checkout.text).to.contain('The total has changed to $91.00.');
    await checkout.until(
      () => checkout.payButton.textContent?.includes('Pay $91.00'),
      'the button should say so too',
    );
    expect(checkout.field('name').value).to.equal(buyer.name);
    expect(checkout.heard('opc-success')).to.equal(0);
  });

  it('says that the shop cannot be reached, and loads when asked again', async () => {
    let isDown = true;
    answerInstead('POST', /\/orders$/, async (request, pass) => {
      if (isDown) throw new TypeError('Failed to fetch');
      return pass(request);
    });
    const checkout = await openCheckout();
    await checkout.type('name', buyer.name);
    await checkout.until(() => checkout.heard('opc-load-error'), 'the failure should be told');
    expect(checkout.last('opc-load-error')?.error).to.include({
      code: 'network_error',
      retryable: true,
    });
    isDown = false;
    retryButton(checkout)!.click();
    await checkout.untilReady();
    expect(checkout.field('name').value).to.equal(buyer.name);
  });

  it('says that Stripe was kept out, and gets it when asked again', async () => {
    let isBlocked = true;
    answerInstead('GET', /\/config$/, async (request, pass) => {
      const config = await (await pass(request)).json();
      const stripeJs = isBlocked ? '/endive/blocked.js' : `${config.stripeJs}?unblocked`;
      return new Response(JSON.stringify({...config, stripeJs, publishableKey: 'pk_test_other'}));
    });
    const checkout = await openCheckout();
    await checkout.until(() => checkout.heard('opc-load-error'), 'the failure should be told');
    expect(checkout.last('opc-load-error')?.error.code).to.equal('stripe_load_failed');
    expect(checkout.text).to.contain('js.stripe.com');
    expect(document.querySelector('script[src*="blocked.js"]')).to.equal(null);
    isBlocked = false;
  });

  it('gives up on an answer that never comes', async () => {
    answerInstead(
      'POST',
      /\/payment$/,
      (request) =>
        new Promise((_, reject) => {
          request.signal.addEventListener('abort', () => reject(request.signal.reason));
        }),
    );
    const checkout = await openCheckout();
    await checkout.untilReady();
    await checkout.fillIn();
    await checkout.enterCard(cards.good);
    await checkout.pay();
    expect(checkout.payButton.getAttribute('aria-disabled')).to.equal('true');
    await checkout.until(() => checkout.heard('opc-failure'), 'it should come to an end');
    expect(checkout.last('opc-failure')?.error.code).to.equal('timeout');
    expect(checkout.payButton.getAttribute('aria-disabled')).to.equal('false');
  });

  it('shows what is not sold any more without a way to try again', async () => {
    const checkout = await openCheckout({items: 'unicorn:1'});
    await checkout.until(() => checkout.heard('opc-load-error'), 'the failure should be told');
    expect(checkout.last('opc-load-error')?.error).to.include({
      code: 'unknown_sku',
      retryable: false,
    });
    expect(retryButton(checkout)).to.equal(undefined);
  });

  it('places a new order when the kept one is a stranger to the server', async () => {
    const first = await openCheckout();
    await first.untilReady();
    first.element.remove();
    const key = Object.keys(sessionStorage)[0]!;
    const kept = JSON.parse(sessionStorage.getItem(key)!);
    sessionStorage.setItem(key, JSON.stringify({...kept, token: 'x'.repeat(43)}));
    const placed = listen('POST', /\/orders$/);
    const second = await openCheckout();
    await second.untilReady();
    expect(placed.bodies).to.have.lengthOf(1);
  });

  it('says plainly that there is nothing to pay for', async () => {
    const checkout = await openCheckout({items: ''});
    await checkout.until(() => checkout.heard('opc-load-error'), 'it should be told');
    expect(checkout.last('opc-load-error')?.error.code).to.equal('invalid_items');
  });
});
