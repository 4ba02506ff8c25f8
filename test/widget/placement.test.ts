import {aTimeout, expect, nextFrame} from '@open-wc/testing';
import type {Stripe, StripeElements} from '@stripe/stripe-js';
import {cards, forgetOrders, makeCheckout} from './support/harness.ts';
import {answerInstead, restoreNetwork} from './support/network.ts';
import {changeStripe, restoreStripe} from './support/stripe.ts';
import {holdWaits, restoreWaits, skipWaits} from './support/waits.ts';

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
    restoreStripe();
    restoreWaits();
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
      const checkout = makeCheckout();
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
    const checkout = makeCheckout();
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
    const checkout = makeCheckout();
    stage(checkout.element);
    await checkout.untilReady();
    checkout.mountNode!.remove();
    await checkout.until(() => checkout.mountNode?.querySelector('iframe'), 'it should come back');
    await checkout.untilReady();
  });

  it('can be moved: the same order, what was typed, and a payment form that works', async () => {
    const placed = answerInstead('POST', /\/orders$/, (request, pass) => pass(request));
    const checkout = makeCheckout();
    stage(checkout.element);
    await checkout.untilReady();
    await checkout.fillIn();
    stage(nest(checkout.element, ['closed']));
    await checkout.untilReady();
    expect(checkout.field('name').value).to.equal('Ada Lovelace');
    await checkout.enterCard(cards.good);
    await checkout.pay();
    await checkout.untilStatus('paid');
    expect(placed.count).to.equal(1);
  });

  it('can be moved while the payment form is on its way: the one that stands stays', async () => {
    let made = 0;
    changeStripe((real) => ({
      elements: ((options: object) => {
        const group = (real.elements as (options: object) => StripeElements)(options);
        const create = group.create.bind(group) as (type: string, options: object) => object;
        return Object.assign(group, {
          create(type: string, given: object) {
            const element = create(type, given) as {on: (name: string, act: object) => unknown};
            if (type !== 'payment' || (made += 1) > 1) return element;
            // The first one is never ready.
            const on = element.on.bind(element);
            return Object.assign(element, {
              on: (name: string, act: object) => name !== 'ready' && on(name, act),
            });
          },
        });
      }) as Stripe['elements'],
    }));
    const waits = holdWaits();
    const checkout = makeCheckout();
    stage(checkout.element);
    await checkout.until(() => checkout.mountNode?.querySelector('iframe'), 'it should be mounted');
    stage(nest(checkout.element, ['closed']));
    await checkout.until(() => made === 2, 'it should be mounted once more');
    await checkout.untilReady();
    await checkout.enterCard(cards.good);
    waits.end();
    await aTimeout(300);
    expect(checkout.heard('opc-load-error')).to.equal(0);
    expect(checkout.heard('opc-ready')).to.equal(1);
    expect((await checkout.paymentFrame()).number.replace(/\D/g, '')).to.equal(cards.good);
  });

  it('can be taken out and put back later', async () => {
    const placed = answerInstead('POST', /\/orders$/, (request, pass) => pass(request));
    const checkout = makeCheckout();
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
    const one = makeCheckout({items: 'tee'});
    const two = makeCheckout({items: 'mug'});
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
    const checkout = makeCheckout();
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
    to.lang = 'de';
    await checkout.until(() => checkout.text.includes('Zahlung'), 'it should follow its new place');
  });

  it('begins when it is touched, though it has not been seen', async () => {
    const placed = answerInstead('POST', /\/orders$/, (request, pass) => pass(request));
    const checkout = makeCheckout();
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
    const checkout = makeCheckout();
    const hidden = stage(checkout.element);
    hidden.hidden = true;
    await nextFrame();
    await nextFrame();
    expect(placed.count).to.equal(0);
    hidden.hidden = false;
    await checkout.untilReady();
    expect(placed.count).to.equal(1);
  });

  for (const [how, closed, open] of [
    [
      'aside of the window',
      'position: fixed; inset: 0; transform: translateX(100%)',
      'transform: none',
    ],
    ['in what is invisible', 'visibility: hidden', 'visibility: visible'],
    ['in what is transparent', 'opacity: 0', 'opacity: 1'],
    ['in what is folded up', 'block-size: 0; overflow: hidden', 'block-size: auto'],
    ['in what has no width', 'inline-size: 0; overflow: hidden', 'inline-size: auto'],
    ['in a folded row', 'display: grid; grid-template-rows: 0fr', 'grid-template-rows: 1fr'],
  ] as const) {
    it(`places no order ${how}, until that opens`, async () => {
      const placed = answerInstead('POST', /\/orders$/, (request, pass) => pass(request));
      const checkout = makeCheckout();
      const drawer = document.createElement('div');
      drawer.style.cssText = closed;
      const inner = document.createElement('div');
      if (how.includes('row')) inner.style.cssText = 'overflow: hidden; min-block-size: 0';
      inner.append(checkout.element);
      drawer.append(inner);
      stage(drawer);
      for (let frame = 0; frame < 20; frame += 1) await nextFrame();
      expect(placed.count).to.equal(0);
      drawer.style.cssText += `; ${open}`;
      await checkout.untilReady();
      expect(placed.count).to.equal(1);
    });
  }

  it('loads where its page shows it only when the form stands', async () => {
    const checkout = makeCheckout();
    checkout.element.style.cssText = 'opacity: 0; visibility: hidden';
    stage(checkout.element);
    await checkout.untilReady();
  });

  it('loads after a while in what its page shows only when the form stands', async () => {
    skipWaits(100); // So long after each other is looked whether it is to be seen.
    const checkout = makeCheckout();
    const veil = document.createElement('div');
    veil.style.opacity = '0';
    veil.append(checkout.element);
    stage(veil);
    await checkout.until(() => checkout.heard('opc-ready'), 'it should load all the same');
  });

  it('places no order for a page that is only fetched beforehand, until it is looked at', async () => {
    const placed = answerInstead('POST', /\/orders$/, (request, pass) => pass(request));
    Object.defineProperty(document, 'prerendering', {value: true, configurable: true});
    const checkout = makeCheckout();
    stage(checkout.element);
    for (let frame = 0; frame < 20; frame += 1) await nextFrame();
    expect(placed.count).to.equal(0);
    Reflect.deleteProperty(document, 'prerendering');
    await checkout.untilReady();
    expect(placed.count).to.equal(1);
  });
});
