import {expect, nextFrame} from '@open-wc/testing';
import type {Stripe, StripeElements} from '@stripe/stripe-js';
import {executeServerCommand} from '@web/test-runner-commands';
import type {StartPayment} from '../../api/contract.ts';
import {type CheckoutHarness, forgetOrders, openCheckout} from './support/harness.ts';
import {answerInstead, listen, problem, restoreNetwork} from './support/network.ts';
import {changeStripe, restoreStripe} from './support/stripe.ts';
import {holdWaits, restoreWaits} from './support/waits.ts';

const mountNode = (checkout: CheckoutHarness) =>
  document.querySelector<HTMLElement>(`div[slot="${checkout.element.walletSlot}"]`);

const press = (frame: string | undefined, selector: string) =>
  executeServerCommand('press', {frame, selector});

/** Presses a wallet's button and agrees in its sheet, as a buyer would. */
async function payWith(checkout: CheckoutHarness, wallet: string): Promise<void> {
  await openSheet(checkout, wallet);
  await checkout.until(sheet, 'the sheet should open');
  await press(sheet()?.name, '.SheetPay');
}

async function openSheet(checkout: CheckoutHarness, wallet: string): Promise<void> {
  await press(mountNode(checkout)?.querySelector('iframe')?.name, `[data-testid="${wallet}"]`);
}

const sheet = () =>
  document.querySelector<HTMLIFrameElement>('iframe[title="Secure wallet payment frame"]');

async function open(attributes: Record<string, string> = {}): Promise<CheckoutHarness> {
  const checkout = await openCheckout(attributes);
  await checkout.untilReady();
  await checkout.until(
    () => checkout.root.querySelector('.wallets.some'),
    'there should be wallet buttons',
  );
  return checkout;
}

