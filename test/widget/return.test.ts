import {aTimeout, expect} from '@open-wc/testing';
import type {Order, OrderPlaced, PaymentStarted} from '../../api/contract.ts';
import {comeBack, listenForSecret} from './support/bank.ts';
import {
  buyer,
  cards,
  forgetOrders,
  intent,
  makeCheckout,
  openCheckout,
  shopOrigin,
} from './support/harness.ts';
import {answerInstead, listen, problem, restoreNetwork} from './support/network.ts';
import {changeStripe, restoreStripe, silence} from './support/stripe.ts';

async function post<Answer>(path: string, body: object, token = ''): Promise<Answer> {
  const response = await fetch(`${shopOrigin}${path}`, {
    method: 'POST',
    headers: {'Content-Type': 'application/json', Authorization: `Bearer ${token}`},
    body: JSON.stringify(body),
  });
  return response.json();
}

/** An order with its payment, which is not made before the buyer pays where that is deferred. */
async function placeOrder(): Promise<OrderPlaced> {
  const items = [{sku: 'tote', quantity: 1}];
  const placed = await post<OrderPlaced>('/orders', {items, intent});
  if (intent === 'first') return placed;
  const {order, token} = placed;
  const {email, name, ...address} = buyer;
  const billingDetails = {email, name, address};
  const payment = {expectedAmount: order.amount, billingDetails};
  return {
    ...placed,
    ...(await post<PaymentStarted>(`/orders/${order.id}/payment`, payment, token)),
  };
}

async function payInAnotherTab(): Promise<string> {
  const secret = listenForSecret();
  const checkout = await openCheckout({items: 'tote'});
  await checkout.untilReady();
  await checkout.fillIn();
  await checkout.enterCard(cards.good);
  await checkout.pay();
  await checkout.untilStatus('paid');
  checkout.element.remove();
  restoreNetwork();
  return secret();
}

