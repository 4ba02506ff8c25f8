import {expect} from '@open-wc/testing';
import type {StripeConstructor, StripeElements} from '@stripe/stripe-js';
import {executeServerCommand} from '@web/test-runner-commands';
import type {StartPayment} from '../../api/contract.ts';
import {openCheckout, type CheckoutHarness} from './support/harness.ts';
import {answerInstead, listen, problem, restoreNetwork} from './support/network.ts';

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
    () => checkout.root.querySelector('.wallet-buttons.ready'),
    'there should be wallet buttons',
  );
  return checkout;
}

describe('the wallet buttons', () => {
  beforeEach(() => sessionStorage.clear());
  afterEach(() => {
    hasWallets = true;
    restoreNetwork();
  });

  for (const intent of ['first', 'deferred']) {
    it(`pay the same order with the same events (intent="${intent}")`, async () => {
      const placed = listen('POST', /\/orders$/);
      const started = watchPayments();
      const checkout = await open({intent});
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
  }

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

  it('are not there when the page wants none, and leave no gap', async () => {
    const checkout = await openCheckout({express: 'never'});
    await checkout.untilReady();
    expect(checkout.root.querySelector('.wallets')).to.equal(null);
    expect(mountNode(checkout)).to.equal(null);
  });

  it('leave no gap where the buyer has no wallet', async () => {
    hasWallets = false;
    const checkout = await openCheckout();
    await checkout.untilReady();
    expect(checkout.root.querySelector('.wallets'), 'their place is kept at first').not.to.equal(
      null,
    );
    await checkout.until(
      () => !checkout.root.querySelector('.wallets'),
      'the place of the buttons should be gone',
    );
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

/** What the page tells the API when the buyer pays. */
function watchPayments(): StartPayment[] {
  const sent: StartPayment[] = [];
  answerInstead('POST', /\/payment$/, async (request, pass) => {
    sent.push(await request.clone().json());
    return pass(request);
  });
  return sent;
}

let hasWallets = true;
const noWallets = Object.fromEntries(
  ['applePay', 'googlePay', 'link', 'paypal', 'amazonPay', 'klarna'].map((name) => [name, 'never']),
);

/** Stripe.js as it is, but with a switch by which the browser has no wallet. */
function withSwitch(real: StripeConstructor): StripeConstructor {
  const construct = (...args: Parameters<StripeConstructor>) => {
    const stripe = real(...args);
    const open = stripe.elements.bind(stripe) as (options: object) => StripeElements;
    const elements = (options: object) => {
      const group = open(options);
      const create = group.create.bind(group) as (type: string, options: object) => unknown;
      const createOrNot = (type: string, given: object) =>
        create(
          type,
          type === 'expressCheckout' && !hasWallets ? {...given, paymentMethods: noWallets} : given,
        );
      return Object.assign(group, {create: createOrNot});
    };
    return Object.assign(stripe, {elements});
  };
  return Object.assign(construct, real);
}

let constructor: StripeConstructor | undefined;
Object.defineProperty(window, 'Stripe', {
  get: () => constructor,
  set: (real: StripeConstructor) => {
    constructor = withSwitch(real);
  },
});
