import {expect} from '@open-wc/testing';
import type {Stripe, StripeElements} from '@stripe/stripe-js';
import type {OrderPlaced} from '../../api/contract.ts';
import {
  buyer,
  cards,
  type CheckoutHarness,
  forgetOrders,
  intent,
  openCheckout,
  shopOrigin,
} from './support/harness.ts';
import {answerInstead, holdBack, listen, problem, restoreNetwork} from './support/network.ts';
import {changeStripe, restoreStripe, silence} from './support/stripe.ts';
import {holdWaits, restoreWaits} from './support/waits.ts';

const button = (checkout: CheckoutHarness, name: string) =>
  checkout.root.querySelector<HTMLButtonElement>(`.step[aria-label="${name}"]`);

async function press(checkout: CheckoutHarness, name: string): Promise<void> {
  await checkout.until(() => button(checkout, name), `there should be a button "${name}"`);
  button(checkout, name)!.click();
  await checkout.element.updateComplete;
}

async function open(attributes: Record<string, string> = {}): Promise<CheckoutHarness> {
  const checkout = await openCheckout({quantities: 'adjustable', express: 'never', ...attributes});
  await checkout.untilReady();
  return checkout;
}

const untilTotal = (checkout: CheckoutHarness, amount: string) =>
  checkout.until(
    () => checkout.payButton.textContent?.includes(`Pay ${amount}`),
    `the button should say ${amount}; it says ${checkout.payButton.textContent}`,
  );

