import {aTimeout, expect} from '@open-wc/testing';
import type {Stripe, StripeElements} from '@stripe/stripe-js';
import {executeServerCommand} from '@web/test-runner-commands';
import type {Order} from '../../api/contract.ts';
import {comeBack, listenForSecret} from './support/bank.ts';
import {buyer, cards, type CheckoutHarness, forgetOrders, openCheckout} from './support/harness.ts';
import {answerInstead, restoreNetwork} from './support/network.ts';
import {changeStripe, restoreStripe, silence} from './support/stripe.ts';
import {holdWaits, restoreWaits} from './support/waits.ts';

const challenges = () => [
  ...document.querySelectorAll<HTMLIFrameElement>(
    'iframe[title="Secure 3D Secure authentication frame"]',
  ),
];

async function approve(): Promise<void> {
  const frame = challenges().at(-1)!.name;
  await executeServerCommand('press', {frame, selector: 'button[value="approve"]'});
}

async function fillIn(): Promise<{checkout: CheckoutHarness; secret: () => string}> {
  const secret = listenForSecret();
  const checkout = await openCheckout({items: 'tote', express: 'never'});
  await checkout.untilReady();
  await checkout.fillIn();
  return {checkout, secret};
}

/** The page that a bank leads back to, with the payment as it is. */
async function openReturn(clientSecret: string): Promise<CheckoutHarness> {
  comeBack(clientSecret);
  return openCheckout({items: ''});
}

/** The page was left at the bank's question and come back to; the bank is silent from then on. */
async function comeBackUnanswered() {
  const {checkout, secret} = await fillIn();
  await checkout.enterCard(cards.challenged);
  await checkout.pay();
  await checkout.until(() => challenges().length === 1, 'the bank should ask');
  const back = await openReturn(secret());
  await back.untilStatus('action');
  // Stripe may have said so first: what is given up before the order is known is not found again.
  await back.until(() => back.text.includes('Order number'), 'the order should be known');
  const bank = silence();
  changeStripe(() => ({handleNextAction: bank.answer}));
  return {checkout, back, bank};
}

/** There it is waited for in vain. */
async function goOn() {
  const {checkout, back, bank} = await comeBackUnanswered();
  const waits = holdWaits();
  const press = () => back.root.querySelector<HTMLElement>('.actions button')!.click();
  press();
  await back.until(() => bank.asked, 'the bank should be asked');
  return {checkout, back, press, waits};
}