describe('the return page', () => {
  const address = location.href;
  beforeEach(forgetOrders);
  afterEach(() => {
    restoreNetwork();
    restoreStripe();
    history.replaceState(null, '', address);
  });

  it('takes the secret out of the address before anything else', async () => {
    const {clientSecret} = await placeOrder();
    comeBack(clientSecret!);
    const {element} = makeCheckout({items: ''});
    document.body.append(element);
    expect(location.href).to.equal(address);
    element.remove();
  });

  it('shows a paid order in a browser that knows nothing of it', async () => {
    const clientSecret = await payInAnotherTab();
    forgetOrders();
    comeBack(clientSecret);
    const found = listen('POST', /\/orders\/lookup$/);
    const checkout = await openCheckout({items: ''});
    await checkout.untilStatus('paid');
    expect(found.bodies).to.have.lengthOf(1);
    expect(checkout.text).to.contain('$18.00');
  });

  it('is heard by who does not see it, and leaves the focus where it was', async () => {
    const clientSecret = await payInAnotherTab();
    comeBack(clientSecret);
    const checkout = await openCheckout({items: ''});
    const region = checkout.root.querySelector('[role=status]');
    await checkout.untilStatus('paid');
    expect(checkout.root.querySelector('[role=status]'), 'the same from the start').to.equal(
      region,
    );
    expect(region?.textContent).to.contain('Thank you for your order. Your payment of $18.00');
    expect(checkout.root.activeElement).to.equal(null);
  });

  it('shows it again when the page is reloaded without the secret', async () => {
    const clientSecret = await payInAnotherTab();
    comeBack(clientSecret);
    const first = await openCheckout({items: ''});
    await first.untilStatus('paid');
    first.element.remove();
    const second = await openCheckout({items: ''});
    await second.untilStatus('paid');
  });

  it('waits as what it is: no form for somebody who may just have paid', async () => {
    const clientSecret = await payInAnotherTab();
    forgetOrders();
    comeBack(clientSecret);
    let answer = () => {};
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const asked = answerInstead('POST', /\/orders\/lookup$/, async (request, pass) => {
      await answered;
      return pass(request);
    });
    answerInstead('GET', /\/config$/, async (request, pass) => {
      await answered;
      return pass(request);
    });
    const checkout = await openCheckout({items: ''});
    expect(checkout.root.querySelector('form')).to.equal(null);
    await checkout.until(() => asked.count, 'the API should be asked');
    await checkout.until(
      () => checkout.text.includes('Confirming your payment'),
      'the buyer should be told what is waited for',
    );
    expect(checkout.root.querySelector('form, .actions button')).to.equal(null);
    expect(checkout.heard('opc-status')).to.equal(0);
    answer();
    await checkout.untilStatus('paid');
  });

  it('says where it could not ask, without a form, and asks again', async () => {
    const clientSecret = await payInAnotherTab();
    forgetOrders();
    comeBack(clientSecret);
    answerInstead('POST', /\/orders\/lookup$/, async () => {
      throw new TypeError('Failed to fetch');
    });
    changeStripe(() => ({retrievePaymentIntent: silence().answer}));
    const checkout = await openCheckout({items: ''});
    await checkout.until(() => checkout.heard('opc-load-error'), 'it should be told');
    await checkout.element.updateComplete;
    expect(checkout.root.querySelector('form')).to.equal(null);
    expect(checkout.text).to.contain('We cannot reach the shop.');
    restoreNetwork();
    restoreStripe();
    const again = [...checkout.root.querySelectorAll('button')].find((each) =>
      each.textContent?.includes('Try again'),
    );
    again!.click();
    await checkout.untilStatus('paid');
  });

  for (const [status, code, words] of [
    [503, 'internal_error', 'Try again'],
    [404, 'order_not_found', 'We could not find this payment'],
  ] as const) {
    it(`stays with what it has said of an answer of ${status}, whatever Stripe says later`, async () => {
      const clientSecret = await payInAnotherTab();
      forgetOrders();
      comeBack(clientSecret);
      answerInstead('POST', /\/orders\/lookup$/, async () => problem(status, code));
      let speak = () => {};
      const silence = new Promise<void>((resolve) => (speak = resolve));
      let hasSpoken = false;
      changeStripe((real) => ({
        async retrievePaymentIntent(secret) {
          await silence;
          const said = await real.retrievePaymentIntent(secret);
          hasSpoken = true;
          return said;
        },
      }));
      const checkout = await openCheckout({items: ''});
      await checkout.until(() => checkout.text.includes(words), `it should say ${words}`);
      speak();
      await checkout.until(() => hasSpoken, 'Stripe should be heard');
      await aTimeout(100);
      expect(checkout.text).to.contain(words);
      expect(checkout.root.querySelector('[part~="status-confirming"]')).to.equal(null);
    });
  }

  it('offers the same order again when it has not been paid', async () => {
    const placed = await placeOrder();
    comeBack(placed.clientSecret!);
    const checkout = await openCheckout({items: ''});
    await checkout.untilStatus('unpaid');
    checkout.root.querySelector<HTMLElement>('.actions button')!.click();
    await checkout.untilReady();
    await checkout.fillIn();
    await checkout.enterCard(cards.good);
    await checkout.pay();
    await checkout.untilStatus('paid');
    expect(checkout.last('opc-success')?.order?.id).to.equal(placed.order.id);
  });

  for (const [what, secret, paymentIntent] of [
    ['a foreign', 'pi_stranger_secret_nobody', undefined],
    ['a mismatched', 'pi_one_secret_x', 'pi_two'],
    ['a broken', 'nonsense', ''],
  ] as const) {
    it(`answers ${what} secret with a plain message`, async () => {
      comeBack(secret, paymentIntent);
      const checkout = await openCheckout({items: ''});
      await checkout.untilStatus('not_found');
      expect(checkout.text).to.contain('We could not find this payment');
      expect(checkout.last('opc-failure')?.error.code).to.equal('payment_not_found');
    });
  }

  const statuses: [Partial<Order>, string, string][] = [
    [{status: 'authorized', payable: false}, 'authorized', 'Order received'],
    [{status: 'processing', payable: false}, 'processing', 'There is no need to pay again.'],
    [
      {
        status: 'payment_failed',
        payable: true,
        lastPaymentError: {code: 'card_declined', declineCode: 'expired_card'},
      },
      'failed',
      'This card has expired. Try another one. Nothing was charged.',
    ],
    [{status: 'canceled', payable: false}, 'canceled', 'This payment was cancelled'],
    [{status: 'expired', payable: false}, 'expired', 'This order has expired'],
    [{status: 'refunded', payable: false, amountRefunded: 1800}, 'refunded', '$18.00 went back'],
    [{status: 'paid_unfulfillable', payable: false}, 'unfulfillable', 'The shop will contact you.'],
    [{status: 'duplicate_payment', payable: false}, 'paid', 'Thank you for your order'],
    [{status: 'disputed', payable: false}, 'paid', 'Thank you for your order'],
  ];
  for (const [change, kind, words] of statuses) {
    it(`tells of an order that is ${change.status}, accessibly`, async () => {
      const {clientSecret} = await placeOrder();
      const dress = async (request: Request, pass: typeof fetch) => {
        const found = await (await pass(request)).json();
        return new Response(JSON.stringify({...found, order: {...found.order, ...change}}));
      };
      answerInstead('POST', /\/orders\/lookup$/, dress);
      // Asked at once where it may still change.
      answerInstead('GET', /\/orders\/ord_\w+$/, dress);
      comeBack(clientSecret!);
      const checkout = await openCheckout({items: ''});
      await checkout.untilStatus(kind);
      expect(checkout.text).to.contain(words);
      expect(checkout.last('opc-status')?.status).to.equal(kind);
      await expect(checkout.element).to.be.accessible();
      checkout.element.remove();
    });
  }

  it('waits with a payment that is under way, and tells when it is done', async () => {
    const {clientSecret} = await placeOrder();
    let status: Order['status'] = 'processing';
    const dress = async (request: Request, pass: typeof fetch) => {
      const shown = await (await pass(request)).json();
      return new Response(
        JSON.stringify({...shown, order: {...shown.order, status, payable: false}}),
      );
    };
    answerInstead('POST', /\/orders\/lookup$/, dress);
    const asked = answerInstead('GET', /\/orders\/ord_\w+$/, dress);
    comeBack(clientSecret!);
    const checkout = await openCheckout({items: ''});
    await checkout.untilStatus('processing');
    expect(checkout.heard('opc-processing')).to.equal(1);
    await checkout.until(() => asked.count >= 2, 'the API should be asked again');
    status = 'paid';
    await checkout.untilStatus('paid');
    expect(checkout.heard('opc-success')).to.equal(1);
  });
});
