import {aTimeout, expect, nextFrame} from '@open-wc/testing';
import {executeServerCommand} from '@web/test-runner-commands';
import {luminance} from '../../widget/stripe/luminance.ts';
import {readAppearance} from '../../widget/stripe/theme.ts';
import {CheckoutHarness, forgetOrders, openCheckout, shopOrigin} from './support/harness.ts';
import {holdBack, restoreNetwork} from './support/network.ts';

const onDark = 'rgb(238, 240, 244)';
const onLight = 'rgb(20, 22, 28)';
const indigo = 'rgb(67, 56, 202)';
const purple = 'rgb(102, 51, 153)';
const white = 'rgb(255, 255, 255)';
const black = 'rgb(0, 0, 0)';

const look = ({root}: CheckoutHarness) => getComputedStyle(root.querySelector('.root')!);
const payColors = ({payButton}: CheckoutHarness) => {
  const {color, backgroundColor} = getComputedStyle(payButton);
  return `${color} on ${backgroundColor}`;
};
const fieldRadius = (checkout: CheckoutHarness) =>
  getComputedStyle(checkout.field('email')).borderRadius;
const variablesOf = ({element}: CheckoutHarness) =>
  readAppearance(element.themeScope!).variables ?? {};

const contrast = (color = '', on = '') => {
  const [dark = 0, light = 0] = [luminance(color), luminance(on)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

/** Waits until our text and that of Stripe's fields have the colour. */
async function untilText(checkout: CheckoutHarness, color: string): Promise<void> {
  await checkout.until(() => look(checkout).color === color, `our text should be ${color}`);
  const isStripes = async () => (await checkout.paymentFrame()).color === color;
  await checkout.until(isStripes, `Stripe’s text should be ${color}`);
}

/** Waits until the pay button has the colours. */
const untilPay = (checkout: CheckoutHarness, colors: string) =>
  checkout.until(() => payColors(checkout) === colors, `the pay button should be ${colors}`);

/** Long enough for whatever follows a change of the page. */
const settled = () => aTimeout(100);

describe('the page’s own look', () => {
  const added: HTMLStyleElement[] = [];
  const addStyle = (text: string, place: Node = document.head) => {
    const style = Object.assign(document.createElement('style'), {textContent: text});
    place.appendChild(style);
    added.push(style);
    return style;
  };

  // Each is told once for a page: listened for from its beginning.
  const warnings: string[] = [];
  const {warn} = console;
  before(() => {
    console.warn = (...words: unknown[]) => {
      warnings.push(words.join(' '));
      warn(...words);
    };
  });
  after(() => {
    console.warn = warn;
  });

  beforeEach(forgetOrders);
  afterEach(async () => {
    restoreNetwork();
    for (const style of added.splice(0)) style.remove();
    document.body.removeAttribute('class');
    document.body.removeAttribute('style');
    document.documentElement.removeAttribute('style');
    document.querySelectorAll('.stage').forEach((stage) => stage.remove());
    await executeServerCommand('emulate-media', {colorScheme: 'light'});
  });

  async function openReady(
    attributes?: Record<string, string>,
    setUp?: Parameters<typeof openCheckout>[1],
  ): Promise<CheckoutHarness> {
    const checkout = await openCheckout(attributes, setUp);
    await checkout.untilReady();
    return checkout;
  }

  describe('light or dark', () => {
    it('goes with a dark class that says nothing of color-scheme, on and off', async () => {
      addStyle('.dark { background: #111; color: #eee }');
      const checkout = await openReady();
      await untilText(checkout, onLight);
      document.body.classList.add('dark');
      await untilText(checkout, onDark);
      expect(readAppearance(checkout.element.themeScope!).theme).to.equal('night');
      await expect(checkout.element).to.be.accessible();
      document.body.classList.remove('dark');
      await untilText(checkout, onLight);
    });

    it('is there before the payment form', async () => {
      addStyle('.dark { background: #111 }');
      document.body.classList.add('dark');
      const config = holdBack('GET', /\/config$/);
      const checkout = await openCheckout();
      await checkout.until(() => look(checkout).color === onDark, 'it should be dark');
      expect(checkout.root.querySelector('.payment.ready')).to.equal(null);
      config.release();
      await checkout.untilReady();
      expect((await checkout.paymentFrame()).color).to.equal(onDark);
    });

    it('goes with a page that fades to its other colours', async () => {
      addStyle('body { transition: background-color 300ms } .dark { background: #111 }');
      addStyle('body:not(.dark) { background: #fff }');
      const checkout = await openReady();
      document.body.classList.add('dark');
      await untilText(checkout, onDark);
    });

    it('goes with a style sheet that comes late and changes no attribute', async () => {
      const checkout = await openReady();
      addStyle('body { background: #111; color: #eee }');
      await untilText(checkout, onDark);
    });

    it('goes with a page that only asks for the buyer’s system', async () => {
      addStyle('@media (prefers-color-scheme: dark) { body { background: oklch(20% 0.02 260) } }');
      const checkout = await openReady();
      await untilText(checkout, onLight);
      await executeServerCommand('emulate-media', {colorScheme: 'dark'});
      await untilText(checkout, onDark);
    });

    it('is light in a light box on a dark page, and dark under a dark veil', async () => {
      addStyle('.box { background: #fff } .veil { background: rgb(0 0 0 / 90%) }');
      document.documentElement.style.cssText = 'color-scheme: dark; background: #101010';
      const checkout = await openReady();
      await untilText(checkout, onDark);
      checkout.element.parentElement!.className = 'box';
      await untilText(checkout, onLight);
      checkout.element.className = 'veil';
      await untilText(checkout, onDark);
    });

    it('keeps to color-scheme where no background is opaque', async () => {
      addStyle('body { background: rgb(255 255 255 / 30%) }');
      document.documentElement.style.colorScheme = 'dark';
      const checkout = await openReady();
      await settled();
      expect(look(checkout).color).to.equal(onDark);
      document.documentElement.style.colorScheme = 'light';
      await untilText(checkout, onLight);
    });

    it('follows a background of the element’s own that goes by color-scheme', async () => {
      addStyle('one-page-checkout { background: light-dark(#fff, #111) }');
      const checkout = await openReady();
      await untilText(checkout, onLight);
      document.documentElement.style.colorScheme = 'dark';
      await untilText(checkout, onDark);
      document.documentElement.style.colorScheme = 'light';
      await untilText(checkout, onLight);
    });

    it('leaves an explicit theme as it is', async () => {
      addStyle('body { background: #111 }');
      const checkout = await openReady({theme: 'light'});
      await settled();
      expect(look(checkout).color).to.equal(onLight);
      checkout.element.theme = 'auto';
      await untilText(checkout, onDark);
      document.body.style.background = '#fff';
      await untilText(checkout, onLight);
      checkout.element.theme = 'dark';
      await untilText(checkout, onDark);
    });

    it('fits the background that a designer has chosen, and leaves every colour of theirs', async () => {
      addStyle(`
        body { background: #111 }
        main { --opc-color-background: #fffbf0; --opc-color-danger: rgb(150, 0, 0) }
      `);
      const checkout = await openReady();
      await settled();
      expect(look(checkout).color).to.equal(onLight);
      expect(look(checkout).backgroundColor).to.equal('rgb(255, 251, 240)');
      expect(variablesOf(checkout)['colorDanger']).to.equal('rgb(150, 0, 0)');
      addStyle('main { --opc-color-background: light-dark(#fff, #222) !important }');
      await untilText(checkout, onDark);
      expect(look(checkout).backgroundColor).to.equal('rgb(34, 34, 34)');
    });
  });

  describe('the primary colour', () => {
    it('is the page’s accent-color, with a label that can be read on it', async () => {
      addStyle('body { accent-color: rebeccapurple } .pale { accent-color: oklch(85% 0.15 90) }');
      const checkout = await openReady();
      expect(payColors(checkout)).to.equal(`${white} on ${purple}`);
      expect(variablesOf(checkout)).to.include({
        colorPrimary: purple,
        accessibleColorOnColorPrimary: white,
        inputFocusColorBorder: purple,
      });
      document.body.classList.add('pale');
      await checkout.until(
        () => getComputedStyle(checkout.payButton).color === black,
        'the label should be black',
      );
      expect(variablesOf(checkout)['accessibleColorOnColorPrimary']).to.equal(black);
      await expect(checkout.element).to.be.accessible();
    });

    it('is lightened on a dark ground, if it could not be read there', async () => {
      addStyle('body { accent-color: rebeccapurple } .dark { background: #111 }');
      const checkout = await openReady();
      document.body.classList.add('dark');
      await untilText(checkout, onDark);
      const {colorPrimary, accessibleColorOnColorPrimary, colorBackground} = variablesOf(checkout);
      expect(accessibleColorOnColorPrimary).to.equal(black);
      expect(contrast(colorPrimary, colorBackground)).to.be.greaterThan(4.5);
      expect(contrast(colorPrimary, black)).to.be.greaterThan(4.5);
      document.body.className = '';
      await untilText(checkout, onLight);
      expect(variablesOf(checkout)['colorPrimary']).to.equal(purple);
    });

    it('is ours where the page has none, and again when the page’s is gone', async () => {
      const checkout = await openReady();
      expect(payColors(checkout)).to.equal(`${white} on ${indigo}`);
      document.body.style.accentColor = 'yellow';
      await untilPay(checkout, `${black} on rgb(255, 255, 0)`);
      document.body.removeAttribute('style');
      await untilPay(checkout, `${white} on ${indigo}`);
    });

    it('is the designer’s before the page’s, label and all', async () => {
      addStyle('body { accent-color: yellow }');
      const checkout = await openReady({}, (element) =>
        element.style.setProperty('--opc-color-primary', 'rgb(15, 81, 50)'),
      );
      expect(payColors(checkout)).to.equal(`${white} on rgb(15, 81, 50)`);
      checkout.element.style.removeProperty('--opc-color-primary');
      checkout.element.style.setProperty('--opc-accessible-color-on-color-primary', '#333');
      // The label stays the designer's.
      await untilPay(checkout, 'rgb(51, 51, 51) on rgb(255, 255, 0)');
    });

    it('is what the developer is warned of, if the label is another’s', async () => {
      addStyle('body { accent-color: #bada55; --opc-accessible-color-on-color-primary: #fff }');
      const checkout = await openReady();
      const words =
        'one-page-checkout: --opc-accessible-color-on-color-primary on --opc-color-primary has a contrast of 1.5:1; WCAG AA asks for 4.5:1.';
      await checkout.until(() => warnings.includes(words), 'the developer should be warned');
    });
  });

  describe('the corners', () => {
    for (const [css, radius] of [
      ['', '8px'],
      ['input { border: 1px solid #ccc; border-radius: 2px }', '2px'],
      ['main input[type=text] { border-radius: 0.25em; font-size: 24px }', '6px'],
      ['input { border: 1px solid #ccc }', '0px'],
      ['input { border: 0; border-bottom: 2px solid #ccc; border-radius: 4px 4px 0 0 }', '4px'],
      ['input { border: 0; background: #eee; border-radius: 12px }', '12px'],
      ['input { border-radius: 999px }', '16px'],
      ['input { border-radius: 50% }', '16px'],
      ['*, input { border: 0 solid; border-radius: 0 }', '8px'],
      ['input { border-radius: 2px } main { --opc-border-radius: 5px }', '5px'],
    ] as const) {
      it(`are of ${radius} on a page with ${css || 'no styles for its fields'}`, async () => {
        if (css) addStyle(css);
        const checkout = await openReady();
        expect(fieldRadius(checkout)).to.equal(radius);
        expect(variablesOf(checkout)['borderRadius']).to.equal(radius);
      });
    }

    it('follow a class of the page, and leave nothing behind in it', async () => {
      addStyle('input { border-radius: 3px } .round input { border-radius: 10px }');
      const checkout = await openReady({express: 'never'});
      const kept = checkout.element.innerHTML;
      const ours = checkout.root.querySelectorAll('input').length;
      document.body.classList.add('round');
      await checkout.until(() => fieldRadius(checkout) === '10px', 'they should follow');
      expect(checkout.element.innerHTML).to.equal(kept);
      expect(checkout.root.querySelectorAll('input').length).to.equal(ours);
    });

    it('do not go round in circles with a script that answers every change of the page', async () => {
      const checkout = await openReady();
      // Whoever goes round in circles answers in every frame; others may change the page meanwhile.
      let quietFrames = -Infinity;
      const observer = new MutationObserver(() => {
        quietFrames = 0;
        document.body.classList.add('enhanced');
      });
      observer.observe(document.body, {childList: true, subtree: true});
      checkout.element.parentElement!.className = 'anything';
      for (let frame = 0; quietFrames < 5 && frame < 300; frame++) {
        await nextFrame();
        quietFrames += 1;
      }
      observer.disconnect();
      expect(quietFrames).to.equal(5);
    });
  });

  it('is seen from inside shadow roots', async () => {
    addStyle('body { background: #111; accent-color: rebeccapurple } input { border-radius: 1px }');
    const stage = document.createElement('div');
    stage.className = 'stage';
    document.body.append(stage);
    const outer = stage.attachShadow({mode: 'closed'});
    addStyle('input { border-radius: 3px }', outer);
    const wrapper = outer.appendChild(document.createElement('div'));
    const inner = wrapper.attachShadow({mode: 'open'});
    addStyle('input { border-radius: 7px }', inner);
    const element = document.createElement('one-page-checkout');
    Object.assign(element, {apiUrl: shopOrigin, items: 'tee:1'});
    const checkout = new CheckoutHarness(element);
    inner.append(element);
    await checkout.untilReady();
    await untilText(checkout, onDark);
    expect(variablesOf(checkout)['accessibleColorOnColorPrimary']).to.equal(black);
    expect(fieldRadius(checkout)).to.equal('7px');
    wrapper.style.background = '#fff';
    await untilText(checkout, onLight);
    expect(payColors(checkout)).to.equal(`${white} on ${purple}`);
  });
});
