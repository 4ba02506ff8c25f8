import {expect} from '@open-wc/testing';
import type {HostedPaymentStarted, Order} from '../../api/contract.ts';
import {buyer, type CheckoutHarness, forgetOrders, openCheckout} from './support/harness.ts';
import {answerInstead, listen, problem, restoreNetwork} from './support/network.ts';

const realOpen = window.open;
let opened: {url: string; target: string}[] = [];

/** Keeps Stripe.js out, as a content blocker does. */
function blockStripe(): void {
  answerInstead('GET', /\/config$/, async (request, pass) => {
    const config = await (await pass(request)).json();
    return new Response(JSON.stringify({...config, stripeJs: '/endive/blocked.js'}));
  });
}

const hostedButton = ({root}: CheckoutHarness) =>
  root.querySelector<HTMLButtonElement>('[part~="button-hosted"]');

async function failTwice(checkout: CheckoutHarness): Promise<void> {
  const {element} = checkout;
  await checkout.until(() => checkout.heard('opc-load-error') === 1, 'the failure should be told');
  await element.retry();
  await checkout.until(() => checkout.heard('opc-load-error') === 2, 'and told again');
  await checkout.until(() => hostedButton(checkout), 'the way out should be offered');
}

/** Pays on Stripe's page, as the buyer would in the same tab. */
const payThere = (url: string) =>
  fetch(url, {
    method: 'POST',
    mode: 'no-cors',
    body: new URLSearchParams({
      email: buyer.email,
      name: buyer.name,
      country: 'DE',
      line1: buyer.line1,
      city: buyer.city,
      number: '4242424242424242',
      expiry: '12 / 34',
      cvc: '123',
    }),
  });

function comeBack(session: string): void {
  const url = new URL(location.href);
  url.searchParams.set('opc_session', session);
  history.replaceState(null, '', url);
}

describe('the page that Stripe hosts', () => {
  const address = location.href;
  beforeEach(() => {
    forgetOrders();
    opened = [];
    window.open = (url, target) => {
      opened.push({url: String(url), target: target ?? ''});
      return null;
    };
  });
  afterEach(() => {
    restoreNetwork();
    window.open = realOpen;
    history.replaceState(null, '', address);
  });

  it('is offered once the form would not load twice, and leads there with the whole window', async () => {
    blockStripe();
    const started = listen('POST', /\/checkout-session$/);
    const checkout = await openCheckout();
    await checkout.until(() => checkout.heard('opc-load-error'), 'the failure should be told');
    expect(checkout.last('opc-load-error')?.error.code).to.equal('stripe_load_failed');
    expect(hostedButton(checkout)).to.equal(null, 'a retry comes first');
    await checkout.fillIn();
    await checkout.element.retry();
    await checkout.until(() => hostedButton(checkout), 'the way out should be offered');
    expect(checkout.text).to.contain('You pay for the same order there');
    await expect(checkout.element).to.be.accessible();

    hostedButton(checkout)!.click();
    await checkout.until(() => opened.length > 0, 'the page should be left');
    const {url, session, order} = started.bodies[0] as HostedPaymentStarted;
    expect(opened).to.deep.equal([{url, target: '_top'}]);
    expect(hostedButton(checkout)!.getAttribute('aria-disabled')).to.equal('true');
    expect(order.id).to.equal(checkout.last('opc-load-error')?.order?.id);
    expect(JSON.stringify(Object.values(sessionStorage))).to.contain(session);
    expect(checkout.field('name').value).to.equal(buyer.name);
  });

  it('leads back to the order, which the tab has kept, and keeps the address clean', async () => {
    blockStripe();
    const started = listen('POST', /\/checkout-session$/);
    const checkout = await openCheckout();
    await failTwice(checkout);
    hostedButton(checkout)!.click();
    await checkout.until(() => opened.length > 0, 'the page should be left');
    checkout.element.remove();
    const {url, session} = started.bodies[0] as HostedPaymentStarted;
    await payThere(url);

    comeBack(session);
    const back = await openCheckout();
    expect(location.href).to.equal(address);
    await back.untilStatus('paid');
    expect(back.heard('opc-success')).to.equal(1);
    expect(back.text).to.contain('$88.00');
  });

  it('tells another browser that the confirmation comes by e-mail', async () => {
    comeBack('cs_test_ofAnotherBrowser');
    const looked = listen('POST', /\/orders/);
    const checkout = await openCheckout();
    await checkout.untilStatus('unknown');
    expect(location.href).to.equal(address);
    expect(checkout.text).to.contain('You get an e-mail as soon as the order is paid.');
    expect(looked.bodies).to.have.lengthOf(0);
  });

  it('is offered at once to somebody who comes back from there unpaid', async () => {
    blockStripe();
    const checkout = await openCheckout();
    await failTwice(checkout);
    hostedButton(checkout)!.click();
    await checkout.until(() => opened.length > 0, 'the page should be left');
    checkout.element.remove();

    const back = await openCheckout();
    await back.until(() => hostedButton(back), 'it should be offered');
    expect(back.heard('opc-load-error')).to.equal(1);
    hostedButton(back)!.click();
    await back.until(() => opened.length === 2, 'the page should be left again');
    expect(opened[1]?.url).to.equal(opened[0]?.url, 'the same page');
  });

  it('tells a new total before it leads anywhere', async () => {
    blockStripe();
    const checkout = await openCheckout();
    await failTwice(checkout);
    const order: Order = {...checkout.last('opc-load-error')!.order!, amount: 9100};
    answerInstead('POST', /\/checkout-session$/, async () =>
      problem(409, 'amount_changed', {order}),
    );
    answerInstead('GET', /\/orders\/[^/]+$/, async () => new Response(JSON.stringify({order})));
    hostedButton(checkout)!.click();
    await checkout.until(
      () => checkout.text.includes('The total has changed to $91.00.'),
      'the change should be told',
    );
    expect(opened).to.have.lengthOf(0);
    expect(hostedButton(checkout)!.getAttribute('aria-disabled')).to.equal('false');
    await expect(checkout.element).to.be.accessible();
  });

  it('shows an order that is paid already instead of paying it again', async () => {
    blockStripe();
    const checkout = await openCheckout();
    await failTwice(checkout);
    const order: Order = {
      ...checkout.last('opc-load-error')!.order!,
      status: 'paid',
      payable: false,
    };
    answerInstead('POST', /\/checkout-session$/, async () =>
      problem(409, 'order_not_payable', {order}),
    );
    answerInstead('GET', /\/orders\/[^/]+$/, async () => new Response(JSON.stringify({order})));
    hostedButton(checkout)!.click();
    await checkout.untilStatus('paid');
    expect(opened).to.have.lengthOf(0);
  });
});
