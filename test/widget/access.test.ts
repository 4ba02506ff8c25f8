import {expect} from '@open-wc/testing';
import {executeServerCommand} from '@web/test-runner-commands';
import {readAppearance} from '../../widget/stripe/theme.ts';
import {cards, type CheckoutHarness, forgetOrders, openCheckout} from './support/harness.ts';
import {answerInstead, problem, restoreNetwork} from './support/network.ts';

/** Everything that takes a finger. */
const targets = (checkout: CheckoutHarness) =>
  [...checkout.root.querySelectorAll<HTMLElement>('button, input, select, a, label.choice')].filter(
    (target) => target.offsetParent !== null,
  );

async function openAll(attributes: Record<string, string> = {}): Promise<CheckoutHarness> {
  const checkout = await openCheckout({
    quantities: 'adjustable',
    phone: 'required',
    company: 'optional',
    shipping: 'required',
    ...attributes,
  });
  await checkout.untilReady();
  await checkout.until(() => checkout.root.querySelector('.stepper'), 'buttons for quantities');
  checkout.root.querySelector<HTMLInputElement>('#ship-to-billing')!.click();
  await checkout.element.updateComplete;
  return checkout;
}

describe('everyone', () => {
  beforeEach(forgetOrders);

  it('finds nothing in the way on the whole form, nor on its mistakes', async () => {
    const checkout = await openAll();
    await expect(checkout.element).to.be.accessible({ignoredRules: ['region']});
    await checkout.pay();
    await checkout.until(() => checkout.errorOf('email'), 'mistakes should be told');
    await expect(checkout.element).to.be.accessible({ignoredRules: ['region']});
    for (const field of checkout.root.querySelectorAll('[aria-invalid=true]')) {
      const error = checkout.root.getElementById(field.getAttribute('aria-describedby')!);
      expect(error?.textContent?.trim(), field.id).not.to.equal('');
    }
    expect(checkout.root.querySelector('[part~="error-summary"]')?.role).to.equal('alert');
  });

  it('can hit every target: 24 pixels at least', async () => {
    const checkout = await openAll();
    await checkout.pay();
    await checkout.until(() => checkout.errorOf('email'), 'mistakes should be told');
    expect(targets(checkout)).to.have.length.above(20);
    for (const target of targets(checkout)) {
      // A box that is ticked by its whole line has the size of the line.
      const {width, height} = (target.closest('label.choice') ?? target).getBoundingClientRect();
      expect(Math.min(width, height), target.outerHTML.slice(0, 80)).to.be.at.least(24);
    }
  });

  it('reads it without scrolling sideways in 320 pixels, which is 1280 at four times the size', async () => {
    const checkout = await openAll();
    checkout.element.style.inlineSize = '320px';
    await checkout.pay();
    await checkout.until(() => checkout.errorOf('email'), 'mistakes should be told');
    const {scrollWidth, clientWidth} = checkout.root.querySelector<HTMLElement>('.root')!;
    expect(clientWidth).to.be.at.most(320);
    expect(scrollWidth).to.equal(clientWidth);
  });

  it('reads it at twice the size of the letters, without scrolling sideways or cutting anything off', async () => {
    const checkout = await openAll();
    checkout.element.style.inlineSize = '640px';
    checkout.element.style.setProperty('--opc-font-size-base', '32px');
    checkout.element.style.setProperty('--opc-label-font-size', '28px');
    await checkout.pay();
    await checkout.until(() => checkout.errorOf('email'), 'mistakes should be told');
    const {scrollWidth, clientWidth} = checkout.root.querySelector<HTMLElement>('.root')!;
    expect(scrollWidth).to.equal(clientWidth);
    for (const words of checkout.root.querySelectorAll<HTMLElement>('label, .error, .button, h2')) {
      expect(words.scrollWidth, words.textContent ?? '').to.be.at.most(words.clientWidth + 1);
    }
  });

  it('is spared what moves, when the system says so', async () => {
    await executeServerCommand('emulate-media', {reducedMotion: 'reduce'});
    try {
      answerInstead('POST', /\/orders$/, () => new Promise(() => {}));
      const checkout = await openCheckout({express: 'never'});
      const bone = () => checkout.root.querySelector('.bone')!;
      await checkout.until(bone, 'there should be a placeholder');
      expect(getComputedStyle(bone()).animationName).to.equal('none');
      expect(getComputedStyle(checkout.field('email')).transitionDuration).to.equal('0s');
      expect(readAppearance(checkout.element.themeScope!).disableAnimations).to.equal(true);
    } finally {
      restoreNetwork();
      await executeServerCommand('emulate-media', {reducedMotion: 'no-preference'});
    }
  });

  it('hears how it ended: the heading of the outcome has the focus', async () => {
    const checkout = await openCheckout({express: 'never'});
    await checkout.untilReady();
    await checkout.fillIn();
    await checkout.enterCard(cards.good);
    await checkout.pay();
    expect(checkout.root.querySelector('[role=status]')?.textContent).to.contain('Processing');
    await checkout.untilStatus('paid');
    await checkout.until(
      () => checkout.root.activeElement?.id === 'outcome-heading',
      'the heading should have the focus',
    );
    await expect(checkout.element).to.be.accessible({ignoredRules: ['region']});
  });

  it('finds nothing in the way while the payment is under way', async () => {
    answerInstead('POST', /\/payment$/, () => new Promise(() => {}));
    try {
      const checkout = await openCheckout();
      await checkout.untilReady();
      await checkout.fillIn();
      await checkout.enterCard(cards.good);
      await checkout.pay();
      await checkout.until(() => checkout.element.matches(':state(submitting)'), 'submitting');
      await expect(checkout.element).to.be.accessible({ignoredRules: ['region']});
    } finally {
      restoreNetwork();
    }
  });

  it('hears that a payment which was being confirmed has arrived', async () => {
    let isLate = true;
    answerInstead('GET', /\/orders\/\w+/, async (request, pass) => {
      const shown = await (await pass(request)).json();
      if (isLate) Object.assign(shown.order, {status: 'pending', paidAt: null});
      return Response.json(shown);
    });
    try {
      const checkout = await openCheckout({express: 'never'});
      await checkout.untilReady();
      await checkout.fillIn();
      await checkout.enterCard(cards.good);
      await checkout.pay();
      const said = () => checkout.root.querySelector('[role=status]')?.textContent ?? '';
      await checkout.until(() => said().includes('Confirming your payment'), said());
      isLate = false;
      await checkout.until(() => said().includes('Thank you for your order'), said());
    } finally {
      restoreNetwork();
    }
  });

  it('goes on with the keyboard after a button that is gone once it is pressed', async () => {
    let isAway = true;
    answerInstead('POST', /\/orders$/, async (request, pass) =>
      isAway ? problem(503, 'overloaded') : pass(request),
    );
    try {
      const checkout = await openCheckout({express: 'never'});
      const press = async (words: string) => {
        const button = () =>
          [...checkout.root.querySelectorAll('button')].find(
            ({textContent}) => textContent?.trim() === words,
          );
        await checkout.until(button, words);
        isAway = false;
        button()!.focus();
        button()!.click();
        await checkout.untilReady();
      };
      await press('Try again');
      expect(checkout.root.activeElement?.id).to.equal('payment-heading');
      await checkout.fillIn();
      await checkout.enterCard(cards.good);
      await checkout.pay();
      await checkout.untilStatus('paid');
      await press('Start a new order');
      expect(checkout.root.activeElement?.id).to.equal('summary-heading');
    } finally {
      restoreNetwork();
    }
  });
});
