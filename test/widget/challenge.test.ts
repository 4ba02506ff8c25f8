import {expect} from '@open-wc/testing';
import {executeServerCommand} from '@web/test-runner-commands';
import type {Config, StartPayment} from '../../api/contract.ts';
import type {TurnstileOptions} from '../../widget/turnstile.ts';
import {cards, type CheckoutHarness, forgetOrders, openCheckout} from './support/harness.ts';
import {answerInstead, problem, restoreNetwork} from './support/network.ts';

/** The challenges that were drawn and not taken away, each with the page's own callbacks. */
let shown = new Map<string, {node: HTMLElement; options: TurnstileOptions}>();
let drawn = 0;
/** The tokens with which a payment was begun; the first try always lacks one. */
let tokens: (string | undefined)[] = [];

const latest = () => [...shown.values()].at(-1);

/** As strict about tokens as Cloudflare: each is good once. */
function askForChallenges(): void {
  const fresh = new Set<string>(['first', 'second', 'third']);
  answerInstead('GET', /\/config$/, async (request, pass) => {
    const config = (await (await pass(request)).json()) as Config;
    const captcha = {provider: 'turnstile', siteKey: 'site'};
    return new Response(JSON.stringify({...config, captcha}));
  });
  answerInstead('POST', /\/payment$/, async (request, pass) => {
    const {captchaToken} = (await request.clone().json()) as StartPayment;
    tokens.push(captchaToken);
    if (captchaToken === undefined || !fresh.delete(captchaToken)) {
      return problem(403, 'captcha_required');
    }
    return pass(request);
  });
}

async function payByCard(attributes?: Record<string, string>): Promise<CheckoutHarness> {
  const checkout = await openCheckout(attributes);
  await checkout.untilReady();
  await checkout.fillIn();
  await checkout.enterCard(cards.good);
  await checkout.pay();
  await checkout.until(() => shown.size > 0, 'a challenge should be shown');
  return checkout;
}

