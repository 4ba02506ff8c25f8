import {expect} from '@open-wc/testing';
import {buyer, cards, forgetOrders, openCheckout, openFilledIn} from './support/harness.ts';
import {answerInstead, restoreNetwork} from './support/network.ts';

describe('what the page hears and asks', () => {
  beforeEach(forgetOrders);
  afterEach(restoreNetwork);

  it('says when all is there, whichever field was the last', async () => {
    const checkout = await openCheckout({express: 'never'});
    await checkout.untilReady();
    await checkout.enterCard(cards.good);
    await checkout.until(() => checkout.heard('opc-change'), 'the card should be heard of');
    expect(checkout.last('opc-change')?.complete).to.equal(false);
    await checkout.fillIn();
    await checkout.until(() => checkout.last('opc-change')?.complete, 'all is there');
    expect(checkout.last('opc-change')?.paymentMethod).to.equal('card');
    await checkout.type('email', 'ada@');
    await checkout.until(() => !checkout.last('opc-change')?.complete, 'no longer');
    const {email, name} = buyer;
    await checkout.type('email', email);
    await checkout.type('name', name);
    expect(checkout.last('opc-change')?.complete).to.equal(true);
  });

  it('counts a sale once, however often the tab shows it', async () => {
    const first = await openFilledIn();
    await first.pay();
    await first.untilStatus('paid');
    expect(first.heard('opc-success')).to.equal(1);
    first.element.remove();
    const second = await openCheckout({express: 'never'});
    await second.untilStatus('paid');
    expect(second.last('opc-status')?.status).to.equal('paid');
    expect(second.heard('opc-success')).to.equal(0);
  });

  it('is refused a change of an order that cannot be changed now', async () => {
    let answer = () => {};
    const answered = new Promise<void>((resolve) => (answer = resolve));
    answerInstead('POST', /\/orders$/, async (request, pass) => {
      await answered;
      return pass(request);
    });
    const checkout = await openCheckout({express: 'never'});
    const change = () =>
      checkout.element.update({items: [{sku: 'mug', quantity: 1}]}).then(
        () => 'changed',
        (error: {code: string}) => error.code,
      );
    expect(await change()).to.equal('order_busy');
    answer();
    await checkout.untilReady();
    expect(await change()).to.equal('changed');
    await checkout.fillIn();
    await checkout.enterCard(cards.good);
    await checkout.pay();
    expect(await change()).to.equal('order_busy');
    await checkout.untilStatus('paid');
    expect(await change()).to.equal('order_not_payable');
    expect(checkout.last('opc-success')?.order?.amount).to.equal(2400);
  });
});