describe('the wallet buttons', () => {
  beforeEach(forgetOrders);
  afterEach(() => {
    restoreStripe();
    restoreWaits();
    restoreNetwork();
  });

  it('pay the same order with the same events', async () => {
    const placed = listen('POST', /\/orders$/);
    const started = watchPayments();
    const checkout = await open();
    await payWith(checkout, 'google_pay');
    await checkout.untilStatus('paid');
    expect(placed.bodies).to.have.lengthOf(1);
    expect(started[0]?.billingDetails).to.include({
      name: 'Jenny Rosen',
      email: 'jenny.rosen@example.com',
    });
    for (const name of ['opc-before-submit', 'opc-submit', 'opc-success'] as const) {
      expect(checkout.heard(name), name).to.equal(1);
    }
    expect(mountNode(checkout), 'nothing of it is left').to.equal(null);
  });

  it('ask the wallet where the goods go', async () => {
    const started = watchPayments();
    const checkout = await open({shipping: 'required', 'shipping-countries': 'DE'});
    await payWith(checkout, 'link');
    await checkout.untilStatus('paid');
    expect(started[0]?.shipping).to.deep.include({name: 'Jenny Rosen'});
    expect(started[0]?.shipping?.address).to.include({country: 'DE', city: 'Berlin'});
  });

  it('give way to the form when nothing was paid, with every word still in it', async () => {
    const refused = answerInstead('POST', /\/payment$/, async (request, pass) =>
      refused.count === 1
        ? problem(422, 'out_of_stock', {sku: 'mug', available: 0})
        : pass(request),
    );
    const checkout = await open();
    await checkout.type('name', 'Ada Lovelace');
    await payWith(checkout, 'google_pay');
    await checkout.until(() => checkout.heard('opc-failure'), 'the refusal should be told');
    expect(checkout.last('opc-failure')?.error.code).to.equal('out_of_stock');
    expect(checkout.field('name').value).to.equal('Ada Lovelace');
    await payWith(checkout, 'google_pay');
    await checkout.untilStatus('paid');
  });

  it('can be stopped by the page before a sheet opens', async () => {
    const checkout = await open();
    checkout.element.addEventListener('opc-before-submit', (event) => event.preventDefault());
    await openSheet(checkout, 'google_pay');
    await checkout.until(() => checkout.heard('opc-before-submit'), 'the page should be asked');
    expect(sheet()).to.equal(null);
    expect(checkout.heard('opc-submit')).to.equal(0);
  });

  it('follow the total', async () => {
    const checkout = await open();
    await checkout.element.update({items: [{sku: 'mug', quantity: 1}]});
    await payWith(checkout, 'google_pay');
    await checkout.untilStatus('paid');
    expect(checkout.last('opc-success')?.order?.amount).to.equal(2400);
  });

  it('pay no other total than the sheet has shown', async () => {
    const checkout = await open();
    await openSheet(checkout, 'google_pay');
    await checkout.until(sheet, 'the sheet should open');
    await checkout.element.update({items: [{sku: 'mug', quantity: 1}]});
    await press(sheet()?.name, '.SheetPay');
    await checkout.until(() => checkout.heard('opc-failure'), 'the change should be told');
    expect(checkout.last('opc-failure')?.error.code).to.equal('amount_changed');
    expect(checkout.last('opc-failure')?.error.message).to.contain('$24.00');
    await payWith(checkout, 'google_pay');
    await checkout.untilStatus('paid');
    expect(checkout.last('opc-success')?.order?.amount).to.equal(2400);
  });

  it('are not there when the page wants none, and leave no gap', async () => {
    const checkout = await openCheckout({express: 'never'});
    await checkout.untilReady();
    expect(checkout.root.querySelector('.wallets')).to.equal(null);
    expect(mountNode(checkout)).to.equal(null);
  });

  it('leave no gap where the buyer has no wallet', async () => {
    changeWallets((options, create) => create({...options, paymentMethods: noWallets}));
    const checkout = await openCheckout();
    await checkout.untilReady();
    expect(checkout.root.querySelector('.wallets'), 'their place is kept at first').not.to.equal(
      null,
    );
    await untilNoGap(checkout);
  });

  it('leave no gap either when Stripe never says whether there are any', async () => {
    changeWallets((options, create) => {
      const element = create(options) as {on: (name: string, listener: object) => unknown};
      const on = element.on.bind(element);
      const deaf = (name: string, listener: object) => name !== 'ready' && on(name, listener);
      return Object.assign(element, {on: deaf});
    });
    const waits = holdWaits();
    const checkout = await openCheckout();
    await checkout.untilReady();
    await checkout.until(() => mountNode(checkout)?.firstChild, 'the buttons should be asked for');
    expect(checkout.root.querySelector('.wallets')).not.to.equal(null);
    waits.end();
    await untilNoGap(checkout);
    expect(mountNode(checkout)).to.equal(null);
  });

  it('leave Link out when the page says so', async () => {
    const checkout = await open({link: 'never'});
    const frame = mountNode(checkout)?.querySelector('iframe')?.name;
    expect(
      await executeServerCommand('count', {frame, selector: '[data-testid="google_pay"]'}),
    ).to.equal(1);
    expect(await executeServerCommand('count', {frame, selector: '[data-testid="link"]'})).to.equal(
      0,
    );
  });
});

/** The place of the buttons is empty, and gone once nobody looks at it. */
async function untilNoGap(checkout: CheckoutHarness): Promise<void> {
  const {root, element} = checkout;
  const place = () => root.querySelector('.wallets');
  await checkout.until(() => place()?.matches('.none'), 'it should be known that there are none');
  expect(getComputedStyle(place()!).visibility).to.equal('hidden');
  const {top} = root.querySelector('#email')!.getBoundingClientRect();
  await nextFrame();
  expect(root.querySelector('#email')!.getBoundingClientRect().top).to.equal(top);
  element.style.marginBlockStart = '3000px';
  await checkout.until(() => !place(), 'the place should be gone once it is out of sight');
}

/** What the page tells the API when the buyer pays. */
function watchPayments(): StartPayment[] {
  const sent: StartPayment[] = [];
  answerInstead('POST', /\/payment$/, async (request, pass) => {
    sent.push(await request.clone().json());
    return pass(request);
  });
  return sent;
}

const noWallets = Object.fromEntries(
  ['applePay', 'googlePay', 'link', 'paypal', 'amazonPay', 'klarna'].map((name) => [name, 'never']),
);

/** What becomes of the element for the wallet buttons once it is made. */
function changeWallets(change: (options: object, create: (options: object) => unknown) => unknown) {
  changeStripe((real) => ({
    elements: ((options: object) => {
      const group = (real.elements as (options: object) => StripeElements)(options);
      const make = group.create.bind(group) as (type: string, options: object) => unknown;
      const create = (type: string, given: object) =>
        type === 'expressCheckout'
          ? change(given, (other) => make(type, other))
          : make(type, given);
      return Object.assign(group, {create});
    }) as Stripe['elements'],
  }));
}
