import {expect, nextFrame} from '@open-wc/testing';
import {executeServerCommand} from '@web/test-runner-commands';
import {readAppearance} from '../../widget/stripe/theme.ts';
import {type CheckoutHarness, forgetOrders, openCheckout} from './support/harness.ts';
import {restoreNetwork} from './support/network.ts';

const appearanceOf = ({element}: CheckoutHarness) =>
  readAppearance(element.themeScope!, element.appearance);

describe('how it looks', () => {
  beforeEach(forgetOrders);
  afterEach(async () => {
    restoreNetwork();
    document.documentElement.removeAttribute('style');
    document.documentElement.removeAttribute('lang');
    await executeServerCommand('emulate-media', {colorScheme: 'light'});
  });

  it('is accessible as a form, with mistakes in it, light and dark', async () => {
    const checkout = await openCheckout();
    await checkout.untilReady();
    await expect(checkout.element).to.be.accessible();
    await checkout.pay();
    await checkout.until(() => checkout.errorOf('email'), 'the mistakes should be told');
    await expect(checkout.element).to.be.accessible();
    checkout.element.theme = 'dark';
    await checkout.element.updateComplete;
    await expect(checkout.element).to.be.accessible();
  });

  it('is accessible while it loads and when it cannot', async () => {
    const checkout = await openCheckout();
    await expect(checkout.element).to.be.accessible();
    checkout.element.remove();
    const empty = await openCheckout({items: ''});
    await empty.until(() => empty.heard('opc-load-error'), 'the failure should be told');
    await expect(empty.element).to.be.accessible();
  });

  it('hands its colours, font and measures on to Stripe, resolved', async () => {
    const checkout = await openCheckout({}, (element) => {
      element.style.setProperty('--brand', 'oklch(55% 0.2 145)');
      element.style.setProperty('--opc-color-primary', 'var(--brand)');
      element.style.setProperty('--opc-border-radius', '0.5rem');
      element.style.setProperty('--opc-font-family', 'Georgia, serif');
      element.appearance = {variables: {fontSizeBase: '17px'}, rules: {'.Tab': {border: 'none'}}};
    });
    const {variables, rules, theme} = appearanceOf(checkout);
    expect(variables?.colorPrimary).to.match(/^rgb\(\d+, \d+, \d+\)$/);
    expect(variables?.borderRadius).to.equal('8px');
    expect(variables?.fontFamily).to.equal('Georgia, serif');
    expect(variables?.fontSizeBase).to.equal('17px');
    expect(rules?.['.Tab']).to.deep.equal({border: 'none'});
    expect(theme).to.equal('stripe');
  });

  it('is dark when it is told to be, or when the page is', async () => {
    const told = await openCheckout({theme: 'dark'});
    expect(appearanceOf(told).theme).to.equal('night');
    const follows = await openCheckout();
    expect(appearanceOf(follows).theme).to.equal('stripe');
    document.documentElement.style.colorScheme = 'light dark';
    await executeServerCommand('emulate-media', {colorScheme: 'dark'});
    await nextFrame();
    expect(appearanceOf(follows).theme).to.equal('night');
    const light = await openCheckout({theme: 'light'});
    expect(appearanceOf(light).theme).to.equal('stripe');
  });

  it('is as dark as what shines through its background', async () => {
    const clear = (element: HTMLElement) =>
      element.style.setProperty('--opc-color-background', 'transparent');
    expect(appearanceOf(await openCheckout({}, clear)).theme).to.equal('stripe');
    document.documentElement.style.colorScheme = 'dark';
    expect(appearanceOf(await openCheckout({}, clear)).theme).to.equal('night');
    const veil = (element: HTMLElement) =>
      element.style.setProperty('--opc-color-background', 'rgb(255 255 255 / 5%)');
    expect(appearanceOf(await openCheckout({}, veil)).theme).to.equal('night');
  });

  it('speaks Chinese where the page does, money and countries too', async () => {
    document.documentElement.lang = 'zh-CN';
    const checkout = await openCheckout({currency: 'jpy'});
    await checkout.untilReady();
    await checkout.until(() => checkout.text.includes('订单摘要'), 'it should be Chinese');
    expect(checkout.payButton.textContent?.trim()).to.match(/^支付 JP¥13,200$/);
    expect(checkout.field('country').textContent).to.contain('德国');
    document.documentElement.lang = 'en';
    checkout.element.requestUpdate();
    await checkout.until(() => checkout.text.includes('Order summary'), 'and English again');
  });

  it('writes each country’s address in its own way', async () => {
    const checkout = await openCheckout();
    const fields = () =>
      [...checkout.root.querySelectorAll('.row [name]')].map((field) => field.id).join(' ');
    await checkout.type('country', 'DE');
    expect(fields()).to.equal('line1 line2 postalCode city');
    await checkout.type('country', 'HK');
    expect(fields()).to.equal('line1 line2 city state');
    await checkout.type('state', 'Kowloon');
    await checkout.type('country', 'US');
    expect(fields()).to.equal('line1 line2 city state postalCode');
    await checkout.until(
      () => checkout.field('state').tagName === 'SELECT',
      'the states should be there to choose from',
    );
    expect(checkout.field('state').textContent).to.contain('California');
    expect(checkout.text).to.contain('ZIP code');
  });

  it('gives browsers what they need to fill the form in', async () => {
    const checkout = await openCheckout();
    await checkout.type('country', 'US');
    const tokens = [...checkout.root.querySelectorAll('[autocomplete]')].map(
      (field) => `${field.id}: ${field.getAttribute('autocomplete')}`,
    );
    expect(tokens).to.deep.equal([
      'email: email',
      'name: name',
      'country: billing country',
      'line1: billing address-line1',
      'line2: billing address-line2',
      'city: billing address-level2',
      'state: billing address-level1',
      'postalCode: billing postal-code',
    ]);
  });

  it('fills in what the page knows, and leaves what the buyer typed', async () => {
    const checkout = await openCheckout({'customer-email': 'ada@example.com'});
    await checkout.type('name', 'Ada');
    checkout.element.prefill({name: 'Someone else', address: {country: 'FR', city: 'Lyon'}});
    await checkout.element.updateComplete;
    expect(checkout.field('email').value).to.equal('ada@example.com');
    expect(checkout.field('name').value).to.equal('Ada');
    expect(checkout.field('city').value).to.equal('Lyon');
    expect(checkout.field('country').value).to.equal('FR');
    expect(checkout.element.validate()).to.equal(false);
    // Asked before anything else is there, it shows what is wrong as soon as that can be told.
    await checkout.until(() => checkout.errorOf('line1'), 'the empty field should be named');
  });

  it('fits 320 pixels, and puts the summary beside the form where there is room', async () => {
    const checkout = await openCheckout();
    await checkout.untilReady();
    const side = () => checkout.root.querySelector('.aside')!.getBoundingClientRect();
    const main = () => checkout.root.querySelector('.main')!.getBoundingClientRect();
    checkout.element.style.inlineSize = '1000px';
    await nextFrame();
    expect(side().top).to.equal(main().top);
    checkout.element.style.inlineSize = '320px';
    await nextFrame();
    expect(side().bottom).to.equal(main().top);
    expect(checkout.element.scrollWidth).to.be.at.most(320);
    // A name without a place to break at breaks all the same, and a long amount goes below it.
    const say = (selector: string, words: string) => {
      checkout.root.querySelector(selector)!.lastChild!.nodeValue = words;
    };
    say('.product', 'Donaudampfschifffahrt'.repeat(4));
    say('.amount', 'IDR 1,234,567,890.00');
    say('.total strong', 'IDR 1,234,567,890.00');
    await nextFrame();
    const box = checkout.root.querySelector('.aside')!;
    expect(box.scrollWidth).to.equal(box.clientWidth);
    const what = checkout.root.querySelector('.what')!.getBoundingClientRect();
    expect(checkout.root.querySelector('.amount')!.getBoundingClientRect().top).to.be.least(
      what.bottom,
    );
  });

  it('is as large as it says, in its own letters, however the page sets its text', async () => {
    document.documentElement.style.cssText =
      'font: italic 10px / 3 Georgia, serif; text-transform: uppercase; text-indent: 20px; white-space: pre; letter-spacing: 3px';
    const checkout = await openCheckout();
    await checkout.untilReady();
    const root = getComputedStyle(checkout.root.querySelector('.root')!);
    expect(root.fontSize).to.equal('16px');
    expect(root.lineHeight).to.equal('24px');
    expect(root.fontFamily).to.equal('Georgia, serif');
    expect(root.textTransform).to.equal('none');
    expect(root.textIndent).to.equal('0px');
    expect(root.whiteSpace).to.equal('normal');
    expect(root.letterSpacing).to.equal('normal');
    expect(appearanceOf(checkout).variables?.fontSizeBase).to.equal(root.fontSize);
  });

  it('keeps the corners of a button that has the focus', async () => {
    const checkout = await openCheckout({}, (element) =>
      element.style.setProperty('--opc-button-border-radius', '22px'),
    );
    await checkout.untilReady();
    checkout.field('name').focus();
    checkout.payButton.focus();
    const {borderRadius, outlineStyle} = getComputedStyle(checkout.payButton);
    expect(outlineStyle).to.equal('solid');
    expect(borderRadius).to.equal('22px');
  });

  it('follows the items of the page: the total, and what Stripe knows of it', async () => {
    const checkout = await openCheckout({items: 'tee'});
    await checkout.untilReady();
    checkout.element.items = 'tee:3';
    await checkout.until(
      () => checkout.payButton.textContent?.includes('Pay $96.00'),
      'the total should follow',
    );
    await checkout.element.update({items: [{sku: 'mug', quantity: 2}]});
    await checkout.until(() => checkout.text.includes('$48.00'), 'and again');
  });
});
