import {aTimeout, expect, nextFrame} from '@open-wc/testing';
import type {PaymentIntentResult, Stripe, StripeElements} from '@stripe/stripe-js';
import {
  cards,
  type CheckoutHarness,
  forgetOrders,
  intent,
  openCheckout,
  openFilledIn,
} from './support/harness.ts';
import {answerInstead, restoreNetwork} from './support/network.ts';
import {changeStripe, restoreStripe, silence} from './support/stripe.ts';
import {holdWaits, restoreWaits} from './support/waits.ts';

/** At the bank, or on the way there: the confirmation never answers the page. */
async function leaveForTheBank() {
  const checkout = await openFilledIn();
  const waits = holdWaits();
  const bank = silence();
  changeStripe(() => ({confirmPayment: bank.answer}));
  await checkout.pay();
  await checkout.until(() => bank.asked, 'it should be confirmed');
  return {checkout, waits};
}

const ways: [string, (checkout: CheckoutHarness) => Promise<void>][] = [
  [
    'the page is come back to',
    async () => {
      window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
    },
  ],
  [
    'the element is taken out and put back',
    async ({element}) => {
      const place = element.parentElement!;
      element.remove();
      await nextFrame();
      place.append(element);
    },
  ],
];

describe('an attempt to pay', () => {
  beforeEach(forgetOrders);
  afterEach(() => {
    restoreNetwork();
    restoreStripe();
    restoreWaits();
  });

  it('whose payment was replaced by one that cannot be mounted leaves no button over a dead form', async function () {
    if (intent === 'deferred') {
      this.skip(); // Its form knows no payment before it is paid.
      return;
    }
    const checkout = await openFilledIn();
    const started = answerInstead('POST', /\/payment$/, async (request, pass) =>
      started.count === 1
        ? Response.json({clientSecret: 'pi_another_secret_nobody'})
        : pass(request),
    );
    changeStripe((real) => ({
      elements: ((options: {clientSecret?: string}) => {
        if (options.clientSecret?.startsWith('pi_another')) throw new Error('No such payment.');
        return (real.elements as (options: object) => StripeElements)(options);
      }) as Stripe['elements'],
    }));
    await checkout.pay();
    await checkout.until(() => checkout.heard('opc-ready') === 2, 'another form should stand');
    await checkout.untilReady();
    await checkout.enterCard(cards.good);
    await checkout.pay();
    await checkout.untilStatus('paid');
  });

  for (const [when, comeBack] of ways) {
    it(`is given up when ${when}: the next one pays, and nothing comes of the old one`, async () => {
      const {checkout, waits} = await leaveForTheBank();
      await comeBack(checkout);
      await checkout.until(() => checkout.heard('opc-ready') === 2, 'the form should stand again');
      restoreStripe();
      await checkout.untilReady();
      waits.end();
      await checkout.enterCard(cards.good);
      await checkout.pay();
      await checkout.untilStatus('paid');
      expect(checkout.heard('opc-failure')).to.equal(0);
      expect(checkout.heard('opc-load-error')).to.equal(0);
    });
  }

  it('that was given up says nothing of how it ended after all', async () => {
    const checkout = await openFilledIn();
    let end: (result: PaymentIntentResult) => void = () => {};
    const ended = new Promise<PaymentIntentResult>((resolve) => (end = resolve));
    changeStripe(() => ({confirmPayment: (() => ended) as unknown as Stripe['confirmPayment']}));
    const submitted = checkout.element.submit();
    await checkout.until(() => checkout.heard('opc-submit'), 'it should be on its way');
    await ways[0]![1](checkout);
    await submitted;
    await checkout.until(() => checkout.heard('opc-ready') === 2, 'the form should stand again');
    end({error: {type: 'card_error', code: 'card_declined'} as never});
    await aTimeout(0);
    await checkout.element.updateComplete;
    expect(checkout.heard('opc-failure')).to.equal(0);
    expect(checkout.root.querySelector('.banner')).to.equal(null);
  });

  it('with a card that is not complete ends in words, for the page too', async () => {
    const checkout = await openCheckout({express: 'never'});
    await checkout.untilReady();
    await checkout.fillIn();
    await checkout.pay();
    await checkout.until(() => checkout.heard('opc-failure'), 'the page should hear of the end');
    expect(checkout.last('opc-failure')?.error.code).to.equal('payment_details_invalid');
    expect(checkout.payButton.getAttribute('aria-disabled')).to.equal('false');
  });
});
