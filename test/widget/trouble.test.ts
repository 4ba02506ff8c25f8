import {expect} from '@open-wc/testing';
import type {StripeConstructor} from '@stripe/stripe-js';
import type {Order} from '../../api/contract.ts';
import {loadStripe, stripeJs} from '../../widget/stripe/load.ts';
import {buyer, cards, forgetOrders, openCheckout} from './support/harness.ts';
import {answerInstead, listen, problem, restoreNetwork} from './support/network.ts';

describe('trouble that is nobody’s fault', () => {
  beforeEach(forgetOrders);
  afterEach(restoreNetwork);

  // First in this file: no other test has brought a Stripe.js of its own yet.
  it('respects a consent tool that has switched Stripe.js off, and goes on once it is allowed', async () => {
    const tag = document.createElement('script');
    tag.type = 'text/plain';
    tag.src = stripeJs;
    document.head.append(tag);
    const options = {publishableKey: 'pk_test_consent', locale: 'en'} as const;
    const refusal = await loadStripe(options).catch((error: Error) => error);
    expect(refusal).to.be.instanceOf(Error);
    expect((refusal as Error).message).to.contain('consent tool');
    expect(document.querySelectorAll(`script[src="${stripeJs}"]`)).to.have.lengthOf(1);

    tag.remove();
    const stripe = {};
    window.Stripe = Object.assign(() => stripe, {
      version: 'endive',
    }) as unknown as StripeConstructor;
    try {
      expect(await loadStripe(options)).to.equal(stripe);
      expect(await loadStripe(options)).to.equal(stripe);
    } finally {
      delete window.Stripe;
    }
  });

  it('goes on with another version of Stripe.js that the page has brought, and tells the developer', async () => {
    const warnings: string[] = [];
    const {warn} = console;
    console.warn = (...words: unknown[]) => warnings.push(words.join(' '));
    window.Stripe = Object.assign(() => ({}), {
      version: 'basil',
    }) as unknown as StripeConstructor;
    try {
      const options = {publishableKey: 'pk_test_foreign', locale: 'en'} as const;
      await loadStripe(options);
      const ours = warnings.filter((words) => words.startsWith('one-page-checkout'));
      expect(ours).to.have.lengthOf(1);
      expect(ours[0]).to.contain('basil').and.contain(stripeJs);
    } finally {
      console.warn = warn;
      delete window.Stripe;
    }
  });

  it('says that something was sold out meanwhile, and keeps what was typed', async () => {
    const checkout = await openCheckout();
    await checkout.untilReady();
    await checkout.fillIn();
    await checkout.enterCard(cards.good);
    answerInstead('POST', /\/payment$/, async () => problem(409, 'out_of_stock'));
    await checkout.pay();
    await checkout.until(() => checkout.heard('opc-failure'), 'it should be told');
    expect(checkout.last('opc-failure')?.error.code).to.equal('out_of_stock');
    expect(checkout.field('name').value).to.equal(buyer.name);
    expect(checkout.payButton.getAttribute('aria-disabled')).to.equal('false');
  });

  it('shows an order that has expired meanwhile, with a way to a new one', async () => {
    const placed = listen('POST', /\/orders$/);
    const checkout = await openCheckout();
    await checkout.untilReady();
    await checkout.fillIn();
    await checkout.enterCard(cards.good);
    const {order} = placed.bodies[0] as {order: Order};
    const expired: Order = {...order, status: 'expired', payable: false};
    answerInstead('POST', /\/payment$/, async () => problem(409, 'order_expired'));
    answerInstead(
      'GET',
      /\/orders\/[^/]+$/,
      async () => new Response(JSON.stringify({order: expired})),
    );
    await checkout.pay();
    await checkout.untilStatus('expired');
    restoreNetwork();
    const [again] = [...checkout.root.querySelectorAll<HTMLElement>('.actions button')];
    again!.click();
    await checkout.untilReady();
    expect(checkout.field('name').value).to.equal(buyer.name);
    expect(checkout.heard('opc-ready')).to.equal(2);
  });

  it('ends the wait for a shop that never answers, and loads when it does', async () => {
    let isSilent = true;
    answerInstead('GET', /\/config$/, (request, pass) =>
      isSilent
        ? new Promise((_, reject) => {
            request.signal.addEventListener('abort', () => reject(request.signal.reason));
          })
        : pass(request),
    );
    const checkout = await openCheckout();
    await checkout.type('name', buyer.name);
    await checkout.until(() => checkout.heard('opc-load-error'), 'the wait should end');
    expect(checkout.last('opc-load-error')?.error.code).to.equal('timeout');
    isSilent = false;
    await checkout.element.retry();
    await checkout.untilReady();
    expect(checkout.field('name').value).to.equal(buyer.name);
  });
});
