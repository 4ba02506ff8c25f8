import {aTimeout, expect, nextFrame} from '@open-wc/testing';
import {cards, type CheckoutHarness, forgetOrders, openFilledIn} from './support/harness.ts';
import {listen, restoreNetwork} from './support/network.ts';

async function takeOutAndPutBack({element}: CheckoutHarness): Promise<void> {
  const place = element.parentElement!;
  element.remove();
  await nextFrame();
  place.append(element);
}

const startOver = (checkout: CheckoutHarness) =>
  [...checkout.root.querySelectorAll<HTMLElement>('.actions button')].find((button) =>
    button.textContent?.includes('Start a new order'),
  );

describe('an order, when the page changes its cart', () => {
  beforeEach(forgetOrders);
  afterEach(restoreNetwork);

  const waysToEmpty: [string, (element: CheckoutHarness['element']) => void][] = [
    ['items=""', (element) => (element.items = '')],
    ['no items', (element) => element.removeAttribute('items')],
    ['lineItems = []', (element) => (element.lineItems = [])],
  ];
  for (const [how, empty] of waysToEmpty) {
    it(`stays paid when it is emptied by ${how}`, async () => {
      const checkout = await openFilledIn();
      checkout.element.setAttribute('items', checkout.element.items);
      await checkout.element.updateComplete;
      checkout.element.addEventListener('opc-success', () => empty(checkout.element));
      await checkout.pay();
      await checkout.untilStatus('paid');
      await checkout.element.updateComplete;
      await aTimeout(0);
      await checkout.untilStatus('paid');
      await takeOutAndPutBack(checkout);
      await checkout.untilStatus('paid');
      expect(checkout.heard('opc-load-error')).to.equal(0);
    });
  }

  it('goes on when it is emptied while the buyer pays, and can be paid after a refusal', async () => {
    const placed = listen('POST', /\/orders$/);
    const checkout = await openFilledIn(cards.declined);
    checkout.element.addEventListener('opc-submit', () => (checkout.element.items = ''), {
      once: true,
    });
    await checkout.pay();
    await checkout.until(() => checkout.heard('opc-failure'), 'the refusal should be told');
    await checkout.untilReady();
    await checkout.enterCard(cards.good);
    await checkout.pay();
    await checkout.untilStatus('paid');
    expect(placed.bodies).to.have.lengthOf(1);
    expect(checkout.heard('opc-load-error')).to.equal(0);
  });

  it('is paid as it is when another comes meanwhile, which is what the next order is of', async () => {
    const checkout = await openFilledIn();
    checkout.element.addEventListener('opc-submit', () => (checkout.element.items = 'mug:1'));
    await checkout.pay();
    await checkout.untilStatus('paid');
    expect(checkout.last('opc-success')?.order?.amount).to.equal(8800);
    startOver(checkout)!.click();
    await checkout.untilReady();
    expect(checkout.payButton.textContent).to.contain('Pay $24.00');
  });

  it('follows after a refusal when another has come meanwhile', async () => {
    const checkout = await openFilledIn(cards.declined);
    checkout.element.addEventListener('opc-submit', () => (checkout.element.items = 'mug:1'), {
      once: true,
    });
    await checkout.pay();
    await checkout.until(
      () => checkout.payButton?.textContent?.includes('Pay $24.00'),
      'the new total should be shown',
    );
    await checkout.until(
      () => checkout.payButton.getAttribute('aria-disabled') === 'false',
      'it should be payable',
    );
    await checkout.enterCard(cards.good);
    await checkout.pay();
    await checkout.untilStatus('paid');
    expect(checkout.last('opc-success')?.order?.amount).to.equal(2400);
  });
});
