import {expect} from '@open-wc/testing';
import {listenForSecret} from './support/bank.ts';
import {buyer, cards, forgetOrders, intent, openCheckout, openFilledIn} from './support/harness.ts';
import {answerInstead, listen, restoreNetwork} from './support/network.ts';

describe('a purchase', () => {
  beforeEach(forgetOrders);
  afterEach(restoreNetwork);

  it('is paid with a good card, and says so when the order says so', async () => {
    const checkout = await openCheckout();
    await checkout.untilReady();
    expect(checkout.payButton.textContent).to.contain('Pay $88.00');
    await checkout.fillIn();
    await checkout.enterCard(cards.good);
    await checkout.pay();
    await checkout.untilStatus('paid');
    expect(checkout.text).to.contain('Your payment of $88.00 has arrived.');
    expect(checkout.last('opc-success')?.order?.status).to.equal('paid');
    expect(checkout.heard('opc-success')).to.equal(1);
  });

  it('survives a declined card: the form keeps everything, the next card pays', async () => {
    const placed = listen('POST', /\/orders$/);
    const checkout = await openCheckout();
    await checkout.untilReady();
    await checkout.fillIn();
    await checkout.enterCard(cards.poor);
    await checkout.pay();
    await checkout.until(() => checkout.heard('opc-failure'), 'the refusal should be told');
    expect(checkout.last('opc-failure')?.error).to.include({
      code: 'payment_failed',
      declineCode: 'insufficient_funds',
    });
    expect(checkout.text).to.contain('There is not enough money on this card.');
    expect(checkout.field('email').value).to.equal(buyer.email);
    expect(checkout.payButton.textContent).to.contain('Pay $88.00');

    await checkout.enterCard(cards.good);
    await checkout.pay();
    await checkout.untilStatus('paid');
    expect(placed.bodies).to.have.lengthOf(1);
  });

  it('is one payment when the button is pressed twice', async () => {
    const started = listen('POST', /\/payment$/);
    const checkout = await openCheckout();
    await checkout.untilReady();
    await checkout.fillIn();
    await checkout.enterCard(cards.good);
    checkout.payButton.click();
    checkout.payButton.click();
    void checkout.element.submit();
    await checkout.untilStatus('paid');
    expect(started.bodies).to.have.lengthOf(1);
    expect(checkout.heard('opc-submit')).to.equal(1);
  });

  it('can be stopped by the page before anything is sent', async () => {
    const started = answerInstead('POST', /\/payment$/, (request, pass) => pass(request));
    const checkout = await openCheckout();
    await checkout.untilReady();
    await checkout.fillIn();
    await checkout.enterCard(cards.good);
    checkout.element.addEventListener('opc-before-submit', (event) => event.preventDefault());
    await checkout.element.submit();
    expect(started.count).to.equal(0);
    expect(checkout.heard('opc-submit')).to.equal(0);
  });

  it('keeps its order across a reload, and shows it when it was paid meanwhile', async () => {
    const placed = listen('POST', /\/orders$/);
    const first = await openCheckout();
    await first.untilReady();
    first.element.remove();
    const second = await openCheckout();
    await second.untilReady();
    expect(placed.bodies).to.have.lengthOf(1);
    await second.fillIn();
    await second.enterCard(cards.good);
    await second.pay();
    await second.untilStatus('paid');
    second.element.remove();
    const third = await openCheckout();
    await third.untilStatus('paid');
    expect(placed.bodies).to.have.lengthOf(1);
  });

  it('sends the same key again when the answer to an order was lost', async () => {
    const keys: string[] = [];
    const seen = answerInstead('POST', /\/orders$/, async (request, pass) => {
      keys.push(request.headers.get('idempotency-key') ?? '');
      const answer = await pass(request);
      if (seen.count === 1) throw new TypeError('Failed to fetch');
      return answer;
    });
    const checkout = await openCheckout();
    await checkout.untilReady();
    expect(keys).to.have.lengthOf(2);
    expect(keys[0])
      .to.match(/^\d+(-\d+){3}$/)
      .and.equal(keys[1]);
  });

  it('has its payment with the order, or deferred only when it is paid; and its secret is never kept', async () => {
    const secret = listenForSecret();
    const kept = () =>
      JSON.stringify([...Object.values(sessionStorage), ...Object.values(localStorage)]);
    const checkout = await openFilledIn(cards.declined);
    expect(Boolean(secret())).to.equal(intent === 'first');
    expect(kept()).not.to.contain('_secret_');
    await checkout.pay();
    await checkout.until(() => checkout.heard('opc-failure'), 'the refusal should be told');
    expect(secret()).to.contain('_secret_');
    expect(kept()).to.contain(secret().split('_secret_')[0]).and.not.to.contain('_secret_');
  });

  it('starts a new order for another cart, and a new one after the paid one when asked', async () => {
    const placed = listen('POST', /\/orders$/);
    const checkout = await openCheckout({items: 'tote'});
    await checkout.untilReady();
    await checkout.fillIn();
    await checkout.enterCard(cards.good);
    await checkout.pay();
    await checkout.untilStatus('paid');
    checkout.root.querySelector<HTMLElement>('.actions button')?.click();
    await checkout.untilReady();
    expect(placed.bodies).to.have.lengthOf(2);
  });
});
