import {expect, nextFrame} from '@open-wc/testing';
import {executeServerCommand} from '@web/test-runner-commands';
import {type CheckoutHarness, forgetOrders, openCheckout} from './support/harness.ts';
import {readAppearance} from '../../widget/stripe/theme.ts';

const dark = 'rgb(238, 240, 244)';
const light = 'rgb(20, 22, 28)';

const ownColor = ({root}: CheckoutHarness) => getComputedStyle(root.querySelector('.root')!).color;

/** Waits until Stripe's fields are written in the colour. */
async function untilStripeIs(checkout: CheckoutHarness, color: string): Promise<void> {
  let frame = await checkout.paymentFrame();
  while (frame.color !== color) frame = await checkout.paymentFrame();
}

function addStyle(text: string): HTMLStyleElement {
  const style = document.createElement('style');
  style.textContent = text;
  document.head.append(style);
  return style;
}

describe('the theme', () => {
  let style: HTMLStyleElement | undefined;

  beforeEach(forgetOrders);
  afterEach(async () => {
    style?.remove();
    document.documentElement.removeAttribute('class');
    document.documentElement.removeAttribute('data-theme');
    await executeServerCommand('emulate-media', {colorScheme: 'light'});
  });

  it('follows the switch of a page: a class, an attribute, and back again', async () => {
    style = addStyle(`
      :root.dark, :root[data-theme='dark'] { color-scheme: dark }
    `);
    const checkout = await openCheckout();
    await checkout.untilReady();
    await untilStripeIs(checkout, light);
    document.documentElement.classList.add('dark');
    await untilStripeIs(checkout, dark);
    expect(ownColor(checkout)).to.equal(dark);
    document.documentElement.classList.remove('dark');
    await untilStripeIs(checkout, light);
    document.documentElement.dataset['theme'] = 'dark';
    await untilStripeIs(checkout, dark);
  });

  it('follows what a wrapper around it says, and the buyer’s system', async () => {
    style = addStyle(
      '.night { --opc-color-text: rgb(1, 2, 3) } :root { color-scheme: light dark }',
    );
    const checkout = await openCheckout();
    await checkout.untilReady();
    checkout.element.parentElement?.classList.add('night');
    await untilStripeIs(checkout, 'rgb(1, 2, 3)');
    checkout.element.parentElement?.classList.remove('night');
    await executeServerCommand('emulate-media', {colorScheme: 'dark'});
    await untilStripeIs(checkout, dark);
  });

  it('notices a style sheet that comes late and changes no attribute', async () => {
    const checkout = await openCheckout();
    await checkout.untilReady();
    await untilStripeIs(checkout, light);
    style = addStyle(
      ':root { --opc-color-background: #fffbf0; --opc-color-text: rgb(40, 30, 20) }',
    );
    await untilStripeIs(checkout, 'rgb(40, 30, 20)');
  });

  it('tells the developer once which colours cannot be told apart, and says nothing of good ones', async () => {
    const warnings: string[] = [];
    const {warn} = console;
    console.warn = (...words: unknown[]) => warnings.push(words.join(' '));
    try {
      const fine = await openCheckout();
      await fine.untilReady();
      fine.element.theme = 'dark';
      await fine.element.updateComplete;
      await untilStripeIs(fine, dark);
      expect(warnings.filter((words) => words.includes('contrast'))).to.deep.equal([]);
      fine.element.remove();
      const pale = await openCheckout({theme: 'light'}, (element) => {
        element.style.setProperty('--opc-color-primary', '#9ca3af');
        element.style.setProperty('--opc-input-color-border', '#dddddd');
      });
      await pale.untilReady();
      readAppearance(pale.element.themeScope!); // A second time is not told again.
      expect(warnings.filter((words) => words.includes('contrast'))).to.deep.equal([
        'one-page-checkout: --opc-accessible-color-on-color-primary on --opc-color-primary has a contrast of 2.5:1; WCAG AA asks for 4.5:1.',
        'one-page-checkout: --opc-input-color-border on --opc-color-background has a contrast of 1.3:1; WCAG AA asks for 3:1.',
      ]);
    } finally {
      console.warn = warn;
    }
  });

  for (const [color, page, theme] of [
    ['transparent', '', 'stripe'],
    ['transparent', '#101010', 'night'],
    ['rgb(0 0 0 / 2%)', '#fff', 'stripe'],
    ['rgb(255 255 255 / 10%)', '#101010', 'night'],
    ['color-mix(in oklch, white 60%, transparent)', '', 'stripe'],
  ] as const) {
    it(`sees ${color} as what it is on ${page || 'a bare page'}`, async () => {
      const warnings: string[] = [];
      const {warn} = console;
      console.warn = (...words: unknown[]) => warnings.push(words.join(' '));
      try {
        const checkout = await openCheckout({theme: theme === 'night' ? 'dark' : 'light'});
        checkout.element.parentElement!.style.background = page;
        checkout.element.style.setProperty('--opc-color-background', color);
        expect(readAppearance(checkout.element.themeScope!).theme).to.equal(theme);
        await checkout.untilReady();
        expect(warnings.filter((words) => words.includes('contrast'))).to.deep.equal([]);
      } finally {
        console.warn = warn;
      }
    });
  }

  it('is one column to 360 pixels and two where there is room, whatever the window', async () => {
    const checkout = await openCheckout({locale: 'de'});
    await checkout.untilReady();
    const top = (selector: string) =>
      checkout.root.querySelector(selector)!.getBoundingClientRect().top;
    for (const width of [320, 360, 600]) {
      checkout.element.style.inlineSize = `${width}px`;
      await nextFrame();
      expect(top('.main')).to.be.greaterThan(top('.aside'));
      expect(checkout.element.scrollWidth).to.be.at.most(width);
    }
    checkout.element.style.inlineSize = '900px';
    await nextFrame();
    expect(top('.main')).to.equal(top('.aside'));
  });
});
