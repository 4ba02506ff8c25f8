import {expect} from '@open-wc/testing';
import type {Order, OrderPlaced} from '../../api/contract.ts';
import {cards, forgetOrders, openCheckout, shopOrigin} from './support/harness.ts';
import {answerInstead, listen, restoreNetwork} from './support/network.ts';

/** As Stripe sends a buyer back. */
function comeBack(clientSecret: string, paymentIntent = clientSecret.split('_secret_')[0]!) {
  const url = new URL(location.href);
  url.searchParams.set('payment_intent', paymentIntent);
  url.searchParams.set('payment_intent_client_secret', clientSecret);
  url.searchParams.set('redirect_status', 'succeeded');
  history.replaceState(null, '', url);
}

async function placeOrder(): Promise<OrderPlaced> {
  const response = await fetch(`${shopOrigin}/orders`, {
    method: 'POST',
    headers: {'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID()},
    body: JSON.stringify({items: [{sku: 'tote', quantity: 1}]}),
  });
  return response.json();
}

async function payInAnotherTab(): Promise<string> {
  const placed = listen('POST', /\/orders$/);
  const checkout = await openCheckout({items: 'tote'});
  await checkout.untilReady();
  await checkout.fillIn();
  await checkout.enterCard(cards.good);
  await checkout.pay();
  await checkout.untilStatus('paid');
  checkout.element.remove();
  restoreNetwork();
  return (placed.bodies[0] as OrderPlaced).clientSecret!;
}

describe('the return page', () => {
  const address = location.href;
  beforeEach(forgetOrders);
  afterEach(() => {
    restoreNetwork();
    history.replaceState(null, '', address);
  });

  it('takes the secret out of the address before anything else', async () => {
    const {clientSecret} = await placeOrder();
    comeBack(clientSecret!);
    const element = document.createElement('one-page-checkout');
    element.apiUrl = shopOrigin;
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

  it('shows it again when the page is reloaded without the secret', async () => {
    const clientSecret = await payInAnotherTab();
    comeBack(clientSecret);
    const first = await openCheckout({items: ''});
    await first.untilStatus('paid');
    first.element.remove();
    const second = await openCheckout({items: ''});
    await second.untilStatus('paid');
  });

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

  for (const [what, secret, intent] of [
    ['a foreign', 'pi_stranger_secret_nobody', undefined],
    ['a mismatched', 'pi_one_secret_x', 'pi_two'],
    ['a broken', 'nonsense', ''],
  ] as const) {
    it(`answers ${what} secret with a plain message`, async () => {
      comeBack(secret, intent);
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
      answerInstead('POST', /\/orders\/lookup$/, async (request, pass) => {
        const found = await (await pass(request)).json();
        return new Response(JSON.stringify({...found, order: {...found.order, ...change}}));
      });
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