describe('quantities', () => {
  beforeEach(forgetOrders);
  afterEach(() => {
    restoreNetwork();
    restoreStripe();
    restoreWaits();
  });

  it('stay as they are, unless the page lets them be changed', async () => {
    const checkout = await openCheckout({express: 'never'});
    await checkout.untilReady();
    expect(checkout.root.querySelector('.stepper')).to.equal(null);
    expect(checkout.text).to.contain('Qty 2');
  });

  it('can be changed, and what is shown is what is charged', async () => {
    const changes = listen('PATCH', /\/orders\//);
    const checkout = await open();
    await checkout.fillIn();
    await checkout.enterCard(cards.good);
    await press(checkout, 'One more Heavyweight tee');
    await press(checkout, 'One more Heavyweight tee');
    expect(checkout.payButton.getAttribute('aria-disabled')).to.equal('true');
    expect(checkout.payButton.textContent).to.contain('Updating the total');
    checkout.payButton.click();
    expect(checkout.heard('opc-submit'), 'nothing is paid meanwhile').to.equal(0);
    await untilTotal(checkout, '$152.00');
    expect(changes.bodies, 'two presses are one change').to.have.lengthOf(1);
    expect(checkout.root.querySelector('[role=status]')?.textContent).to.contain('$152.00');
    await checkout.pay();
    await checkout.untilStatus('paid');
    expect(checkout.last('opc-success')?.order?.amount).to.equal(15_200);
  });

  it('take a line out at none, but never the last one', async () => {
    const checkout = await open({items: 'tee:1 mug:1'});
    await press(checkout, 'Remove Stoneware mug');
    await untilTotal(checkout, '$32.00');
    expect(checkout.text).not.to.contain('Stoneware mug');
    expect(checkout.root.activeElement?.id).to.equal('summary-heading');
    expect(button(checkout, 'Remove Heavyweight tee')).to.equal(null);
    const less = button(checkout, 'One fewer Heavyweight tee')!;
    expect(less.getAttribute('aria-disabled')).to.equal('true');
    await expect(checkout.element).to.be.accessible({ignoredRules: ['region']});
  });

  it('are answered at the line when there are not as many', async () => {
    const checkout = await open({items: 'print:3 mug:1'});
    await press(checkout, 'One more Dusk, a numbered print');
    await checkout.until(
      () => checkout.root.querySelector('[part="summary-line"] [role=alert]'),
      'it should be told at the line',
    );
    const line = checkout.root.querySelector('[part="summary-line"]')!;
    expect(line.textContent).to.contain('There are only 3 left.');
    expect(line.querySelector('output')?.textContent).to.equal('3');
    await untilTotal(checkout, '$219.00');
    expect(checkout.payButton.getAttribute('aria-disabled')).to.equal('false');
  });

  it('are answered at the line when a product is sold out while the buyer pays', async () => {
    answerInstead('POST', /\/payment$/, async () =>
      problem(422, 'out_of_stock', {sku: 'mug', available: 0}),
    );
    const checkout = await open();
    await checkout.fillIn();
    await checkout.enterCard(cards.good);
    await checkout.pay();
    await checkout.until(() => checkout.heard('opc-failure'), 'it should be told');
    const line = checkout.root.querySelectorAll('[part="summary-line"]')[1]!;
    expect(line.textContent).to.contain('not enough');
  });

  it('changed elsewhere while the buyer pays are shown first, and charged only then', async () => {
    const placed = listen('POST', /\/orders$/);
    const checkout = await open();
    const {order, token} = placed.bodies[0] as OrderPlaced;
    await checkout.fillIn();
    await checkout.enterCard(cards.good);
    const paid = answerInstead('POST', /\/payment$/, async (request, pass) => {
      if (paid.count === 1) {
        await pass(`${shopOrigin}/orders/${order.id}`, {
          method: 'PATCH',
          headers: {Authorization: `Bearer ${token}`, 'Content-Type': 'application/json'},
          body: JSON.stringify({items: [{sku: 'mug', quantity: 1}]}),
        });
      }
      return pass(request);
    });
    await checkout.pay();
    await checkout.until(() => checkout.heard('opc-failure'), 'the change should be told');
    expect(checkout.last('opc-failure')?.error.code).to.equal('amount_changed');
    await untilTotal(checkout, '$24.00');
    await checkout.pay();
    await checkout.untilStatus('paid');
    expect(checkout.last('opc-success')?.order?.amount).to.equal(2400);
  });

  it('changed before Stripe’s form stands are what it is opened with', async () => {
    const config = holdBack('GET', /\/config$/);
    const changes = listen('PATCH', /\/orders\//);
    const checkout = await openCheckout({quantities: 'adjustable', express: 'never'});
    await press(checkout, 'One more Stoneware mug');
    await checkout.until(() => changes.bodies.length, 'the order should be changed');
    config.release();
    await checkout.untilReady();
    expect(checkout.last('opc-ready')?.order?.amount).to.equal(11_200);
    await checkout.fillIn();
    await checkout.enterCard(cards.good);
    await checkout.pay();
    await checkout.untilStatus('paid');
    expect(checkout.last('opc-success')?.order?.amount).to.equal(11_200);
  });

  it('that make another payment before the form stands open it with that one', async () => {
    const config = holdBack('GET', /\/config$/);
    const opened: (string | undefined)[] = [];
    changeStripe((real) => ({
      elements: ((options: {clientSecret?: string}) => {
        opened.push(options.clientSecret);
        return (real.elements as (options: object) => StripeElements)(options);
      }) as Stripe['elements'],
    }));
    const other = await placeAnother();
    answerInstead('PATCH', /\/orders\//, async (request, pass) => {
      const changed = await (await pass(request)).json();
      return Response.json({...changed, clientSecret: other});
    });
    const checkout = await openCheckout({quantities: 'adjustable', express: 'never'});
    await press(checkout, 'One more Stoneware mug');
    await untilTotal(checkout, '$112.00');
    config.release();
    await checkout.untilReady();
    expect(opened).to.deep.equal([other]);
  });

  it('go on where neither API nor Stripe has answered a change well', async () => {
    const changed = answerInstead('PATCH', /\/orders\//, async (request, pass) => {
      const answer = await pass(request);
      return changed.count === 1 ? problem(500, 'internal_error') : answer;
    });
    let asked = 0;
    changeStripe((real) => ({
      elements: ((options: object) => {
        const group = (real.elements as (options: object) => StripeElements)(options);
        const own = {
          fetchUpdates: group.fetchUpdates.bind(group),
          update: group.update.bind(group),
        };
        const orFail = <Answer>(ask: () => Promise<Answer>) =>
          (asked += 1) === 1 ? Promise.reject(new Error('Something went wrong.')) : ask();
        return Object.assign(group, {
          fetchUpdates: () => orFail(own.fetchUpdates),
          update: (news: object) => orFail(() => own.update(news)),
        });
      }) as Stripe['elements'],
    }));
    const checkout = await open();
    await press(checkout, 'One more Stoneware mug');
    await checkout.until(() => checkout.heard('opc-failure'), 'the failure should be told');
    await untilTotal(checkout, '$112.00');
    await checkout.untilReady();
    await press(checkout, 'One more Stoneware mug');
    await untilTotal(checkout, '$136.00');
    expect(checkout.payButton.getAttribute('aria-disabled')).to.equal('false');
  });

  const silent = () => {
    const waits = holdWaits();
    return {answer: silence().answer, end: waits.end};
  };
  // `fetchUpdates()` says what went wrong; `update()`, which tells a deferred form, only throws it.
  const failing = () => ({
    answer: async () => {
      const error = new Error('Something went wrong.');
      if (intent === 'deferred') throw error;
      return {error};
    },
    end: () => {},
  });
  for (const [what, make, code] of [
    ['does not learn', silent, 'timeout'],
    ['cannot learn', failing, 'unknown'],
  ] as const) {
    it(`are not paid with a form that ${what} the new total`, async () => {
      const {answer, end} = make();
      let asked = 0;
      changeStripe((real) => ({
        elements: ((options: object) => {
          const group = (real.elements as (options: object) => StripeElements)(options);
          const other = () => {
            asked += 1;
            return answer();
          };
          return Object.assign(group, {fetchUpdates: other, update: other});
        }) as Stripe['elements'],
      }));
      const checkout = await open();
      await checkout.fillIn();
      await checkout.enterCard(cards.good);
      const form = checkout.mountNode?.querySelector('iframe')?.name;
      await press(checkout, 'One more Stoneware mug');
      await checkout.until(() => asked > 0, 'Stripe should be told');
      expect(checkout.heard('opc-ready')).to.equal(1);
      if (code === 'timeout') {
        checkout.payButton.click();
        expect(checkout.heard('opc-submit'), 'nothing is paid meanwhile').to.equal(0);
      }
      end();
      restoreWaits();
      await checkout.until(() => checkout.heard('opc-failure'), 'the failure should be told');
      expect(checkout.last('opc-failure')?.error.code).to.equal(code);
      await checkout.untilReady();
      expect(checkout.root.querySelector('.banner')?.textContent?.trim()).not.to.equal('');
      expect(checkout.field('name').value).to.equal(buyer.name);
      expect(checkout.mountNode?.querySelector('iframe')?.name).not.to.equal(form);
      await untilTotal(checkout, '$112.00');
      await checkout.enterCard(cards.good);
      await checkout.pay();
      await checkout.untilStatus('paid');
      expect(checkout.last('opc-success')?.order?.amount).to.equal(11_200);
    });
  }
});

/** The secret of another order's payment. */
async function placeAnother(): Promise<string> {
  const response = await fetch(`${shopOrigin}/orders`, {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({items: [{sku: 'tote', quantity: 1}], intent: 'first'}),
  });
  const {clientSecret = ''} = (await response.json()) as OrderPlaced;
  return clientSecret;
}
