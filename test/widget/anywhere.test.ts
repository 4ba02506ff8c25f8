import {aTimeout, expect, waitUntil} from '@open-wc/testing';
import {executeServerCommand} from '@web/test-runner-commands';
import {
  buyer,
  cards,
  CheckoutHarness,
  forgetOrders,
  intent,
  makeCheckout,
  openCheckout,
  shopOrigin,
} from './support/harness.ts';
import {answerInstead, restoreNetwork} from './support/network.ts';

describe('anywhere on a page', () => {
  beforeEach(forgetOrders);
  afterEach(() => {
    restoreNetwork();
    document.querySelectorAll('.stage').forEach((stage) => stage.remove());
  });

  function stage<Tag extends keyof HTMLElementTagNameMap>(tag: Tag): HTMLElementTagNameMap[Tag] {
    const place = document.createElement(tag);
    place.className = 'stage';
    document.body.append(place);
    return place;
  }

  it('waits inside details until they are opened, and has its size then', async () => {
    const placed = answerInstead('POST', /\/orders$/, (request, pass) => pass(request));
    const checkout = makeCheckout();
    const details = stage('details');
    details.append(checkout.element);
    await aTimeout(0);
    expect(placed.count).to.equal(0);
    details.open = true;
    await checkout.untilReady();
    expect(checkout.mountNode!.getBoundingClientRect().height).to.be.greaterThan(50);
  });

  it('waits inside a dialog, and pays in it through a challenge that the top layer would cover', async () => {
    const checkout = makeCheckout();
    const dialog = stage('dialog');
    dialog.append(checkout.element);
    let closings = 0;
    dialog.addEventListener('close', () => (closings += 1));
    await aTimeout(0);
    expect(checkout.mountNode).to.equal(null);
    dialog.showModal();
    await checkout.untilReady();
    await checkout.fillIn(buyer);
    await checkout.enterCard(cards.challenged);
    await checkout.pay();
    const challenge = () => document.querySelector<HTMLElement>('body > div[tabindex="-1"]');
    await checkout.until(challenge, 'the bank should ask');
    await checkout.until(() => !dialog.matches(':modal'), 'the dialog should leave the top layer');
    expect(dialog.open).to.equal(true);
    const {left, top, width, height} = challenge()!.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    expect(challenge()!.contains(hit)).to.equal(true);
    challenge()!.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}));
    await checkout.until(() => checkout.heard('opc-failure'), 'the attempt should end');
    expect(dialog.matches(':modal')).to.equal(true);
    expect(closings).to.equal(0);
    expect(checkout.field('name').value).to.equal(buyer.name);
  });

  it('takes up what the page set before the script was there', async () => {
    const late = document.createElement('late-checkout') as CheckoutHarness['element'];
    Object.assign(late, {apiUrl: shopOrigin, intent, lineItems: [{sku: 'mug', quantity: 3}]});
    stage('div').append(late);
    const base = customElements.get('one-page-checkout')!;
    customElements.define('late-checkout', class extends base {});
    const checkout = new CheckoutHarness(late);
    await checkout.untilReady();
    expect(checkout.text).to.contain('$72.00');
  });

  it('comes back from the back/forward cache with the order as it is by then', async () => {
    const placed = answerInstead('POST', /\/orders$/, (request, pass) => pass(request));
    const checkout = await openCheckout();
    await checkout.untilReady();
    await checkout.type('name', buyer.name);
    window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
    await checkout.until(() => checkout.heard('opc-ready') === 2, 'it should load once more');
    expect(placed.count).to.equal(1);
    expect(checkout.field('name').value).to.equal(buyer.name);
  });

  it('calls off what is under way when it is taken out for good', async () => {
    const calls: AbortSignal[] = [];
    const never = (request: Request) => {
      calls.push(request.signal);
      return new Promise<Response>(() => {});
    };
    answerInstead('GET', /\/config$/, never);
    answerInstead('POST', /\/orders$/, never);
    const checkout = makeCheckout();
    stage('div').append(checkout.element);
    await checkout.until(() => calls.length === 2, 'it should ask');
    checkout.element.remove();
    await aTimeout(0);
    expect(calls.map(({aborted}) => aborted)).to.deep.equal([true, true]);
  });

  it('leaves nothing behind when it is taken out, however often', async () => {
    const count = async () => {
      const {nodes} = await executeServerCommand<{nodes: number}, undefined>('count-objects');
      return nodes;
    };
    const place = stage('div');
    const once = async () => {
      const checkout = makeCheckout({items: 'tee:1'});
      place.append(checkout.element);
      await checkout.element.updateComplete;
      checkout.element.remove();
      await aTimeout(0);
    };
    for (let round = 0; round < 10; round += 1) await once();
    const before = await count();
    for (let round = 0; round < 100; round += 1) await once();
    // What is called off still has to say so: a request does when the browser's network is told.
    await waitUntil(async () => (await count()) - before < 500, 'what was left should be little', {
      interval: 100,
      timeout: 10_000,
    });
    expect(document.querySelectorAll('[slot^="opc-payment"]')).to.have.lengthOf(0);
  });
});