describe('every wait has an end', () => {
  beforeEach(forgetOrders);
  afterEach(() => {
    restoreNetwork();
    restoreStripe();
    restoreWaits();
    for (const modal of document.querySelectorAll('body > div[tabindex="-1"]')) modal.remove();
  });

  it('that of a form that Stripe does not collect: it stands again, with every word in it', async () => {
    const silent = silence();
    const {checkout} = await fillInWith({submit: silent.answer});
    await endOfPatience(checkout, silent);
    expect(checkout.last('opc-failure')?.error).to.include({code: 'timeout', retryable: true});
    expect(checkout.field('name').value).to.equal(buyer.name);
    expect(checkout.payButton.getAttribute('aria-disabled')).to.equal('false');
  });

  it('that of a payment that Stripe does not confirm', async () => {
    const {checkout} = await fillIn();
    await checkout.enterCard(cards.good);
    const silent = silence();
    changeStripe(() => ({confirmPayment: silent.answer}));
    await endOfPatience(checkout, silent);
    expect(checkout.last('opc-failure')?.error.code).to.equal('timeout');
    restoreStripe();
    await checkout.pay();
    await checkout.untilStatus('paid');
  });

  it('that of a payment whose confirmation was not heard of: the order knows', async () => {
    const {checkout} = await fillIn();
    await checkout.enterCard(cards.good);
    const silent = silence();
    changeStripe((real) => ({
      async confirmPayment(options: never) {
        await real.confirmPayment(options);
        return silent.answer();
      },
    }));
    const waits = holdWaits();
    await checkout.pay();
    await checkout.until(() => silent.asked, 'it should be paid');
    waits.end();
    await checkout.untilStatus('paid');
    expect(checkout.heard('opc-failure')).to.equal(0);
  });

  it('that of a bank’s question that never comes: the same order can be paid', async () => {
    const {checkout, back, waits} = await goOn();
    waits.end();
    restoreWaits();
    await back.untilReady();
    restoreStripe();
    await back.fillIn();
    await back.enterCard(cards.good);
    await back.pay();
    await back.untilStatus('paid');
    expect(back.last('opc-success')?.order?.id).to.equal(checkout.last('opc-submit')?.order?.id);
  });

  it('that of a bank’s question that was answered elsewhere: the order knows', async () => {
    const {checkout, back, waits} = await goOn();
    await approve();
    await checkout.untilStatus('paid');
    await back.untilStatus('action');
    waits.end();
    await back.untilStatus('paid');
  });

  it('also where the API has yet to say whose payment it is: the way back still leads to it', async () => {
    const {checkout, secret} = await fillIn();
    await checkout.enterCard(cards.challenged);
    await checkout.pay();
    await checkout.until(() => challenges().length === 1, 'the bank should ask');
    let answer = () => {};
    const answered = new Promise<void>((resolve) => (answer = resolve));
    for (const [method, path] of [
      ['GET', /\/orders\/[^/]+$/],
      ['POST', /\/orders\/lookup$/],
    ] as const) {
      answerInstead(method, path, async (request, pass) => {
        await answered;
        return pass(request);
      });
    }
    const back = await openReturn(secret());
    await back.untilStatus('action');
    const bank = {asked: 0};
    changeStripe(() => ({
      handleNextAction() {
        bank.asked += 1;
        return Promise.reject(new Error('The bank cannot be reached.'));
      },
    }));
    back.root.querySelector<HTMLElement>('.actions button')!.click();
    await back.until(() => bank.asked === 1, 'the bank should be asked');
    await back.untilStatus('action');
    answer();
    await back.until(() => back.text.includes('Order number'), 'the order should be known');
    restoreStripe();
    back.root.querySelector<HTMLElement>('.actions button')!.click();
    await back.until(() => challenges().length === 2, 'the bank should ask again');
    await approve();
    await back.untilStatus('paid');
  });

  it('which changes nothing any more once the buyer has got there in another way', async () => {
    const {back, press, waits} = await goOn();
    restoreStripe();
    press();
    await back.until(() => challenges().length === 2, 'the bank should ask again');
    await approve();
    await back.untilStatus('paid');
    const heard = back.events.length;
    waits.end();
    await aTimeout(300);
    await back.untilStatus('paid');
    expect(back.events).to.have.lengthOf(heard);
  });

  it('which is asked once, however often the button is pressed by then', async () => {
    const {back, bank} = await comeBackUnanswered();
    const button = back.root.querySelector<HTMLElement>('.actions button')!;
    button.click();
    button.click();
    await back.until(() => bank.asked, 'the bank should be asked');
    await aTimeout(300);
    expect(bank.asked).to.equal(1);
  });

  it('and a late word of Stripe’s begins one: what it calls paid is shown as soon as it is', async () => {
    const {checkout, secret} = await fillIn();
    await checkout.enterCard(cards.good);
    await checkout.pay();
    await checkout.untilStatus('paid');
    checkout.element.remove();
    forgetOrders();
    let hasArrived = false;
    const dress = async (request: Request, pass: typeof fetch) => {
      const shown = (await (await pass(request)).json()) as {order: Order};
      const pending = {...shown.order, status: 'pending', payable: true} as const;
      return new Response(JSON.stringify({...shown, order: hasArrived ? shown.order : pending}));
    };
    answerInstead('POST', /\/orders\/lookup$/, dress);
    const asked = answerInstead('GET', /\/orders\/ord_\w+$/, dress);
    let speak = () => {};
    const silence = new Promise<void>((resolve) => (speak = resolve));
    changeStripe((real) => ({
      async retrievePaymentIntent(secret) {
        await silence;
        return real.retrievePaymentIntent(secret);
      },
    }));
    const back = await openReturn(secret());
    await back.untilStatus('unpaid');
    speak();
    await back.untilStatus('confirming');
    await back.until(() => asked.count > 1, 'the API should be asked again');
    hasArrived = true;
    await back.untilStatus('paid');
  });
});

/** A checkout that is filled in, and whose Elements groups do something otherwise. */
async function fillInWith(change: Partial<StripeElements>) {
  changeStripe((real) => ({
    elements: ((options: object) => {
      const group = (real.elements as (options: object) => StripeElements)(options);
      return Object.assign(group, change);
    }) as Stripe['elements'],
  }));
  const filled = await fillIn();
  await filled.checkout.enterCard(cards.good);
  return filled;
}

/** Pays, and waits as long as the element does for what does not answer. */
async function endOfPatience(checkout: CheckoutHarness, silent: {asked: number}): Promise<void> {
  const waits = holdWaits();
  await checkout.pay();
  await checkout.until(() => silent.asked, 'Stripe should be asked');
  expect(checkout.payButton.getAttribute('aria-disabled')).to.equal('true');
  const isOver = () => {
    waits.end();
    return checkout.heard('opc-failure');
  };
  await checkout.until(isOver, 'it should come to an end');
  restoreWaits();
}
