import {expect, nextFrame} from '@open-wc/testing';
import type {OnePageCheckout} from '../../widget/one-page-checkout.ts';
import {cards, CheckoutHarness, forgetOrders, shopOrigin} from './support/harness.ts';
import {answerInstead, restoreNetwork} from './support/network.ts';

function makeElement(items = 'tee:2 mug:1'): OnePageCheckout {
  const element = document.createElement('one-page-checkout');
  element.apiUrl = shopOrigin;
  element.items = items;
  return element;
}

/** Hosts around hosts, the element in the innermost; returns the outermost. */
function nest(element: HTMLElement, modes: ShadowRootMode[]): HTMLElement {
  return modes.reduce<HTMLElement>((inner, mode) => {
    const host = document.createElement('div');
    host.attachShadow({mode}).append(inner);
    return host;
  }, element);
}

describe('where the element stands', () => {
  beforeEach(forgetOrders);
  afterEach(() => {
    restoreNetwork();
    document.querySelectorAll('.stage').forEach((stage) => stage.remove());
  });

  function stage(node: Node): HTMLElement {
    const div = document.createElement('div');
    div.className = 'stage';
    div.append(node);
    document.body.append(div);
    return div;
  }

  for (const modes of [['closed'], ['open', 'closed'], ['closed', 'open', 'closed']] as const) {
    it(`pays inside shadow roots that are ${modes.join(' in ')}`, async () => {
      const checkout = new CheckoutHarness(makeElement());
      stage(nest(checkout.element, [...modes]));
      await checkout.untilReady();
      expect(checkout.mountNode?.getRootNode()).to.equal(document);
      const [shown] = checkout.root
        .querySelector<HTMLSlotElement>(`slot[name="${checkout.element.paymentSlot}"]`)!
        .assignedElements({flatten: true});
      expect(shown).to.equal(checkout.mountNode);
      expect(checkout.mountNode!.getBoundingClientRect().height).to.be.greaterThan(50);
      await checkout.fillIn();
      await checkout.enterCard(cards.good);
      await checkout.pay();
      await checkout.untilStatus('paid');
    });
  }

  it('puts its slots back when the host around it re-renders its children', async () => {
    const checkout = new CheckoutHarness(makeElement());
    const inner = nest(checkout.element, ['closed']);
    stage(nest(inner, ['closed']));
    await checkout.untilReady();
    const iframe = checkout.mountNode!.querySelector('iframe');
    inner.replaceChildren();
    await nextFrame();
    expect(inner.querySelector(`slot[name="${checkout.element.paymentSlot}"]`)).not.to.equal(null);
    expect(checkout.mountNode!.querySelector('iframe')).to.equal(iframe);
  });

  it('mounts again when the mount node itself is swept away', async () => {
    const checkout = new CheckoutHarness(makeElement());
    stage(checkout.element);
    await checkout.untilReady();
    checkout.mountNode!.remove();
    await checkout.until(() => checkout.mountNode?.querySelector('iframe'), 'it should come back');
    await checkout.untilReady();
  });

  it('can be moved: the same order, what was typed, and a payment form that works', async () => {
    const placed = answerInstead('POST', /\/orders$/, (request, pass) => pass(request));
    const checkout = new CheckoutHarness(makeElement());
    stage(checkout.element);
    await checkout.untilReady();
    await checkout.fillIn();
    stage(nest(checkout.element, ['closed']));
    await checkout.until(() => checkout.heard('opc-ready') >= 1, 'ready');
    await checkout.untilReady();
    expect(checkout.field('name').value).to.equal('Ada Lovelace');
    await checkout.enterCard(cards.good);
    await checkout.pay();
    await checkout.untilStatus('paid');
    expect(placed.count).to.equal(1);
  });

  it('can be taken out and put back later', async () => {
    const placed = answerInstead('POST', /\/orders$/, (request, pass) => pass(request));
    const checkout = new CheckoutHarness(makeElement());
    stage(checkout.element);
    await checkout.untilReady();
    await checkout.type('name', 'Ada Lovelace');
    checkout.element.remove();
    await nextFrame();
    expect(document.querySelector('[slot^="opc-payment"]')).to.equal(null);
    stage(checkout.element);
    await checkout.until(() => checkout.heard('opc-ready') === 2, 'it should be ready again');
    expect(checkout.field('name').value).to.equal('Ada Lovelace');
    expect(placed.count).to.equal(1);
  });

  it('stands twice on one page, each with its own order and slots', async () => {
    const one = new CheckoutHarness(makeElement('tee'));
    const two = new CheckoutHarness(makeElement('mug'));
    stage(one.element);
    stage(two.element);
    await one.untilReady();
    two.element.scrollIntoView();
    await two.untilReady();
    expect(one.element.paymentSlot).not.to.equal(two.element.paymentSlot);
    expect(one.text).to.contain('$32.00');
    expect(two.text).to.contain('$24.00');
    expect(document.querySelectorAll('script[src*="/endive/stripe.js"]')).to.have.lengthOf(1);
    const controllers = document.querySelectorAll('iframe[title="Stripe controller frame"]');
    expect(controllers, 'one Stripe object has one of them').to.have.lengthOf(1);
  });

  it('keeps its frames, and the card in them, where the page moves it in one piece', async function () {
    const to = document.createElement('div');
    const {moveBefore} = Element.prototype as {moveBefore?: (node: Node, next: null) => void};
    // https://developer.mozilla.org/docs/Web/API/Element/moveBefore
    if (!moveBefore) {
      this.skip();
      return;
    }
    const checkout = new CheckoutHarness(makeElement());
    stage(checkout.element).after(to);
    to.className = 'stage';
    await checkout.untilReady();
    await checkout.enterCard(cards.good);
    const iframe = checkout.mountNode?.querySelector('iframe');
    moveBefore.call(to, checkout.element, null);
    await nextFrame();
    expect(checkout.element.parentElement).to.equal(to);
    expect(checkout.mountNode?.querySelector('iframe')).to.equal(iframe);
    expect((await checkout.paymentFrame()).number.replace(/\D/g, '')).to.equal(cards.good);
  });

  it('begins when it is touched, though it has not been seen', async () => {
    const placed = answerInstead('POST', /\/orders$/, (request, pass) => pass(request));
    const checkout = new CheckoutHarness(makeElement());
    const far = stage(checkout.element);
    far.style.marginBlockStart = '5000px';
    await nextFrame();
    await nextFrame();
    expect(placed.count).to.equal(0);
    checkout.field('email').focus({preventScroll: true});
    await checkout.untilReady();
    expect(placed.count).to.equal(1);
  });

  it('places no order until it comes into view', async () => {
    const placed = answerInstead('POST', /\/orders$/, (request, pass) => pass(request));
    const checkout = new CheckoutHarness(makeElement());
    const hidden = stage(checkout.element);
    hidden.hidden = true;
    await nextFrame();
    await nextFrame();
    expect(placed.count).to.equal(0);
    hidden.hidden = false;
    await checkout.untilReady();
    expect(placed.count).to.equal(1);
  });
});