describe('the challenge', () => {
  beforeEach(() => {
    forgetOrders();
    [shown, drawn, tokens] = [new Map(), 0, []];
    askForChallenges();
    window.turnstile = {
      render: (node, options) => {
        if (node.getRootNode() !== document) throw new Error('Not in the document.');
        const id = `widget-${(drawn += 1)}`;
        shown.set(id, {node, options});
        return id;
      },
      remove: (id) => {
        if (!shown.delete(id)) throw new Error(`Nothing to remove found for ${id}.`);
      },
    };
  });
  afterEach(() => {
    delete window.turnstile;
    restoreNetwork();
  });

  it('says why, speaks and looks as the element does, and pays by itself once it is solved', async () => {
    const checkout = await payByCard({theme: 'dark'});
    expect(checkout.text).to.contain('Please confirm that you are a person');
    expect(latest()?.options).to.include({sitekey: 'site', theme: 'dark', language: 'en'});
    expect(checkout.payButton.getAttribute('aria-disabled')).to.equal('false');
    expect(checkout.heard('opc-failure')).to.equal(0);
    await expect(checkout.element).to.be.accessible();
    latest()!.options.callback('first');
    await checkout.untilStatus('paid');
    expect(tokens).to.deep.equal([undefined, 'first']);
    expect(shown.size, 'nothing of it is left').to.equal(0);
  });

  it('comes again where a token was not taken', async () => {
    const checkout = await payByCard();
    latest()!.options.callback('forged');
    await checkout.until(() => drawn === 2 && shown.size === 1, 'another one should be shown');
    latest()!.options.callback('first');
    await checkout.untilStatus('paid');
  });

  it('says what to do when it fails, and is there again at the next try', async () => {
    const checkout = await payByCard();
    expect(latest()!.options['error-callback']('300030')).to.equal(true);
    await checkout.until(() => checkout.heard('opc-failure'), 'the failure should be told');
    expect(checkout.last('opc-failure')?.error.code).to.equal('captcha_required');
    expect(checkout.text).to.contain('Allow challenges.cloudflare.com');
    expect(shown.size).to.equal(0);
    await expect(checkout.element).to.be.accessible();
    await checkout.pay();
    await checkout.until(() => shown.size === 1, 'it should be shown again');
    expect(checkout.text).to.not.contain('Allow challenges.cloudflare.com');
    latest()!.options.callback('second');
    await checkout.untilStatus('paid');
    expect(checkout.field('name')).to.equal(null);
  });

  it('asks for the wallet once more, whose sheet no script may open', async () => {
    const checkout = await openCheckout();
    await checkout.untilReady();
    await checkout.until(
      () => checkout.root.querySelector('.wallets.some'),
      'there should be wallet buttons',
    );
    await payWithWallet(checkout);
    await checkout.until(() => shown.size > 0, 'a challenge should be shown');
    await checkout.until(() => !sheet(), 'the sheet should be told that nothing was paid');
    latest()!.options.callback('first');
    await checkout.until(
      () => checkout.text.includes('Now please choose the wallet once more.'),
      'it should be asked for',
    );
    // Waited too long: the token is no longer good, and Cloudflare shows another challenge.
    latest()!.options['expired-callback']();
    await checkout.until(
      () => checkout.text.includes('Please confirm that you are a person'),
      'the challenge should be asked for again',
    );
    latest()!.options.callback('second');
    await checkout.until(() => checkout.text.includes('once more'), 'and the wallet too');
    await payWithWallet(checkout);
    await checkout.untilStatus('paid');
    expect(tokens).to.deep.equal([undefined, 'second']);
  });

  it('comes again when the page takes its frame out, and leaves nothing behind', async () => {
    const checkout = await payByCard();
    latest()!.node.remove();
    await checkout.until(() => drawn === 2, 'another one should be shown');
    expect(latest()!.node.isConnected).to.equal(true);
    checkout.element.remove();
    await checkout.until(() => shown.size === 0, 'it should go with the element');
    expect(document.querySelector('[slot$="-challenge"]')).to.equal(null);
  });

  it('stands before the hosted page too, and then leads there by itself', async () => {
    const realOpen = window.open;
    const opened: string[] = [];
    window.open = (url) => {
      opened.push(String(url));
      return null;
    };
    answerInstead('GET', /\/config$/, async (request, pass) => {
      const config = await (await pass(request)).json();
      return new Response(JSON.stringify({...config, stripeJs: '/endive/blocked.js'}));
    });
    answerInstead('POST', /\/checkout-session$/, async (request, pass) => {
      const {captchaToken} = (await request.clone().json()) as StartPayment;
      return captchaToken === 'first' ? pass(request) : problem(403, 'captcha_required');
    });
    try {
      const checkout = await openCheckout();
      await checkout.until(() => checkout.heard('opc-load-error') === 1, 'it should fail');
      await checkout.element.retry();
      const button = () => checkout.root.querySelector<HTMLElement>('[part~="button-hosted"]');
      await checkout.until(button, 'the way out should be offered');
      button()!.click();
      await checkout.until(() => shown.size > 0, 'a challenge should be shown');
      latest()!.options.callback('first');
      await checkout.until(() => opened.length > 0, 'the page should be left');
    } finally {
      window.open = realOpen;
    }
  });
});

const sheet = () =>
  document.querySelector<HTMLIFrameElement>('iframe[title="Secure wallet payment frame"]');

async function payWithWallet(checkout: CheckoutHarness): Promise<void> {
  const buttons = document.querySelector(`div[slot="${checkout.element.walletSlot}"] iframe`);
  const frame = (buttons as HTMLIFrameElement | null)?.name;
  await executeServerCommand('press', {frame, selector: '[data-testid="google_pay"]'});
  await checkout.until(sheet, 'the sheet should open');
  await executeServerCommand('press', {frame: sheet()?.name, selector: '.SheetPay'});
}
